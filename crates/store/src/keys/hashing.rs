//! Keyed hashes: what the database keeps of codes, tokens and marks, and the tags on cookies.
//!
//! A keyed hash is `format ‖ key id ‖ HMAC-SHA256`. One that was found by its row is checked under its own key; a mark that is searched for is
//! looked up under every live key. Comparing is constant-time.

use domain::id::OrganisationId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::{ID_BYTES, Key, Keyring};

const FORMAT: u8 = 1;
const TAG_BYTES: usize = 32;

/// A keyed hash as a column holds it.
#[derive(Clone)]
pub struct KeyedHash(Vec<u8>);

impl KeyedHash {
    /// The bytes for the column.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A tag that proves a cookie's bytes are ours.
#[derive(Clone)]
pub struct CookieTag(Vec<u8>);

impl CookieTag {
    /// The bytes for the cookie.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

fn tag(
    key: &[u8; 32],
    label: &str,
    organisation: &OrganisationId,
    bytes: &[u8],
) -> [u8; TAG_BYTES] {
    // HMAC takes a key of any length, so this never falls back; the fallback keeps the function total.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return [0; TAG_BYTES];
    };
    mac.update(&(label.len() as u64).to_be_bytes());
    mac.update(label.as_bytes());
    mac.update(organisation.as_bytes());
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

fn with_key(key: &Key, tag: &[u8; TAG_BYTES]) -> Vec<u8> {
    let mut value = Vec::with_capacity(1 + ID_BYTES + TAG_BYTES);
    value.push(FORMAT);
    value.extend_from_slice(&key.id);
    value.extend_from_slice(tag);
    value
}

fn split(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&format, rest) = value.split_first()?;
    let (id, tag) = rest.split_at_checked(ID_BYTES)?;
    (format == FORMAT && tag.len() == TAG_BYTES).then_some((id, tag))
}

impl Keyring {
    /// The keyed hash of `bytes` under the current key. `label` keeps one purpose's hashes apart from another's.
    pub(crate) fn hash(
        &self,
        label: &'static str,
        organisation: &OrganisationId,
        bytes: &[u8],
    ) -> KeyedHash {
        let key = &self.current;
        KeyedHash(with_key(
            key,
            &tag(&key.hashing, label, organisation, bytes),
        ))
    }

    /// Whether a stored keyed hash is that of `bytes`, in constant time, under the key it names.
    pub(crate) fn hash_matches(
        &self,
        label: &'static str,
        organisation: &OrganisationId,
        bytes: &[u8],
        stored: &[u8],
    ) -> bool {
        let Some((id, found)) = split(stored) else {
            return false;
        };
        self.find(id).is_some_and(|key| {
            tag(&key.hashing, label, organisation, bytes)
                .ct_eq(found)
                .into()
        })
    }

    /// The keyed hashes under which a mark may stand: the current key's first.
    pub(crate) fn marks(
        &self,
        label: &'static str,
        organisation: &OrganisationId,
        bytes: &[u8],
    ) -> Vec<KeyedHash> {
        self.all()
            .map(|key| {
                KeyedHash(with_key(
                    key,
                    &tag(&key.hashing, label, organisation, bytes),
                ))
            })
            .collect()
    }

    /// A tag for bytes that a browser keeps for us.
    pub fn cookie_tag(&self, label: &'static str, bytes: &[u8]) -> CookieTag {
        let key = &self.current;
        let tag = tag(&key.cookies, label, &OrganisationId::INSTALLATION, bytes);
        CookieTag(with_key(key, &tag))
    }

    /// Whether a cookie's tag is ours, in constant time, under whichever live key.
    pub fn cookie_tag_matches(&self, label: &'static str, bytes: &[u8], found: &[u8]) -> bool {
        let Some((id, found)) = split(found) else {
            return false;
        };
        self.find(id).is_some_and(|key| {
            tag(&key.cookies, label, &OrganisationId::INSTALLATION, bytes)
                .ct_eq(found)
                .into()
        })
    }

    /// What a database keeps of each key, to recognise the key file again: the ids and a proof that tells nothing of the key.
    pub(crate) fn proofs(&self) -> impl Iterator<Item = (String, [u8; TAG_BYTES])> {
        self.all().map(|key| (key.name(), proof(key)))
    }

    /// The current key's proof.
    pub(crate) fn current_proof(&self) -> [u8; TAG_BYTES] {
        proof(&self.current)
    }
}

fn proof(key: &Key) -> [u8; TAG_BYTES] {
    tag(
        &key.hashing,
        "key check",
        &OrganisationId::INSTALLATION,
        &key.id,
    )
}
