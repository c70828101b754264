//! Removes a permission. Where role cards give it, their names are told, and it goes from all of them at once or from none.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::role::BuiltIn;
use store::{RoleHeading, Tx};

use super::super::acting::Acting;
use super::super::{AdministerFault, By, Reason, unit};
use crate::App;

const KIND: EventKind = EventKind::PermissionChanged;

/// The role cards that give a permission.
pub async fn permission_holders(
    app: &Arc<App>,
    organisation: OrganisationId,
    key: &str,
) -> Result<Vec<RoleHeading>, AdministerFault> {
    let key = key.to_owned();
    unit::read(app, move |tx| {
        Ok(tx.roles_with_permission(organisation, &key)?)
    })
    .await
}

/// Removes a permission of the organisation's own. Cards that give it lose it only where `from` names just those cards, by their keys:
/// nobody takes a right from a card that they did not see.
pub async fn remove_permission(
    app: &Arc<App>,
    organisation: OrganisationId,
    key: &str,
    from: Vec<String>,
    by: &By,
) -> Result<(), AdministerFault> {
    let key = key.to_owned();
    let work = move |tx: &mut Tx, acting: &Acting| remove_in(tx, acting, &key, &from);
    unit::act(app, organisation, by, BuiltIn::Roles, KIND, work).await?;
    app.sessions.forget_organisation(organisation);
    Ok(())
}

fn remove_in(
    tx: &mut Tx,
    acting: &Acting,
    key: &str,
    from: &[String],
) -> Result<(), AdministerFault> {
    let organisation = acting.organisation();
    tx.lock_catalogue(organisation)?;
    let permission = super::own(tx, acting, key)?;
    let holders = tx.roles_with_permission(organisation, key)?;
    let seen = holders.iter().all(|holder| from.contains(&holder.key));
    if !seen {
        let names: Vec<&str> = holders.iter().map(|holder| holder.name.as_str()).collect();
        return Err(Reason::PermissionHeld(names.join(", ")).into());
    }
    for holder in &holders {
        // A card that only owners assign is changed by owners alone, this way too.
        let card = tx.find_role(organisation, holder.id)?;
        if card.is_some_and(|card| card.owner_assigns) {
            acting.demand_owner()?;
        }
    }
    if !tx.remove_permission(organisation, &permission.key)? {
        return Err(Reason::Changed.into());
    }
    let keys: Vec<&str> = holders.iter().map(|holder| holder.key.as_str()).collect();
    let event = acting
        .event(KIND)
        .with("permission", key)
        .with("change", "removed")
        .with("roles", &keys.join(","));
    tx.audit(organisation, &event, acting.now())?;
    Ok(())
}
