//! The log as it is looked through: the newest first, narrowed down by who, whom, what, how it ended, whence and when.
//!
//! Each question walks ONE index from its newest end: that of the address, else of who did it, else of whom it concerns, else of what
//! happened, else all. What else is asked for is looked at row by row, and at most [`MOST_SCANNED`] rows are: a page tells how far it came.

use domain::audit::Personal;
use domain::id::{AuditId, OrganisationId, UserId};
use domain::time::Timestamp;

use super::{AFTER_ALL, AuditRow, audit_row_of};
use crate::fault::Fault;
use crate::jobs::first_id_of;
use crate::phrases::columns;
use crate::statement::{Statement, statements};
use crate::tx::ReadTx;
use crate::value::{Row, Value};

/// How many rows of an index one page looks at.
pub const MOST_SCANNED: u32 = 2000;

/// Where `listed_columns!` has the names.
const NAMES: usize = 8;

macro_rules! listed_columns {
    () => {
        concat!(
            columns!("e.": event_id, at, kind, actor_id, subject_id, outcome, details, personal),
            ", a.username, a.name, s.username, s.name"
        )
    };
}

/// The rows of one index, the newest first. `$3` and `$4` bound them from above and below.
macro_rules! scanned {
    ($of:literal) => {
        concat!(
            "SELECT event_id, at, kind, actor_id, subject_id, outcome, details, personal, from_address FROM audit_events",
            " WHERE organisation_id = $1 AND ", $of, " AND event_id < $3 AND event_id >= $4 ORDER BY event_id DESC LIMIT $5"
        )
    };
}

macro_rules! page {
    ($of:literal) => {
        concat!(
            "SELECT ", listed_columns!(), " FROM (", scanned!($of), ") e
        LEFT JOIN users a ON a.organisation_id = $1 AND a.user_id = e.actor_id
        LEFT JOIN users s ON s.organisation_id = $1 AND s.user_id = e.subject_id
        WHERE (e.actor_id = $6 OR $6 IS NULL) AND (e.subject_id = $7 OR $7 IS NULL) AND (e.kind = $8 OR $8 IS NULL)
            AND (e.outcome = $9 OR $9 IS NULL) AND (e.outcome <> $10 OR $10 IS NULL)
        ORDER BY e.event_id DESC LIMIT $11"
        )
    };
}

/// The last of the rows that a page looked at, if it looked at as many as it may.
macro_rules! scan_end {
    ($of:literal) => {
        concat!(
            "SELECT numbered.event_id FROM (SELECT few.event_id, ROW_NUMBER() OVER (ORDER BY few.event_id DESC) AS place
            FROM (SELECT event_id FROM audit_events WHERE organisation_id = $1 AND ", $of, " AND event_id < $3 AND event_id >= $4
                ORDER BY event_id DESC LIMIT $5) few) numbered
        WHERE numbered.place = $5"
        )
    };
}

statements! {
    EVENT = concat!("SELECT ", listed_columns!(), " FROM audit_events e
        LEFT JOIN users a ON a.organisation_id = $1 AND a.user_id = e.actor_id
        LEFT JOIN users s ON s.organisation_id = $1 AND s.user_id = e.subject_id
        WHERE e.organisation_id = $1 AND e.event_id = $2");
    EVENT_SEALED = "SELECT seal_no, seal_position FROM audit_events WHERE organisation_id = $1 AND event_id = $2";
    EVENTS_BY_ADDRESS = page!("from_address = $2");
    EVENTS_BY_ACTOR = page!("actor_id = $2");
    EVENTS_BY_SUBJECT = page!("subject_id = $2");
    EVENTS_BY_KIND = page!("kind = $2");
    EVENTS_OF_ALL = page!("organisation_id = $2");
    SCAN_END_BY_ADDRESS = scan_end!("from_address = $2");
    SCAN_END_BY_ACTOR = scan_end!("actor_id = $2");
    SCAN_END_BY_SUBJECT = scan_end!("subject_id = $2");
    SCAN_END_BY_KIND = scan_end!("kind = $2");
    EVENTS_OF_ACTOR = concat!("SELECT ", columns!("": event_id, at, kind, actor_id, subject_id, outcome, details, personal), " FROM audit_events
        WHERE organisation_id = $1 AND actor_id = $2 AND event_id < $3 ORDER BY event_id DESC LIMIT $4");
    SCAN_END_OF_ALL = scan_end!("organisation_id = $2");
}

/// What the log is narrowed down to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Who did it.
    pub actor: Option<UserId>,
    /// Whom it concerns.
    pub subject: Option<UserId>,
    /// What happened, by its code.
    pub kind: Option<String>,
    /// How it ended.
    pub outcome: Option<Ending>,
    /// Where the request came from.
    pub address: Option<String>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// How something ended, as far as the log is narrowed down by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It was done.
    Done,
    /// It was refused, for whatever reason.
    Refused,
    /// It was refused for this reason, by its code.
    For(String),
}

/// A row with the people whom it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedEvent {
    /// The row.
    pub row: AuditRow,
    /// Who did it, if the account is still there.
    pub actor: Option<NamedUser>,
    /// Whom it concerns, if the account is still there.
    pub subject: Option<NamedUser>,
}

/// Somebody as lists name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedUser {
    /// The username.
    pub username: String,
    /// The name.
    pub name: String,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The rows, the newest first.
    pub events: Vec<ListedEvent>,
    /// Where to go on, if there may be more: before this key.
    pub older: Option<AuditId>,
    /// Whether looking ended because enough was looked at, and not because enough was found.
    pub cut_short: bool,
}

