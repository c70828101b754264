//! Where a person was going: a path on our own host, or nothing (A40).

use data_encoding::HEXLOWER_PERMISSIVE;

/// The longest address to return to.
const LONGEST: usize = 2000;

/// The path to return to if `text` is one of our own, else `None`.
///
/// Only an absolute path with a query is taken: `/account`, `/demo/app/?a=b`. What a browser, or a proxy that decodes once too often,
/// could read as another host, scheme or header (`//host`, `/\host`, `https:host`, control characters, encoded slashes) is not.
pub fn own_path(text: &str) -> Option<&str> {
    let plain = |b: u8| (0x21..0x7f).contains(&b) && !b"\\#\"<>".contains(&b);
    if text.len() > LONGEST || !text.starts_with('/') || !text.bytes().all(plain) {
        return None;
    }
    let path = text.split('?').next().unwrap_or(text);
    let decoded = percent_decoded(path)?;
    let leads_elsewhere = path.contains('@')
        || decoded.iter().any(|b| b.is_ascii_control() || *b == b'\\')
        || decoded.windows(2).any(|pair| pair == b"//")
        || decoded
            .split(|b| *b == b'/')
            .any(|part| part == b"." || part == b"..");
    (!leads_elsewhere).then_some(text)
}

/// The path with `%XX` read once; `None` where a percent sign is followed by anything else, or hides a slash.
fn percent_decoded(path: &str) -> Option<Vec<u8>> {
    let mut pieces = path.split('%');
    let mut decoded = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        let byte = HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?;
        if byte == b"/" {
            return None;
        }
        decoded.extend(byte);
        decoded.extend(rest.as_bytes());
    }
    Some(decoded)
}

#[cfg(test)]
mod tests;
