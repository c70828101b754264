//! What is over and of no more use is removed in small batches, so that nobody waits for it.

use domain::id::OrganisationId;
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::statement::{Statement, statements};
use crate::tx::Tx;

statements! {
    REMOVE_EXPIRED_CHALLENGES = "DELETE FROM challenges WHERE (organisation_id, challenge_id) IN
        (SELECT organisation_id, challenge_id FROM challenges WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    REMOVE_EXPIRED_LOGINS = "DELETE FROM logins WHERE (organisation_id, login_id) IN
        (SELECT organisation_id, login_id FROM logins WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    REMOVE_EXPIRED_SESSIONS = "DELETE FROM sessions WHERE (organisation_id, session_id) IN
        (SELECT organisation_id, session_id FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    REMOVE_EXPIRED_COUNTERS = "DELETE FROM counters WHERE (organisation_id, counter_key) IN
        (SELECT organisation_id, counter_key FROM counters WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    REMOVE_EXPIRED_PASSES = "DELETE FROM passes WHERE (organisation_id, pass_id) IN
        (SELECT organisation_id, pass_id FROM passes WHERE expires_at <= $1 LIMIT $2)";
    REMOVE_SETTLED_DELIVERIES = "DELETE FROM deliveries WHERE organisation_id = $1 AND state <> 'waiting' AND delivery_id IN
        (SELECT old.delivery_id FROM deliveries old WHERE old.organisation_id = $1 AND old.delivery_id < $2 AND old.state <> 'waiting'
         ORDER BY old.delivery_id LIMIT $3)";
}

static BY_EXPIRY: [&Statement; 5] = [
    &REMOVE_EXPIRED_CHALLENGES,
    &REMOVE_EXPIRED_LOGINS,
    &REMOVE_EXPIRED_SESSIONS,
    &REMOVE_EXPIRED_COUNTERS,
    &REMOVE_EXPIRED_PASSES,
];

impl Tx {
    /// Removes what has expired before this moment, of all organisations, at most `limit` rows of each kind; tells how many.
    ///
    /// A page that says "this login has expired" needs its row: `before` lies some way back.
    pub fn remove_expired(&mut self, before: Timestamp, limit: u32) -> Result<u64, Fault> {
        let mut removed = 0;
        for statement in BY_EXPIRY {
            removed += self.execute(statement, &[before.into(), limit.into()])?;
        }
        Ok(removed)
    }

    /// Removes the settled deliveries that were made before this moment, at most `limit`; tells how many.
    pub fn remove_settled_deliveries(
        &mut self,
        org: OrganisationId,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64, Fault> {
        let first_of_then = first_id_of(before);
        self.execute(
            &REMOVE_SETTLED_DELIVERIES,
            &[(&org).into(), (&first_of_then).into(), limit.into()],
        )
    }
}

/// The smallest UUIDv7 that could have been drawn at this moment: its first 48 bits are the milliseconds.
fn first_id_of(moment: Timestamp) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&moment.unix_millis().max(0).to_be_bytes()[2..]);
    bytes
}
