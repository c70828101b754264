//! What must hold in every world, however large: strictest wins, nothing demanded is skipped, and no way leads round.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::world::{KINDS, NOW, World, demanding, lenient, profile, proof, usable};
use crate::factor::FactorSet;
use crate::policy::{ClientDemand, Step};
use crate::role::{Minimum, Role};
use crate::time::Span;

fn minimum() -> impl Strategy<Value = Minimum> {
    // Most cards accept anything: else hardly a world would ever come to its end.
    select(vec![
        Minimum::Any,
        Minimum::Any,
        Minimum::Any,
        Minimum::Aal2,
        Minimum::PhishingResistant,
    ])
}

fn card() -> impl Strategy<Value = Role> {
    let allowed = prop_oneof![
        2 => Just(None),
        3 => subsequence(KINDS.to_vec(), 1..=5).prop_map(|kinds| Some(kinds.join(","))),
    ];
    let days = select(vec![0, 1, 7, 14, 365]);
    // Most cards demand at once; some have had their day, and some wait for it.
    let from = prop::option::weighted(0.3, -1_000_i64..=1_000);
    prop_oneof![
        1 => Just(lenient()),
        5 => (days, allowed, minimum(), from).prop_map(|(days, allowed, minimum, from)| Role {
            two_step_from: from.map(|left| NOW + Span::millis(left)),
            ..demanding(days, allowed.as_deref(), minimum)
        }),
    ]
}

fn client() -> impl Strategy<Value = Option<ClientDemand>> {
    prop::option::weighted(
        0.4,
        (any::<bool>(), minimum())
            .prop_map(|(two_step, minimum)| ClientDemand { two_step, minimum }),
    )
}

prop_compose! {
    fn world()(
        add_on in prop::bool::weighted(0.8),
        default_days in select(vec![0, 1, 30]),
        house in prop::option::weighted(0.3, subsequence(KINDS.to_vec(), 1..=5)),
        roles in prop::collection::vec(card(), 0..4),
        own in subsequence(KINDS.to_vec(), 0..=5),
        trusted in prop::option::of(-2 * 86_400_000_i64..20 * 86_400_000),
        client in client(),
        first in select(vec!["password", "password", "link"]),
        proved in subsequence(KINDS.to_vec(), 0..=3),
        enrolable in subsequence(KINDS.to_vec(), 0..=5),
        grace in prop::option::of(-86_400_000_i64..86_400_000),
    ) -> World {
        World {
            add_on,
            default_days,
            house: house.map(|kinds| FactorSet::parse(&kinds.join(","))),
            roles,
            own: own.into_iter().map(usable).collect(),
            trusted: trusted.map(|ago| NOW - Span::millis(ago)),
            client,
            evidence: std::iter::once(first).chain(proved).map(proof).collect(),
            enrolable: enrolable.into_iter().map(profile).collect(),
            grace: grace.map(|left| NOW + Span::millis(left)),
            now: NOW,
        }
    }
}

