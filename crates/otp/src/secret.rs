//! The shared secret: bytes that are never printed, and wiped when dropped.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::base32::{self, Base32Fault};

/// The key that server and authenticator share.
///
/// It has no `Debug`, `Display` or `Serialize`, so it cannot slip into a log, a page or an answer; `==` is missing
/// too, because it would not be constant-time.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The length to draw for a new secret: 160 bits, which are 32 base32 characters. Longer ones are refused by
    /// some apps.
    pub const NEW_LENGTH: usize = 20;

    /// The longest secret that is read. It leaves room in a link for names beside the key.
    pub const MAX_LENGTH: usize = 128;

    /// Takes the bytes over; the caller's copy is the vector itself, so none is left behind.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SecretFault> {
        let bytes = Zeroizing::new(bytes);
        match bytes.len() {
            0 => Err(SecretFault::Empty),
            length if length > Self::MAX_LENGTH => Err(SecretFault::TooLong),
            _ => Ok(Self(bytes)),
        }
    }

    /// Reads a key as people type it: any case, with spaces, hyphens or padding.
    pub fn from_base32(typed: &str) -> Result<Self, SecretFault> {
        let mut bytes = base32::decode(typed)?;
        Self::from_bytes(std::mem::take(&mut *bytes))
    }

    /// The bytes, for sealing and for the HMAC.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The key in base32, upper case and without padding.
    pub fn to_base32(&self) -> Zeroizing<String> {
        base32::encode(&self.0)
    }

    /// The key in base32 in groups of four, to be read from a page and typed by hand.
    pub fn to_grouped_base32(&self) -> Zeroizing<String> {
        base32::grouped(&self.to_base32())
    }

    /// Whether both are the same key, found in constant time. Their lengths are not a secret.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

/// Why some bytes or characters are not a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretFault {
    /// There was nothing in it.
    #[error("the secret is empty")]
    Empty,
    /// It is longer than [`Secret::MAX_LENGTH`].
    #[error("the secret is longer than {} bytes", Secret::MAX_LENGTH)]
    TooLong,
    /// It is not base32.
    #[error(transparent)]
    NotBase32(#[from] Base32Fault),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    /// Fails to compile as soon as the type implements the trait: the call is then ambiguous.
    macro_rules! lacks {
        ($kind:ty, $($bound:tt)+) => {{
            trait Ambiguous<Marker> { fn check() {} }
            struct Implemented;
            impl<Any: ?Sized> Ambiguous<()> for Any {}
            impl<Any: ?Sized + $($bound)+> Ambiguous<Implemented> for Any {}
            <$kind as Ambiguous<_>>::check();
        }};
    }

    #[test]
    fn secrets_and_codes_cannot_be_printed_or_compared_carelessly() {
        lacks!(Secret, std::fmt::Debug);
        lacks!(Secret, std::fmt::Display);
        lacks!(Secret, PartialEq);
        lacks!(crate::Code, std::fmt::Debug);
        lacks!(crate::Code, std::fmt::Display);
        lacks!(crate::Code, PartialEq);
        lacks!(crate::Link, std::fmt::Debug);
        lacks!(crate::ReadLink, std::fmt::Debug);
    }

    #[test]
    fn the_well_known_key_gives_its_bytes() {
        let secret = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap();
        assert_eq!(secret.expose(), b"Hello!\xde\xad\xbe\xef");
        assert_eq!(*secret.to_grouped_base32(), "JBSW Y3DP EHPK 3PXP");
    }

    #[test]
    fn only_the_same_bytes_are_the_same_key() {
        let secret = Secret::from_bytes(b"12345678901234567890".to_vec()).unwrap();
        assert!(
            secret.is_same_as(&Secret::from_base32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap())
        );
        assert!(!secret.is_same_as(&Secret::from_bytes(b"12345678901234567891".to_vec()).unwrap()));
        assert!(!secret.is_same_as(&Secret::from_bytes(b"1234567890123456789".to_vec()).unwrap()));
    }

    #[test]
    fn an_empty_or_endless_secret_is_refused() {
        assert_eq!(
            Secret::from_bytes(Vec::new()).err(),
            Some(SecretFault::Empty)
        );
        assert_eq!(Secret::from_base32(" - = ").err(), Some(SecretFault::Empty));
        assert!(Secret::from_bytes(vec![7; 128]).is_ok());
        assert_eq!(
            Secret::from_bytes(vec![7; 129]).err(),
            Some(SecretFault::TooLong)
        );
    }
}