fn listed_of(row: &Row) -> Result<ListedEvent, Fault> {
    let named = |at: usize| -> Result<Option<NamedUser>, Fault> {
        let both = row.opt_text(at)?.zip(row.opt_text(at + 1)?);
        Ok(both.map(|(username, name)| NamedUser { username, name }))
    };
    Ok(ListedEvent {
        row: audit_row_of(row)?,
        actor: named(NAMES)?,
        subject: named(NAMES + 2)?,
    })
}

/// The index that a question walks, the question of where the walk ended, and what it is walked by.
struct Walk<'a> {
    page: &'static Statement,
    end: &'static Statement,
    by: Value<'a>,
    whole: bool,
}

impl AuditFilter {
    fn walk<'a>(&'a self, org: &'a OrganisationId) -> Walk<'a> {
        let walk = |page, end, by, whole| Walk {
            page,
            end,
            by,
            whole,
        };
        let alone = |given: [bool; 4]| given.iter().all(|given| !given);
        let (actor, subject, kind, outcome) = (
            self.actor.is_some(),
            self.subject.is_some(),
            self.kind.is_some(),
            self.outcome.is_some(),
        );
        if let Some(address) = &self.address {
            let whole = alone([actor, subject, kind, outcome]);
            return walk(
                &EVENTS_BY_ADDRESS,
                &SCAN_END_BY_ADDRESS,
                address.into(),
                whole,
            );
        }
        if let Some(actor) = &self.actor {
            let whole = alone([subject, kind, outcome, false]);
            return walk(&EVENTS_BY_ACTOR, &SCAN_END_BY_ACTOR, actor.into(), whole);
        }
        if let Some(subject) = &self.subject {
            let whole = alone([kind, outcome, false, false]);
            return walk(
                &EVENTS_BY_SUBJECT,
                &SCAN_END_BY_SUBJECT,
                subject.into(),
                whole,
            );
        }
        if let Some(kind) = &self.kind {
            return walk(&EVENTS_BY_KIND, &SCAN_END_BY_KIND, kind.into(), !outcome);
        }
        walk(&EVENTS_OF_ALL, &SCAN_END_OF_ALL, org.into(), !outcome)
    }

    /// The outcome that a row must have, and the one that it must not have.
    fn endings(&self) -> (Option<&str>, Option<&str>) {
        let done = domain::audit::Outcome::Done.code();
        match &self.outcome {
            None => (None, None),
            Some(Ending::Done) => (Some(done), None),
            Some(Ending::Refused) => (None, Some(done)),
            Some(Ending::For(code)) => (Some(code), None),
        }
    }
}

impl ReadTx {
    /// The rows that the filter leaves, the newest first: at most `limit` before `before`.
    pub fn audit_page(
        &mut self,
        org: OrganisationId,
        filter: &AuditFilter,
        before: Option<AuditId>,
        limit: u32,
    ) -> Result<AuditPage, Fault> {
        let walk = filter.walk(&org);
        let until = filter
            .until
            .map(|until| AuditId::from_bytes(first_id_of(until)));
        let before = [before, until]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(AFTER_ALL);
        let from = filter.from.map_or([0; 16], first_id_of);
        let scanned = if walk.whole {
            limit.saturating_add(1)
        } else {
            MOST_SCANNED
        };
        let (outcome, other_than) = filter.endings();
        let bounds = [
            (&org).into(),
            walk.by,
            (&before).into(),
            (&from).into(),
            scanned.into(),
        ];
        let mut values = bounds.to_vec();
        values.extend_from_slice(&[
            filter.actor.as_ref().into(),
            filter.subject.as_ref().into(),
            filter.kind.as_ref().into(),
            outcome.into(),
            other_than.into(),
            limit.saturating_add(1).into(),
        ]);
        let rows = self.query(walk.page, &values)?;
        let mut events = rows.iter().map(listed_of).collect::<Result<Vec<_>, _>>()?;
        if events.len() > limit as usize {
            events.truncate(limit as usize);
            let older = events.last().map(|event| event.row.id);
            return Ok(AuditPage {
                events,
                older,
                cut_short: false,
            });
        }
        let older = if walk.whole {
            None
        } else {
            self.find(walk.end, &bounds)?
                .map(|row| row.id(0))
                .transpose()?
        };
        Ok(AuditPage {
            events,
            older,
            cut_short: older.is_some(),
        })
    }

    /// One row, with the people whom it names.
    pub fn find_event(
        &mut self,
        org: OrganisationId,
        event: AuditId,
    ) -> Result<Option<ListedEvent>, Fault> {
        self.find(&EVENT, &[(&org).into(), (&event).into()])?
            .as_ref()
            .map(listed_of)
            .transpose()
    }

    /// The seal that covers a row and its place in it, from nought; nothing where it awaits sealing.
    pub fn seal_of_event(
        &mut self,
        org: OrganisationId,
        event: AuditId,
    ) -> Result<Option<(i64, i64)>, Fault> {
        let row = self.find(&EVENT_SEALED, &[(&org).into(), (&event).into()])?;
        let Some(row) = row else { return Ok(None) };
        Ok(row.opt_int(0)?.zip(row.opt_int(1)?))
    }

    /// What this user did, the newest first: `limit` rows before `before`.
    pub fn events_of_actor(
        &mut self,
        org: OrganisationId,
        actor: UserId,
        before: Option<AuditId>,
        limit: u32,
    ) -> Result<Vec<AuditRow>, Fault> {
        let before = before.unwrap_or(AFTER_ALL);
        let values = [
            (&org).into(),
            (&actor).into(),
            (&before).into(),
            limit.into(),
        ];
        self.query(&EVENTS_OF_ACTOR, &values)?
            .iter()
            .map(audit_row_of)
            .collect()
    }
}

impl ListedEvent {
    /// The personal part, empty where there is none.
    pub fn personal(&self) -> Personal {
        self.row.personal.clone().unwrap_or_default()
    }
}
