//! Moves a permission within its area of the catalogue.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::role::BuiltIn;
use store::{Permission, Tx};

use super::super::acting::Acting;
use super::super::{AdministerFault, By, unit};
use crate::App;

const KIND: EventKind = EventKind::PermissionChanged;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Towards the first of its area.
    Up,
    /// Towards the last of its area.
    Down,
}

/// Moves a permission of the organisation's own one place among those of its area; at the end it stays.
pub async fn move_permission(
    app: &Arc<App>,
    organisation: OrganisationId,
    key: &str,
    step: Step,
    by: &By,
) -> Result<(), AdministerFault> {
    let key = key.to_owned();
    let work = move |tx: &mut Tx, acting: &Acting| move_in(tx, acting, &key, step);
    unit::act(app, organisation, by, BuiltIn::Roles, KIND, work).await
}

fn move_in(tx: &mut Tx, acting: &Acting, key: &str, step: Step) -> Result<(), AdministerFault> {
    let organisation = acting.organisation();
    tx.lock_catalogue(organisation)?;
    let moved = super::own(tx, acting, key)?;
    let catalogue = tx.permissions(organisation)?;
    let Some(order) = stepped(&catalogue, &moved, step) else {
        return Ok(());
    };
    tx.place_permissions(organisation, &order)?;
    let event = acting
        .event(KIND)
        .with("permission", key)
        .with("change", "moved");
    tx.audit(organisation, &event, acting.now())?;
    Ok(())
}

/// The order of the keys with the one moved; nothing where it stands at the end of its area already.
fn stepped(catalogue: &[Permission], moved: &Permission, step: Step) -> Option<Vec<String>> {
    let mut order: Vec<String> = catalogue.iter().map(|one| one.key.clone()).collect();
    let from = order.iter().position(|key| *key == moved.key)?;
    let beside = |one: &Permission| !one.built_in && one.area == moved.area;
    let to = match step {
        Step::Up => catalogue.get(..from)?.iter().rposition(beside)?,
        Step::Down => from + 1 + catalogue.get(from + 1..)?.iter().position(beside)?,
    };
    order.swap(from, to);
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Vec<Permission> {
        [
            ("a", "X", true),
            ("b", "X", false),
            ("c", "Y", false),
            ("d", "X", false),
        ]
        .into_iter()
        .enumerate()
        .map(|(position, (key, area, built_in))| Permission {
            key: key.to_owned(),
            name: key.to_owned(),
            area: area.to_owned(),
            built_in,
            position: i64::try_from(position).unwrap_or(0),
        })
        .collect()
    }

    #[test]
    fn a_permission_changes_places_with_the_next_of_its_own_area() {
        let catalogue = catalogue();
        let keys =
            |at: usize, step| stepped(&catalogue, &catalogue[at], step).map(|it| it.concat());
        assert_eq!(keys(3, Step::Up).as_deref(), Some("adcb"));
        assert_eq!(keys(1, Step::Down).as_deref(), Some("adcb"));
        assert_eq!(keys(1, Step::Up), None, "what is built in is no neighbour");
        assert_eq!(keys(2, Step::Up), None);
        assert_eq!(keys(3, Step::Down), None);
    }
}
