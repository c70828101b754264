//! The situations that the design names one by one.

use std::collections::BTreeSet;

use super::world::{NOW, World, demanding, lenient, profile, proof, prove};
use crate::factor::FactorSet;
use crate::policy::{Reason, Step};
use crate::refusal::tests::is_kebab_case;
use crate::role::Minimum;
use crate::time::{Span, Timestamp};

fn strict() -> crate::role::Role {
    demanding(0, None, Minimum::Any)
}

fn panel() -> crate::role::Role {
    demanding(14, None, Minimum::Any)
}

#[test]
fn nobody_is_asked_where_nothing_demands_it() {
    assert_eq!(World::plain().step(), Step::Complete);
    let world = World::plain().with_roles([lenient()]);
    assert_eq!(world.step(), Step::Complete);
    assert_eq!(world.reasons(), ["nothing-demands"]);
    assert!(!world.requirement().demanded);
}

#[test]
fn c1_a_demanding_card_forces_enrolment() {
    let world = World::plain().with_roles([strict()]);
    assert_eq!(world.step(), Step::Enrol);
    assert_eq!(world.reasons(), ["role-demands"]);
}

#[test]
fn what_the_organisation_rules_out_is_allowed_by_no_card() {
    let house = |kinds: &str| World {
        house: Some(FactorSet::parse(kinds)),
        ..World::plain()
    };
    let world = house("totp,passkey").with_roles([demanding(0, Some("sms,totp"), Minimum::Any)]);
    assert_eq!(world.requirement().allowed, Some(FactorSet::parse("totp")));
    let nothing = house("passkey").with_roles([demanding(0, Some("sms"), Minimum::Any)]);
    assert_eq!(nothing.step(), Step::Support);
    assert_eq!(nothing.reasons(), ["role-demands", "nothing-allowed"]);
}

#[test]
fn a_rule_that_narrows_turns_nobody_s_own_second_step_off() {
    let house = |own: &[&'static str]| {
        let world = World {
            house: Some(FactorSet::parse("totp")),
            ..World::plain()
        };
        world.owning(own.iter().copied())
    };
    assert_eq!(house(&["sms"]).step(), prove("sms"));
    assert_eq!(
        house(&["sms"]).having_proved(["sms"]).step(),
        Step::Complete
    );
    assert_eq!(house(&["sms", "totp"]).step(), prove("totp"));
    let demanded = house(&["sms"]).with_roles([strict()]);
    assert_eq!(demanded.step(), prove("sms"));
    assert_eq!(demanded.having_proved(["sms"]).step(), Step::Enrol);
}

#[test]
fn a_card_demands_nothing_before_its_day() {
    let beginning = |left: i64| crate::role::Role {
        two_step_from: Some(NOW + Span::millis(left)),
        ..demanding(0, Some("totp"), Minimum::Aal2)
    };
    let before = World::plain().with_roles([beginning(1)]);
    assert_eq!(before.step(), Step::Complete);
    assert_eq!(before.reasons(), ["nothing-demands"]);
    assert_eq!(before.requirement().allowed, None);
    assert_eq!(before.requirement().minimum, Minimum::Any);
    for left in [0, -1] {
        let begun = World::plain().with_roles([beginning(left)]);
        assert_eq!(begun.step(), Step::Enrol, "{left} ms left");
        assert_eq!(begun.requirement().minimum, Minimum::Aal2);
    }
}

#[test]
fn ones_own_choice_is_asked_for_and_can_be_switched_off() {
    let world = World::plain().owning(["totp", "codes"]);
    assert_eq!(world.step(), prove("totp,codes"));
    assert!(!world.requirement().demanded);
    assert_eq!(world.reasons(), ["own-choice"]);
    let demanded = world.with_roles([strict()]);
    assert!(demanded.requirement().demanded);
    assert_eq!(demanded.reasons(), ["role-demands"]);
}

#[test]
fn recovery_codes_alone_are_no_second_factor() {
    assert_eq!(World::plain().owning(["codes"]).step(), Step::Complete);
    let demanded = World::plain().owning(["codes"]).with_roles([strict()]);
    assert_eq!(demanded.step(), Step::Enrol);
    assert_eq!(demanded.having_proved(["codes"]).step(), Step::Enrol);
}

#[test]
fn a_recovery_code_opens_the_login_of_whoever_lost_the_factor() {
    let world = World::plain()
        .owning(["totp", "codes"])
        .with_roles([strict()]);
    assert_eq!(world.having_proved(["codes"]).step(), Step::Complete);
}

#[test]
fn a_recovery_code_does_not_stand_in_for_a_factor_that_was_never_set_up() {
    // The card allows the app alone; the person has e-mail and codes. A code proves the person, and then the app is set up.
    let world = World::plain()
        .owning(["email", "codes"])
        .with_roles([demanding(0, Some("totp"), Minimum::Any)]);
    assert_eq!(world.step(), prove("email,codes"));
    for proved in ["email", "codes"] {
        assert_eq!(
            world.clone().having_proved([proved]).step(),
            Step::Enrol,
            "{proved}"
        );
    }
}

