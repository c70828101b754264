//! Passwords: normalised once, in one function, for every place that asks for one (RFC 8265 `OpaqueString`, O4).
//!
//! Every string without control characters is a password. Where RFC 8265 would refuse a code point only because its tables are older
//! than the person's keyboard (a new emoji, a joiner inside one), it is taken: a password is never shown, compared by eye or routed on.

use subtle::ConstantTimeEq as _;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::refusal::Refusal;

/// The most code points in a password.
pub const MOST_CHARACTERS: usize = 256;

/// The most bytes in a password.
pub const MOST_BYTES: usize = 1024;

/// The fewest code points in a new password that is somebody's only proof.
pub const LEAST_ALONE: u32 = 15;

/// The fewest code points in a new password beside which a second step is always demanded.
pub const LEAST_WITH_TWO_STEP: u32 = 8;

/// A normalised password. No Debug, no Display, no Serialize; wiped when dropped, compared in constant time.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Normalises what was typed: spaces of every kind become U+0020, then NFC. Case and width stay; nothing is cut or trimmed.
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        // Bounds come first: a megabyte is refused before any work is done on it (A39).
        if typed.len() > MOST_BYTES * 4 {
            return Err(Refusal::PasswordTooLong);
        }
        let spaced = typed
            .chars()
            .map(|c| if is_other_space(c) { ' ' } else { c });
        let normal: Zeroizing<String> = Zeroizing::new(spaced.nfc().collect());
        if normal.is_empty() || normal.chars().any(char::is_control) {
            return Err(Refusal::PasswordMalformed);
        }
        if normal.len() > MOST_BYTES || normal.chars().count() > MOST_CHARACTERS {
            return Err(Refusal::PasswordTooLong);
        }
        Ok(Self(normal))
    }

    /// The bytes to be hashed.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl PartialEq for Password {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes().ct_eq(other.as_bytes()).into()
    }
}

impl Eq for Password {}

/// The spaces of Unicode other than U+0020 (general category Zs).
const fn is_other_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Checks a new password: long enough, not among those that guessers try first, and without the names that `personal` lists.
pub fn check_new(password: &Password, least: u32, personal: &[&str]) -> Result<(), Refusal> {
    let count = password.0.chars().count();
    if count < least as usize {
        return Err(Refusal::PasswordTooShort { least });
    }
    let folded = password.0.to_lowercase();
    let mut words: Vec<String> = personal
        .iter()
        .flat_map(|named| [*named].into_iter().chain(named.split_whitespace()))
        .filter(|word| word.chars().count() >= 3)
        .map(|word| word.to_lowercase().nfc().collect())
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = words
        .iter()
        .fold(folded.clone(), |rest, word| rest.replace(word, ""));
    // The names with a few signs around them, however often, are still the names.
    let left = rest.chars().filter(|c| c.is_alphanumeric()).count();
    let own = rest != folded && left < 6;
    if own {
        return Err(Refusal::PasswordPersonal);
    }
    if blocklist::is_common(&folded) {
        Err(Refusal::PasswordCommon)
    } else {
        Ok(())
    }
}

mod blocklist;

#[cfg(test)]
mod tests;
