//! Role cards that make no sense are refused (A56); who may give which role to whom (E6, A55).

use std::collections::BTreeSet;

use super::{
    Assignment, AssignmentFault, BuiltIn, CardFault, MOST_TRUSTED_DAYS, Minimum, Role,
    check_assignment, check_card,
};
use crate::id::RoleId;

fn role(number: u8) -> Role {
    Role {
        id: RoleId::from_bytes([number; 16]),
        key: format!("role-{number}"),
        name: format!("Role {number}"),
        owner_assigns: false,
        api_integrator: false,
        two_step: false,
        two_step_from: None,
        grace_days: 0,
        trusted_days: 0,
        allowed_factors: None,
        minimum: Minimum::Any,
        permissions: BTreeSet::new(),
        version: 1,
    }
}

fn integrator(number: u8) -> Role {
    Role {
        api_integrator: true,
        ..role(number)
    }
}

fn installation(number: u8) -> Role {
    Role {
        permissions: BTreeSet::from([BuiltIn::Installation.key().to_owned()]),
        ..role(number)
    }
}

#[test]
fn a56_trusted_days_are_nought_to_365() {
    for (days, expected) in [
        (i64::MIN, Err(CardFault::TrustedDays)),
        (-1, Err(CardFault::TrustedDays)),
        (0, Ok(0)),
        (14, Ok(14)),
        (365, Ok(MOST_TRUSTED_DAYS)),
        (366, Err(CardFault::TrustedDays)),
        (1 << 32, Err(CardFault::TrustedDays)),
        (i64::MAX, Err(CardFault::TrustedDays)),
    ] {
        assert_eq!(check_card("Panel", days, false, true), expected, "{days}");
    }
}

#[test]
fn a56_an_api_integrator_cannot_be_asked_for_two_steps() {
    assert_eq!(
        check_card("Integration", 0, true, true),
        Err(CardFault::IntegratorWithTwoStep)
    );
    assert_eq!(check_card("Integration", 0, true, false), Ok(0));
    assert_eq!(check_card("Panel", 0, false, true), Ok(0));
    assert_eq!(check_card("Customer", 0, false, false), Ok(0));
}

#[test]
fn a_role_has_a_name_of_1_to_100_characters() {
    for name in ["A", "Ägare", &"å".repeat(100), "Bo & Co <1>"] {
        assert_eq!(check_card(name, 0, false, false), Ok(0), "{name:?}");
    }
    for name in ["", "  ", "\u{a0}", &"å".repeat(101), &"a".repeat(1_000_000)] {
        assert_eq!(
            check_card(name, 0, false, false),
            Err(CardFault::Name),
            "{:?}",
            name.chars().take(20).collect::<String>()
        );
    }
}

#[test]
fn a_role_has_no_sign_in_its_name_that_nobody_sees() {
    for name in [
        "a\nb",
        "a\0b",
        "a\tb",
        "Admin\r\nOwner",
        "Admin\u{202e}x",
        "\u{2066}A",
    ] {
        assert_eq!(
            check_card(name, 0, false, false),
            Err(CardFault::HiddenSign),
            "{name:?}"
        );
    }
}

#[test]
fn every_fault_of_a_card_and_an_assignment_is_a_sentence_of_its_own() {
    let sentences = [
        CardFault::Name.to_string(),
        CardFault::HiddenSign.to_string(),
        CardFault::TrustedDays.to_string(),
        CardFault::GraceDays.to_string(),
        CardFault::IntegratorWithTwoStep.to_string(),
        AssignmentFault::OwnerOnly.to_string(),
        AssignmentFault::IntegratorStandsAlone.to_string(),
        AssignmentFault::InstallationOnly.to_string(),
    ];
    let unique: BTreeSet<&String> = sentences.iter().collect();
    assert_eq!(unique.len(), sentences.len());
}

