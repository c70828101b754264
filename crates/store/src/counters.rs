//! Counters: wrong passwords per account and requester, throttles, and message budgets. Their keys are keyed hashes.
//!
//! Passwords and budgets are exact: one upsert counts, locks and reads. Throttles are summed up from each node's memory and never stand in
//! an answer's transaction. After a change of the current key counters begin anew.

use domain::id::{OrganisationId, UserId};
use domain::time::{Span, Timestamp};

use crate::fault::Fault;
use crate::phrases::wait_until;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

const KEY: &str = "counter";

/// After this long without a wrong password they are forgotten.
const PASSWORDS_COUNT_FOR: Span = Span::hours(24);

statements! {
    RESERVE_PASSWORD_COUNT = concat!("INSERT INTO counters (organisation_id, counter_key, count, wait_until, expires_at, user_id)
        VALUES ($1, $2, 1, 0, $4, $5) ON CONFLICT (organisation_id, counter_key) DO UPDATE SET
            count = CASE WHEN counters.expires_at <= $3 THEN 1 ELSE counters.count + 1 END,
            wait_until = CASE WHEN counters.expires_at <= $3 THEN 0 ELSE ",
            wait_until!(beyond: "counters.count - 9", now: "$3"), " END,
            expires_at = $4
        WHERE counters.wait_until <= $3
        RETURNING count");
    COUNTER_WAITS_UNTIL = "SELECT wait_until FROM counters WHERE organisation_id = $1 AND counter_key = $2";
    PASSWORD_WAITS_OF_USER = "SELECT COUNT(*), MAX(wait_until) FROM counters WHERE organisation_id = $1 AND user_id = $2 AND wait_until > $3";
    CLEAR_COUNTERS_OF_USER = "DELETE FROM counters WHERE organisation_id = $1 AND user_id = $2";
    CLEAR_COUNTER = "DELETE FROM counters WHERE organisation_id = $1 AND counter_key = $2";
    ADD_COUNT = "INSERT INTO counters (organisation_id, counter_key, count, wait_until, expires_at)
        VALUES ($1, $2, $3, 0, $4) ON CONFLICT (organisation_id, counter_key) DO UPDATE SET
            count = CASE WHEN counters.expires_at <= $5 THEN $3 ELSE counters.count + $3 END,
            expires_at = CASE WHEN counters.expires_at <= $5 THEN $4 ELSE counters.expires_at END
        RETURNING count";
    TAKE_BUDGET = "INSERT INTO counters (organisation_id, counter_key, count, wait_until, expires_at)
        VALUES ($1, $2, $6, 0, $3) ON CONFLICT (organisation_id, counter_key) DO UPDATE SET
            count = CASE WHEN counters.expires_at <= $4 THEN $6 ELSE counters.count + $6 END,
            expires_at = CASE WHEN counters.expires_at <= $4 THEN $3 ELSE counters.expires_at END
        WHERE counters.expires_at <= $4 OR counters.count + $6 <= $5
        RETURNING count";
}

/// Whether a password may be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordCount {
    /// It was counted as wrong beforehand; a right one clears the count.
    Reserved {
        /// Wrong passwords in a row, this one among them.
        count: i64,
    },
    /// Too many wrong ones: the next is taken at this moment.
    Waiting {
        /// When.
        until: Timestamp,
    },
}

/// From how many places somebody's password is not taken just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PasswordWaits {
    /// How many.
    pub places: i64,
    /// When the last of these waits is over.
    pub until: Option<Timestamp>,
}

/// What a node has counted since it last told.
#[derive(Debug, Clone, Copy)]
pub struct CountedMore<'a> {
    /// What was counted.
    pub key: &'a [u8],
    /// How much more.
    pub delta: i64,
    /// When the count ends that this begins, if it begins one.
    pub expires_at: Timestamp,
}

