//! Moves a role card one place in the order in which cards are leafed through.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, RoleId};
use domain::role::BuiltIn;
use store::Tx;

use super::acting::Acting;
use super::{AdministerFault, By, Reason, unit};
use crate::App;

const KIND: EventKind = EventKind::RoleChanged;

/// Moves a role card one place up (towards the first) or down.
pub async fn move_role(
    app: &Arc<App>,
    organisation: OrganisationId,
    role: RoleId,
    up: bool,
    by: &By,
) -> Result<(), AdministerFault> {
    let work = move |tx: &mut Tx, acting: &Acting| {
        tx.lock_catalogue(organisation)?;
        let order = tx.role_headings(organisation)?;
        let at = order
            .iter()
            .position(|heading| heading.id == role)
            .ok_or(Reason::Changed)?;
        let to = if up { at.saturating_sub(1) } else { at + 1 };
        if to == at || to >= order.len() {
            return Ok(());
        }
        // The order is the cards' own: whoever may not change an owner's card does not move it, nor another past it.
        for moved in [at, to].into_iter().filter_map(|place| order.get(place)) {
            let card = tx.find_role(organisation, moved.id)?;
            if card.is_some_and(|card| card.owner_assigns) {
                acting.demand_owner()?;
            }
        }
        tx.move_role(organisation, role, to)?;
        let key = order.get(at).map_or("", |heading| heading.key.as_str());
        let event = acting.event(KIND).with("role", key).with("change", "moved");
        tx.audit(organisation, &event, acting.now())?;
        Ok(())
    };
    unit::act(app, organisation, by, BuiltIn::Roles, KIND, work).await
}
