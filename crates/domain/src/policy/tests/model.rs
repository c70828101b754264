//! The rules of the design once more, written naively and apart from the code: question by question over lists, nothing merged.

use super::world::World;
use crate::factor::{Evidence, FactorKind};
use crate::policy::{Step, Usable};
use crate::role::{Minimum, Role};

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn asks(role: &Role, world: &World) -> bool {
    let its_day_has_come = match role.two_step_from {
        None => true,
        Some(from) => from.unix_millis() <= world.now.unix_millis(),
    };
    role.two_step && its_day_has_come
}

fn cards(world: &World) -> Vec<&Role> {
    if !world.add_on {
        return Vec::new();
    }
    let mut cards = Vec::new();
    for role in &world.roles {
        if asks(role, world) {
            cards.push(role);
        }
    }
    cards
}

fn levels(world: &World) -> Vec<Minimum> {
    let mut levels: Vec<Minimum> = cards(world).iter().map(|card| card.minimum).collect();
    if let Some(client) = &world.client {
        levels.push(client.minimum);
    }
    levels
}

pub(super) fn demanded(world: &World) -> bool {
    let by_client = match &world.client {
        None => false,
        Some(client) => client.two_step || client.minimum != Minimum::Any,
    };
    !cards(world).is_empty() || by_client
}

pub(super) fn two_step(world: &World) -> bool {
    demanded(world) || world.own.iter().any(|factor| !factor.is_backup)
}

pub(super) fn trusted_days(world: &World) -> u32 {
    let mut days: Vec<u32> = cards(world).iter().map(|card| card.trusted_days).collect();
    days.sort_unstable();
    days.first().copied().unwrap_or(world.default_days)
}

fn is_allowed(world: &World, kind: &FactorKind) -> bool {
    for card in cards(world) {
        if let Some(allowed) = &card.allowed_factors
            && !allowed.iter().any(|other| other == kind)
        {
            return false;
        }
    }
    match &world.house {
        None => true,
        Some(house) => house.iter().any(|other| other == kind),
    }
}

fn is_strong_enough(world: &World, reaches_aal2: bool, phishing_resistant: bool) -> bool {
    for level in levels(world) {
        let enough = match level {
            Minimum::Any => true,
            Minimum::Aal2 => reaches_aal2,
            Minimum::PhishingResistant => phishing_resistant,
        };
        if !enough {
            return false;
        }
    }
    true
}

/// Whether a factor of this person, no recovery codes, is all that is asked for.
pub(super) fn suffices(world: &World, factor: &Usable) -> bool {
    !factor.is_backup
        && is_allowed(world, &factor.kind)
        && is_strong_enough(world, factor.reaches_aal2, factor.phishing_resistant)
}

/// What the person is asked for of what they have, recovery codes apart: what suffices, or – where nobody demands anything – whatever they
/// set up themselves.
fn asked_for(world: &World) -> Vec<&Usable> {
    let standing: Vec<&Usable> = world.own.iter().filter(|own| !own.is_backup).collect();
    let sufficient: Vec<&Usable> = standing
        .iter()
        .copied()
        .filter(|own| suffices(world, own))
        .collect();
    if sufficient.is_empty() && !demanded(world) {
        standing
    } else {
        sufficient
    }
}

/// Whether recovery codes may stand in.
fn stands_in(world: &World, factor: &Usable) -> bool {
    factor.is_backup && is_strong_enough(world, factor.reaches_aal2, factor.phishing_resistant)
}

pub(super) fn skipped(world: &World) -> bool {
    let Some(proved_at) = world.trusted else {
        return false;
    };
    let age = world.now.unix_millis() - proved_at.unix_millis();
    let in_time = age >= 0 && age < i64::from(trusted_days(world)) * DAY;
    let level_is_demanded = levels(world).iter().any(|level| *level != Minimum::Any);
    let would_be_asked = !asked_for(world).is_empty();
    two_step(world) && in_time && !level_is_demanded && would_be_asked
}

/// A second step, not through the mailbox that the login began with.
fn counts(world: &World, proof: &Evidence) -> bool {
    if proof.kind.as_str() == "password" || proof.kind.as_str() == "pass" {
        return false;
    }
    for first in &world.evidence {
        let began_the_login = first.kind.as_str() == "pass";
        if began_the_login && first.channel.is_some() && first.channel == proof.channel {
            return false;
        }
    }
    true
}

fn is_proved(world: &World, factor: &Usable) -> bool {
    world
        .evidence
        .iter()
        .any(|proof| counts(world, proof) && proof.kind == factor.kind)
}

fn ask(world: &World, factors: &[&Usable]) -> Step {
    let mut kinds = Vec::new();
    for factor in factors {
        let used = world
            .evidence
            .iter()
            .any(|proof| proof.channel.is_some() && proof.channel == factor.channel);
        if !used {
            kinds.push(factor.kind.clone());
        }
    }
    if kinds.is_empty() {
        Step::Support
    } else {
        Step::Prove(kinds.into_iter().collect())
    }
}

pub(super) fn step(world: &World) -> Step {
    if !two_step(world) || skipped(world) {
        return Step::Complete;
    }
    let sufficient = asked_for(world);
    let all: Vec<&Usable> = world.own.iter().collect();
    if !sufficient.is_empty() {
        let backups = world.own.iter().filter(|own| stands_in(world, own));
        let ways: Vec<&Usable> = sufficient.into_iter().chain(backups).collect();
        return if ways.iter().any(|way| is_proved(world, way)) {
            Step::Complete
        } else {
            ask(world, &ways)
        };
    }
    let something_to_enrol = world
        .enrolable
        .iter()
        .any(|profile| suffices(world, &Usable::of(profile, None)));
    if !something_to_enrol {
        return Step::Support;
    }
    let has_a_factor = world.own.iter().any(|own| !own.is_backup);
    if has_a_factor && !world.evidence.iter().any(|proof| counts(world, proof)) {
        return ask(world, &all);
    }
    let by_client = world
        .client
        .as_ref()
        .is_some_and(|client| client.two_step || client.minimum != Minimum::Any);
    match world.grace {
        Some(until) if world.now < until && !by_client => Step::OfferGrace { until },
        _ => Step::Enrol,
    }
}

/// The codes of the reasons that must be told, sorted.
pub(super) fn reasons(world: &World) -> Vec<&'static str> {
    let mut codes = vec!["role-demands"; cards(world).len()];
    if demanded(world)
        && world
            .client
            .as_ref()
            .is_some_and(|c| c.two_step || c.minimum != Minimum::Any)
    {
        codes.push("client-demands");
    }
    if two_step(world) && !demanded(world) {
        codes.push("own-choice");
    }
    if !world.add_on && world.roles.iter().any(|role| asks(role, world)) {
        codes.push("add-on-off");
    }
    if !two_step(world) {
        codes.push("nothing-demands");
    }
    if skipped(world) {
        codes.push("device-trusted");
    }
    let restricting = world.house.is_some()
        || cards(world)
            .iter()
            .any(|card| card.allowed_factors.is_some());
    let any_allowed = super::world::KINDS
        .iter()
        .any(|kind| is_allowed(world, &FactorKind::named((*kind).to_owned())));
    if restricting && !any_allowed {
        codes.push("nothing-allowed");
    }
    codes.sort_unstable();
    codes
}