#[test]
fn a04_a_factor_that_stands_is_proved_before_another_is_enrolled() {
    let world =
        World::plain()
            .owning(["totp"])
            .with_roles([demanding(0, Some("passkey"), Minimum::Any)]);
    assert_eq!(world.step(), prove("totp"));
    let proved = world.having_proved(["totp"]);
    assert_eq!(proved.step(), Step::Enrol);
    assert_eq!(
        proved.owning(["passkey"]).having_proved(["passkey"]).step(),
        Step::Complete
    );
}

#[test]
fn w4_e_mail_meets_two_step_but_not_aal2() {
    let any = World::plain().owning(["email"]).with_roles([strict()]);
    assert_eq!(any.having_proved(["email"]).step(), Step::Complete);
    let aal2 = World::plain()
        .owning(["email"])
        .with_roles([demanding(0, None, Minimum::Aal2)]);
    assert_eq!(
        aal2.step(),
        prove("email"),
        "R17: what stands is proved first"
    );
    assert_eq!(
        aal2.having_proved(["email"]).step(),
        Step::Enrol,
        "then enrolment is forced"
    );
}

#[test]
fn e4_of_several_cards_the_fewest_days_count() {
    for (roles, days) in [
        (vec![panel()], 14),
        (vec![panel(), strict()], 0),
        (vec![strict(), panel()], 0),
        (
            vec![panel(), demanding(30, None, Minimum::Any), lenient()],
            14,
        ),
    ] {
        assert_eq!(
            World::plain().with_roles(roles).requirement().trusted_days,
            days
        );
    }
}

#[test]
fn e4_a_fortnight_ends_to_the_millisecond() {
    let fortnight = Span::days(14).as_millis();
    let world = World::plain().owning(["totp"]).with_roles([panel()]);
    for (ago, step) in [
        (-1, prove("totp")),
        (0, Step::Complete),
        (fortnight - 1, Step::Complete),
        (fortnight, prove("totp")),
        (fortnight + 1, prove("totp")),
    ] {
        assert_eq!(
            world.clone().trusted_since(Span::millis(ago)).step(),
            step,
            "{ago} ms ago"
        );
    }
    let until = world
        .clone()
        .trusted_since(Span::days(1))
        .requirement()
        .reasons;
    assert!(until.contains(&Reason::DeviceTrusted {
        until: NOW + Span::days(13)
    }));
}

#[test]
fn lowering_the_days_ends_trust_at_once() {
    let world = World::plain().owning(["totp"]).trusted_since(Span::days(7));
    assert_eq!(world.clone().with_roles([panel()]).step(), Step::Complete);
    for days in [0, 1, 7] {
        let lowered = demanding(days, None, Minimum::Any);
        assert_eq!(
            world.clone().with_roles([lowered]).step(),
            prove("totp"),
            "{days}"
        );
    }
}

#[test]
fn trust_skips_a_proof_and_never_an_enrolment() {
    let trusted = World::plain()
        .with_roles([panel()])
        .trusted_since(Span::days(1));
    assert_eq!(
        trusted.step(),
        Step::Enrol,
        "C1: nothing was ever set up, or support ended it (A30)"
    );
    assert_eq!(trusted.clone().owning(["codes"]).step(), Step::Enrol);
    let narrowed = World::plain()
        .owning(["email"])
        .with_roles([demanding(14, Some("totp"), Minimum::Any)])
        .trusted_since(Span::days(1));
    assert_eq!(
        narrowed.step(),
        prove("email"),
        "today's card no longer allows what stands"
    );
}

#[test]
fn a_demanded_level_is_not_skipped() {
    for minimum in [Minimum::Aal2, Minimum::PhishingResistant] {
        let card = World::plain()
            .owning(["passkey"])
            .with_roles([demanding(14, None, minimum)])
            .trusted_since(Span::days(1));
        assert_eq!(card.step(), prove("passkey"));
        let client = World::plain()
            .owning(["passkey"])
            .with_roles([panel()])
            .for_client(false, minimum)
            .trusted_since(Span::days(1));
        assert_eq!(client.step(), prove("passkey"));
        assert!(!client.reasons().contains(&"device-trusted"));
    }
}

#[test]
fn with_the_add_on_off_cards_demand_nothing() {
    let mut world = World::plain().with_roles([demanding(0, Some(""), Minimum::PhishingResistant)]);
    assert_eq!(world.step(), Step::Support);
    world.add_on = false;
    assert_eq!(world.step(), Step::Complete);
    assert_eq!(world.reasons(), ["add-on-off", "nothing-demands"]);
    let chosen = world.owning(["email"]);
    assert_eq!(chosen.step(), prove("email"));
    assert_eq!(chosen.reasons(), ["own-choice", "add-on-off"]);
    assert_eq!(
        chosen.for_client(true, Minimum::Aal2).step(),
        prove("email")
    );
}

