//! Moves the day until which somebody may put off setting up a second step. It stays the one date that they have: stored once, and renewed by
//! neither another login nor a change of a card.

use std::sync::Arc;

use domain::audit::{Changes, Event, EventKind};
use domain::grace::{Delayed, GraceFault, may_be_moved};
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use domain::time::Timestamp;
use store::Tx;

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::reach::{self, Reached};
use crate::administer::{AdministerFault, By, Reason, unit};
use crate::decision::Facts;

/// Lets somebody put enrolment off until this moment: longer than before, or less long.
pub async fn move_grace(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    until: Timestamp,
    by: &By,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| {
        tx.lock_user(organisation, user)?;
        let reached = reach::reach(tx, acting, user)?;
        move_of(tx, &inner, acting, &reached, until).map(drop)
    };
    let kind = EventKind::GraceMoved;
    unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    Ok(())
}

/// The same for one of many, whose day is never brought forward. False: they have as long already.
pub(super) fn extend_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    reached: &Reached,
    until: Timestamp,
) -> Result<bool, AdministerFault> {
    if reached.user.grace_until.is_some_and(|own| own >= until) {
        return Ok(false);
    }
    move_of(tx, app, acting, reached, until)
}

fn move_of(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    reached: &Reached,
    until: Timestamp,
) -> Result<bool, AdministerFault> {
    let Reached { user, roles } = reached;
    let username = || user.username.clone();
    if roles.iter().any(|role| role.api_integrator) {
        return Err(Reason::Machine(username()).into());
    }
    let own = acting.whole_organisation().clone();
    let facts = Facts::read(tx, own, user.clone(), app)?;
    let who = Delayed {
        organisation: &facts.organisation,
        roles,
        has_second_factor: facts.has_second_factor(),
    };
    may_be_moved(&who, until, acting.now()).map_err(|fault| match fault {
        GraceFault::Day => Reason::GraceDay,
        GraceFault::Enrolled => Reason::Enrolled(username()),
        GraceFault::Undemanded => Reason::GraceUndemanded(username()),
    })?;
    if user.grace_until == Some(until) {
        return Ok(false);
    }
    let event = acting.event_about(EventKind::GraceMoved, user.id);
    move_in(tx, acting, (user.id, user.grace_until), until, event)?;
    Ok(true)
}

/// Writes the new day, and puts on record which one stood before.
pub(in crate::administer) fn move_in(
    tx: &mut Tx,
    acting: &Acting,
    (user, before): (UserId, Option<Timestamp>),
    until: Timestamp,
    event: Event,
) -> Result<(), AdministerFault> {
    let organisation = acting.organisation();
    tx.set_grace(organisation, user, Some(until))?;
    let days = (before.map(Timestamp::unix_millis), until.unix_millis());
    let changes = Changes::default().optional("grace-until", days.0.as_ref(), Some(&days.1));
    tx.audit(organisation, &event.changing(&changes), acting.now())?;
    Ok(())
}