fn demands(world: &World) -> bool {
    world.add_on
        && world
            .roles
            .iter()
            .any(|role| role.requires_two_step_at(world.now))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Strictest wins. The one thing that a first demanding card can relax is the number of trusted days, because it replaces the
    /// organisation's own number, which holds only where no card demands two-step; a second card never does.
    #[test]
    fn one_more_card_never_makes_anything_laxer(world in world(), added in card()) {
        let (before, step_before) = (world.requirement(), world.step());
        let had_cards = demands(&world);
        let world = world.with_roles([added]);
        let (after, step_after) = (world.requirement(), world.step());
        prop_assert!(after.two_step >= before.two_step);
        prop_assert!(after.demanded >= before.demanded);
        prop_assert!(after.minimum >= before.minimum);
        for kind in KINDS {
            let factor = usable(kind);
            let met = |said: &crate::policy::Requirement| said.is_met_by(&factor.kind, factor.reaches_aal2, factor.phishing_resistant);
            prop_assert!(met(&before) >= met(&after), "{}", kind);
        }
        if had_cards || after.trusted_days <= before.trusted_days {
            prop_assert!(after.trusted_days <= before.trusted_days);
            prop_assert!(!after.skipped || before.skipped);
            prop_assert!(step_after != Step::Complete || step_before == Step::Complete);
        }
    }

    #[test]
    fn a_client_never_makes_anything_laxer(mut world in world(), demand in client()) {
        world.client = None;
        let (before, step_before) = (world.requirement(), world.step());
        world.client = demand;
        let after = world.requirement();
        prop_assert!(after.two_step >= before.two_step && after.minimum >= before.minimum);
        prop_assert!(after.trusted_days == before.trusted_days);
        prop_assert!(!after.skipped || before.skipped || !before.two_step);
        prop_assert!(world.step() != Step::Complete || step_before == Step::Complete);
    }

    /// A login completes only where nothing is asked for, where an allowed device skips a step that demands no level, or where a
    /// factor that is enough was proved, or a recovery code behind one that is.
    #[test]
    fn a_login_completes_only_for_a_reason(world in world()) {
        let said = world.requirement();
        if world.step() == Step::Complete && said.two_step && !said.skipped {
            let enough = |kind: &str| {
                let factor = usable(kind);
                world.own.contains(&factor)
                    && (!said.demanded || said.is_met_by(&factor.kind, factor.reaches_aal2, factor.phishing_resistant))
                    && !factor.is_backup
            };
            let proved = |kind: &str| world.evidence.contains(&proof(kind));
            let by_mail = proved("link");
            let by_factor = KINDS.iter().any(|kind| enough(kind) && proved(kind) && !(by_mail && *kind == "email"));
            let by_code = proved("codes") && world.own.contains(&usable("codes")) && KINDS.iter().any(|kind| enough(kind))
                && said.minimum <= Minimum::Aal2;
            prop_assert!(by_factor || by_code);
        }
    }

    #[test]
    fn a_device_skips_only_within_its_days_and_never_a_level(world in world()) {
        let said = world.requirement();
        if said.skipped {
            let age = NOW.since(world.trusted.unwrap());
            prop_assert!(said.two_step && said.minimum == Minimum::Any);
            prop_assert!(age >= Span::ZERO && age < Span::days(i64::from(said.trusted_days)));
            prop_assert!(world.own.iter().any(|factor| !factor.is_backup));
        }
        prop_assert_eq!(said.skipped, world.reasons().contains(&"device-trusted"));
    }

    #[test]
    fn only_what_the_person_has_and_can_still_use_is_asked_for(world in world()) {
        if let Step::Prove(kinds) = world.step() {
            prop_assert!(!kinds.is_empty());
            for kind in kinds.iter() {
                let factor = world.own.iter().find(|factor| factor.kind == *kind);
                prop_assert!(factor.is_some(), "{}", kind);
                let channel = &factor.unwrap().channel;
                prop_assert!(channel.is_none() || world.evidence.iter().all(|proof| proof.channel != *channel));
            }
        }
    }

    #[test]
    fn enrolment_is_asked_for_only_where_it_helps_and_is_safe(world in world()) {
        if matches!(world.step(), Step::Enrol | Step::OfferGrace { .. }) {
            let said = world.requirement();
            prop_assert!(said.demanded);
            let helps = |profile: &crate::factor::Profile| {
                !profile.is_backup && said.is_met_by(&profile.kind, profile.reaches_aal2, profile.phishing_resistant)
            };
            prop_assert!(world.enrolable.iter().any(helps));
            let has_factor = world.own.iter().any(|factor| !factor.is_backup);
            prop_assert!(!has_factor || world.evidence.iter().any(crate::factor::Evidence::is_second_step));
        }
    }

    #[test]
    fn setting_up_what_is_asked_for_ends_the_asking(world in world()) {
        if world.step() == Step::Enrol {
            let said = world.requirement();
            let chosen = world.enrolable.iter().find(|profile| {
                !profile.is_backup && said.is_met_by(&profile.kind, profile.reaches_aal2, profile.phishing_resistant)
            });
            let kind = chosen.unwrap().kind.as_str().to_owned();
            // A mailbox that the login began with proves nothing more, even newly enrolled.
            if !(kind == "email" && world.evidence.contains(&proof("link"))) {
                let world = world.owning([kind.as_str()]).having_proved([kind.as_str()]);
                prop_assert_eq!(world.step(), Step::Complete);
            }
        }
    }

    #[test]
    fn the_order_of_cards_factors_and_evidence_is_nothing(world in world()) {
        let mut turned = world.clone();
        turned.roles.reverse();
        turned.own.reverse();
        turned.evidence.reverse();
        turned.enrolable.reverse();
        prop_assert_eq!(turned.step(), world.step());
        prop_assert_eq!(turned.requirement().allowed, world.requirement().allowed);
    }

    #[test]
    fn with_the_add_on_off_cards_are_as_if_they_were_not_there(mut world in world()) {
        world.add_on = false;
        let bare = World { roles: Vec::new(), ..world.clone() };
        prop_assert_eq!(world.step(), bare.step());
        prop_assert_eq!(world.requirement().allowed, world.house.clone());
        prop_assert_eq!(world.requirement().trusted_days, world.default_days);
    }

    #[test]
    fn recovery_codes_alone_change_nothing(mut world in world()) {
        world.own.retain(|factor| factor.kind.as_str() == "codes");
        let none = World { own: Vec::new(), ..world.clone() };
        prop_assert_eq!(world.step(), none.step());
        prop_assert_eq!(world.requirement(), none.requirement());
    }

    #[test]
    fn one_more_second_step_never_takes_a_login_back(world in world(), kind in select(KINDS.to_vec())) {
        if world.step() == Step::Complete {
            prop_assert_eq!(world.having_proved([kind]).step(), Step::Complete);
        }
    }

    #[test]
    fn without_a_second_step_or_a_device_nothing_demanded_completes(mut world in world()) {
        world.evidence.truncate(1);
        world.trusted = None;
        prop_assert_eq!(world.step() == Step::Complete, !world.requirement().two_step);
    }
}
