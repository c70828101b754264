//! Lets somebody no longer sign in, or lets them in again.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use domain::user::User;
use store::Tx;

use super::acting::Acting;
use super::set_owner::keep_one_owner;
use super::{AdministerFault, By, Reason, grace, reach, unit};
use crate::App;

/// Suspends somebody or ends that. Whatever they had open ends: sessions, logins, mailed links (A20).
pub async fn suspend_user(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    suspended: bool,
    by: &By,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| {
        let reached = reach::reach(tx, acting, user)?;
        suspend_in(tx, &inner, acting, &reached.user, suspended)
    };
    let kind = EventKind::UserSuspended;
    unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    Ok(())
}

/// The same as part of a unit, of somebody within reach.
pub(super) fn suspend_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    person: &User,
    suspended: bool,
) -> Result<(), AdministerFault> {
    let (organisation, user, now) = (acting.organisation(), person.id, acting.now());
    if person.suspended_at.is_some() == suspended {
        return Ok(());
    }
    if suspended && acting.user() == Some(user) {
        return Err(Reason::OwnAccount.into());
    }
    if suspended && person.owner {
        keep_one_owner(tx, organisation, user)?;
    }
    tx.set_suspended(organisation, user, suspended.then_some(now))?;
    if suspended {
        tx.remove_sessions_of_user(organisation, user, None)?;
        tx.refuse_logins_of_user(organisation, user, None)?;
        tx.spend_passes_of_user(organisation, user, now)?;
    } else {
        grace::begin_for(tx, app, organisation, user, now)?;
    }
    let event = acting
        .event_about(EventKind::UserSuspended, user)
        .with("suspended", &suspended);
    tx.audit(organisation, &event, now)?;
    Ok(())
}
