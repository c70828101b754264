//! Role cards and the catalogue of permissions: added, listed, changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::factor::{FactorKind, FactorSet};
use domain::id::{OrganisationId, RoleId};
use domain::role::{Minimum, Role, check_card};
use domain::time::Timestamp;
use store::{Permission, ReadTx, Tx};

use super::denied::{Administered, Denied, key as check_key, line};
use crate::App;

/// What may be changed on a role card. `None` = as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardChanges {
    /// Its name.
    pub name: Option<String>,
    /// Whether only an owner may assign it.
    pub owner_assigns: Option<bool>,
    /// Whether it is a machine's.
    pub api_integrator: Option<bool>,
    /// Whether it requires two-step.
    pub two_step: Option<bool>,
    /// For how many days a trusted device skips the second step.
    pub trusted_days: Option<u32>,
    /// The factors it allows; the inner `None` = all.
    pub allowed_factors: Option<Option<Vec<String>>>,
    /// The weakest proof it accepts.
    pub minimum: Option<Minimum>,
    /// Permissions to give.
    pub permit: Vec<String>,
    /// Permissions to take away.
    pub forbid: Vec<String>,
}

impl CardChanges {
    fn apply(&self, role: &mut Role, catalogue: &[Permission], app: &App) -> Result<(), Denied> {
        if let Some(name) = &self.name {
            role.name = line(name, "a role's name", 100)?;
        }
        if let Some(allowed) = &self.allowed_factors {
            role.allowed_factors = allowed.as_deref().map(|kinds| known_factors(kinds, app)).transpose()?;
        }
        role.owner_assigns = self.owner_assigns.unwrap_or(role.owner_assigns);
        role.api_integrator = self.api_integrator.unwrap_or(role.api_integrator);
        role.two_step = self.two_step.unwrap_or(role.two_step);
        role.trusted_days = self.trusted_days.unwrap_or(role.trusted_days);
        role.minimum = self.minimum.unwrap_or(role.minimum);
        let known = |key: &String| catalogue.iter().any(|permission| permission.key == *key);
        if let Some(unknown) = self.permit.iter().chain(&self.forbid).find(|key| !known(key)) {
            return Err(Denied::PermissionUnknown(unknown.clone()));
        }
        role.permissions.extend(self.permit.iter().cloned());
        role.permissions.retain(|key| !self.forbid.contains(key));
        check_card(&role.name, i64::from(role.trusted_days), role.api_integrator, role.two_step)?;
        Ok(())
    }
}

/// Factors that a card can allow: those that stand on their own. Recovery codes go with any of them.
fn known_factors(kinds: &[String], app: &App) -> Result<FactorSet, Denied> {
    let known = |name: &String| {
        let kind = FactorKind::named(name.clone());
        let stands = app.registry.find(&kind).is_some_and(|factor| !factor.profile().is_backup);
        if stands { Ok(kind) } else { Err(Denied::FactorUnknown(name.clone())) }
    };
    kinds.iter().map(known).collect()
}

/// Adds a role card behind those that are there.
pub async fn add_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    key: &str,
    card: CardChanges,
    now: Timestamp,
) -> Administered<Role> {
    let key = match check_key(key) {
        Ok(key) => key,
        Err(denied) => return Ok(Err(denied)),
    };
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx| {
        let catalogue = tx.permissions(organisation)?;
        let mut role = Role {
            id: RoleId::draw(now, tx.random()),
            key: key.clone(),
            name: key.clone(),
            owner_assigns: false,
            api_integrator: false,
            two_step: false,
            trusted_days: 0,
            allowed_factors: None,
            minimum: Minimum::default(),
            permissions: BTreeSet::new(),
            version: 1,
        };
        if let Err(denied) = card.apply(&mut role, &catalogue, &inner) {
            return Ok(Err(denied));
        }
        let position = i64::try_from(tx.roles(organisation)?.len()).unwrap_or(i64::MAX);
        if !tx.insert_role(organisation, &role, position, now)? {
            return Ok(Err(Denied::RoleTaken(role.key)));
        }
        tx.audit(organisation, &changed(&role, "added"), now)?;
        Ok(Ok(role))
    };
    Ok(app.store.write(unit).await?)
}

/// Changes a role card. Every session is then looked at again under the card of today.
pub async fn change_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    key: &str,
    card: CardChanges,
    now: Timestamp,
) -> Administered<Role> {
    let (key, inner) = (key.to_owned(), Arc::clone(app));
    let unit = move |tx: &mut Tx| {
        let Some(mut role) = tx.find_role_by_key(organisation, &key)? else {
            return Ok(Err(Denied::RoleUnknown(key.clone())));
        };
        let (catalogue, before) = (tx.permissions(organisation)?, role.clone());
        if let Err(denied) = card.apply(&mut role, &catalogue, &inner) {
            return Ok(Err(denied));
        }
        if role == before {
            return Ok(Ok(role));
        }
        if role.api_integrator != before.api_integrator {
            let holders = tx.count_users_of_role(organisation, role.id)?;
            if holders > 0 {
                return Ok(Err(Denied::RoleHeld(holders)));
            }
        }
        if !tx.save_role(organisation, &role)? {
            return Ok(Err(Denied::ChangedMeanwhile));
        }
        tx.audit(organisation, &changed(&role, "changed"), now)?;
        Ok(Ok(role))
    };
    Ok(app.store.write(unit).await?)
}

fn changed(role: &Role, how: &'static str) -> Event {
    Event::by_operator(EventKind::RoleChanged, None)
        .with("role", &role.key)
        .with("how", how)
        .with("two_step", &role.two_step)
        .with("trusted_days", &role.trusted_days)
}

/// The role cards of an organisation, in their order.
pub async fn roles(app: &Arc<App>, organisation: OrganisationId) -> Result<Vec<Role>, crate::Fault> {
    Ok(app.store.read(move |tx: &mut ReadTx| tx.roles(organisation)).await?)
}

/// A right of the organisation's own catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPermission {
    /// Its unchanging key.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// Adds a right to the organisation's catalogue, behind those that are there.
pub async fn add_permission(
    app: &Arc<App>,
    organisation: OrganisationId,
    new: NewPermission,
    now: Timestamp,
) -> Administered<()> {
    let checked = check_key(&new.key).and_then(|key| Ok((key, line(&new.name, "a permission's name", 200)?)));
    let (key, name) = match checked {
        // Keys that begin like the built-in ones are ours.
        Ok((key, _)) if key.starts_with("tvasteg.") => return Ok(Err(Denied::PermissionTaken(key))),
        Ok(checked) => checked,
        Err(denied) => return Ok(Err(denied)),
    };
    let unit = move |tx: &mut Tx| {
        let position = i64::try_from(tx.permissions(organisation)?.len()).unwrap_or(i64::MAX);
        let permission = Permission { key: key.clone(), name: name.clone(), built_in: false, position };
        if !tx.insert_permission(organisation, &permission)? {
            return Ok(Err(Denied::PermissionTaken(key.clone())));
        }
        let event = Event::by_operator(EventKind::OrganisationChanged, None).with("permission", &key);
        tx.audit(organisation, &event, now)?;
        Ok(Ok(()))
    };
    Ok(app.store.write(unit).await?)
}
