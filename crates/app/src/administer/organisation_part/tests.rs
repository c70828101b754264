//! Each part changes what is its own and nothing else, and its mark moves with that alone.

#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use domain::factor::FactorSet;
use domain::id::OrganisationId;
use domain::organisation::{Copied, PasskeyRules, Support};

use super::*;

fn one() -> Organisation {
    Organisation {
        id: OrganisationId::from_bytes([1; 16]),
        slug: "demo".to_owned(),
        name: "Demo".to_owned(),
        base_url: "https://login.example.se".to_owned(),
        two_step_add_on: true,
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

/// Another organisation in everything that a part holds.
fn other() -> Organisation {
    Organisation {
        name: "Grannen".to_owned(),
        default_trusted_days: 9,
        default_language: "en".to_owned(),
        support: Support {
            email: Some("help@example.se".to_owned()),
            ..Support::default()
        },
        accent: Some("#112233".to_owned()),
        logo: Some("data:image/png;base64,AA==".to_owned()),
        rules: Rules {
            allowed_factors: Some(FactorSet::parse("totp")),
            password_least: 20,
            session_idle_minutes: 30,
            session_hours: 8,
            languages: vec!["en".to_owned()],
            two_person_recovery: false,
            recovery_waits_minutes: 60,
            self_recovery: false,
            recovery_minutes: 20,
            eid_sign_in: true,
            eid_recovery: true,
            identification_days: 90,
            passkeys: PasskeyRules {
                sign_in: false,
                verified: true,
                copied: Copied::Tell,
                makers: vec!["a maker".to_owned()],
                models: vec!["2fc0579f-8113-47ea-b116-bb5a8db9202a".to_owned()],
                origins: vec!["https://portal.example".to_owned()],
            },
        },
        ..one()
    }
}

#[test]
fn each_part_moves_its_own_mark_and_no_other() {
    for part in OrganisationPart::ALL {
        let changed = part.taken_from(&other(), one());
        for marked in OrganisationPart::ALL {
            let moved = marked.mark(&changed).unwrap() != marked.mark(&one()).unwrap();
            assert_eq!(moved, marked == part, "{part:?} moves {marked:?}");
        }
        assert_eq!(part.mark(&changed).unwrap(), part.mark(&other()).unwrap());
    }
}

#[test]
fn all_parts_together_are_all_that_can_be_decided() {
    let all = OrganisationPart::ALL
        .into_iter()
        .fold(one(), |made, part| part.taken_from(&other(), made));
    assert_eq!(all, other());
}
