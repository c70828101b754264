//! A logo from a file: told by its first bytes, never by its name; a drawing (SVG) only where nothing in it acts or fetches.

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
    } else if std::str::from_utf8(bytes).is_ok_and(is_plain_drawing) {
        "svg+xml"
    } else {
        return Err(Reason::MalformedLogo);
    };
    Ok(format!("data:image/{kind};base64,{}", BASE64.encode(bytes)))
}

/// The elements of a drawing that neither act nor fetch.
const ELEMENTS: [&str; 29] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "metadata",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "lineargradient",
    "radialgradient",
    "stop",
    "clippath",
    "mask",
    "pattern",
    "filter",
    "fegaussianblur",
    "feoffset",
    "femerge",
    "femergenode",
    "feblend",
];

/// Whether a text is a drawing of known elements without scripts, styles of its own, entities or anything from elsewhere.
fn is_plain_drawing(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim();
    let text = match text.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or("", |(_, rest)| rest.trim()),
        None => text,
    };
    if text.contains('\0') {
        return false;
    }
    let (mut rest, mut first) = (text, true);
    while let Some(at) = rest.find('<') {
        if first && !rest[..at].trim().is_empty() {
            return false;
        }
        let tag = &rest[at + 1..];
        if let Some(comment) = tag.strip_prefix("!--") {
            let Some((_, after)) = comment.split_once("-->") else {
                return false;
            };
            rest = after;
            continue;
        }
        let Some(end) = end_of(tag) else {
            return false;
        };
        let inside = &tag[..end];
        let known = match inside.strip_prefix('/') {
            Some(name) => is_known(name.trim()),
            None => is_plain_tag(inside.trim_end_matches('/')),
        };
        if !known || (first && !inside.to_ascii_lowercase().starts_with("svg")) {
            return false;
        }
        first = false;
        rest = &tag[end + 1..];
    }
    !first && rest.trim().is_empty()
}

/// Where a tag ends: at the first `>` outside quotes.
fn end_of(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, sign) in tag.char_indices() {
        match (quote, sign) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    None
}

fn is_known(name: &str) -> bool {
    ELEMENTS.contains(&name.to_ascii_lowercase().as_str())
}

/// An opening tag: a known element, and attributes that neither act nor fetch.
fn is_plain_tag(tag: &str) -> bool {
    let name_ends = tag
        .find(|sign: char| sign.is_ascii_whitespace())
        .unwrap_or(tag.len());
    let (name, mut rest) = tag.split_at(name_ends);
    if !is_known(name) {
        return false;
    }
    loop {
        rest = rest.trim();
        if rest.is_empty() {
            return true;
        }
        let Some((attribute, value)) = rest.split_once('=') else {
            return false;
        };
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|sign| "\"'".contains(*sign)) else {
            return false;
        };
        let Some((value, after)) = value[1..].split_once(quote) else {
            return false;
        };
        if !is_plain_attribute(attribute.trim(), value) {
            return false;
        }
        rest = after;
    }
}

fn is_plain_attribute(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "-_:.".contains(sign);
    if name.is_empty() || !name.chars().all(plain) || name.starts_with("on") {
        return false;
    }
    if name == "xmlns" || name.starts_with("xmlns:") {
        return value.starts_with("http://www.w3.org/") || !value.contains("script");
    }
    if name == "href" || name.ends_with(":href") {
        return value.starts_with('#');
    }
    // Whatever is fetched by a value is fetched by `url(…)`; a character that is written as a number could hide one.
    let lean: String = value
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    let fetches = lean.match_indices("url(").any(|(at, _)| {
        !lean[at + 4..]
            .trim_start_matches(['"', '\''])
            .starts_with('#')
    });
    let hides = lean.contains('\\') || lean.contains("&#") || lean.contains("@import");
    !fetches && !hides && !lean.contains("javascript:") && !lean.contains("image-set(")
}

#[cfg(test)]
mod tests;
