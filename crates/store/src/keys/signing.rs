//! The key that signs the audit log's seals: Ed25519, derived from the root key, so that whoever has its public half can verify and nobody
//! without the key file can seal.
//!
//! A signature is `format ‖ key id ‖ Ed25519 signature`.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use data_encoding::HEXLOWER;
use domain::audit::verify::Signature;

use super::{ID_BYTES, Key, Keyring};
use crate::fault::Fault;

const FORMAT: u8 = 1;
const PUBLIC_BYTES: usize = 32;

/// The public half of an audit key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditKey {
    /// The id of the root key that it is derived from, as the key file writes it.
    pub id: String,
    /// The Ed25519 public key.
    pub public: [u8; PUBLIC_BYTES],
}

/// The derived key cannot be used.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the audit key cannot be used")]
struct Unusable;

fn pair(key: &Key) -> Result<Ed25519KeyPair, Fault> {
    Ed25519KeyPair::from_seed_unchecked(key.audit.as_ref()).map_err(|_| Fault::of_unit(Unusable))
}

fn public(key: &Key) -> Result<AuditKey, Fault> {
    let pair = pair(key)?;
    let public = <[u8; PUBLIC_BYTES]>::try_from(pair.public_key().as_ref())
        .map_err(|_| Fault::of_unit(Unusable))?;
    Ok(AuditKey {
        id: key.name(),
        public,
    })
}

/// The id of the key and the bare signature in a stored one.
fn split(signature: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&format, rest) = signature.split_first()?;
    let parts = rest.split_at_checked(ID_BYTES)?;
    (format == FORMAT).then_some(parts)
}

impl Keyring {
    /// Signs a text of the audit log under the current key.
    pub(crate) fn sign_audit(&self, text: &[u8]) -> Result<Vec<u8>, Fault> {
        let key = &self.current;
        let signature = pair(key)?
            .try_sign(text)
            .map_err(|_| Fault::of_unit(Unusable))?;
        let mut signed = vec![FORMAT];
        signed.extend_from_slice(&key.id);
        signed.extend_from_slice(signature.as_ref());
        Ok(signed)
    }

    /// What a signature of the audit log turns out to be, under the live key that it names.
    pub fn audit_signature(&self, text: &[u8], signature: &[u8]) -> Signature {
        let Some((id, bare)) = split(signature) else {
            return Signature::Bad;
        };
        let Some(key) = self.find(id) else {
            return Signature::UnknownKey;
        };
        match public(key) {
            Ok(public) if is_signed(&public.public, text, bare) => Signature::Good,
            _ => Signature::Bad,
        }
    }

    /// The public key that new seals are signed with.
    pub fn audit_key(&self) -> Result<AuditKey, Fault> {
        public(&self.current)
    }
}

fn is_signed(public: &[u8; PUBLIC_BYTES], text: &[u8], bare: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public)
        .verify(text, bare)
        .is_ok()
}

/// Whether a signature is of this public key: what somebody without the key file can tell.
pub fn audit_key_signed(key: &AuditKey, text: &[u8], signature: &[u8]) -> bool {
    split(signature).is_some_and(|(id, bare)| {
        HEXLOWER.encode(id) == key.id && is_signed(&key.public, text, bare)
    })
}
