//! A new role card.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::audit::EventKind;
use domain::factor::FactorSet;
use domain::id::{OrganisationId, RoleId};
use domain::naming::key_from;
use domain::role::{BuiltIn, Minimum, Role};
use domain::time::Timestamp;
use store::Tx;

use super::acting::Acting;
use super::{AdministerFault, By, Reason, card_rules, checks, unit};
use crate::App;

/// A role card to add.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewRole {
    /// Its unchanging key; empty = made from its name.
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

const KIND: EventKind = EventKind::RoleChanged;

/// The most role cards that an organisation may have.
const MOST_CARDS: usize = 500;

/// Adds a role card behind the organisation's others.
pub async fn add_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    new: NewRole,
    by: &By,
) -> Result<Role, AdministerFault> {
    if !new.key.is_empty() {
        checks::key(&new.key)?;
    }
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| add_in(tx, &inner, acting, &new);
    let role = unit::act(app, organisation, by, BuiltIn::Roles, KIND, work).await?;
    app.sessions.forget_organisation(organisation);
    Ok(role)
}

fn add_in(tx: &mut Tx, app: &App, acting: &Acting, new: &NewRole) -> Result<Role, AdministerFault> {
    let organisation = acting.organisation();
    tx.lock_catalogue(organisation)?;
    let role = Role {
        id: RoleId::draw(acting.now(), tx.random()),
        key: key_of(tx, organisation, new)?,
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
    checks::card(tx, app, acting.whole_organisation(), &role)?;
    card_rules::may_write(tx, app, acting, None, &role)?;
    let position = tx.next_role_position(organisation)?;
    if !tx.insert_role(organisation, &role, position, acting.now())? {
        return Err(Reason::RoleTaken(role.key).into());
    }
    let event = acting
        .event(KIND)
        .with("role", &role.key)
        .with("change", "added");
    tx.audit(organisation, &event, acting.now())?;
    Ok(role)
}

/// The key that was given, or one made from the name that no other card has.
fn key_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewRole,
) -> Result<String, AdministerFault> {
    let others = tx.role_headings(organisation)?;
    if others.len() >= MOST_CARDS {
        return Err(Reason::CardsFull.into());
    }
    if !new.key.is_empty() {
        return Ok(new.key.clone());
    }
    let stem = key_from(&new.name).unwrap_or_else(|| "role".to_owned());
    let taken = |key: &str| others.iter().any(|other| other.key == key);
    if !taken(&stem) {
        return Ok(stem);
    }
    (2..=MOST_CARDS + 1)
        .map(|number| format!("{stem}-{number}"))
        .find(|key| !taken(key))
        .ok_or_else(|| Reason::RoleTaken(stem.clone()).into())
}
