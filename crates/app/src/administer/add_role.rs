//! A new role card.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::audit::EventKind;
use domain::factor::FactorSet;
use domain::id::{OrganisationId, RoleId};
use domain::role::{Minimum, Role};
use domain::time::Timestamp;
use store::Tx;

use super::{AdministerFault, By, Reason, checks, save_role, unit};
use crate::App;

/// A role card to add.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewRole {
    /// Its unchanging key.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// Whether only an owner may assign it.
    pub owner_assigns: bool,
    /// Whether it is the role of accounts that machines use.
    pub api_integrator: bool,
    /// Whether it requires two-step.
    pub two_step: bool,
    /// From when it requires it; `None` = at once.
    pub two_step_from: Option<Timestamp>,
    /// For how many days a person without a factor may put off setting one up.
    pub grace_days: u32,
    /// For how many days a trusted device skips the second step.
    pub trusted_days: u32,
    /// The factors it allows; `None` = all.
    pub allowed_factors: Option<FactorSet>,
    /// The weakest proof it accepts.
    pub minimum: Minimum,
    /// The keys of its permissions.
    pub permissions: BTreeSet<String>,
}

/// Adds a role card behind the organisation's others.
pub async fn add_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    new: NewRole,
    by: &By,
) -> Result<Role, AdministerFault> {
    checks::key(&new.key)?;
    let (inner, by) = (Arc::clone(app), by.clone());
    let role = unit::write(app, move |tx| add_in(tx, &inner, organisation, &new, &by)).await?;
    app.sessions.forget_organisation(organisation);
    Ok(role)
}

fn add_in(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    new: &NewRole,
    by: &By,
) -> Result<Role, AdministerFault> {
    let own = tx.organisation(organisation)?;
    let role = Role {
        id: RoleId::draw(by.now(), tx.random()),
        key: new.key.clone(),
        name: new.name.trim().to_owned(),
        owner_assigns: new.owner_assigns,
        api_integrator: new.api_integrator,
        two_step: new.two_step,
        two_step_from: new.two_step_from,
        grace_days: new.grace_days,
        trusted_days: new.trusted_days,
        allowed_factors: new.allowed_factors.clone(),
        minimum: new.minimum,
        permissions: new.permissions.clone(),
        version: 1,
    };
    checks::card(tx, app, &own, &role)?;
    save_role::may_write(tx, app, &own, None, &role, by)?;
    let position = i64::try_from(tx.roles(organisation)?.len()).unwrap_or(i64::MAX);
    if !tx.insert_role(organisation, &role, position, by.now())? {
        return Err(Reason::RoleTaken(role.key).into());
    }
    let event = by
        .event(EventKind::RoleChanged, None)
        .with("role", &role.key)
        .with("change", "added");
    tx.audit(organisation, &event, by.now())?;
    Ok(role)
}
