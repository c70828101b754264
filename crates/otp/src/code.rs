//! The code itself, and reading one as people type or paste it.
//!
//! ```text
//! "123 456"  "123-456"  "１２３４５６"  "١٢٣٤٥٦"                → 123456   digits and what may stand between them
//! "Your code is 123456.\n@login.example.se #123456"       → 123456   a pasted message with one code in it
//! ```
//!
//! A code of another length is refused here, before anything is hashed, and leading zeros are digits like others. Which
//! code is right is not known here.

use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::Digits;

mod message;

/// The longest text that is read: more than the longest text message.
pub const MAX_TYPED: usize = 2_000;

/// A one-time code: six to eight ASCII digits.
///
/// Like a secret it has no `Debug`, `Display` or `==`.
#[derive(Clone)]
pub struct Code(Zeroizing<String>);

impl Code {
    /// Reads what a person typed or pasted and finds the one code of the right length in it.
    ///
    /// Spaces of every kind, hyphens and dashes, and invisible characters are passed over; full-width and
    /// Arabic-Indic digits are read as digits. Where there is other text too, it is taken for a pasted message that
    /// must hold exactly one code.
    pub fn from_typed(typed: &str, digits: Digits) -> Result<Self, CodeFault> {
        if typed.len() > MAX_TYPED {
            return Err(CodeFault::TooLong);
        }
        let text: Zeroizing<String> = Zeroizing::new(
            typed
                .chars()
                .filter(|c| !is_invisible(*c))
                .map(folded)
                .collect(),
        );
        if text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, SPACE | HYPHEN | LINE_END))
        {
            return Self::from_digits(text.chars().filter(char::is_ascii_digit), digits);
        }
        let found = message::find(&text, usize::from(digits.count()))?;
        Self::from_digits(found.chars(), digits)
    }

    /// The code as digits, for showing it, sending it or keying a hash with it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both are the same code, found in constant time. Their lengths are not a secret.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.matches(other).into()
    }

    pub(crate) fn matches(&self, other: &Self) -> Choice {
        self.0.as_bytes().ct_eq(other.0.as_bytes())
    }

    /// The last digits of a number, leading zeros kept.
    pub(crate) fn from_value(value: u32, digits: Digits) -> Self {
        let width = usize::from(digits.count());
        let shortened = value % 10_u32.pow(u32::from(digits.count()));
        Self(Zeroizing::new(format!("{shortened:0width$}")))
    }

    fn from_digits(found: impl Iterator<Item = char>, digits: Digits) -> Result<Self, CodeFault> {
        let code = Zeroizing::new(found.collect::<String>());
        match code.len() {
            0 => Err(CodeFault::Empty),
            length if length == usize::from(digits.count()) => Ok(Self(code)),
            _ => Err(CodeFault::WrongLength),
        }
    }
}

/// Why a typed text is not a code. Nothing was compared or hashed, so none of these is a wrong guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// There was nothing in it.
    #[error("no code was typed")]
    Empty,
    /// Digits, but too few or too many.
    #[error("the code has another number of digits")]
    WrongLength,
    /// A text without a code of the right length.
    #[error("there is no code of that length in the text")]
    NoCode,
    /// A text with several different codes of the right length.
    #[error("there is more than one code in the text")]
    SeveralCodes,
    /// Longer than [`MAX_TYPED`] bytes.
    #[error("the text is too long")]
    TooLong,
}

const SPACE: char = ' ';
const HYPHEN: char = '-';
const LINE_END: char = '\n';

/// One digit, one space, one hyphen and one line end for all the kinds there are.
fn folded(character: char) -> char {
    match character {
        '\u{ff10}'..='\u{ff19}' => ascii_digit(character, '\u{ff10}'),
        '\u{0660}'..='\u{0669}' => ascii_digit(character, '\u{0660}'),
        '\u{06f0}'..='\u{06f9}' => ascii_digit(character, '\u{06f0}'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => HYPHEN,
        '\n' | '\r' => LINE_END,
        _ if character.is_whitespace() => SPACE,
        _ => character,
    }
}

fn ascii_digit(character: char, zero: char) -> char {
    let value = u32::from(character) - u32::from(zero);
    char::from_digit(value, 10).unwrap_or(character)
}

/// Zero-width characters, soft hyphens and direction marks, which copying from a page or a message brings along.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests;
