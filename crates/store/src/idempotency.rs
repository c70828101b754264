//! Requests of machines that may be sent twice and are done once: under a key that the machine draws.
//!
//! A key is taken before the work and settled with its answer after it. What is kept of the request is a keyed hash, because requests hold
//! what somebody could guess; of the answer a sealed text, because answers hold secrets that are shown once. A key belongs to its credential:
//! nobody gets another's answer.

use domain::id::{ApiCredentialId, OrganisationId};
use domain::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::fault::Fault;
use crate::keys::{Opened, Place};
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

const REQUEST: &str = "idempotent request";
const TABLE: &str = "idempotency_keys";

statements! {
    TAKE_IDEMPOTENCY_KEY = "INSERT INTO idempotency_keys (organisation_id, key_hash, request_hash, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organisation_id, key_hash) DO UPDATE SET request_hash = $3, status = NULL, body = NULL, created_at = $4, expires_at = $5
            WHERE idempotency_keys.expires_at <= $4";
    IDEMPOTENCY_KEY = "SELECT request_hash, status, body, created_at FROM idempotency_keys WHERE organisation_id = $1 AND key_hash = $2";
    SETTLE_IDEMPOTENCY_KEY = "UPDATE idempotency_keys SET status = $3, body = $4
        WHERE organisation_id = $1 AND key_hash = $2 AND status IS NULL";
    RELEASE_IDEMPOTENCY_KEY = "DELETE FROM idempotency_keys WHERE organisation_id = $1 AND key_hash = $2 AND status IS NULL";
}

/// A key of a machine's, as its row is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey([u8; 32]);

impl IdempotencyKey {
    /// The key that this credential sent. What it says is the machine's own, and kept as a hash.
    pub fn of(credential: ApiCredentialId, sent: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(credential.as_bytes());
        hash.update(sent);
        Self(hash.finalize().into())
    }

    fn row(&self) -> [u8; 16] {
        let mut row = [0; 16];
        row.copy_from_slice(&self.0[..16]);
        row
    }
}

/// The digest of a body that is read piece by piece.
#[derive(Clone, Default)]
pub struct BodyDigest(Sha256);

impl BodyDigest {
    /// Takes the next piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// Of everything so far.
    pub fn value(&self) -> [u8; 32] {
        self.0.clone().finalize().into()
    }
}

/// What is known of a key.
pub enum KeyStanding {
    /// Another request was sent under it.
    AnotherRequest,
    /// Its request has no answer yet, or never got one.
    Unanswered {
        /// Since when.
        since: Timestamp,
    },
    /// Its request was answered.
    Answered {
        /// With this status.
        status: u16,
        /// And these bytes.
        answer: Opened,
    },
}

const fn place<'a>(org: &'a OrganisationId, row: &'a [u8; 16]) -> Place<'a> {
    Place {
        organisation: org,
        table: TABLE,
        row,
        user: None,
        column: "body",
    }
}

impl ReadTx {
    /// What is known of the key, to whoever sends this request under it.
    pub fn idempotent_request(
        &mut self,
        org: OrganisationId,
        key: &IdempotencyKey,
        request: &[u8],
    ) -> Result<Option<KeyStanding>, Fault> {
        let Some(row) = self.find(&IDEMPOTENCY_KEY, &[(&org).into(), (&key.0).into()])? else {
            return Ok(None);
        };
        let same = self
            .keys()
            .hash_matches(REQUEST, &org, request, &row.blob(0)?);
        if !same {
            return Ok(Some(KeyStanding::AnotherRequest));
        }
        let (Some(status), Some(body)) = (row.opt_int(1)?, row.opt_blob(2)?) else {
            return Ok(Some(KeyStanding::Unanswered {
                since: row.time(3)?,
            }));
        };
        Ok(Some(KeyStanding::Answered {
            status: u16::try_from(status).map_err(|_| row.corrupt(1))?,
            answer: self.keys().open(place(&org, &key.row()), &body)?,
        }))
    }
}

impl Tx {
    /// Takes a key for this request. False: it was taken before, and is not over.
    pub fn take_idempotency_key(
        &mut self,
        org: OrganisationId,
        key: &IdempotencyKey,
        request: &[u8],
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, Fault> {
        let hash = self.keys().hash(REQUEST, &org, request);
        let values = [
            (&org).into(),
            (&key.0).into(),
            hash.as_bytes().into(),
            now.into(),
            until.into(),
        ];
        Ok(self.execute(&TAKE_IDEMPOTENCY_KEY, &values)? == 1)
    }

    /// Keeps the answer of a key's request.
    pub fn settle_idempotency_key(
        &mut self,
        org: OrganisationId,
        key: &IdempotencyKey,
        status: u16,
        answer: &[u8],
    ) -> Result<(), Fault> {
        let row = key.row();
        let (keys, random) = self.keys_and_random();
        let sealed = keys.seal(place(&org, &row), answer, random)?;
        let values = [
            (&org).into(),
            (&key.0).into(),
            u32::from(status).into(),
            (&sealed).into(),
        ];
        self.execute(&SETTLE_IDEMPOTENCY_KEY, &values).map(|_| ())
    }

    /// Gives a key back whose request failed and changed nothing: it can be sent again.
    pub fn release_idempotency_key(
        &mut self,
        org: OrganisationId,
        key: &IdempotencyKey,
    ) -> Result<(), Fault> {
        self.execute(&RELEASE_IDEMPOTENCY_KEY, &[(&org).into(), (&key.0).into()])
            .map(|_| ())
    }
}
