//! A right of the organisation's own, for its role cards.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::naming::key_from;
use domain::role::BuiltIn;
use domain::role::catalogue::{BUILT_IN_PREFIX, MOST_PERMISSIONS};
use store::{Permission, Tx};

use super::super::acting::Acting;
use super::super::{AdministerFault, By, Reason, checks, unit};
use crate::App;

const KIND: EventKind = EventKind::PermissionChanged;

/// A permission to add.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewPermission {
    /// Its unchanging key; empty = made from its name.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// The heading it stands under; empty = none.
    pub area: String,
}

/// Adds a permission to the end of the organisation's catalogue.
pub async fn add_permission(
    app: &Arc<App>,
    organisation: OrganisationId,
    new: NewPermission,
    by: &By,
) -> Result<Permission, AdministerFault> {
    if !new.key.is_empty() {
        checks::key(&new.key)?;
    }
    if new.key.starts_with(BUILT_IN_PREFIX) {
        return Err(Reason::PermissionReserved.into());
    }
    let new = NewPermission {
        key: new.key,
        name: checks::name(&new.name)?,
        area: super::area(&new.area)?,
    };
    let work = move |tx: &mut Tx, acting: &Acting| add_in(tx, acting, &new);
    unit::act(app, organisation, by, BuiltIn::Roles, KIND, work).await
}

fn add_in(
    tx: &mut Tx,
    acting: &Acting,
    new: &NewPermission,
) -> Result<Permission, AdministerFault> {
    let organisation = acting.organisation();
    tx.lock_catalogue(organisation)?;
    let catalogue = tx.permissions(organisation)?;
    if catalogue.iter().filter(|one| !one.built_in).count() >= MOST_PERMISSIONS {
        return Err(Reason::CatalogueFull.into());
    }
    let key = if new.key.is_empty() {
        key_from(&new.name).ok_or(Reason::MalformedKey)?
    } else {
        new.key.clone()
    };
    super::check_name(&catalogue, &key, &new.name)?;
    let last = catalogue.iter().map(|permission| permission.position).max();
    let permission = Permission {
        key,
        name: new.name.clone(),
        area: new.area.clone(),
        built_in: false,
        position: last.map_or(0, |last| last.saturating_add(1)),
    };
    if !tx.insert_permission(organisation, &permission)? {
        return Err(Reason::PermissionTaken(permission.key).into());
    }
    let event = acting
        .event(KIND)
        .with("permission", &permission.key)
        .with("change", "added");
    tx.audit(organisation, &event, acting.now())?;
    Ok(permission)
}
