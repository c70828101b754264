//! Gives somebody a role, or takes it from them.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::{Assignment, BuiltIn, Role, check_assignment};
use domain::user::User;
use store::{ReadTx, Tx};

use super::acting::Acting;
use super::reach::{self, Reached};
use super::{AdministerFault, By, Reason, grace, unit};
use crate::App;

/// Gives `user` the role with this key. False: they had it already.
pub async fn assign_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    role: &str,
    by: &By,
) -> Result<bool, AdministerFault> {
    let (inner, key) = (Arc::clone(app), role.to_owned());
    let work = move |tx: &mut Tx, acting: &Acting| {
        let reached = reach::reach(tx, acting, user)?;
        let role = named(tx, acting.organisation(), &key)?;
        assign_in(tx, &inner, acting, &reached, &role)
    };
    let kind = EventKind::RoleAssigned;
    let given = unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    Ok(given)
}

/// Takes the role with this key from `user`. False: they did not have it.
pub async fn unassign_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    role: &str,
    by: &By,
) -> Result<bool, AdministerFault> {
    let key = role.to_owned();
    let work = move |tx: &mut Tx, acting: &Acting| {
        let reached = reach::reach(tx, acting, user)?;
        let role = named(tx, acting.organisation(), &key)?;
        unassign_in(tx, acting, &reached, &role)
    };
    let kind = EventKind::RoleAssigned;
    let taken = unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    Ok(taken)
}

/// Gives a role to somebody within reach, as part of a unit.
pub(super) fn assign_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    reached: &Reached,
    role: &Role,
) -> Result<bool, AdministerFault> {
    let (person, organisation) = (&reached.user, acting.whole_organisation());
    let assignment = Assignment {
        role,
        held: &reached.roles,
        giver_is_owner: acting.is_owner(),
        default_organisation: organisation.slug == app.default_organisation,
        user_has_password_or_factor: person.has_password || !person.factor_set.is_empty(),
    };
    check_assignment(&assignment).map_err(Reason::Assignment)?;
    reach::may_give(tx, acting, role)?;
    if role.api_integrator && person.owner {
        return Err(Reason::Machine(person.username.clone()).into());
    }
    let given = tx.assign_role(organisation.id, person.id, role.id, acting.now())?;
    if given {
        grace::begin_for(tx, app, organisation.id, person.id, acting.now())?;
        tell(tx, acting, person, role, true)?;
    }
    Ok(given)
}

/// Takes a role from somebody within reach, as part of a unit. A role that only owners give, only owners take (E6).
pub(super) fn unassign_in(
    tx: &mut Tx,
    acting: &Acting,
    reached: &Reached,
    role: &Role,
) -> Result<bool, AdministerFault> {
    if role.owner_assigns {
        acting.demand_owner()?;
    }
    let taken = tx.unassign_role(acting.organisation(), reached.user.id, role.id)?;
    if taken {
        tell(tx, acting, &reached.user, role, false)?;
    }
    Ok(taken)
}

/// The role with this key.
pub(super) fn named(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    key: &str,
) -> Result<Role, AdministerFault> {
    let found = tx.find_role_by_key(organisation, key)?;
    found.ok_or_else(|| Reason::UnknownRole(key.to_owned()).into())
}

fn tell(
    tx: &mut Tx,
    acting: &Acting,
    person: &User,
    role: &Role,
    given: bool,
) -> Result<(), AdministerFault> {
    let event = acting
        .event_about(EventKind::RoleAssigned, person.id)
        .with("role", &role.key)
        .with("given", &given);
    tx.audit(acting.organisation(), &event, acting.now())?;
    Ok(())
}
