//! What the values of a request must look like, and how many parts a text takes.

/// Any text but none.
pub(super) fn some(text: &str) -> bool {
    !text.is_empty()
}

/// E.164 with its plus.
pub(super) fn plus(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(digits)
}

/// E.164 without its plus.
pub(super) fn digits(text: &str) -> bool {
    (8..=15).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with('0')
}

/// E.164 with or without its plus.
pub(super) fn number(text: &str) -> bool {
    plus(text) || digits(text)
}

/// A sender of letters, digits and spaces, at most eleven.
pub(super) fn word(text: &str) -> bool {
    (1..=11).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text.trim() == text
}

/// A sender: a word, or a number with its plus.
pub(super) fn sender_plus(text: &str) -> bool {
    word(text) || plus(text)
}

/// A sender: a word, or a number without its plus.
pub(super) fn sender_digits(text: &str) -> bool {
    word(text) || digits(text)
}

/// A sender: a word, or a number.
pub(super) fn sender(text: &str) -> bool {
    word(text) || number(text)
}

/// An address over HTTP or HTTPS with nothing after a `#`.
pub(super) fn address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some()
            && url.fragment().is_none()
    })
}

/// A moment as ISO 8601 writes it, with its zone.
pub(super) fn moment(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 20
        && bytes[4] == b'-'
        && bytes[10] == b'T'
        && bytes[13] == b':'
        && (text.ends_with('Z') || text.ends_with("+00:00"))
}

/// A whole number between two bounds, written out.
pub(super) fn between(text: &str, least: u64, most: u64) -> bool {
    text.parse::<u64>()
        .is_ok_and(|number| (least..=most).contains(&number) && !text.starts_with('+'))
}

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// Whether every character stands in the GSM alphabet.
pub(super) fn gsm(text: &str) -> bool {
    text.chars()
        .all(|letter| BASIC.contains(letter) || EXTENSION.contains(letter))
}

/// In how many parts a text goes.
pub(super) fn parts(text: &str) -> u32 {
    let (units, one, each) = if gsm(text) {
        let units = text
            .chars()
            .map(|letter| if EXTENSION.contains(letter) { 2 } else { 1 })
            .sum::<usize>();
        (units, 160, 153)
    } else {
        (text.encode_utf16().count(), 70, 67)
    };
    if units <= one {
        1
    } else {
        u32::try_from(units.div_ceil(each)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_as_the_networks_count_them() {
        assert_eq!(parts(&"å".repeat(160)), 1);
        assert_eq!(parts(&"å".repeat(161)), 2);
        assert_eq!(parts(&"€".repeat(80)), 1);
        assert_eq!(parts(&"€".repeat(81)), 2);
        assert_eq!(parts(&"ç".repeat(70)), 1);
        assert_eq!(parts(&"ç".repeat(71)), 2);
    }

    #[test]
    fn a_sender_is_eleven_letters_digits_and_spaces_at_most() {
        assert!(word("Tvasteg 2"));
        assert!(!word("Tvåsteg"));
        assert!(!word("123456"));
        assert!(!word("LongerThan11"));
        assert!(!word(" Tvasteg"));
    }

    #[test]
    fn a_number_is_eight_to_fifteen_digits() {
        assert!(plus("+46701740605"));
        assert!(!plus("46701740605"));
        assert!(!plus("+0701740605"));
        assert!(!digits("+46701740605"));
        assert!(!digits("4670174060512345"));
    }
}
