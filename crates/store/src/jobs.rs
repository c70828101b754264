//! Jobs: work that any node may claim, one node at a time. `kind` says what, `subject` which row.
//!
//! A claim is a moment until which nobody else touches the job. A node that dies lets go of its claims by that; one that is merely slow
//! must find its work harmless when it is done twice.

mod retention;

use domain::id::OrganisationId;
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::{Id, Row, Value};

pub(crate) use retention::{STATEMENTS as RETENTION_STATEMENTS, first_id_of};

statements! {
    INSERT_JOB = "INSERT INTO jobs (organisation_id, job_id, kind, subject, run_at, claimed_until, attempts) VALUES ($1, $2, $3, $4, $5, 0, 0)";
    CLAIM_NEXT_JOB = "UPDATE jobs SET claimed_until = $3, attempts = attempts + 1
        WHERE (organisation_id, job_id) = (SELECT due.organisation_id, due.job_id FROM jobs due
            WHERE due.kind = $1 AND due.run_at <= $2 AND due.claimed_until <= $2 ORDER BY due.run_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING organisation_id, job_id, kind, subject, run_at, attempts";
    CLAIM_JOB = "UPDATE jobs SET claimed_until = $5, attempts = attempts + 1
        WHERE organisation_id = $1 AND job_id = $2 AND kind = $3 AND run_at <= $4 AND claimed_until <= $4
        RETURNING organisation_id, job_id, kind, subject, run_at, attempts";
    FINISH_JOB = "DELETE FROM jobs WHERE organisation_id = $1 AND job_id = $2";
    HOLD_CLAIMED_JOB = "UPDATE jobs SET claimed_until = $4 WHERE organisation_id = $1 AND job_id = $2 AND attempts = $3 AND claimed_until > 0";
    FINISH_CLAIMED_JOB = "DELETE FROM jobs WHERE organisation_id = $1 AND job_id = $2 AND attempts = $3 AND claimed_until > 0";
    POSTPONE_CLAIMED_JOB = "UPDATE jobs SET run_at = $4, claimed_until = 0
        WHERE organisation_id = $1 AND job_id = $2 AND attempts = $3 AND claimed_until > 0";
    POSTPONE_JOB = "UPDATE jobs SET run_at = $3, claimed_until = 0 WHERE organisation_id = $1 AND job_id = $2";
    NEXT_JOB_AT = "SELECT MIN(CASE WHEN claimed_until > run_at THEN claimed_until ELSE run_at END) FROM jobs WHERE kind = $1";
}

/// The key of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId([u8; 16]);

impl JobId {
    pub(crate) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl Id for JobId {
    fn of_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl<'a> From<&'a JobId> for Value<'a> {
    fn from(id: &'a JobId) -> Self {
        Self::Blob(&id.0)
    }
}

/// A job that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Its key.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With which row.
    pub subject: Vec<u8>,
    /// When it was due.
    pub run_at: Timestamp,
    /// How often it was claimed, this time included.
    pub attempts: i64,
}

fn job_of(row: &Row) -> Result<Job, Fault> {
    Ok(Job {
        organisation: row.id(0)?,
        id: row.id(1)?,
        kind: row.text(2)?,
        subject: row.blob(3)?,
        run_at: row.time(4)?,
        attempts: row.int(5)?,
    })
}

impl ReadTx {
    /// When the next job of this kind can be claimed; nothing where there is none.
    pub fn next_job_at(&mut self, kind: &str) -> Result<Option<Timestamp>, Fault> {
        self.one(&NEXT_JOB_AT, &[kind.into()])?.opt_time(0)
    }
}

impl Tx {
    /// Adds a job that is due at `run_at`.
    pub fn insert_job(
        &mut self,
        org: OrganisationId,
        kind: &str,
        subject: &[u8],
        run_at: Timestamp,
        now: Timestamp,
    ) -> Result<JobId, Fault> {
        // A job has no id type of its own in the rules; any UUIDv7 will do.
        let id = JobId(*domain::id::AuditId::draw(now, self.random()).as_bytes());
        self.insert_job_as(org, id, kind, subject, run_at)?;
        Ok(id)
    }

    /// Adds a job under a key that is known already.
    pub(crate) fn insert_job_as(
        &mut self,
        org: OrganisationId,
        id: JobId,
        kind: &str,
        subject: &[u8],
        run_at: Timestamp,
    ) -> Result<(), Fault> {
        let values = [
            (&org).into(),
            (&id).into(),
            kind.into(),
            subject.into(),
            run_at.into(),
        ];
        self.execute(&INSERT_JOB, &values).map(|_| ())
    }

    /// Claims the job of this kind that has been due longest, of whichever organisation, until this moment.
    pub fn claim_next_job(
        &mut self,
        kind: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Job>, Fault> {
        self.find(&CLAIM_NEXT_JOB, &[kind.into(), now.into(), until.into()])?
            .as_ref()
            .map(job_of)
            .transpose()
    }

    /// Claims this job, if it is due and nobody holds it.
    pub(crate) fn claim_job(
        &mut self,
        org: OrganisationId,
        id: JobId,
        kind: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Job>, Fault> {
        let values = [
            (&org).into(),
            (&id).into(),
            kind.into(),
            now.into(),
            until.into(),
        ];
        self.find(&CLAIM_JOB, &values)?
            .as_ref()
            .map(job_of)
            .transpose()
    }

    /// Ends a job: it is done, or need not be done.
    pub fn finish_job(&mut self, org: OrganisationId, job: JobId) -> Result<bool, Fault> {
        Ok(self.execute(&FINISH_JOB, &[(&org).into(), (&job).into()])? == 1)
    }

    /// Lets go of a job until it is due again.
    pub fn postpone_job(
        &mut self,
        org: OrganisationId,
        job: JobId,
        run_at: Timestamp,
    ) -> Result<bool, Fault> {
        Ok(self.execute(
            &POSTPONE_JOB,
            &[(&org).into(), (&job).into(), run_at.into()],
        )? == 1)
    }

    /// Holds a job longer. False: it was claimed again since, or is done.
    pub(crate) fn hold_claimed_job(
        &mut self,
        org: OrganisationId,
        job: JobId,
        attempt: i64,
        until: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&job).into(), attempt.into(), until.into()];
        Ok(self.execute(&HOLD_CLAIMED_JOB, &values)? == 1)
    }

    /// Ends a job that is still held under this claim. False: it was claimed again since, or is done.
    pub(crate) fn finish_claimed_job(
        &mut self,
        org: OrganisationId,
        job: JobId,
        attempt: i64,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&job).into(), attempt.into()];
        Ok(self.execute(&FINISH_CLAIMED_JOB, &values)? == 1)
    }

    /// Lets go of a job that is still held under this claim. False: it was claimed again since, or is done.
    pub(crate) fn postpone_claimed_job(
        &mut self,
        org: OrganisationId,
        job: JobId,
        attempt: i64,
        run_at: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&job).into(), attempt.into(), run_at.into()];
        Ok(self.execute(&POSTPONE_CLAIMED_JOB, &values)? == 1)
    }
}
