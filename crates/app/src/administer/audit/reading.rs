//! Looks through the log, a page at a time, and at one row.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::id::{AuditId, OrganisationId, UserId};
use domain::role::BuiltIn;
use domain::time::{Span, Timestamp};
use domain::user::Username;
use store::{AuditFilter, AuditPage, AuditRow, Ending, ListedEvent, ReadTx, Tx};

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, FieldFault, FieldWhy, Reason, unit};

/// How many rows a page shows.
pub const EVENTS_ON_A_PAGE: u32 = 50;

/// For how long a reading of the same is the same reading.
const ONE_READING: Span = Span::minutes(1);

/// Among how many of somebody's last acts the same reading is looked for.
const LAST_ACTS: u32 = 20;

/// What somebody asks of the log, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// Who did it: a username or an id; empty for everybody.
    pub who: String,
    /// Whom it concerns: a username or an id; empty for everybody.
    pub whom: String,
    /// What happened, by its code; empty for everything.
    pub kind: String,
    /// How it ended: `done`, `refused`, or a refusal's code; empty for however.
    pub outcome: String,
    /// Where the request came from; empty for wherever.
    pub address: String,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// The filter that a question means.
pub async fn narrowed(
    app: &App,
    organisation: OrganisationId,
    question: &Question,
) -> Result<AuditFilter, AdministerFault> {
    let asked = question.clone();
    unit::read(app, move |tx| filter_of(tx, organisation, &asked)).await
}

fn filter_of(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    question: &Question,
) -> Result<AuditFilter, AdministerFault> {
    let mut faults = Vec::new();
    let mut someone = |field: &str, typed: &str| -> Result<Option<UserId>, AdministerFault> {
        if typed.is_empty() {
            return Ok(None);
        }
        let found = meant(tx, organisation, typed)?;
        if found.is_none() {
            faults.push(FieldFault::new(field, FieldWhy::Said("audit-nobody")));
        }
        Ok(found)
    };
    let actor = someone("who", question.who.trim())?;
    let subject = someone("whom", question.whom.trim())?;
    let text = |typed: &str| Some(typed.trim().to_owned()).filter(|text| !text.is_empty());
    if question
        .from
        .zip(question.until)
        .is_some_and(|(from, until)| from >= until)
    {
        faults.push(FieldFault::new(
            "until",
            FieldWhy::Said("audit-until-before-from"),
        ));
    }
    if !faults.is_empty() {
        return Err(Reason::Faults(faults).into());
    }
    Ok(AuditFilter {
        actor,
        subject,
        kind: text(&question.kind),
        outcome: text(&question.outcome).map(|outcome| match outcome.as_str() {
            "done" => Ending::Done,
            "refused" => Ending::Refused,
            _ => Ending::For(outcome),
        }),
        address: text(&question.address).map(plain_address),
        from: question.from,
        until: question.until,
    })
}

/// An address as the log writes it.
fn plain_address(typed: String) -> String {
    typed
        .parse::<std::net::IpAddr>()
        .map_or(typed, |address| address.to_canonical().to_string())
}

/// Who is meant by a username or an id. Whoever was removed is still meant by the id.
fn meant(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    typed: &str,
) -> Result<Option<UserId>, store::Fault> {
    if let Ok(id) = typed.parse::<UserId>() {
        return Ok(Some(id));
    }
    let Ok(username) = Username::parse(typed) else {
        return Ok(None);
    };
    let found = tx.find_account_by_username(organisation, username.as_str())?;
    Ok(found.map(|account| account.user.id))
}

/// A page of what the filter leaves, the newest first. Who read it is on record.
pub async fn log(
    app: &Arc<App>,
    organisation: OrganisationId,
    filter: &AuditFilter,
    before: Option<AuditId>,
    limit: u32,
    by: &By,
) -> Result<AuditPage, AdministerFault> {
    put_on_record(app, organisation, by, Reading::Page(filter.clone())).await?;
    let filter = filter.clone();
    unit::read(app, move |tx| {
        Ok(tx.audit_page(organisation, &filter, before, limit)?)
    })
    .await
}

