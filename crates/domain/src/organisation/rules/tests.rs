//! What an organisation may decide, to the bound itself, and that no decision widens what the program holds to.

#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use proptest::prelude::*;

use super::Rules;
use crate::factor::FactorSet;
use crate::message::{Bound, SettingsRefusal};
use crate::session::lifetime;
use crate::time::Span;

type Spoil = fn(&mut Rules, u32);

const NUMBERS: [(&str, Spoil, u32, u32); 6] = [
    ("password_least", |rules, n| rules.password_least = n, 8, 64),
    (
        "session_idle_minutes",
        |rules, n| rules.session_idle_minutes = n,
        10,
        1440,
    ),
    ("session_hours", |rules, n| rules.session_hours = n, 1, 720),
    (
        "recovery_waits_minutes",
        |rules, n| rules.recovery_waits_minutes = n,
        0,
        4320,
    ),
    (
        "recovery_minutes",
        |rules, n| rules.recovery_minutes = n,
        10,
        1440,
    ),
    (
        "identification_days",
        |rules, n| rules.identification_days = n,
        30,
        3650,
    ),
];

#[test]
fn every_number_is_taken_to_its_bound_and_not_beyond() {
    for (field, spoil, least, most) in NUMBERS {
        for (value, taken) in [
            (least, true),
            (most, true),
            (most + 1, false),
            (u32::MAX, false),
        ] {
            let mut rules = Rules::default();
            spoil(&mut rules, value);
            let expected = SettingsRefusal {
                field,
                bound: Bound::Between(least.into(), most.into()),
            };
            let checked = rules.check("sv");
            assert_eq!(
                checked,
                if taken { Ok(()) } else { Err(expected) },
                "{field} {value}"
            );
        }
        if least > 0 {
            let mut rules = Rules::default();
            spoil(&mut rules, least - 1);
            assert_eq!(rules.check("sv").unwrap_err().field, field);
        }
    }
}

#[test]
fn no_factor_at_all_and_a_language_that_is_not_offered_are_refused() {
    let mut rules = Rules {
        allowed_factors: Some(FactorSet::default()),
        ..Rules::default()
    };
    assert_eq!(rules.check("sv").unwrap_err().field, "allowed_factors");
    rules.allowed_factors = Some(FactorSet::parse("totp"));
    assert_eq!(rules.check("sv"), Ok(()));
    rules.languages = vec!["en".to_owned()];
    assert_eq!(rules.check("sv").unwrap_err().field, "languages");
    assert_eq!(rules.check("en"), Ok(()));
    assert!(rules.offers("en") && !rules.offers("sv"));
    assert!(Rules::default().offers("sv"));
}

#[test]
fn an_eid_lets_nobody_in_alone_until_somebody_decides_so() {
    let rules = Rules::default();
    assert!(!rules.eid_sign_in && !rules.eid_recovery);
    assert_eq!(rules.identification_days, 365);
}

#[test]
fn rules_that_were_never_decided_have_their_defaults() {
    assert_eq!(
        serde_json::from_str::<Rules>("{}").unwrap(),
        Rules::default()
    );
    let part: Rules =
        serde_json::from_str(r#"{"password_least":12,"of_a_later_release":1}"#).unwrap();
    let expected = Rules {
        password_least: 12,
        ..Rules::default()
    };
    assert_eq!(part, expected);
    let text = serde_json::to_string(&expected).unwrap();
    assert_eq!(serde_json::from_str::<Rules>(&text).unwrap(), expected);
}

proptest! {
    #[test]
    fn no_rule_lengthens_a_session(idle: u32, hours: u32, two_step: bool) {
        let rules = Rules { session_idle_minutes: idle, session_hours: hours, ..Rules::default() };
        let (without, with) = (lifetime(two_step), rules.narrowed(lifetime(two_step)));
        prop_assert!(with.overall <= without.overall && with.idle <= without.idle);
        prop_assert_eq!(with.overall, without.overall.min(Span::hours(hours.into())));
        prop_assert_eq!(with.idle, without.idle.min(Span::minutes(idle.into())));
        prop_assert_eq!(Rules::default().narrowed(without), without);
    }
}
