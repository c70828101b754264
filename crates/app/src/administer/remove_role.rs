//! Removes a role card that nobody has.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, RoleId};
use domain::role::BuiltIn;
use store::Tx;

use super::acting::Acting;
use super::{AdministerFault, By, Reason, unit};
use crate::App;

const KIND: EventKind = EventKind::RoleChanged;

/// Removes a role card. A card that somebody has stays.
pub async fn remove_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    role: RoleId,
    by: &By,
) -> Result<(), AdministerFault> {
    let work = move |tx: &mut Tx, acting: &Acting| remove_in(tx, acting, role);
    unit::act(app, organisation, by, BuiltIn::Roles, KIND, work).await?;
    app.sessions.forget_organisation(organisation);
    Ok(())
}

fn remove_in(tx: &mut Tx, acting: &Acting, role: RoleId) -> Result<(), AdministerFault> {
    let organisation = acting.organisation();
    let card = tx.find_role(organisation, role)?.ok_or(Reason::Changed)?;
    if card.owner_assigns {
        acting.demand_owner()?;
    }
    let people = tx.count_users_of_role(organisation, role)?;
    if people > 0 {
        return Err(Reason::RoleHeld(people.to_string()).into());
    }
    if !tx.remove_role(organisation, role)? {
        return Err(Reason::Changed.into());
    }
    let event = acting
        .event(KIND)
        .with("role", &card.key)
        .with("change", "removed");
    tx.audit(organisation, &event, acting.now())?;
    Ok(())
}
