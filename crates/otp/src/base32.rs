//! Base32 as keys are written: RFC 4648, upper case, no padding.
//!
//! Writing is strict, reading is lenient about what people and programs add (case, spaces, hyphens, padding) and
//! about nothing else: a character outside the alphabet is a fault, never skipped.

use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Writes bytes as upper-case base32 without padding.
pub fn encode(bytes: &[u8]) -> Zeroizing<String> {
    // One allocation of the final size: a string that grows would leave copies of the key behind.
    let mut text = Zeroizing::new(String::with_capacity((bytes.len() * 8).div_ceil(5)));
    for chunk in bytes.chunks(5) {
        let mut group = [0; 8];
        group[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(group);
        for place in 0..(chunk.len() * 8).div_ceil(5) {
            let symbol = (bits >> (35 - 5 * place)) & 31;
            text.push(char::from(ALPHABET[usize::from(symbol.to_le_bytes()[0])]));
        }
    }
    text
}

/// Reads base32 in any case, passing over white space, hyphens and padding at the end.
///
/// Left-over bits that are not zero are passed over too: some services draw random characters instead of bytes, and
/// every app reads their keys that way.
pub fn decode(typed: &str) -> Result<Zeroizing<Vec<u8>>, Base32Fault> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(typed.len() * 5 / 8));
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut padded = false;
    for character in typed
        .chars()
        .filter(|character| !is_passed_over(*character))
    {
        if character == '=' {
            padded = true;
            continue;
        }
        let value = symbol_value(character)
            .filter(|_| !padded)
            .ok_or(Base32Fault::Character)?;
        bits = (bits << 5) | value;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held).to_le_bytes()[0]);
            bits &= (1 << held) - 1;
        }
    }
    // Five or more bits left over: the last character belongs to a byte that is not there.
    if held >= 5 {
        Err(Base32Fault::Length)
    } else {
        Ok(bytes)
    }
}

/// Groups of four with a space between, as a key is shown on a page.
pub fn grouped(base32: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(base32.len() * 5 / 4 + 1));
    for (place, character) in base32.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(character);
    }
    text
}

fn is_passed_over(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
}

fn symbol_value(character: char) -> Option<u32> {
    let upper = character.to_ascii_uppercase();
    match upper {
        'A'..='Z' => Some(u32::from(upper) - u32::from('A')),
        '2'..='7' => Some(u32::from(upper) - u32::from('2') + 26),
        _ => None,
    }
}

/// Why a text is not base32. It does not repeat the text, which may be most of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Base32Fault {
    /// A character that is neither A–Z nor 2–7, or one after the padding.
    #[error("the key may hold the letters A–Z and the digits 2–7 only")]
    Character,
    /// A length that no number of bytes gives.
    #[error("the key is cut off: a character is missing or one too many")]
    Length,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648_come_out() {
        let vectors = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (plain, written) in vectors {
            assert_eq!(*encode(plain.as_bytes()), written);
            assert_eq!(*decode(written).unwrap(), plain.as_bytes());
        }
    }

    #[test]
    fn a_key_is_read_as_people_write_it() {
        let written = [
            "jbswy3dpehpk3pxp",
            "JBSW Y3DP EHPK 3PXP",
            "jbsw-y3dp-ehpk-3pxp",
            "JBSWY3DP\u{a0}EHPK3PXP\n",
            "JBSWY3DPEHPK3PXP====",
        ];
        for key in written {
            assert_eq!(*decode(key).unwrap(), b"Hello!\xde\xad\xbe\xef", "{key}");
        }
    }

    #[test]
    fn what_is_not_base32_is_refused_and_not_skipped() {
        for key in [
            "JBSWY3D0",
            "JBSWY3D1",
            "JBSWY3D8",
            "JBSWY3D/",
            "JBSWÅ3DP",
            "MY==MY",
            "JBSW_Y3D",
        ] {
            assert_eq!(decode(key).err(), Some(Base32Fault::Character), "{key}");
        }
        for key in ["M", "MZX", "MZXW6Y", "MZXW6YTBO"] {
            assert_eq!(decode(key).err(), Some(Base32Fault::Length), "{key}");
        }
    }

    #[test]
    fn left_over_bits_do_not_matter() {
        assert_eq!(*decode("MZ").unwrap(), *decode("MY").unwrap());
    }

    #[test]
    fn a_key_is_grouped_in_fours() {
        assert_eq!(*grouped("GEZDGNBVGY3TQOJQ"), "GEZD GNBV GY3T QOJQ");
        assert_eq!(*grouped("GEZDG"), "GEZD G");
        assert_eq!(*grouped(""), "");
    }

    proptest! {
        #[test]
        fn writing_agrees_with_an_independent_implementation(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(&*encode(&bytes), &data_encoding::BASE32_NOPAD.encode(&bytes));
        }

        #[test]
        fn what_is_written_is_read_back(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(&*decode(&grouped(&encode(&bytes)).to_lowercase()).unwrap(), &bytes);
        }

        #[test]
        fn reading_accepts_what_the_independent_implementation_accepts(text in "[A-Z2-7]{0,40}") {
            if let Ok(bytes) = data_encoding::BASE32_NOPAD.decode(text.as_bytes()) {
                prop_assert_eq!(&*decode(&text).unwrap(), &bytes);
            }
        }

        #[test]
        fn no_text_makes_reading_fall_over(text in "\\PC{0,60}") {
            let _ = decode(&text);
        }
    }
}
