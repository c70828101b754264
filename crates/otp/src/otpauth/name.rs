//! Names as they can stand in a link.
//!
//! One well-known app decodes the whole link before it splits it and reads `#` as `-`, so an encoded `&`, `=`, `#`, `?`,
//! `%` or `+` in a name breaks it, and a colon splits the label. Such characters are replaced; letters of every
//! language stay.

use crate::percent;

/// The name with everything but letters, digits, space, `.`, `-`, `_` and `@` replaced by a hyphen.
pub(super) fn replaced(name: &str) -> String {
    let mut safe = String::with_capacity(name.len());
    for character in name.trim().chars() {
        let kept = if is_kept(character) { character } else { '-' };
        let doubled = safe.ends_with(kept) && matches!(kept, '-' | ' ');
        if !doubled {
            safe.push(kept);
        }
    }
    safe
}

/// The beginning of the name that takes at most `room` bytes when encoded.
pub(super) fn shortened(name: &str, room: usize) -> &str {
    let mut taken = 0;
    for (place, character) in name.char_indices() {
        taken += percent::encode(character.encode_utf8(&mut [0; 4])).len();
        if taken > room {
            return name[..place].trim_end();
        }
    }
    name
}

fn is_kept(character: char) -> bool {
    // Combining marks belong to the letter before them: "å" may arrive as two characters.
    character.is_alphanumeric()
        || matches!(
            character,
            ' ' | '.' | '-' | '_' | '@' | '\u{300}'..='\u{36f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_characters_stay() {
        assert_eq!(replaced("Björkens Omsorg"), "Björkens Omsorg");
        assert_eq!(replaced("anna.lind_2@example.se"), "anna.lind_2@example.se");
        assert_eq!(replaced("Kalle & Co: 100 % #1?"), "Kalle - Co- 100 - -1-");
        assert_eq!(replaced("a+b=c&d"), "a-b-c-d");
        assert_eq!(replaced("  ==  "), "-");
        assert_eq!(replaced("A\u{30a}ngstro\u{308}m"), "A\u{30a}ngstro\u{308}m");
    }

    #[test]
    fn a_name_is_cut_between_characters() {
        assert_eq!(shortened("åäö", 12), "åä");
        assert_eq!(shortened("åäö", 11), "å");
        assert_eq!(shortened("ab cd", 5), "ab");
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("abc", 0), "");
    }
}
