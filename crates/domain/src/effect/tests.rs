//! Verdicts are what a login would meet, and what they come to is counted once.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{
    Addresses, Cards, Class, Ground, Tally, Verdict, grace_to_begin, grace_until, times_a_month,
    verdict,
};
use crate::factor::{Category, FactorKind, FactorSet, Needs, Profile};
use crate::id::{OrganisationId, RoleId};
use crate::organisation::{Organisation, Rules, Support};
use crate::role::{Minimum, Role};
use crate::time::{Span, Timestamp};

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);

fn organisation(two_step_add_on: bool) -> Organisation {
    Organisation {
        id: OrganisationId::from_bytes([1; 16]),
        slug: "demo".to_owned(),
        name: "Demo".to_owned(),
        base_url: "https://login.kommun.example/o/demo".to_owned(),
        two_step_add_on,
        default_trusted_days: 0,
        policy_epoch: 1,
        default_language: "sv".to_owned(),
        support: Support::default(),
        accent: None,
        logo: None,
        phone_channels: Vec::new(),
        services: Vec::new(),
        suspended_at: None,
        rules: Rules::default(),
        version: 1,
    }
}

fn card(key: &str) -> Role {
    Role {
        id: RoleId::from_bytes([2; 16]),
        key: key.to_owned(),
        name: key.to_owned(),
        owner_assigns: false,
        api_integrator: false,
        two_step: true,
        two_step_from: None,
        grace_days: 0,
        trusted_days: 0,
        allowed_factors: None,
        minimum: Minimum::Any,
        permissions: BTreeSet::new(),
        version: 1,
    }
}

fn profile(kind: &str) -> Profile {
    Profile {
        kind: FactorKind::named(kind.to_owned()),
        amr: &["otp"],
        category: Category::Possession,
        phishing_resistant: false,
        restricted: false,
        reaches_aal2: kind != "email",
        is_backup: kind == "codes",
        guessable: true,
        identifies: None,
        starts_freely: true,
        needs: Needs::NOTHING,
        most_per_user: 1,
        rank: 1,
        code_lives_for: Span::minutes(5),
        challenge_lives_for: Span::minutes(15),
    }
}

fn class(roles: &str, factors: &str) -> Class {
    Class {
        roles: roles.to_owned(),
        factors: FactorSet::parse(factors),
        addresses: Addresses::default(),
        owner: false,
        suspended: false,
        grace: None,
        people: 3,
    }
}

fn judged(held: &[Role], class: &Class, enrolable: &[&str]) -> Verdict {
    let profiles = ["totp", "email", "sms", "codes"].map(profile);
    let enrolable: Vec<Profile> = enrolable.iter().map(|kind| profile(kind)).collect();
    let ground = Ground {
        organisation: &organisation(true),
        enrolable: &enrolable,
        profiles: &profiles,
        at: NOW,
    };
    verdict(&ground, held, class)
}

fn only(kinds: &str) -> Role {
    Role {
        allowed_factors: Some(FactorSet::parse(kinds)),
        ..card("staff")
    }
}

#[test]
fn each_verdict_is_what_a_login_with_the_right_password_meets() {
    let staff = [card("staff")];
    let lenient = [Role {
        two_step: false,
        ..card("staff")
    }];
    let grace = Class {
        grace: Some(NOW + Span::days(9)),
        ..class("staff", "")
    };
    assert_eq!(judged(&lenient, &class("staff", ""), &[]), Verdict::Unasked);
    assert_eq!(
        judged(&lenient, &class("staff", "totp"), &[]),
        Verdict::Asked,
        "their own choice"
    );
    assert_eq!(judged(&staff, &class("staff", "totp"), &[]), Verdict::Asked);
    assert_eq!(
        judged(&staff, &class("staff", ""), &["totp"]),
        Verdict::MustEnrol
    );
    assert_eq!(
        judged(&staff, &class("staff", "codes"), &["totp"]),
        Verdict::MustEnrol
    );
    assert_eq!(judged(&staff, &class("staff", ""), &[]), Verdict::LockedOut);
    assert_eq!(
        judged(&staff, &grace, &["totp"]),
        Verdict::InGrace(NOW + Span::days(9))
    );
    assert_eq!(
        judged(&staff, &grace, &[]),
        Verdict::LockedOut,
        "grace opens nothing that cannot be set up"
    );
    assert_eq!(
        judged(&staff, &class("staff", "unknown"), &["totp"]),
        Verdict::MustEnrol
    );
}

