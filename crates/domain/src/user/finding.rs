//! How people are sorted and found by their names: keys that compare byte by byte as a Swedish reader sorts, and text folded alike on both
//! sides of a search. Nothing here is ever shown.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// How many words of a search count; more only make it slower.
pub const SEARCH_WORDS: usize = 4;

/// How long a search may be, in signs.
pub const SEARCH_LENGTH: usize = 100;

/// The signs that stand for å, ä and ö in a key: the three after z.
const AFTER_Z: [char; 3] = ['{', '|', '}'];

/// The key that lists sort a name by: case and accents do not count, å ä ö come after z, white space is one blank.
///
/// Keys compare byte by byte, alike on both engines. The key of the beginning of a name is the beginning of its key.
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for sign in name
        .nfc()
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .nfc()
    {
        match sign {
            'å' => key.push(AFTER_Z[0]),
            'ä' | 'æ' => key.push(AFTER_Z[1]),
            'ö' | 'ø' | 'œ' => key.push(AFTER_Z[2]),
            'ü' => key.push('y'),
            'ß' => key.push_str("ss"),
            'ð' => key.push('d'),
            'þ' => key.push_str("th"),
            'ł' => key.push('l'),
            '{' | '|' | '}' => key.push('~'),
            _ if sign.is_whitespace() => {
                if !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
            }
            _ if sign.is_control() => {}
            _ => key.extend(
                std::iter::once(sign)
                    .nfd()
                    .filter(|part| !is_combining_mark(*part)),
            ),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Text as it is searched: small letters in one form, white space as single blanks.
pub fn search_text(text: &str) -> String {
    let small: String = text.nfc().flat_map(char::to_lowercase).collect();
    let plain: String = small
        .nfc()
        .filter(|sign| !sign.is_control() || sign.is_whitespace())
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a search, folded as [`search_text`] folds what is searched; each must be found. Of a text that is too long the
/// beginning counts.
pub fn search_words(typed: &str) -> Vec<String> {
    let typed: String = typed.chars().take(SEARCH_LENGTH).collect();
    let mut words: Vec<String> = search_text(&typed)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.truncate(SEARCH_WORDS);
    words
}

#[cfg(test)]
mod tests;
