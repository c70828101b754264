//! The form of every secret in a cookie, a link or a header: `<organisation>.<id>.<secret>`.
//!
//! The row is found by its key; the secret is compared as a keyed hash. No table is searched by a secret.

use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::id::OrganisationId;
use crate::random::{self, Random};

/// The secret part of a token: 256 random bits. No Debug, no Display, no Serialize; compared in constant time.
#[derive(Clone)]
pub struct TokenSecret(Zeroizing<[u8; 32]>);

impl TokenSecret {
    /// Draws a fresh secret.
    pub fn draw(random: &mut dyn Random) -> Self {
        Self(Zeroizing::new(random::array(random)))
    }

    /// Whether both are the same secret; in constant time.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.as_bytes().ct_eq(other.as_bytes()).into()
    }

    /// The bytes, to be hashed under the key ring.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl PartialEq for TokenSecret {
    fn eq(&self, other: &Self) -> bool {
        self.is_same_as(other)
    }
}

impl Eq for TokenSecret {}

/// A token: which organisation, which row, which secret. `id` is sixteen bytes of any id type.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The organisation whose row it names.
    pub organisation: OrganisationId,
    /// The row.
    pub id: [u8; 16],
    /// What proves that the bearer was given it.
    pub secret: TokenSecret,
}

impl Token {
    /// Reads a token; anything malformed is simply no token.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let organisation = OrganisationId::from_bytes(decode(parts.next()?)?);
        let id = decode(parts.next()?)?;
        let secret = TokenSecret(Zeroizing::new(decode(parts.next()?)?));
        parts.next().is_none().then_some(Self {
            organisation,
            id,
            secret,
        })
    }

    /// The text as it stands in a cookie, a link or a header: 89 characters of base64url and dots.
    pub fn expose(&self) -> String {
        [
            self.organisation.as_bytes().as_slice(),
            &self.id,
            self.secret.as_bytes(),
        ]
        .map(|part| BASE64URL_NOPAD.encode(part))
        .join(".")
    }
}

fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    // The length is checked first, so that a megabyte of cookie is refused before it is decoded.
    if text.len() != (N * 8).div_ceil(6) {
        return None;
    }
    BASE64URL_NOPAD
        .decode(text.as_bytes())
        .ok()?
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests;
