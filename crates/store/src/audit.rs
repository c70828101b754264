//! The audit log: a row is written in the unit of what it tells, and touches nothing shared.
//!
//! What names or traces a person stands apart from the rest; of it only a salted hash will be sealed into the chain, so that erasing a
//! person leaves the chain provable. A row awaits sealing because its `seal_no` is NULL. No code, token or secret is ever in it.

mod listing;
mod trimming;

use std::collections::BTreeMap;

use domain::audit::{Event, Personal, personal};
use domain::id::{AuditId, OrganisationId, UserId};
use domain::random;
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

macro_rules! audit_columns {
    () => {
        columns!("": event_id, at, kind, actor_id, subject_id, outcome, details, personal)
    };
}

pub(crate) use listing::STATEMENTS as LISTING_STATEMENTS;
pub use listing::{AuditFilter, AuditPage, Ending, ListedEvent, MOST_SCANNED, NamedUser};
pub(crate) use trimming::STATEMENTS as TRIMMING_STATEMENTS;
pub use trimming::{Part, Walked};

statements! {
    INSERT_EVENT = concat!("INSERT INTO audit_events (organisation_id, ", audit_columns!(), ", personal_salt, personal_hash, from_address)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    EVENTS_OF_SUBJECT = concat!("SELECT ", audit_columns!(), " FROM audit_events
        WHERE organisation_id = $1 AND subject_id = $2 AND event_id < $3 ORDER BY event_id DESC LIMIT $4");
    EVENTS = concat!("SELECT ", audit_columns!(), " FROM audit_events
        WHERE organisation_id = $1 AND event_id < $2 ORDER BY event_id DESC LIMIT $3");
}

/// A row of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its key.
    pub id: AuditId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened: the code of a `domain::audit::EventKind`, or of one that an earlier release knew.
    pub kind: String,
    /// Who did it.
    pub actor: Option<UserId>,
    /// Whom it concerns.
    pub subject: Option<UserId>,
    /// `done`, or the code of the refusal.
    pub outcome: String,
    /// Facts without personal data.
    pub details: BTreeMap<String, String>,
    /// Facts about the person; nothing where there were none or they were erased.
    pub personal: Option<Personal>,
}

fn audit_row_of(row: &Row) -> Result<AuditRow, Fault> {
    let personal = row.opt_text(7)?.map(|text| serde_json::from_str(&text));
    Ok(AuditRow {
        id: row.id(0)?,
        at: row.time(1)?,
        kind: row.text(2)?,
        actor: row.opt_id(3)?,
        subject: row.opt_id(4)?,
        outcome: row.text(5)?,
        details: serde_json::from_str(&row.text(6)?).map_err(|_| row.corrupt(6))?,
        personal: personal.transpose().map_err(|_| row.corrupt(7))?,
    })
}

/// The key that comes after every drawn one.
const AFTER_ALL: AuditId = AuditId::from_bytes([0xff; 16]);

impl ReadTx {
    /// What concerns this user, the newest first: `limit` rows before `before`.
    pub fn events_of_subject(
        &mut self,
        org: OrganisationId,
        subject: UserId,
        before: Option<AuditId>,
        limit: u32,
    ) -> Result<Vec<AuditRow>, Fault> {
        let before = before.unwrap_or(AFTER_ALL);
        let values = [
            (&org).into(),
            (&subject).into(),
            (&before).into(),
            limit.into(),
        ];
        self.query(&EVENTS_OF_SUBJECT, &values)?
            .iter()
            .map(audit_row_of)
            .collect()
    }

    /// What happened in the organisation, the newest first: `limit` rows before `before`.
    pub fn events(
        &mut self,
        org: OrganisationId,
        before: Option<AuditId>,
        limit: u32,
    ) -> Result<Vec<AuditRow>, Fault> {
        let before = before.unwrap_or(AFTER_ALL);
        let values = [(&org).into(), (&before).into(), limit.into()];
        self.query(&EVENTS, &values)?
            .iter()
            .map(audit_row_of)
            .collect()
    }
}

impl Tx {
    /// Tells the audit log what this unit did or refused.
    pub fn audit(
        &mut self,
        org: OrganisationId,
        event: &Event,
        now: Timestamp,
    ) -> Result<AuditId, Fault> {
        let id = self.next_audit_id(org, now);
        let salt: [u8; 16] = random::array(self.random());
        let details = serde_json::to_string(&event.details).map_err(Fault::of_unit)?;
        let personal = personal::written(&event.personal);
        let hash = personal::hash(&salt, &event.personal);
        let values = [
            (&org).into(),
            (&id).into(),
            now.into(),
            event.kind.code().into(),
            event.actor.as_ref().into(),
            event.subject.as_ref().into(),
            event.outcome.code().into(),
            (&details).into(),
            personal.as_ref().into(),
            (&salt).into(),
            (&hash).into(),
            event.personal.address.as_ref().into(),
        ];
        self.execute(&INSERT_EVENT, &values)?;
        Ok(id)
    }
}
