//! Changes a role card.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::organisation::Organisation;
use domain::role::{AssignmentFault, BuiltIn, Role};
use store::Tx;

use super::{AdministerFault, By, Reason, checks, unit};
use crate::App;

/// Saves a role card that was read and changed; its key stays. Somebody who saved it in between is not overwritten.
pub async fn save_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    role: Role,
    by: &By,
) -> Result<Role, AdministerFault> {
    let (inner, by) = (Arc::clone(app), by.clone());
    let saved = unit::write(app, move |tx| save_in(tx, &inner, organisation, &role, &by)).await?;
    app.sessions.forget_organisation(organisation);
    Ok(saved)
}

fn save_in(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    role: &Role,
    by: &By,
) -> Result<Role, AdministerFault> {
    let own = tx.organisation(organisation)?;
    let Some(before) = tx.find_role(organisation, role.id)? else {
        return Err(Reason::UnknownRole(role.key.clone()).into());
    };
    let after = Role {
        key: before.key.clone(),
        name: role.name.trim().to_owned(),
        ..role.clone()
    };
    checks::card(tx, app, &own, &after)?;
    may_write(tx, app, &own, Some(&before), &after, by)?;
    let in_use = before.api_integrator != after.api_integrator
        && tx.count_users_of_role(organisation, after.id)? > 0;
    if in_use {
        return Err(Reason::CardInUse.into());
    }
    if !tx.save_role(organisation, &after)? {
        return Err(Reason::CardChanged.into());
    }
    let event = by
        .event(EventKind::RoleChanged, None)
        .with("role", &after.key)
        .with("change", "saved")
        .with("two_step", &after.two_step)
        .with("trusted_days", &after.trusted_days);
    tx.audit(organisation, &event, by.now())?;
    Ok(Role {
        version: before.version + 1,
        ..after
    })
}

/// What only an owner may write on a card: one that only owners assign, before or after, and rights over the installation. Otherwise
/// whoever may edit cards could give those rights to themselves (A55).
pub(super) fn may_write(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    before: Option<&Role>,
    after: &Role,
    by: &By,
) -> Result<(), AdministerFault> {
    let owner = by.is_owner(tx, organisation.id)?;
    let owners_only = after.owner_assigns || before.is_some_and(|before| before.owner_assigns);
    if owners_only && !owner {
        return Err(Reason::OwnerOnly.into());
    }
    let reaches_out = after.permissions.contains(BuiltIn::Installation.key());
    if reaches_out && !(owner && organisation.slug == app.default_organisation) {
        return Err(Reason::Assignment(AssignmentFault::InstallationOnly).into());
    }
    Ok(())
}
