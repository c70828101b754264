//! The form of the chain: what of a row is hashed, how the rows of a seal become one root, and how each root holds the one before it.
//!
//! ```text
//! row ─► leaf ┐
//! row ─► leaf ┼─► rows root ─► root of seal 7 ─► root of seal 8 ─► …
//! row ─► leaf ┘                     │ signature       │ signature
//! ```
//!
//! Every text is preceded by its length and every hash by what it is of, so that no two things have one encoding. A form that was written
//! once is never changed: another one gets another name in its first bytes. Nothing here signs, reads or knows the time.

use sha2::{Digest, Sha256};

use crate::id::{AuditId, OrganisationId, UserId};
use crate::time::Timestamp;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// How many rows one seal covers at most.
pub const MOST_ROWS: u32 = 1000;

/// What the first seal of an organisation follows.
pub const BEGINNING: Hash = [0; 32];

const ROW: &[u8] = b"tvasteg audit row v1";
const SEAL: &[u8] = b"tvasteg audit seal v1";
const SIGNED_SEAL: &[u8] = b"tvasteg audit signed seal v1";
const SIGNED_REMOVAL: &[u8] = b"tvasteg audit signed removal v1";

/// Before a leaf and before an inner node (RFC 6962): neither can be taken for the other.
const LEAF: u8 = 0;
const NODE: u8 = 1;

/// What of a row the chain holds: everything but the personal part, of which it holds the salted hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainedRow<'a> {
    /// Whose it is.
    pub organisation: &'a OrganisationId,
    /// Its key.
    pub id: &'a AuditId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub kind: &'a str,
    /// Who did it.
    pub actor: Option<&'a UserId>,
    /// Whom it concerns.
    pub subject: Option<&'a UserId>,
    /// How it ended.
    pub outcome: &'a str,
    /// Its details, as they were written.
    pub details: &'a str,
    /// The salted hash of the personal part.
    pub personal_hash: &'a Hash,
}

impl ChainedRow<'_> {
    /// The row's canonical bytes.
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256 + self.details.len());
        push_text(&mut bytes, ROW);
        bytes.extend_from_slice(self.organisation.as_bytes());
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.extend_from_slice(&self.at.unix_millis().to_be_bytes());
        push_text(&mut bytes, self.kind.as_bytes());
        push_id(&mut bytes, self.actor);
        push_id(&mut bytes, self.subject);
        push_text(&mut bytes, self.outcome.as_bytes());
        push_text(&mut bytes, self.details.as_bytes());
        bytes.extend_from_slice(self.personal_hash);
        bytes
    }

    /// The row's leaf.
    pub fn leaf(&self) -> Hash {
        let mut hash = Sha256::new();
        hash.update([LEAF]);
        hash.update(self.canonical());
        hash.finalize().into()
    }
}

fn push_text(bytes: &mut Vec<u8>, text: &[u8]) {
    bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
    bytes.extend_from_slice(text);
}

fn push_id(bytes: &mut Vec<u8>, id: Option<&UserId>) {
    match id {
        Some(id) => {
            bytes.push(1);
            bytes.extend_from_slice(id.as_bytes());
        }
        None => bytes.push(0),
    }
}

/// The root over the leaves of a seal: the Merkle tree hash of RFC 6962, so that one row can be proved without the others.
pub fn rows_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let half = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(half);
            let mut hash = Sha256::new();
            hash.update([NODE]);
            hash.update(rows_root(left));
            hash.update(rows_root(right));
            hash.finalize().into()
        }
    }
}

/// A seal, apart from its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Its number, from one.
    pub no: i64,
    /// How many rows it covers.
    pub events: i64,
    /// How many rows it and all seals before it cover.
    pub total: i64,
    /// The root over its leaves.
    pub rows_root: Hash,
    /// The root of the seal before it.
    pub previous: Hash,
    /// When it was made.
    pub sealed_at: Timestamp,
}

impl Seal {
    /// The seal of these leaves that follows `previous`, a number, a total and a root.
    pub fn after(
        previous: Option<(i64, i64, Hash)>,
        organisation: OrganisationId,
        leaves: &[Hash],
        sealed_at: Timestamp,
    ) -> Self {
        let (no, total, root) = previous.unwrap_or((0, 0, BEGINNING));
        let events = i64::try_from(leaves.len()).unwrap_or(i64::MAX);
        Self {
            organisation,
            no: no.saturating_add(1),
            events,
            total: total.saturating_add(events),
            rows_root: rows_root(leaves),
            previous: root,
            sealed_at,
        }
    }

    /// The root: it holds everything in the seal and, through the root before it, everything sealed before.
    pub fn root(&self) -> Hash {
        let mut bytes = Vec::with_capacity(160);
        push_text(&mut bytes, SEAL);
        bytes.extend_from_slice(self.organisation.as_bytes());
        for number in [self.no, self.events, self.total] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&self.sealed_at.unix_millis().to_be_bytes());
        bytes.extend_from_slice(&self.rows_root);
        bytes.extend_from_slice(&self.previous);
        Sha256::digest(bytes).into()
    }
}

/// What is signed of a seal: its root.
pub fn signed_seal(root: &Hash) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(72);
    push_text(&mut bytes, SIGNED_SEAL);
    bytes.extend_from_slice(root);
    bytes
}

/// What is signed of rows that were removed because their time was over: of which seal, and which of its rows.
pub fn signed_removal(root: &Hash, gone: &Gone) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(80 + gone.0.len());
    push_text(&mut bytes, SIGNED_REMOVAL);
    bytes.extend_from_slice(root);
    push_text(&mut bytes, &gone.0);
    bytes
}

/// Which rows of a seal were removed because their time was over: a bit each, the first row's lowest in the first byte.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gone(Vec<u8>);

impl Gone {
    /// The bits as the database holds them.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bits.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether the row at this place is gone.
    pub fn has(&self, place: usize) -> bool {
        self.0
            .get(place / 8)
            .is_some_and(|byte| byte & (1 << (place % 8)) != 0)
    }

    /// Notes that the row at this place, one of so many, is gone.
    pub fn insert(&mut self, place: usize, of: usize) {
        if place < of {
            self.0.resize(of.div_ceil(8), 0);
            self.0[place / 8] |= 1 << (place % 8);
        }
    }

    /// How many are gone.
    pub fn count(&self) -> i64 {
        let ones = |byte: &u8| i64::from(byte.count_ones());
        self.0.iter().map(ones).sum()
    }
}

#[cfg(test)]
mod tests;