#[test]
fn cards_that_allow_nothing_in_common_end_at_support() {
    let roles = [
        demanding(0, Some("totp"), Minimum::Any),
        demanding(0, Some("email,sms"), Minimum::Any),
    ];
    for own in [vec![], vec!["totp"], vec!["email", "sms", "codes"]] {
        let world = World::plain().owning(own).with_roles(roles.clone());
        assert_eq!(world.step(), Step::Support);
        assert_eq!(
            world.reasons(),
            ["role-demands", "role-demands", "nothing-allowed"]
        );
    }
}

#[test]
fn nothing_to_enrol_ends_at_support_even_in_grace() {
    let mut world = World::plain().with_roles([demanding(0, Some("passkey"), Minimum::Any)]);
    world.enrolable = vec![profile("totp"), profile("codes")];
    world.grace = Some(NOW + Span::days(1));
    assert_eq!(world.step(), Step::Support);
    world.enrolable.push(profile("passkey"));
    assert_eq!(
        world.step(),
        Step::OfferGrace {
            until: NOW + Span::days(1)
        }
    );
}

#[test]
fn grace_ends_to_the_millisecond() {
    let mut world = World::plain().with_roles([strict()]);
    for (until, step) in [
        (
            NOW + Span::millis(1),
            Step::OfferGrace {
                until: NOW + Span::millis(1),
            },
        ),
        (NOW, Step::Enrol),
        (NOW - Span::millis(1), Step::Enrol),
        (Timestamp::from_unix_millis(0), Step::Enrol),
    ] {
        world.grace = Some(until);
        assert_eq!(world.step(), step);
    }
}

#[test]
fn grace_does_not_spare_a_factor_that_stands() {
    let mut world =
        World::plain()
            .owning(["email"])
            .with_roles([demanding(0, Some("totp"), Minimum::Any)]);
    world.grace = Some(NOW + Span::days(1));
    assert_eq!(world.step(), prove("email"));
    assert!(matches!(
        world.having_proved(["email"]).step(),
        Step::OfferGrace { .. }
    ));
}

#[test]
fn grace_does_not_put_off_what_a_client_demands() {
    let mut world = World::plain().with_roles([strict()]);
    world.grace = Some(NOW + Span::days(1));
    assert_eq!(
        world.clone().for_client(true, Minimum::Any).step(),
        Step::Enrol
    );
    assert_eq!(
        world.clone().for_client(false, Minimum::Aal2).step(),
        Step::Enrol
    );
    assert!(matches!(
        world.for_client(false, Minimum::Any).step(),
        Step::OfferGrace { .. }
    ));
}

#[test]
fn a_client_may_demand_what_no_card_does() {
    let world = World::plain().for_client(true, Minimum::Any);
    assert_eq!(world.step(), Step::Enrol);
    assert_eq!(world.reasons(), ["client-demands"]);
    let phishing_resistant = World::plain()
        .owning(["totp", "passkey"])
        .for_client(false, Minimum::PhishingResistant);
    assert_eq!(phishing_resistant.step(), prove("passkey"));
    assert_eq!(
        World::plain().for_client(false, Minimum::Any).step(),
        Step::Complete
    );
}

#[test]
fn one_mailbox_never_counts_twice() {
    let recovering = |own: &[&str]| World {
        evidence: vec![proof("link")],
        ..World::plain()
            .owning(own.iter().copied())
            .with_roles([strict()])
    };
    assert_eq!(recovering(&["email", "totp"]).step(), prove("totp"));
    assert_eq!(recovering(&["email", "codes"]).step(), prove("codes"));
    assert_eq!(recovering(&["email"]).step(), Step::Support);
    let twice = recovering(&["email", "totp"]).having_proved(["email"]);
    assert_eq!(
        twice.step(),
        prove("totp"),
        "a code from that mailbox proves nothing more"
    );
    assert_eq!(twice.having_proved(["totp"]).step(), Step::Complete);
}

#[test]
fn proof_by_a_factor_that_is_gone_is_none() {
    let world = World::plain()
        .owning(["sms"])
        .with_roles([strict()])
        .having_proved(["totp"]);
    assert_eq!(world.step(), prove("sms"));
}

#[test]
fn codes_of_reasons_are_kebab_case_and_unique() {
    let reasons = [
        Reason::RoleDemands {
            role: "panel".to_owned(),
        },
        Reason::ClientDemands,
        Reason::OwnChoice,
        Reason::AddOnOff,
        Reason::NothingDemands,
        Reason::DeviceTrusted { until: NOW },
        Reason::NothingAllowed,
    ];
    let codes: BTreeSet<&str> = reasons.iter().map(Reason::code).collect();
    assert_eq!(codes.len(), reasons.len());
    assert!(codes.iter().all(|code| is_kebab_case(code)));
}

#[test]
fn every_demanding_card_is_named_and_no_other() {
    let world = World::plain().with_roles([panel(), lenient(), strict()]);
    let named: Vec<Reason> = [panel(), strict()]
        .map(|role| Reason::RoleDemands { role: role.key })
        .to_vec();
    assert_eq!(world.requirement().reasons, named);
}
