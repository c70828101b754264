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
    REMOVE_EXPIRED_IDEMPOTENCY_KEYS = "DELETE FROM idempotency_keys WHERE (organisation_id, key_hash) IN
        (SELECT organisation_id, key_hash FROM idempotency_keys WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    REMOVE_SETTLED_DELIVERIES = "DELETE FROM deliveries WHERE organisation_id = $1 AND state NOT IN ('waiting', 'handing') AND delivery_id IN
        (SELECT old.delivery_id FROM deliveries old WHERE old.organisation_id = $1 AND old.delivery_id < $2
            AND old.state NOT IN ('waiting', 'handing')
         ORDER BY old.delivery_id LIMIT $3)";
    WIPE_KEPT_CONTENT = "UPDATE deliveries SET content = NULL WHERE state NOT IN ('waiting', 'handing') AND (organisation_id, delivery_id) IN
        (SELECT organisation_id, delivery_id FROM deliveries
         WHERE content IS NOT NULL AND expires_at <= $1 AND state NOT IN ('waiting', 'handing') ORDER BY expires_at LIMIT $2)";
    SETTLE_WITHOUT_JOB = "UPDATE deliveries SET state = CASE state WHEN 'waiting' THEN 'expired' ELSE 'unknown' END, settled_at = $1,
            content = NULL
        WHERE state IN ('waiting', 'handing') AND (organisation_id, delivery_id) IN
        (SELECT left_over.organisation_id, left_over.delivery_id FROM deliveries left_over
         WHERE left_over.content IS NOT NULL AND left_over.expires_at <= $1 AND left_over.state IN ('waiting', 'handing')
           AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.organisation_id = left_over.organisation_id AND jobs.job_id = left_over.delivery_id)
         ORDER BY left_over.expires_at LIMIT $2)";
}

static BY_EXPIRY: [&Statement; 6] = [
    &REMOVE_EXPIRED_CHALLENGES,
    &REMOVE_EXPIRED_LOGINS,
    &REMOVE_EXPIRED_SESSIONS,
    &REMOVE_EXPIRED_COUNTERS,
    &REMOVE_EXPIRED_PASSES,
    &REMOVE_EXPIRED_IDEMPOTENCY_KEYS,
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

    /// Wipes the content of settled messages that are of no more use at `now`, of all organisations, at most `limit`; tells how many. It was
    /// kept because a call fetches its recording after it was taken over.
    pub fn wipe_kept_content(&mut self, now: Timestamp, limit: u32) -> Result<u64, Fault> {
        self.execute(&WIPE_KEPT_CONTENT, &[now.into(), limit.into()])
    }

    /// Settles messages that are of no more use at `now` and that no job looks after, of all organisations, at most `limit`; tells how many.
    ///
    /// A node of an earlier release that shares the database ends the job of a message that a node of this one was handing over.
    pub fn settle_deliveries_without_job(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, Fault> {
        self.execute(&SETTLE_WITHOUT_JOB, &[now.into(), limit.into()])
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
pub(crate) fn first_id_of(moment: Timestamp) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&moment.unix_millis().max(0).to_be_bytes()[2..]);
    bytes
}