#[test]
fn minimums_are_in_order_and_read_back_as_written() {
    assert!(Minimum::Any < Minimum::Aal2 && Minimum::Aal2 < Minimum::PhishingResistant);
    assert_eq!(Minimum::default(), Minimum::Any);
    for minimum in [Minimum::Any, Minimum::Aal2, Minimum::PhishingResistant] {
        assert_eq!(Minimum::named(minimum.as_str()), Some(minimum));
    }
    for name in ["", "Any", "AAL2", "aal3", "phr "] {
        assert_eq!(Minimum::named(name), None, "{name:?}");
    }
}

#[test]
fn built_in_permissions_have_fixed_keys() {
    let keys: Vec<&str> = BuiltIn::ALL
        .iter()
        .map(|permission| permission.key())
        .collect();
    assert_eq!(
        keys,
        [
            "tvasteg.people",
            "tvasteg.roles",
            "tvasteg.settings",
            "tvasteg.support",
            "tvasteg.audit",
            "tvasteg.clients",
            "tvasteg.messages",
            "tvasteg.installation",
        ]
    );
}

/// Whether the giver owns the organisation, whether that is the default one, whether the user has a password or factor.
type Facts = (bool, bool, bool);

fn given(
    role: &Role,
    held: &[Role],
    (owner, default, password): Facts,
) -> Result<(), AssignmentFault> {
    check_assignment(&Assignment {
        role,
        held,
        giver_is_owner: owner,
        default_organisation: default,
        user_has_password_or_factor: password,
    })
}

fn all_facts() -> impl Iterator<Item = Facts> {
    (0..8).map(|bits| (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0))
}

#[test]
fn e6_a_role_assigned_only_by_the_owner_is_given_by_nobody_else() {
    let card = Role {
        owner_assigns: true,
        ..role(1)
    };
    for held in [vec![], vec![role(2)], vec![card.clone()]] {
        for facts in all_facts() {
            let expected = if facts.0 {
                Ok(())
            } else {
                Err(AssignmentFault::OwnerOnly)
            };
            assert_eq!(given(&card, &held, facts), expected, "{facts:?}");
        }
    }
}

#[test]
fn an_ordinary_role_is_given_by_anybody_who_may_give_roles() {
    for held in [vec![], vec![role(2), role(3)], vec![role(1)]] {
        for facts in all_facts() {
            assert_eq!(given(&role(1), &held, facts), Ok(()), "{facts:?}");
        }
    }
}

#[test]
fn rights_over_the_installation_come_from_owners_of_the_default_organisation_alone() {
    for (owner, default, password) in all_facts() {
        let expected = if owner && default {
            Ok(())
        } else {
            Err(AssignmentFault::InstallationOnly)
        };
        assert_eq!(
            given(&installation(1), &[], (owner, default, password)),
            expected
        );
    }
}

#[test]
fn e6_an_api_integrator_has_no_other_role_no_password_and_no_factor() {
    let alone = Err(AssignmentFault::IntegratorStandsAlone);
    let machine = (true, true, false);
    let person = (true, true, true);
    assert_eq!(given(&integrator(1), &[], machine), Ok(()));
    assert_eq!(given(&integrator(1), &[], person), alone);
    assert_eq!(given(&integrator(1), &[role(2)], machine), alone);
    assert_eq!(given(&role(2), &[integrator(1)], machine), alone);
    assert_eq!(given(&integrator(2), &[integrator(1)], machine), alone);
    assert_eq!(given(&installation(2), &[integrator(1)], machine), alone);
}

#[test]
fn a_role_that_is_held_already_may_be_given_again() {
    assert_eq!(
        given(&integrator(1), &[integrator(1)], (true, true, false)),
        Ok(())
    );
    assert_eq!(
        given(&role(1), &[role(1), role(2)], (false, false, true)),
        Ok(())
    );
}

#[test]
fn being_an_owner_lifts_no_other_wall() {
    // A55: the flag answers E6 alone; a machine's account stays a machine's account.
    for (default, password) in [(false, false), (false, true), (true, false), (true, true)] {
        assert_eq!(
            given(&role(2), &[integrator(1)], (true, default, password)),
            Err(AssignmentFault::IntegratorStandsAlone)
        );
    }
}
