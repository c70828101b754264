//! What was typed, down to its digits. Signs that people and address books put between digits fall away; anything else is a refusal.

use unicode_normalization::UnicodeNormalization as _;

/// No number and its decoration is longer: what is, is not looked at.
const MOST_SIGNS: usize = 64;

/// Digits, and whether they begin with a country's code.
#[cfg_attr(test, derive(Debug, PartialEq, Eq))]
pub(super) enum Cleaned {
    /// They do: it was typed with `+` or `00`.
    International(String),
    /// They were typed as at home.
    National(String),
}

/// The digits of what was typed; `None` where it is no number.
pub(super) fn cleaned(typed: &str) -> Option<Cleaned> {
    if typed.chars().take(MOST_SIGNS + 1).count() > MOST_SIGNS {
        return None;
    }
    // Wide digits and a wide plus become plain ones.
    let kept: String = typed.nfkc().filter(|sign| !is_decoration(*sign)).collect();
    let plus = kept.starts_with('+');
    let rest = kept.strip_prefix('+').unwrap_or(&kept);
    // The zero that is left out from abroad, as in +46 (0)70.
    let (code, rest) = match rest.split_once("(0)") {
        Some((code, rest)) if plus || code.starts_with("00") => (code, rest),
        _ => ("", rest),
    };
    let digits: String = format!("{code}{rest}")
        .chars()
        .filter(|sign| !matches!(sign, '(' | ')'))
        .collect();
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    Some(match (plus, digits.strip_prefix("00")) {
        (true, _) => Cleaned::International(digits),
        (false, Some(digits)) => Cleaned::International(digits.to_owned()),
        (false, None) => Cleaned::National(digits),
    })
}

/// Spaces, hyphens, dots, slashes, and the unseen signs that address books put around a number when it is copied.
fn is_decoration(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, '-' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
