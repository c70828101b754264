//! What of a role card only some may write, and what a change of it is told as.

use domain::audit::Changes;
use domain::factor::FactorSet;
use domain::role::{AssignmentFault, BuiltIn, Rights, Role};
use domain::time::Timestamp;
use store::Tx;

use super::acting::Acting;
use super::{AdministerFault, Reason};
use crate::App;

/// Whether whoever acts may write this card. Otherwise whoever may edit cards could give every right to themselves (A55).
///
/// - A card that only owners assign, before or after, is written by owners alone.
/// - Rights over the installation are put on cards by owners of the default organisation alone.
/// - Of the rights inside Tvåsteg nobody but an owner puts one on a card that they do not have themselves. A machine has none.
/// - A card with a right that they do not have they may not make easier to use either: fewer or weaker proofs, less often or later.
pub(super) fn may_write(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    before: Option<&Role>,
    after: &Role,
) -> Result<(), AdministerFault> {
    let owners_only = after.owner_assigns || before.is_some_and(|before| before.owner_assigns);
    if owners_only {
        acting.demand_owner()?;
    }
    let own = acting.whole_organisation();
    let reaches_out = after.permissions.contains(BuiltIn::Installation.key());
    if reaches_out && !(acting.is_owner() && own.slug == app.default_organisation) {
        return Err(Reason::Assignment(AssignmentFault::InstallationOnly).into());
    }
    if acting.is_owner() {
        return Ok(());
    }
    let held = rights_of(tx, acting)?;
    let stood = |key: &str| before.is_some_and(|before| before.permissions.contains(key));
    let beyond = BuiltIn::ALL.into_iter().find(|right| {
        after.permissions.contains(right.key()) && !stood(right.key()) && !held.has(*right)
    });
    if let Some(right) = beyond {
        return Err(Reason::RightNotHeld(right.key().to_owned()).into());
    }
    let guarded = BuiltIn::ALL
        .into_iter()
        .find(|right| stood(right.key()) && !held.has(*right));
    match guarded {
        Some(right) if before.is_some_and(|before| is_looser(before, after)) => {
            Err(Reason::CardGuarded(right.key().to_owned()).into())
        }
        _ => Ok(()),
    }
}

/// Whether whoever has the card comes in with less than before.
fn is_looser(before: &Role, after: &Role) -> bool {
    if !before.two_step {
        return false;
    }
    let later = match (before.two_step_from, after.two_step_from) {
        (None, Some(_)) => true,
        (Some(before), Some(after)) => after > before,
        (_, None) => false,
    };
    let wider = match (&before.allowed_factors, &after.allowed_factors) {
        (Some(before), Some(after)) => after.iter().any(|kind| !before.contains(kind)),
        (Some(_), None) => true,
        (None, _) => false,
    };
    !after.two_step
        || later
        || wider
        || after.grace_days > before.grace_days
        || after.trusted_days > before.trusted_days
        || after.minimum < before.minimum
}

/// The rights of whoever acts, who is no owner.
fn rights_of(tx: &mut Tx, acting: &Acting) -> Result<Rights, AdministerFault> {
    let Some(user) = acting.user() else {
        return Ok(Rights::default());
    };
    Ok(Rights::of(
        false,
        &tx.roles_of_user(acting.organisation(), user)?,
    ))
}

/// What differs between two states of a card, as the audit log tells it.
pub(super) fn changes(before: &Role, after: &Role) -> Changes {
    let set = |set: &Option<FactorSet>| set.as_ref().map(FactorSet::to_string);
    let day = |at: Option<Timestamp>| at.map(Timestamp::unix_millis);
    let kinds = (set(&before.allowed_factors), set(&after.allowed_factors));
    let days = (day(before.two_step_from), day(after.two_step_from));
    let changes = Changes::default()
        .field("name", &before.name, &after.name)
        .field("owner-assigns", &before.owner_assigns, &after.owner_assigns)
        .field(
            "api-integrator",
            &before.api_integrator,
            &after.api_integrator,
        )
        .field("two-step", &before.two_step, &after.two_step)
        .field("trusted-days", &before.trusted_days, &after.trusted_days)
        .optional("allowed-factors", kinds.0.as_ref(), kinds.1.as_ref())
        .field("minimum", before.minimum.as_str(), after.minimum.as_str())
        .optional("two-step-from", days.0.as_ref(), days.1.as_ref())
        .field("grace-days", &before.grace_days, &after.grace_days);
    let given = after.permissions.difference(&before.permissions);
    let changes = given.fold(changes, |changes, key| {
        changes.field(&format!("permission {key}"), "false", "true")
    });
    let taken = before.permissions.difference(&after.permissions);
    taken.fold(changes, |changes, key| {
        changes.field(&format!("permission {key}"), "true", "false")
    })
}
