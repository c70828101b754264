//! What both sides of a one-time code agree on besides the secret: hash, length and period.
//!
//! The types hold only values that are allowed, so nothing behind them checks again.

use std::num::NonZeroU64;

/// The hash under the HMAC.
///
/// Only [`Algorithm::Sha1`] works everywhere: several widespread apps accept a link that asks for another hash and
/// then compute SHA-1 without a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Algorithm {
    /// HMAC-SHA-1, the default of every app.
    #[default]
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

impl Algorithm {
    /// Every algorithm there is.
    pub const ALL: [Self; 3] = [Self::Sha1, Self::Sha256, Self::Sha512];

    /// The name in an `otpauth:` link: upper case, no hyphen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }

    /// Reads [`Algorithm::name`] in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }
}

/// How many digits a code has: 6, 7 or 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digits(u8);

impl Digits {
    /// Six digits, the default of every app.
    pub const SIX: Self = Self(6);
    /// Seven digits, rare.
    pub const SEVEN: Self = Self(7);
    /// Eight digits.
    pub const EIGHT: Self = Self(8);

    /// The length, if it is one that is allowed.
    pub fn new(count: u8) -> Option<Self> {
        (6..=8).contains(&count).then_some(Self(count))
    }

    /// The number of digits.
    pub fn count(self) -> u8 {
        self.0
    }
}

impl Default for Digits {
    fn default() -> Self {
        Self::SIX
    }
}

/// How long one TOTP code stands, in seconds: 5 to 300.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period(NonZeroU64);

impl Period {
    /// Thirty seconds, the default of every app.
    pub const THIRTY: Self = Self(NonZeroU64::MIN.saturating_add(29));

    /// The period, if it is one that is allowed.
    pub fn new(seconds: u64) -> Option<Self> {
        if !(5..=300).contains(&seconds) {
            return None;
        }
        NonZeroU64::new(seconds).map(Self)
    }

    /// The length in seconds.
    pub fn seconds(self) -> u64 {
        self.0.get()
    }

    pub(crate) fn divisor(self) -> NonZeroU64 {
        self.0
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::THIRTY
    }
}

/// Hash, length and period together.
///
/// The default – SHA-1, six digits, thirty seconds – is the only set that works in every app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Parameters {
    /// The hash under the HMAC.
    pub algorithm: Algorithm,
    /// The length of a code.
    pub digits: Digits,
    /// How long a code stands.
    pub period: Period,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn the_default_is_the_set_that_works_everywhere() {
        let default = Parameters::default();
        assert_eq!(default.algorithm.name(), "SHA1");
        assert_eq!(default.digits.count(), 6);
        assert_eq!(default.period.seconds(), 30);
        assert_eq!(Period::new(30).unwrap(), Period::THIRTY);
    }

    #[test]
    fn only_six_to_eight_digits_exist() {
        let allowed: Vec<u8> = (0..=u8::MAX)
            .filter(|count| Digits::new(*count).is_some())
            .collect();
        assert_eq!(allowed, [6, 7, 8]);
    }

    #[test]
    fn a_period_is_five_seconds_to_five_minutes() {
        let refused = [0, 1, 4, 301, u64::MAX];
        assert!(
            refused
                .iter()
                .all(|seconds| Period::new(*seconds).is_none())
        );
        assert!(
            [5, 30, 60, 300]
                .iter()
                .all(|seconds| Period::new(*seconds).unwrap().seconds() == *seconds)
        );
    }

    #[test]
    fn an_algorithm_is_read_in_any_case() {
        assert_eq!(Algorithm::from_name("sha256"), Some(Algorithm::Sha256));
        assert_eq!(Algorithm::from_name("SHA-256"), None);
        assert_eq!(Algorithm::from_name("MD5"), None);
    }
}
