//! Signatures over reports: keyed hashes, compared in constant time, and the five minutes for which a signed report is believed.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;

use crate::gateway::ReportFault;

/// A signed report is believed for this long before and after its moment.
const FRESH_FOR_MS: i64 = 5 * 60 * 1000;

/// A hash to key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::gateway) enum Digest {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// The keyed hash over the pieces, one after the other.
pub(in crate::gateway) fn hmac(digest: Digest, key: &[u8], pieces: &[&[u8]]) -> Vec<u8> {
    match digest {
        Digest::Sha1 => keyed::<Hmac<Sha1>>(key, pieces),
        Digest::Sha256 => keyed::<Hmac<Sha256>>(key, pieces),
        Digest::Sha512 => keyed::<Hmac<Sha512>>(key, pieces),
    }
}

fn keyed<M: Mac + KeyInit>(key: &[u8], pieces: &[&[u8]]) -> Vec<u8> {
    // Every length of key is taken; an empty proof is never the same as another (see `same`).
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else {
        return Vec::new();
    };
    for piece in pieces {
        mac.update(piece);
    }
    mac.finalize().into_bytes().to_vec()
}

/// Whether two proofs are the same, in a time that tells nothing of where they differ. Nothing is never a proof.
pub(in crate::gateway) fn same(given: &[u8], expected: &[u8]) -> bool {
    !expected.is_empty() && bool::from(given.ct_eq(expected))
}

/// Whether a moment of signing is near enough to be believed.
pub(in crate::gateway) fn fresh(signed_unix_ms: i64, now_unix_ms: i64) -> Result<(), ReportFault> {
    if signed_unix_ms.abs_diff(now_unix_ms) <= FRESH_FOR_MS.unsigned_abs() {
        Ok(())
    } else {
        Err(ReportFault::Stale)
    }
}