#[test]
fn whoever_has_a_factor_that_is_not_allowed_proves_it_and_must_enrol() {
    let cards = [only("totp")];
    assert_eq!(
        judged(&cards, &class("staff", "sms"), &["totp"]),
        Verdict::MustEnrol
    );
    assert_eq!(
        judged(&cards, &class("staff", "sms"), &["email"]),
        Verdict::LockedOut
    );
    let grace = Class {
        grace: Some(NOW + Span::days(1)),
        ..class("staff", "sms")
    };
    assert_eq!(
        judged(&cards, &grace, &["totp"]),
        Verdict::InGrace(NOW + Span::days(1))
    );
    assert_eq!(
        judged(&[only("")], &class("staff", "totp"), &["totp"]),
        Verdict::LockedOut
    );
}

#[test]
fn suspended_people_and_machines_are_not_concerned() {
    let suspended = Class {
        suspended: true,
        ..class("staff", "")
    };
    assert_eq!(
        judged(&[card("staff")], &suspended, &[]),
        Verdict::NotConcerned
    );
    let machine = Role {
        api_integrator: true,
        two_step: false,
        ..card("staff")
    };
    assert_eq!(
        judged(&[machine], &class("staff", ""), &[]),
        Verdict::NotConcerned
    );
    let mut tally = Tally::default();
    tally.add(&suspended, Verdict::NotConcerned, &[]);
    assert_eq!(tally, Tally::default());
}

#[test]
fn the_strictest_card_s_grace_counts_from_that_card_s_day() {
    let days = |grace_days, from: Option<i64>| Role {
        grace_days,
        two_step_from: from.map(|days| NOW + Span::days(days)),
        ..card("staff")
    };
    let own = organisation(true);
    let until = |held: &[Role]| grace_until(&own, held, NOW).map(|until| until.since(NOW));
    assert_eq!(until(&[]), None);
    assert_eq!(until(&[days(0, None)]), None);
    assert_eq!(until(&[days(14, None)]), Some(Span::days(14)));
    assert_eq!(until(&[days(14, Some(10))]), Some(Span::days(24)));
    assert_eq!(
        until(&[days(14, Some(-10))]),
        Some(Span::days(14)),
        "from the day somebody gets the card"
    );
    assert_eq!(
        until(&[days(30, None), days(0, Some(5))]),
        Some(Span::days(5))
    );
    assert_eq!(until(&[days(30, None), days(0, None)]), None);
    assert_eq!(
        grace_until(&organisation(false), &[days(14, None)], NOW),
        None
    );
}

#[test]
fn grace_begins_once_and_only_for_whoever_must_enrol() {
    let held = [Role {
        grace_days: 14,
        ..only("totp")
    }];
    let profiles = ["totp", "email"].map(profile);
    let own = organisation(true);
    let ground = Ground {
        organisation: &own,
        enrolable: &profiles,
        profiles: &profiles,
        at: NOW,
    };
    let begins = |class: &Class| grace_to_begin(&ground, &held, class, NOW);
    assert_eq!(begins(&class("staff", "")), Some(NOW + Span::days(14)));
    assert_eq!(begins(&class("staff", "email")), Some(NOW + Span::days(14)));
    assert_eq!(begins(&class("staff", "totp")), None);
    for grace in [NOW - Span::days(1), NOW + Span::days(1)] {
        let given = Class {
            grace: Some(grace),
            ..class("staff", "")
        };
        assert_eq!(begins(&given), None, "no second one");
    }
    let suspended = Class {
        suspended: true,
        ..class("staff", "")
    };
    assert_eq!(begins(&suspended), None);
}

#[test]
fn a_number_that_a_factor_proved_is_a_number() {
    let texts = Profile {
        needs: Needs {
            phone: true,
            gateway: Some(crate::message::MessageChannel::Sms),
            service: None,
            ..Needs::NOTHING
        },
        ..profile("sms")
    };
    let mut tally = Tally::default();
    let on_record = Class {
        addresses: Addresses::parse("mobile"),
        ..class("staff", "")
    };
    for class in [class("staff", "sms"), on_record, class("staff", "totp")] {
        tally.add(&class, Verdict::Asked, &[texts.clone(), profile("totp")]);
    }
    assert_eq!((tally.concerned, tally.without_mobile), (9, 3));
}

