//! Every small world: nobody's, one card's and two cards' demands, crossed with factors, devices, clients, evidence and grace.

use super::model;
use super::world::{KINDS, NOW, World, demanding, lenient, profile, proof, usable};
use crate::factor::{Evidence, FactorSet};
use crate::policy::{ClientDemand, Usable};
use crate::role::{Minimum, Role};
use crate::time::{Span, Timestamp};

const MINIMUMS: [Minimum; 3] = [Minimum::Any, Minimum::Aal2, Minimum::PhishingResistant];

/// No card, every card, and every pair of cards, with these trusted days.
fn hands_of_cards(days: &[u32], allowed: &[Option<&str>]) -> Vec<Vec<Role>> {
    let mut cards = vec![lenient()];
    for &days in days {
        for &allowed in allowed {
            cards.extend(MINIMUMS.map(|minimum| demanding(days, allowed, minimum)));
        }
    }
    let mut hands = vec![vec![]];
    for (index, first) in cards.iter().enumerate() {
        hands.push(vec![first.clone()]);
        hands.extend(
            cards[index..]
                .iter()
                .map(|second| vec![first.clone(), second.clone()]),
        );
    }
    hands
}

fn sets_of_factors() -> Vec<Vec<Usable>> {
    [
        vec![],
        vec!["codes"],
        vec!["email"],
        vec!["email", "codes"],
        vec!["sms"],
        vec!["sms", "email"],
        vec!["totp", "codes"],
        vec!["passkey"],
        vec!["totp", "sms", "email", "passkey", "codes"],
    ]
    .into_iter()
    .map(|kinds| kinds.into_iter().map(usable).collect())
    .collect()
}

fn clients() -> Vec<Option<ClientDemand>> {
    let demand = |two_step, minimum| Some(ClientDemand { two_step, minimum });
    vec![
        None,
        demand(false, Minimum::Any),
        demand(true, Minimum::Any),
        demand(false, Minimum::Aal2),
        demand(true, Minimum::PhishingResistant),
    ]
}

/// Every client under an organisation that allows all, and the two that differ most under one that allows less.
fn clients_and_houses() -> Vec<(Option<ClientDemand>, Option<FactorSet>)> {
    let mut all: Vec<_> = clients().into_iter().map(|client| (client, None)).collect();
    let house = Some(FactorSet::parse("passkey,totp"));
    all.push((None, house.clone()));
    all.push((clients().swap_remove(2), house));
    all
}

/// No device, and devices that proved themselves around the ends of one day and fourteen, and in a future that the clock went back from.
fn devices() -> Vec<Option<Timestamp>> {
    let mut devices = vec![
        None,
        Some(NOW),
        Some(NOW + Span::millis(1)),
        Some(NOW + Span::days(1)),
    ];
    for days in [1, 14] {
        for offset in [-1, 0, 1] {
            devices.push(Some(NOW - Span::days(days) + Span::millis(offset)));
        }
    }
    devices
}

#[test]
fn the_requirement_agrees_with_the_model_in_every_small_world() {
    let mut tried = 0;
    for roles in hands_of_cards(&[0, 1, 14], &[None, Some("totp,passkey"), Some("email")]) {
        for (add_on, default_days) in [(true, 0), (true, 1), (false, 0), (false, 14)] {
            for own in sets_of_factors() {
                for (client, house) in clients_and_houses() {
                    let mut world = World {
                        add_on,
                        default_days,
                        house,
                        roles: roles.clone(),
                        own: own.clone(),
                        client: client.clone(),
                        ..World::plain()
                    };
                    for trusted in devices() {
                        world.trusted = trusted;
                        requirement_agrees(&world);
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 500_000, "{tried}");
}

fn requirement_agrees(world: &World) {
    let said = world.requirement();
    assert_eq!(said.two_step, model::two_step(world), "{world:#?}");
    assert_eq!(said.demanded, model::demanded(world), "{world:#?}");
    assert_eq!(said.skipped, model::skipped(world), "{world:#?}");
    assert_eq!(said.trusted_days, model::trusted_days(world), "{world:#?}");
    if world.trusted.is_none() {
        for factor in KINDS.map(usable).iter().filter(|factor| !factor.is_backup) {
            assert_eq!(
                said.is_met_by(&factor.kind, factor.reaches_aal2, factor.phishing_resistant),
                model::suffices(world, factor),
                "{} in {world:#?}",
                factor.kind
            );
        }
    }
    let mut codes = world.reasons();
    codes.sort_unstable();
    assert_eq!(codes, model::reasons(world), "{world:#?}");
}

fn evidence() -> Vec<Vec<Evidence>> {
    [
        vec!["password"],
        vec!["password", "totp"],
        vec!["password", "email"],
        vec!["password", "codes"],
        vec!["password", "passkey"],
        vec!["password", "email", "totp"],
        vec!["link"],
        vec!["link", "email"],
        vec!["link", "sms"],
    ]
    .into_iter()
    .map(|kinds| kinds.into_iter().map(proof).collect())
    .collect()
}

#[test]
fn the_next_step_agrees_with_the_model_in_every_small_world() {
    let mut tried = 0;
    let sets = [
        None,
        Some("totp,passkey"),
        Some("email"),
        Some("sms,codes"),
        Some(""),
    ];
    for roles in hands_of_cards(&[14], &sets) {
        for own in sets_of_factors() {
            for (client, house) in clients_and_houses() {
                for trusted in [None, Some(NOW - Span::days(1))] {
                    let world = World {
                        roles: roles.clone(),
                        own: own.clone(),
                        client: client.clone(),
                        house: house.clone(),
                        trusted,
                        ..World::plain()
                    };
                    tried += steps_agree(&world);
                }
            }
        }
    }
    assert!(tried > 500_000, "{tried}");
}

/// Tries the world with every evidence, grace and choice of what can be enrolled.
fn steps_agree(world: &World) -> usize {
    let requirement = world.requirement();
    let mut tried = 0;
    for evidence in evidence() {
        let mut world = World {
            evidence,
            ..world.clone()
        };
        for enrolable in [&KINDS[..], &["email", "codes"], &["codes"]] {
            world.enrolable = enrolable.iter().map(|kind| profile(kind)).collect();
            for grace in [None, Some(NOW), Some(NOW + Span::millis(1))] {
                world.grace = grace;
                let said = requirement.next_step(
                    &world.evidence,
                    &world.own,
                    &world.enrolable,
                    world.grace,
                    world.now,
                );
                assert_eq!(said, model::step(&world), "{world:#?}");
                tried += 1;
            }
        }
    }
    tried
}