/// A row with where it stands in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventView {
    /// The row, with the people whom it names.
    pub event: ListedEvent,
    /// The seal that covers it and its place in it, from one; nothing where it awaits sealing.
    pub sealed: Option<(i64, i64)>,
}

/// One row of the log; nothing where there is none. Who read it is on record.
pub async fn log_entry(
    app: &Arc<App>,
    organisation: OrganisationId,
    event: AuditId,
    by: &By,
) -> Result<Option<EventView>, AdministerFault> {
    let read = move |tx: &mut ReadTx| {
        let Some(found) = tx.find_event(organisation, event)? else {
            return Ok(None);
        };
        let sealed = tx.seal_of_event(organisation, event)?;
        Ok(Some(EventView {
            event: found,
            sealed: sealed.map(|(seal, place)| (seal, place + 1)),
        }))
    };
    let view = unit::read(app, read).await?;
    if let Some(view) = &view {
        let reading = Reading::Row(event, view.event.row.subject);
        put_on_record(app, organisation, by, reading).await?;
    }
    Ok(view)
}

/// What is read.
#[derive(Clone)]
pub(super) enum Reading {
    /// What a filter leaves.
    Page(AuditFilter),
    /// One row, and whom it concerns.
    Row(AuditId, Option<UserId>),
}

impl Reading {
    /// The event with what was asked for. A person who is asked for is whom the reading concerns; an address belongs to the personal part.
    pub(super) fn told_in(&self, event: Event) -> Event {
        match self {
            Self::Row(id, subject) => Event {
                subject: *subject,
                ..event.with("event", id)
            },
            Self::Page(filter) => with_filter(event, filter),
        }
    }
}

/// The event with what the log was narrowed down to.
pub(super) fn with_filter(mut event: Event, filter: &AuditFilter) -> Event {
    event.subject = filter.subject;
    if let Some(actor) = &filter.actor {
        event = event.with("who", actor);
    }
    if let Some(kind) = &filter.kind {
        let kind: String = kind.chars().take(60).collect();
        event = event.with("kind", &kind);
    }
    match &filter.outcome {
        Some(Ending::Done) => event = event.with("outcome", "done"),
        Some(Ending::Refused) => event = event.with("outcome", "refused"),
        Some(Ending::For(code)) => {
            let code: String = code.chars().take(60).collect();
            event = event.with("outcome", &code);
        }
        None => {}
    }
    for (name, at) in [("from", filter.from), ("until", filter.until)] {
        if let Some(at) = at {
            event = event.with(name, &at.unix_millis());
        }
    }
    if let Some(address) = &filter.address {
        event.personal.target = Some(address.chars().take(60).collect());
    }
    event
}

/// Tells of a reading, unless the same one was told of within the last minute. The right is asked for in the unit that tells.
async fn put_on_record(
    app: &Arc<App>,
    organisation: OrganisationId,
    by: &By,
    reading: Reading,
) -> Result<(), AdministerFault> {
    let kind = EventKind::AuditRead;
    if let Some(actor) = by.actor() {
        let (event, now) = (reading.told_in(by.event(kind, None)), by.now());
        let told = unit::read(app, move |tx| {
            Ok(told_lately(tx, organisation, actor, &event, now)?)
        });
        if told.await? {
            return Ok(());
        }
    }
    let work = move |tx: &mut Tx, acting: &Acting| {
        let event = reading.told_in(acting.event(kind));
        tx.audit(acting.organisation(), &event, acting.now())?;
        Ok(())
    };
    unit::act_without_proof(app, organisation, by, BuiltIn::Audit, kind, work).await
}

fn told_lately(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    actor: UserId,
    event: &Event,
    now: Timestamp,
) -> Result<bool, store::Fault> {
    let same = |row: &AuditRow| {
        let personal = row.personal.clone().unwrap_or_default();
        row.kind == event.kind.code()
            && now.since(row.at) < ONE_READING
            && row.subject == event.subject
            && personal == event.personal
            && row.details.len() == event.details.len()
            && event
                .details
                .iter()
                .all(|(name, value)| row.details.get(*name) == Some(value))
    };
    let last = tx.events_of_actor(organisation, actor, None, LAST_ACTS)?;
    Ok(last.iter().any(same))
}
