//! A right of the organisation's own, for its role cards.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use store::{Permission, Tx};

use super::{AdministerFault, By, Reason, checks, unit};
use crate::App;

/// What the keys of built-in permissions begin with.
const OURS: &str = "tvasteg.";

/// Adds a permission to the end of the organisation's catalogue.
pub async fn add_permission(
    app: &Arc<App>,
    organisation: OrganisationId,
    key: &str,
    name: &str,
    by: &By,
) -> Result<Permission, AdministerFault> {
    let key = checks::key(key)?.to_owned();
    if key.starts_with(OURS) {
        return Err(Reason::PermissionReserved.into());
    }
    let (name, by) = (checks::name(name)?, by.clone());
    unit::write(app, move |tx| add_in(tx, organisation, &key, &name, &by)).await
}

fn add_in(
    tx: &mut Tx,
    organisation: OrganisationId,
    key: &str,
    name: &str,
    by: &By,
) -> Result<Permission, AdministerFault> {
    let last = tx
        .permissions(organisation)?
        .iter()
        .map(|permission| permission.position)
        .max();
    let position = last.map_or(0, |last| last + 1);
    let permission = Permission {
        key: key.to_owned(),
        name: name.to_owned(),
        area: String::new(),
        built_in: false,
        position,
    };
    if !tx.insert_permission(organisation, &permission)? {
        return Err(Reason::PermissionTaken(permission.key).into());
    }
    let event = by
        .event(EventKind::OrganisationChanged, None)
        .with("permission", key);
    tx.audit(organisation, &event, by.now())?;
    Ok(permission)
}
