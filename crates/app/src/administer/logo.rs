//! A logo from a file: told by its first bytes, never by its name; a drawing (SVG) only where nothing in it acts or fetches.

mod drawing;

use data_encoding::BASE64;

use super::Reason;

/// The largest file, in bytes.
pub const MOST_LOGO_BYTES: usize = 64 * 1024;

/// The logo as a data address, from the bytes of a PNG, JPEG, WebP or SVG file.
pub fn logo(bytes: &[u8]) -> Result<String, Reason> {
    if bytes.is_empty() || bytes.len() > MOST_LOGO_BYTES {
        return Err(Reason::MalformedLogo);
    }
    let kind = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        "png"
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        "jpeg"
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        "webp"
    } else if std::str::from_utf8(bytes).is_ok_and(drawing::is_plain) {
        "svg+xml"
    } else {
        return Err(Reason::MalformedLogo);
    };
    Ok(format!("data:image/{kind};base64,{}", BASE64.encode(bytes)))
}

#[cfg(test)]
mod tests;
