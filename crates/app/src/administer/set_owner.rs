//! Makes somebody an owner of the organisation, or no longer one.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use store::Tx;

use super::acting::Acting;
use super::{AdministerFault, By, Reason, checks, unit};
use crate::App;

/// Only an owner makes owners, and one who can sign in remains.
pub async fn set_owner(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    owner: bool,
    by: &By,
) -> Result<(), AdministerFault> {
    let work = move |tx: &mut Tx, acting: &Acting| set_in(tx, acting, user, owner);
    let kind = EventKind::RoleAssigned;
    unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    Ok(())
}

fn set_in(tx: &mut Tx, acting: &Acting, user: UserId, owner: bool) -> Result<(), AdministerFault> {
    let organisation = acting.organisation();
    acting.demand_owner()?;
    if !owner {
        keep_one_owner(tx, organisation, user)?;
    }
    let person = tx
        .find_user(organisation, user)?
        .ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
    if person.owner == owner {
        return Ok(());
    }
    if owner {
        checks::person(&person, &tx.roles_of_user(organisation, user)?)?;
    }
    tx.set_owner(organisation, user, owner)?;
    let event = acting
        .event_about(EventKind::RoleAssigned, user)
        .with("owner", &owner);
    tx.audit(organisation, &event, acting.now())?;
    Ok(())
}

/// Makes sure that an owner who can sign in remains without `user`. Raising the policy's epoch first locks the organisation, so that of
/// two owners who take each other's rights away one comes too late.
pub(super) fn keep_one_owner(
    tx: &mut Tx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<(), AdministerFault> {
    tx.bump_policy_epoch(organisation)?;
    let counts = |person: domain::user::User| person.owner && person.suspended_at.is_none();
    let is_one = tx.find_user(organisation, user)?.is_some_and(counts);
    if is_one && tx.count_owners(organisation)? < 2 {
        return Err(Reason::LastOwner.into());
    }
    Ok(())
}
