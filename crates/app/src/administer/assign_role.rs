//! Gives somebody a role, or takes it from them.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::{Assignment, Role, check_assignment};
use domain::user::User;
use store::{ReadTx, Tx};

use super::{AdministerFault, By, Reason, unit};
use crate::App;

/// Gives `user` the role with this key. False: they had it already.
pub async fn assign_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    role: &str,
    by: &By,
) -> Result<bool, AdministerFault> {
    let (inner, key, acting) = (Arc::clone(app), role.to_owned(), by.clone());
    let given = unit::write(app, move |tx| {
        assign_in(tx, &inner, organisation, user, &key, &acting)
    })
    .await?;
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
    let (key, acting) = (role.to_owned(), by.clone());
    let unit = move |tx: &mut Tx| {
        let (person, role) = both(tx, organisation, user, &key)?;
        let taken = tx.unassign_role(organisation, person.id, role.id)?;
        if taken {
            tell(tx, organisation, &person, &role, false, &acting)?;
        }
        Ok(taken)
    };
    let taken = unit::write(app, unit).await?;
    app.sessions.forget_user(user);
    Ok(taken)
}

fn assign_in(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    key: &str,
    by: &By,
) -> Result<bool, AdministerFault> {
    let (person, role) = both(tx, organisation, user, key)?;
    let held = tx.roles_of_user(organisation, user)?;
    let assignment = Assignment {
        role: &role,
        held: &held,
        giver_is_owner: by.is_owner(tx, organisation)?,
        default_organisation: tx.organisation(organisation)?.slug == app.default_organisation,
        user_has_password_or_factor: person.has_password || !person.factor_set.is_empty(),
    };
    check_assignment(&assignment).map_err(Reason::Assignment)?;
    if role.api_integrator && person.owner {
        return Err(Reason::Machine(person.username).into());
    }
    let given = tx.assign_role(organisation, user, role.id, by.now())?;
    if given {
        tell(tx, organisation, &person, &role, true, by)?;
    }
    Ok(given)
}

fn both(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
    key: &str,
) -> Result<(User, Role), AdministerFault> {
    let person = tx
        .find_user(organisation, user)?
        .ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
    let role = tx
        .find_role_by_key(organisation, key)?
        .ok_or_else(|| Reason::UnknownRole(key.to_owned()))?;
    Ok((person, role))
}

fn tell(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: &User,
    role: &Role,
    given: bool,
    by: &By,
) -> Result<(), AdministerFault> {
    let event = by
        .event(EventKind::RoleAssigned, Some(person.id))
        .with("role", &role.key)
        .with("given", &given);
    tx.audit(organisation, &event, by.now())?;
    Ok(())
}
