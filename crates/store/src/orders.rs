//! Orders at eIDs: a challenge whose answer comes from outside, and the job by which exactly one node asks for it.
//!
//! The order stands in the challenge's own data, sealed, and only its factor reads it. The job's subject is the challenge. Whoever holds
//! the job is the only one who talks to the eID about that order; what is found out is written over the challenge in the unit that looks
//! whether it still stands.

use domain::id::{ChallengeId, OrganisationId};
use domain::time::Timestamp;

use crate::challenges::{Challenge, challenge_columns, seal_data};
use crate::fault::Fault;
use crate::jobs::{Job, JobId};
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

/// What the jobs are called.
const JOB: &str = "order";

/// Whether a challenge still waits for its answer, and whatever it hangs on still waits for the challenge.
macro_rules! is_awaited {
    ($now:literal) => {
        concat!("CASE WHEN c.state = 'open' AND c.attempts_left > 0 AND c.expires_at > ", $now, " AND (
              EXISTS (SELECT 1 FROM logins WHERE logins.organisation_id = c.organisation_id AND logins.login_id = c.holder
                AND logins.state NOT IN ('complete', 'refused') AND logins.expires_at > ", $now, "
                AND (c.purpose <> 'prove' OR logins.challenge_id = c.challenge_id))
              OR EXISTS (SELECT 1 FROM sessions WHERE sessions.organisation_id = c.organisation_id AND sessions.session_id = c.holder
                AND sessions.expires_at > ", $now, ")
              OR EXISTS (SELECT 1 FROM recovery_cases WHERE recovery_cases.organisation_id = c.organisation_id
                AND recovery_cases.case_id = c.holder AND recovery_cases.closed_at IS NULL AND recovery_cases.expires_at > ", $now, ")
              OR c.user_id IS NULL)
            THEN 1 ELSE 0 END")
    };
}

statements! {
    ORDER = concat!("SELECT ", challenge_columns!("c."), ", ", is_awaited!("$3"), " FROM challenges c
        WHERE c.organisation_id = $1 AND c.challenge_id = $2");
    LOCK_ORDER = "SELECT challenge_id FROM challenges WHERE organisation_id = $1 AND challenge_id = $2 FOR UPDATE";
    SAVE_ORDER = "UPDATE challenges SET data = $3, data_format = $4 WHERE organisation_id = $1 AND challenge_id = $2 AND state = 'open'";
    HELD_ORDER_OF = "SELECT job_id FROM jobs WHERE organisation_id = $1 AND subject = $2 AND kind = 'order' AND claimed_until > $3";
    END_ORDERS_OF = "DELETE FROM jobs WHERE organisation_id = $1 AND subject = $2 AND kind = 'order'";
}

/// A challenge whose answer comes from outside. No Debug.
pub struct Order {
    /// The challenge.
    pub challenge: Challenge,
    /// Whether anybody still waits for the answer: the challenge is open, and so is the login, session or case that it hangs on.
    pub is_awaited: bool,
}

/// The job of an order, held by this node until `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldOrder {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The challenge that waits.
    pub challenge: ChallengeId,
    /// Until when nobody else asks about it.
    pub until: Timestamp,
    job: JobId,
    claim: i64,
}

impl HeldOrder {
    fn of(job: &Job, until: Timestamp) -> Option<Self> {
        Some(Self {
            organisation: job.organisation,
            challenge: ChallengeId::from_bytes(job.subject.as_slice().try_into().ok()?),
            until,
            job: job.id,
            claim: job.attempts,
        })
    }

    /// Whether both are one claim of one job: a job that was claimed again is held as another.
    pub fn is_held_as(&self, other: &Self) -> bool {
        self.job == other.job && self.claim == other.claim
    }

    /// What tells this job from every other.
    pub fn key(&self) -> JobId {
        self.job
    }
}

