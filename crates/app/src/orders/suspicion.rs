//! Orders that somebody else may have begun: an attacker who opens orders for a person makes the person's own end, or the person decline.

use domain::audit::{Event, EventKind};
use domain::id::{OrganisationId, UserId};
use domain::time::{Span, Timestamp};
use factors::live::Kept;
use store::{Challenge, Tx};

use crate::alarms::{self, Alarm};
use crate::letters::language_for;
use crate::{App, Fault, Requester, notices};

/// So many suspicious ends within [`WITHIN`] are no accident.
const MANY: i64 = 3;

const WITHIN: Span = Span::minutes(10);

/// How long the same alarm is not told again.
const QUIET_FOR: Span = Span::hours(1);

/// Tells the log how an order ended, and raises the alarm where orders for this person end suspiciously again and again.
pub(super) fn tell(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    challenge: &Challenge,
    kept: &Kept,
    at: Timestamp,
) -> Result<(), Fault> {
    if let Some(why) = &kept.ended {
        let mut event = Event::by_operator(EventKind::OrderEnded, challenge.user)
            .with("factor", &challenge.kind)
            .with("because", why);
        event.actor = challenge.user;
        tx.audit(organisation, &event, at)?;
    }
    let Some(user) = challenge.user.filter(|_| kept.suspicious) else {
        return Ok(());
    };
    let key = format!("orders suspicious\0{user}");
    let few = tx.take_budget(organisation, key.as_bytes(), 1, MANY - 1, WITHIN, at)?;
    if few.is_some() {
        return Ok(());
    }
    raise_once(tx, app, organisation, user, at)
}

/// Strangers have begun as many orders as the organisation pays for: nobody gets in by an eID alone until the window ends. Told once an hour.
pub(super) fn tell_of_strangers(
    tx: &mut Tx,
    organisation: OrganisationId,
    at: Timestamp,
) -> Result<(), Fault> {
    if is_news(tx, organisation, "nobody's", at)? {
        tracing::warn!("orders of strangers are spent: they begin more than any shift does");
        let event = Event::by_operator(EventKind::OrdersSuspicious, None);
        tx.audit(organisation, &event, at)?;
    }
    Ok(())
}

/// Raises the alarm, unless it was told a while ago.
pub(super) fn raise_once(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    at: Timestamp,
) -> Result<(), Fault> {
    if is_news(tx, organisation, &user.to_string(), at)? {
        raise(tx, app, organisation, user, at)?;
    }
    Ok(())
}

/// Whether nothing was told of these orders for a while; from now on something was.
fn is_news(
    tx: &mut Tx,
    organisation: OrganisationId,
    whose: &str,
    at: Timestamp,
) -> Result<bool, Fault> {
    let key = format!("orders told\0{whose}");
    let first = tx.take_budget(organisation, key.as_bytes(), 1, 1, QUIET_FOR, at)?;
    Ok(first.is_some())
}

/// The person, whoever supports people, and the log are told. The outbox's worker sends the letters.
fn raise(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    at: Timestamp,
) -> Result<(), Fault> {
    let organisation = tx.organisation(organisation)?;
    let Some(person) = tx.find_user(organisation.id, user)? else {
        return Ok(());
    };
    tracing::warn!(organisation = %organisation.slug, "orders for one person look like an attack");
    let event = Event::by_operator(EventKind::OrdersSuspicious, Some(user));
    tx.audit(organisation.id, &event, at)?;
    let requester = Requester {
        now: at,
        address: crate::ports::NOWHERE,
        browser: String::new(),
        language: language_for(person.language.as_deref(), None, &organisation),
        visit: domain::eid::Visit::default(),
    };
    let kind = EventKind::OrdersSuspicious;
    notices::put(tx, app, &organisation, &person, kind, None, &requester)?;
    let alarm = Alarm::Orders {
        username: person.username,
    };
    alarms::raise(tx, app, &organisation, &alarm, at)
}
