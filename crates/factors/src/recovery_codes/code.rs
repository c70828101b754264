//! One code: 80 bits, and how people write and read them (Crockford's base32).

use domain::random::{self, Random};

/// Digits and letters without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters in a code.
const LENGTH: usize = 16;

/// The longest text that is read.
const MAX_TYPED: usize = 200;

/// A recovery code: sixteen characters of the alphabet. No Debug: it is a secret.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct RecoveryCode([u8; LENGTH]);

impl RecoveryCode {
    /// Draws a new one: sixteen times five even bits.
    pub(super) fn draw(random: &mut dyn Random) -> Self {
        let drawn: [u8; LENGTH] = random::array(random);
        Self(drawn.map(|byte| ALPHABET[usize::from(byte & 31)]))
    }

    /// Reads a code in any spelling; `None` where the text cannot be one.
    pub(super) fn from_typed(typed: &str) -> Option<Self> {
        if typed.len() > MAX_TYPED {
            return None;
        }
        let mut code = [0; LENGTH];
        let mut length = 0;
        for character in typed.chars().filter(|c| !stands_between(*c)) {
            *code.get_mut(length)? = read(character)?;
            length += 1;
        }
        (length == LENGTH).then_some(Self(code))
    }

    /// The code in groups of four.
    pub(super) fn written(&self) -> String {
        let groups: Vec<String> = self
            .0
            .chunks(4)
            .map(|group| group.iter().map(|byte| char::from(*byte)).collect())
            .collect();
        groups.join("-")
    }

    /// What a keyed hash is made of.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Spaces of every kind, hyphens, dashes, and invisible characters that copying brings along.
fn stands_between(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '_' | '.' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}' | '\u{2060}' | '\u{2212}' | '\u{feff}' | '\u{ff0d}'
        )
}

fn read(character: char) -> Option<u8> {
    // Full-width letters and digits, as some keyboards give them.
    let character = match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0)?,
        _ => character,
    };
    let upper = u8::try_from(character.to_ascii_uppercase()).ok()?;
    let meant = match upper {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    ALPHABET.contains(&meant).then_some(meant)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;
    use crate::testing::Seeded;

    #[test]
    fn a_code_has_eighty_bits_and_no_letter_that_is_misread() {
        let mut random = Seeded::new(7);
        let mut seen = [[0_u32; 32]; LENGTH];
        for _ in 0..6_400 {
            let code = RecoveryCode::draw(&mut random);
            assert!(
                code.written()
                    .bytes()
                    .all(|byte| byte == b'-' || ALPHABET.contains(&byte))
            );
            for (place, byte) in code.0.iter().enumerate() {
                let value = ALPHABET.iter().position(|one| one == byte).unwrap();
                seen[place][value] += 1;
            }
        }
        // 200 expected in each of the 512 cells, with a deviation of 14: six of them are never exceeded by chance.
        assert!(
            seen.iter()
                .flatten()
                .all(|count| (116..=284).contains(count)),
            "every character is as likely in every place"
        );
    }

    #[test]
    fn a_code_is_written_in_groups_of_four() {
        let code = RecoveryCode::from_typed("0123456789abcdef").unwrap();
        assert_eq!(code.written(), "0123-4567-89AB-CDEF");
    }

    #[test]
    fn what_cannot_be_a_code_is_refused() {
        let too_long = "0".repeat(LENGTH + 1);
        let flood = " ".repeat(1_000_000);
        for typed in [
            "",
            "0123-4567-89AB-CDE",
            &too_long,
            "0123-4567-89AB-CDEU",
            "0123-4567-89AB-CDEÅ",
            "0123 4567 89AB CD🙂F",
            &flood,
        ] {
            assert!(RecoveryCode::from_typed(typed).is_none());
        }
    }

    /// One way to spell each character, and something between it and the next.
    fn spelt(character: char, choice: u8, between: &str) -> String {
        let variants: &[char] = match character {
            '0' => &['0', 'o', 'O', '\u{ff10}', '\u{ff2f}'],
            '1' => &['1', 'i', 'I', 'l', 'L'],
            _ => &[],
        };
        let chosen = variants
            .get(usize::from(choice) % variants.len().max(1))
            .copied()
            .unwrap_or(match choice % 3 {
                0 => character,
                1 => character.to_ascii_lowercase(),
                _ => char::from_u32(u32::from(character) + 0xfee0).unwrap(),
            });
        format!("{chosen}{between}")
    }

    proptest! {
        #[test]
        fn a12_a_code_is_read_in_any_spelling(
            seed in any::<u64>(), choices in prop::collection::vec(any::<u8>(), LENGTH),
            between in prop::collection::vec(prop::sample::select(vec!["", "-", " ", "  ", "\u{a0}", "\u{2013}", "\t", "\u{200b}", ". "]), LENGTH),
        ) {
            let code = RecoveryCode::draw(&mut Seeded::new(seed));
            let typed: String = code.0.iter().zip(choices).zip(between)
                .map(|((byte, choice), between)| spelt(char::from(*byte), choice, between)).collect();
            let read = RecoveryCode::from_typed(&typed);
            prop_assert!(read == Some(code), "{typed:?}");
        }

        #[test]
        fn no_text_makes_reading_fall_over(typed in "\\PC{0,60}") {
            if let Some(code) = RecoveryCode::from_typed(&typed) {
                prop_assert!(RecoveryCode::from_typed(&code.written()) == Some(code));
            }
        }
    }
}
