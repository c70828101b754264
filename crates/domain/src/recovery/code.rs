//! An enrolment pass as a code: fifteen digits, almost fifty bits, read aloud in groups of three and typed with the username.

use crate::random::{self, Random};

/// Digits in a code: ten of them would be fewer than the forty bits that are asked for.
const DIGITS: usize = 15;

/// The longest text that is read.
const MAX_TYPED: usize = 100;

/// A code. No Debug: it is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct PassCode([u8; DIGITS]);

impl PassCode {
    /// Draws a new one, every digit equally likely.
    pub fn draw(random: &mut dyn Random) -> Self {
        let mut digits = [0; DIGITS];
        for digit in &mut digits {
            *digit = b'0' + u8::try_from(random::below(10, random)).unwrap_or(0);
        }
        Self(digits)
    }

    /// Reads a code in any spelling of its groups; `None` where the text cannot be one.
    pub fn from_typed(typed: &str) -> Option<Self> {
        if typed.len() > MAX_TYPED {
            return None;
        }
        let mut digits = [0; DIGITS];
        let mut count = 0;
        for sign in typed.chars() {
            if sign.is_whitespace() || matches!(sign, '-' | '.' | '\u{2010}'..='\u{2015}') {
                continue;
            }
            // Full-width digits, as some keyboards give them.
            let sign = match sign {
                '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(sign) - 0xfee0)?,
                _ => sign,
            };
            *digits.get_mut(count)? = u8::try_from(sign).ok().filter(u8::is_ascii_digit)?;
            count += 1;
        }
        (count == DIGITS).then_some(Self(digits))
    }

    /// The code in groups of three.
    pub fn written(&self) -> String {
        let group = |three: &[u8]| three.iter().map(|digit| char::from(*digit)).collect();
        self.0
            .chunks(3)
            .map(group)
            .collect::<Vec<String>>()
            .join(" ")
    }

    /// What a keyed hash is made of.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
