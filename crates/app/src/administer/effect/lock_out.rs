//! Whether a card may be saved although people could no longer sign in (A55, A56): only with its name typed, never where it is the last owner
//! or whoever saves it.

use domain::role::Role;
use store::Tx;

use super::first_day;
use super::survey::{Change, Judged, Survey};
use crate::App;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, LockedOut, Reason};

/// Refuses to save `draft` over the stored card where it must not be, in the unit that saves it and before it does. `confirmed` is what was
/// typed to confirm that people are locked out: the card's name.
///
/// The organisation is locked first: of two who save at once, the later one judges what the earlier one left.
pub(in crate::administer) fn lock_out_check(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    draft: &Role,
    confirmed: Option<&str>,
) -> Result<(), AdministerFault> {
    tx.bump_policy_epoch(acting.organisation())?;
    let survey = Survey::read(tx, app, acting.organisation())?;
    let change = survey.with_card(draft);
    let stored = survey.cards.iter().find(|card| card.id == draft.id);
    let names = [Some(draft.name.trim()), stored.map(|card| card.name.trim())];
    let is_confirmed = confirmed.is_some_and(|typed| names.contains(&Some(typed.trim())));
    let judged = check(tx, acting, &survey, &change, draft)?;
    if judged.newly_locked_out > 0 && !is_confirmed {
        let locked_out = LockedOut {
            people: judged.newly_locked_out,
            administrators: judged.administrators_locked_out,
        };
        return Err(Reason::LocksOut(locked_out).into());
    }
    Ok(())
}

/// Refuses what cuts off the last owner or whoever acts, and gives what else the change does.
fn check(
    tx: &mut Tx,
    acting: &Acting,
    survey: &Survey,
    change: &Change,
    card: &Role,
) -> Result<Judged, AdministerFault> {
    let now = acting.now();
    let at = first_day(card, now);
    let judged = survey.judge(change, Some(card), at, now);
    if judged.cuts_off_all_owners() {
        return Err(Reason::LastOwner.into());
    }
    let own = acting
        .user()
        .map(|user| tx.find_class_of(acting.organisation(), user))
        .transpose()?
        .flatten();
    if own.is_some_and(|own| survey.cuts_off(change, &own, at, now)) {
        return Err(Reason::CutsYouOff.into());
    }
    Ok(judged)
}
