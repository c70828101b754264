//! Where a person was going: a path on our own host, or nothing (A40).

/// The longest address to return to.
const LONGEST: usize = 2000;

/// The path to return to if `text` is one of our own, else `None`.
///
/// Only an absolute path with a query is taken: `/account`, `/demo/app/?a=b`. What a browser could read as another host, scheme or
/// header (`//host`, `/\host`, `https:host`, control characters, encoded slashes at the front) is not.
pub fn own_path(text: &str) -> Option<&str> {
    let decoded_front = text
        .get(..text.len().min(24))
        .unwrap_or(text)
        .to_ascii_lowercase();
    let front_is_plain = ![
        "//", "/\\", "/%2f", "/%5c", "/%09", "/%0a", "/%0d", "/%00", "/.%2f", "/..", "/./",
    ]
    .iter()
    .any(|trick| decoded_front.starts_with(trick));
    let characters_are_plain = text
        .bytes()
        .all(|b| (0x21..0x7f).contains(&b) && b != b'\\' && b != b'#' && b != b'"');
    let path = text.split('?').next().unwrap_or(text);
    let well_formed = text.len() <= LONGEST
        && text.starts_with('/')
        && front_is_plain
        && characters_are_plain
        && !path.contains("//")
        && !path.contains('@')
        && !path.split('/').any(|part| part == "." || part == "..");
    well_formed.then_some(text)
}
