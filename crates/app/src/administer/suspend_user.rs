//! Lets somebody no longer sign in, or lets them in again.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use store::Tx;

use super::set_owner::keep_one_owner;
use super::{AdministerFault, By, Reason, unit};
use crate::App;

/// Suspends somebody or ends that. Whatever they had open ends: sessions, logins, mailed links (A20).
pub async fn suspend_user(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    suspended: bool,
    by: &By,
) -> Result<(), AdministerFault> {
    let by = by.clone();
    unit::write(app, move |tx| {
        suspend_in(tx, organisation, user, suspended, &by)
    })
    .await?;
    app.sessions.forget_user(user);
    Ok(())
}

fn suspend_in(
    tx: &mut Tx,
    organisation: OrganisationId,
    user: UserId,
    suspended: bool,
    by: &By,
) -> Result<(), AdministerFault> {
    let now = by.now();
    let person = tx
        .find_user(organisation, user)?
        .ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
    if person.suspended_at.is_some() == suspended {
        return Ok(());
    }
    if person.owner && !by.is_owner(tx, organisation)? {
        return Err(Reason::OwnerOnly.into());
    }
    if suspended && person.owner {
        keep_one_owner(tx, organisation, user)?;
    }
    tx.set_suspended(organisation, user, suspended.then_some(now))?;
    if suspended {
        tx.remove_sessions_of_user(organisation, user, None)?;
        tx.refuse_logins_of_user(organisation, user, None)?;
        tx.spend_passes_of_user(organisation, user, now)?;
    }
    let event = by
        .event(EventKind::UserSuspended, Some(user))
        .with("suspended", &suspended);
    tx.audit(organisation, &event, now)?;
    Ok(())
}
