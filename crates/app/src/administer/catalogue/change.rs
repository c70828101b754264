//! Gives a permission another name or area; its key stays, and so does what it gives.

use std::sync::Arc;

use domain::audit::{Changes, EventKind};
use domain::id::OrganisationId;
use domain::role::BuiltIn;
use store::{Permission, Tx};

use super::super::acting::Acting;
use super::super::{AdministerFault, By, Reason, checks, unit};
use crate::App;

const KIND: EventKind = EventKind::PermissionChanged;

/// A change of a permission, and what it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionChange {
    /// The permission's key.
    pub key: String,
    /// Its name when it was read.
    pub was_name: String,
    /// Its area when it was read.
    pub was_area: String,
    /// Its name from now on.
    pub name: String,
    /// Its area from now on; empty = none.
    pub area: String,
}

/// Changes a permission. Whoever comes later than somebody else is told.
pub async fn change_permission(
    app: &Arc<App>,
    organisation: OrganisationId,
    change: PermissionChange,
    by: &By,
) -> Result<Permission, AdministerFault> {
    let change = PermissionChange {
        name: checks::name(&change.name)?,
        area: super::area(&change.area)?,
        ..change
    };
    let work = move |tx: &mut Tx, acting: &Acting| change_in(tx, acting, &change);
    unit::act(app, organisation, by, BuiltIn::Roles, KIND, work).await
}

fn change_in(
    tx: &mut Tx,
    acting: &Acting,
    change: &PermissionChange,
) -> Result<Permission, AdministerFault> {
    let organisation = acting.organisation();
    tx.lock_catalogue(organisation)?;
    let before = super::own(tx, acting, &change.key)?;
    if before.name != change.was_name || before.area != change.was_area {
        return Err(Reason::Changed.into());
    }
    super::check_name(&tx.permissions(organisation)?, &change.key, &change.name)?;
    if !tx.save_permission(organisation, &before, &change.name, &change.area)? {
        return Err(Reason::Changed.into());
    }
    let changes = Changes::default()
        .field("name", &before.name, &change.name)
        .field("area", &before.area, &change.area);
    if !changes.is_empty() {
        let event = acting
            .event(KIND)
            .with("permission", &change.key)
            .with("change", "saved")
            .changing(&changes);
        tx.audit(organisation, &event, acting.now())?;
    }
    Ok(Permission {
        name: change.name.clone(),
        area: change.area.clone(),
        ..before
    })
}
