//! The organisation's own catalogue of permissions: what its role cards can give beside the rights inside Tvåsteg, which are fixed.

mod add;
mod arrange;
mod change;
mod import;
mod remove;

use domain::role::catalogue::{BUILT_IN_PREFIX, Entry};
use store::{Permission, ReadTx};

use super::acting::Acting;
use super::{AdministerFault, Reason, checks};

pub use add::{NewPermission, add_permission};
pub use arrange::{Step, move_permission};
pub use change::{PermissionChange, change_permission};
pub use import::{CatalogueImport, Imported, import_permissions, plan_permissions};
pub use remove::{permission_holders, remove_permission};

/// The area that a permission stands under; empty = none.
fn area(typed: &str) -> Result<String, Reason> {
    if typed.trim().is_empty() {
        Ok(String::new())
    } else {
        checks::name(typed)
    }
}

/// The permission of the organisation's own with this key.
fn own(tx: &mut ReadTx, acting: &Acting, key: &str) -> Result<Permission, AdministerFault> {
    if key.starts_with(BUILT_IN_PREFIX) {
        return Err(Reason::PermissionReserved.into());
    }
    let found = tx.find_permission(acting.organisation(), key)?;
    match found {
        Some(permission) if permission.built_in => Err(Reason::PermissionReserved.into()),
        Some(permission) => Ok(permission),
        None => Err(Reason::UnknownPermission(key.to_owned()).into()),
    }
}

/// No two permissions of a catalogue look alike.
fn check_name(catalogue: &[Permission], key: &str, name: &str) -> Result<(), Reason> {
    let alike = |other: &&Permission| {
        !other.built_in && other.key != key && other.name.to_lowercase() == name.to_lowercase()
    };
    match catalogue.iter().find(alike) {
        Some(other) => Err(Reason::PermissionNameTaken(other.name.clone())),
        None => Ok(()),
    }
}

/// The organisation's own part of a catalogue.
fn entries(catalogue: &[Permission]) -> Vec<Entry> {
    catalogue
        .iter()
        .filter(|permission| !permission.built_in)
        .map(|permission| Entry {
            key: permission.key.clone(),
            name: permission.name.clone(),
            area: permission.area.clone(),
        })
        .collect()
}
