//! The days in which people may put off setting up a second step: a date for each person, stored once.
//!
//! It begins with the change that makes them need one, in the same unit: a card saved, a role given, a suspension ended. Once what gave it
//! demands two-step, nothing renews it, neither another login nor another change of the card. Until then no day of it has been used, and it
//! moves with the card.

use domain::effect::{self, Cards, Class};
use domain::id::{OrganisationId, UserId};
use domain::role::Role;
use domain::time::Timestamp;
use store::Tx;

use super::effect::survey::Survey;
use crate::{App, Fault};

/// Lets everybody of the organisation who must set something up, as the cards stand in this unit, put it off for as long as those cards
/// give them. Whoever was given a day before keeps that one. Gives how many there were.
pub(super) fn begin(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<u64, Fault> {
    let survey = Survey::read(tx, app, organisation)?;
    if survey
        .cards
        .iter()
        .all(|card| card.grace_days == 0 && card.two_step_from.is_none())
    {
        return Ok(0);
    }
    let standing = survey.unchanged();
    let (ground, mut cards) = (survey.ground(&standing, now), Cards::new(&survey.cards));
    let mut people = 0;
    let mut last = None;
    for class in &survey.classes {
        // Classes that differ in nothing but addresses come one after the other, and are given their day together.
        let same = (class.roles.clone(), class.factors.clone());
        if last.as_ref() == Some(&same) {
            continue;
        }
        let held = cards.held(&class.roles);
        if let Some(until) = effect::grace_to_begin(&ground, held, class, now) {
            people += tx.begin_grace(organisation, class, until)?;
            last = Some(same);
        }
    }
    Ok(people)
}

/// Moves the days that have not begun to run, after a card was saved: whoever was given one by cards of a later day, as they stood in
/// `before`, is given the one that the cards say now, or none. Whose days run already keeps them. Then days begin as in [`begin`].
pub(super) fn move_on(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    before: &[Role],
    now: Timestamp,
) -> Result<u64, Fault> {
    let survey = Survey::read(tx, app, organisation)?;
    let standing = survey.unchanged();
    let ground = survey.ground(&standing, now);
    let (mut cards_before, mut cards) = (Cards::new(before), Cards::new(&survey.cards));
    let mut people = 0;
    for class in survey.classes.iter().filter(|class| class.grace.is_some()) {
        let unused = effect::before_days_run(cards_before.held(&class.roles), class, now);
        if unused.grace.is_some() {
            continue;
        }
        // Whoever is suspended finds the day that the others have, not the one that was.
        let unused = Class {
            suspended: false,
            ..unused.into_owned()
        };
        let until = effect::grace_to_begin(&ground, cards.held(&class.roles), &unused, now);
        if until != class.grace {
            people += tx.move_grace(organisation, class, until)?;
        }
    }
    Ok(people + begin(tx, app, organisation, now)?)
}

/// The same for one person, after their roles changed or their suspension ended.
pub(super) fn begin_for(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let Some(class) = tx.find_class_of(organisation, user)? else {
        return Ok(false);
    };
    let survey = Survey::of(tx, app, organisation, vec![class])?;
    let standing = survey.unchanged();
    let (ground, mut cards) = (survey.ground(&standing, now), Cards::new(&survey.cards));
    for class in &survey.classes {
        let held = cards.held(&class.roles);
        if let Some(until) = effect::grace_to_begin(&ground, held, class, now) {
            return Ok(tx.begin_grace_of(organisation, user, until)?);
        }
    }
    Ok(false)
}