#[test]
fn only_a_day_given_for_a_day_to_come_is_given_anew() {
    let at = |day: i64, days: u32| Role {
        two_step_from: Some(NOW + Span::days(day)),
        grace_days: days,
        ..card("staff")
    };
    let given = |days: i64| Class {
        grace: Some(NOW + Span::days(days)),
        ..class("staff", "")
    };
    let falls = |held: &[Role], class: &Class| {
        super::before_days_run(held, class, NOW).grace != class.grace
    };
    assert!(falls(&[at(3, 3)], &given(6)));
    assert!(falls(&[at(3, 3), at(1, 9)], &given(6)), "the strictest");
    assert!(!falls(&[at(3, 3)], &given(7)), "given by something else");
    assert!(!falls(&[at(0, 6)], &given(6)), "it begins now");
    assert!(!falls(&[at(-2, 8)], &given(6)), "it has begun");
    let at_once = card("other");
    assert!(
        !falls(&[at(3, 3), at_once.clone()], &given(6)),
        "another demands"
    );
    let off = Role {
        two_step: false,
        ..at_once
    };
    assert!(falls(&[at(3, 3), off.clone()], &given(6)));
    assert!(!falls(&[off], &given(6)));
    assert!(
        !falls(&[at(3, 3)], &class("staff", "")),
        "nothing was given"
    );
}

#[test]
fn sets_of_roles_are_read_whole() {
    let all = [card("staff"), card("staff-it"), card("it")];
    let mut cards = Cards::new(&all);
    let mut keys = |set: &str| -> Vec<String> {
        cards
            .held(set)
            .iter()
            .map(|role| role.key.clone())
            .collect()
    };
    assert_eq!(keys("staff-it"), ["staff-it"]);
    assert_eq!(keys("it,staff"), ["staff", "it"]);
    assert!(keys("").is_empty() && keys("gone").is_empty());
    assert!(class("it,staff", "").has_role("it") && !class("staff-it", "").has_role("it"));
}

#[test]
fn a_browser_that_is_trusted_for_a_fortnight_asks_about_twice_a_month() {
    assert_eq!(times_a_month(100, 0), 2_100);
    assert_eq!(
        times_a_month(100, 1),
        2_100,
        "no more than there are working days"
    );
    assert_eq!(times_a_month(100, 14), 215);
    assert_eq!(times_a_month(100, 365), 9);
    assert_eq!(times_a_month(0, 14), 0);
    assert_eq!(times_a_month(u64::MAX, 0), u64::MAX);
}

#[test]
fn addresses_are_read_from_their_set() {
    let all = Addresses {
        email: true,
        mobile: true,
        phone: true,
    };
    assert_eq!(Addresses::parse("email,mobile,phone"), all);
    assert_eq!(Addresses::parse(""), Addresses::default());
    for set in ["", "email", "mobile", "email,phone", "email,mobile,phone"] {
        assert_eq!(Addresses::parse(set).to_string(), set);
    }
    assert!(!Addresses::parse("mobile").phone);
}

proptest! {
    /// Whoever is counted is counted in exactly one of the ways that a login can go.
    #[test]
    fn the_ways_of_a_login_add_up(people in prop::collection::vec((0..6_usize, 1..50_u64, any::<bool>()), 0..20)) {
        let verdicts = [
            Verdict::NotConcerned,
            Verdict::Unasked,
            Verdict::Asked,
            Verdict::MustEnrol,
            Verdict::InGrace(NOW),
            Verdict::LockedOut,
        ];
        let mut tally = Tally::default();
        for (verdict, people, owner) in people {
            let class = Class { owner, people, ..class("staff", "") };
            tally.add(&class, verdicts[verdict], &[]);
        }
        prop_assert_eq!(tally.asked, tally.ready + tally.must_enrol + tally.in_grace + tally.locked_out);
        prop_assert!(tally.asked <= tally.concerned);
        prop_assert!(tally.owners_cut_off <= tally.locked_out);
        prop_assert_eq!(tally.without_factor, tally.concerned);
    }
}