impl ReadTx {
    /// From how many places this person's password is not taken now.
    pub fn password_waits(
        &mut self,
        org: OrganisationId,
        user: UserId,
        now: Timestamp,
    ) -> Result<PasswordWaits, Fault> {
        let values = [(&org).into(), (&user).into(), now.into()];
        let row = self.one(&PASSWORD_WAITS_OF_USER, &values)?;
        Ok(PasswordWaits {
            places: row.int(0)?,
            until: row.opt_time(1)?,
        })
    }
}

impl Tx {
    fn counter_key(&self, org: OrganisationId, key: &[u8]) -> Vec<u8> {
        self.keys().hash(KEY, &org, key).as_bytes().to_vec()
    }

    /// Counts a password as wrong before it is compared; from the tenth in a row the next one waits. `whose` it is tells where the waits of
    /// a person are to be found.
    pub fn reserve_password_count(
        &mut self,
        org: OrganisationId,
        key: &[u8],
        whose: Option<UserId>,
        now: Timestamp,
    ) -> Result<PasswordCount, Fault> {
        let key = self.counter_key(org, key);
        let ends = now + PASSWORDS_COUNT_FOR;
        let values = [
            (&org).into(),
            (&key).into(),
            now.into(),
            ends.into(),
            whose.as_ref().into(),
        ];
        if let Some(row) = self.find(&RESERVE_PASSWORD_COUNT, &values)? {
            return Ok(PasswordCount::Reserved { count: row.int(0)? });
        }
        // Cleared in this very moment: then it does not wait.
        let waiting = self.find(&COUNTER_WAITS_UNTIL, &[(&org).into(), (&key).into()])?;
        let until = waiting.map_or(Ok(now), |row| row.time(0))?;
        Ok(PasswordCount::Waiting {
            until: until.max(now),
        })
    }

    /// Forgets the wrong passwords: the right one was given.
    pub fn clear_password_count(&mut self, org: OrganisationId, key: &[u8]) -> Result<(), Fault> {
        let key = self.counter_key(org, key);
        self.execute(&CLEAR_COUNTER, &[(&org).into(), (&key).into()])
            .map(|_| ())
    }

    /// Forgets the wrong passwords for this person, from wherever they came. Tells how many places there were.
    pub fn forget_wrong_passwords(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<u64, Fault> {
        self.execute(&CLEAR_COUNTERS_OF_USER, &[(&org).into(), (&user).into()])
    }

    /// Adds what a node counted, and gives the sums of all nodes in the same order.
    pub fn add_counts(
        &mut self,
        org: OrganisationId,
        more: &[CountedMore<'_>],
        now: Timestamp,
    ) -> Result<Vec<i64>, Fault> {
        let mut keyed: Vec<(Vec<u8>, usize)> = more
            .iter()
            .enumerate()
            .map(|(place, more)| (self.counter_key(org, more.key), place))
            .collect();
        // In one order on every node, so that two of them do not wait for each other.
        keyed.sort_unstable();
        let mut sums = vec![0; more.len()];
        for (key, place) in &keyed {
            let CountedMore {
                delta, expires_at, ..
            } = more[*place];
            let values = [
                (&org).into(),
                key.into(),
                delta.into(),
                expires_at.into(),
                now.into(),
            ];
            sums[*place] = self.one(&ADD_COUNT, &values)?.int(0)?;
        }
        Ok(sums)
    }

    /// Takes `amount` from a budget of `limit` in `window`, which begins with what is taken first, and gives what is taken by then. Nothing:
    /// it would be more than `limit`, and nothing is taken.
    ///
    /// Units that take from several budgets take from them in one order, so that two of them do not wait for each other.
    pub fn take_budget(
        &mut self,
        org: OrganisationId,
        key: &[u8],
        amount: i64,
        limit: i64,
        window: Span,
        now: Timestamp,
    ) -> Result<Option<i64>, Fault> {
        if amount < 0 || amount > limit {
            return Ok(None);
        }
        let key = self.counter_key(org, key);
        let values = [
            (&org).into(),
            (&key).into(),
            (now + window).into(),
            now.into(),
            limit.into(),
            amount.into(),
        ];
        let taken = self.find(&TAKE_BUDGET, &values)?;
        taken.map(|row| row.int(0)).transpose()
    }
}