impl ReadTx {
    /// The challenge with this id, whoever holds it: for the node that asks the eID, never for a browser.
    pub fn find_order(
        &mut self,
        org: OrganisationId,
        challenge: ChallengeId,
        now: Timestamp,
    ) -> Result<Option<Order>, Fault> {
        let row = self.find(&ORDER, &[(&org).into(), (&challenge).into(), now.into()])?;
        row.map(|row| self.order_of(org, &row)).transpose()
    }

    fn order_of(&self, org: OrganisationId, row: &Row) -> Result<Order, Fault> {
        Ok(Order {
            challenge: self.challenge_of(org, row, 0)?,
            is_awaited: row.truth(14)?,
        })
    }

    /// Whether a node holds an order of this challenge now.
    pub fn is_order_held(
        &mut self,
        org: OrganisationId,
        challenge: ChallengeId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let subject = challenge.as_bytes().as_slice().into();
        let found = self.find(&HELD_ORDER_OF, &[(&org).into(), subject, now.into()])?;
        Ok(found.is_some())
    }

    /// When the next order can be claimed; nothing where there is none.
    pub fn next_order_at(&mut self) -> Result<Option<Timestamp>, Fault> {
        self.next_job_at(JOB)
    }
}

impl Tx {
    /// The same as [`ReadTx::find_order`], and nobody else writes over it until the unit ends.
    pub fn lock_order(
        &mut self,
        org: OrganisationId,
        challenge: ChallengeId,
        now: Timestamp,
    ) -> Result<Option<Order>, Fault> {
        self.find(&LOCK_ORDER, &[(&org).into(), (&challenge).into()])?;
        self.find_order(org, challenge, now)
    }

    /// Writes a factor's bytes over those of an open challenge. False: it is over.
    pub fn save_order(
        &mut self,
        org: OrganisationId,
        challenge: &Challenge,
        data: &[u8],
        data_format: i64,
    ) -> Result<bool, Fault> {
        let sealed = seal_data(self, org, challenge, data)?;
        let values = [
            (&org).into(),
            (&challenge.id).into(),
            (&sealed).into(),
            data_format.into(),
        ];
        Ok(self.execute(&SAVE_ORDER, &values)? == 1)
    }

    /// Adds the job of an order that is to begin, held by this node from the start.
    pub fn insert_order(
        &mut self,
        org: OrganisationId,
        challenge: ChallengeId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<HeldOrder, Fault> {
        let job = self.insert_job(org, JOB, challenge.as_bytes(), now, now)?;
        let claimed = self.claim_job(org, job, JOB, now, until)?;
        let held = claimed.as_ref().and_then(|job| HeldOrder::of(job, until));
        held.ok_or(Fault::Conflict)
    }

    /// Ends the jobs of a challenge's earlier orders: whoever holds one finds that it is over.
    pub fn end_orders_of(
        &mut self,
        org: OrganisationId,
        challenge: ChallengeId,
    ) -> Result<(), Fault> {
        let values = [(&org).into(), (challenge.as_bytes().as_slice()).into()];
        self.execute(&END_ORDERS_OF, &values).map(drop)
    }

    /// Claims an order that nobody holds: its node died, or let go of it.
    pub fn claim_order(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<HeldOrder>, Fault> {
        let claimed = self.claim_next_job(JOB, now, until)?;
        Ok(claimed.as_ref().and_then(|job| HeldOrder::of(job, until)))
    }

    /// Holds an order longer. False: another node has it, or it is over; nothing may be asked about it any more.
    pub fn hold_order(&mut self, held: &HeldOrder, until: Timestamp) -> Result<bool, Fault> {
        self.hold_claimed_job(held.organisation, held.job, held.claim, until)
    }

    /// Ends the job of an order: nothing runs any more. False: another node has it.
    pub fn end_order(&mut self, held: &HeldOrder) -> Result<bool, Fault> {
        self.finish_claimed_job(held.organisation, held.job, held.claim)
    }

    /// Lets go of an order, so that another node may ask at once: this one stops.
    pub fn let_go_of_order(&mut self, held: &HeldOrder, now: Timestamp) -> Result<bool, Fault> {
        self.postpone_claimed_job(held.organisation, held.job, held.claim, now)
    }
}
