//! Names that people give to things and that other people read: one line, not too long, and nothing in them that cannot be seen.
//!
//! Whoever could put a sign into a name that turns the direction of writing could make one name look like another, or a line of a log look
//! like two.

/// The longest name, in characters.
pub const MOST_CHARACTERS: usize = 100;

/// Why something is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// There is nothing in it.
    #[error("a name has at least one character")]
    Missing,
    /// Too much.
    #[error("a name has at most 100 characters")]
    TooLong,
    /// A sign that nobody sees.
    #[error(
        "a name is one line without control characters or characters that turn the direction of writing"
    )]
    HiddenSign,
}

/// The name without the space around it.
pub fn name(typed: &str) -> Result<&str, NameFault> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(NameFault::Missing);
    }
    if name.chars().any(is_hidden) {
        return Err(NameFault::HiddenSign);
    }
    if name.chars().count() > MOST_CHARACTERS {
        return Err(NameFault::TooLong);
    }
    Ok(name)
}

/// Whether a sign cannot be seen and yet does something: breaks the line, turns the direction of writing, takes no room.
///
/// What joins letters (U+200C, U+200D) stays allowed: some languages cannot be written without.
pub fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The longest key, in bytes.
const LONGEST_KEY: usize = 60;

/// Whether a text can be an unchanging key: 1 to 60 small letters a–z, digits, dots, hyphens and underscores, a letter first.
pub fn is_key(text: &str) -> bool {
    let fits =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    (1..=LONGEST_KEY).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(fits)
}

/// A key made from a name: its letters without their marks, small, with hyphens between words; nothing where too little is left.
pub fn key_from(name: &str) -> Option<String> {
    let mut key = String::new();
    for sign in name.chars().flat_map(char::to_lowercase) {
        let plain = match sign {
            'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' | 'æ' => 'a',
            'ö' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' => 'o',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'ü' | 'ú' | 'ù' | 'û' => 'u',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        };
        if plain.is_ascii_lowercase() || plain.is_ascii_digit() {
            key.push(plain);
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
    }
    let begins = key.find(|c: char| c.is_ascii_lowercase())?;
    let key: String = key.get(begins..)?.chars().take(LONGEST_KEY - 5).collect();
    let key = key.trim_end_matches('-').to_owned();
    is_key(&key).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_is_left_without_the_space_around_it() {
        assert_eq!(name(" Administratör\u{a0}"), Ok("Administratör"));
        assert_eq!(
            name("مدير"),
            Ok("مدير"),
            "written from right to left by itself"
        );
        assert_eq!(name("👩\u{200d}💻"), Ok("👩\u{200d}💻"));
        assert_eq!(name(&"å".repeat(100)), Ok("å".repeat(100).as_str()));
    }

    #[test]
    fn nothing_and_too_much_are_no_names() {
        for nothing in ["", " ", "\u{2003}\n"] {
            assert_eq!(name(nothing), Err(NameFault::Missing), "{nothing:?}");
        }
        for count in [101, 10_000] {
            assert_eq!(name(&"å".repeat(count)), Err(NameFault::TooLong));
        }
    }

    #[test]
    fn signs_that_nobody_sees_are_refused_wherever_they_stand() {
        let hidden = [
            "Admin\u{202e}rotartsin",
            "\u{2066}Admin\u{2069}",
            "Ad\u{200b}min",
            "Admin\r\nOwner",
            "Admin\0",
            "Admin\u{1b}[31m",
            "Ad\u{feff}min",
            "Ad\u{2028}min",
            "Ad\u{e0041}min",
        ];
        for typed in hidden {
            assert_eq!(name(typed), Err(NameFault::HiddenSign), "{typed:?}");
        }
    }

    #[test]
    fn a_key_is_made_from_a_name() {
        for (from, key) in [
            ("Abonnemang", Some("abonnemang")),
            (
                "Abonnemang – Ändra bundet tom.",
                Some("abonnemang-andra-bundet-tom"),
            ),
            ("  2 Läsa ÅÄÖ ", Some("lasa-aao")),
            ("مدير", None),
            ("12", None),
        ] {
            assert_eq!(key_from(from).as_deref(), key, "{from}");
        }
        let long = key_from(&"ab ".repeat(200)).unwrap_or_default();
        assert!(is_key(&long) && long.len() <= 55);
    }

    #[test]
    fn keys_are_small_letters_digits_and_three_signs() {
        for key in ["a", "abonnemang.pris", "a-b_c.9"] {
            assert!(is_key(key), "{key}");
        }
        for none in ["", "A", "9a", "å", "a b", "a\n", &"a".repeat(61)] {
            assert!(!is_key(none), "{none:?}");
        }
    }
}
