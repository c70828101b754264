//! Grace moves as far as ninety days, and for nobody who has nothing to put off.

use std::collections::BTreeSet;

use super::{Delayed, GraceFault, may_be_moved};
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

fn card(two_step: bool, two_step_from: Option<Timestamp>) -> Role {
    Role {
        id: RoleId::from_bytes([2; 16]),
        key: "staff".to_owned(),
        name: "Staff".to_owned(),
        owner_assigns: false,
        api_integrator: false,
        two_step,
        two_step_from,
        grace_days: 0,
        trusted_days: 0,
        allowed_factors: None,
        minimum: Minimum::Any,
        permissions: BTreeSet::new(),
        version: 1,
    }
}

fn moved(add_on: bool, roles: &[Role], enrolled: bool, until: Timestamp) -> Result<(), GraceFault> {
    let who = Delayed {
        organisation: &organisation(add_on),
        roles,
        has_second_factor: enrolled,
    };
    may_be_moved(&who, until, NOW)
}

#[test]
fn the_last_day_is_neither_over_nor_further_than_ninety_days_away() {
    let staff = [card(true, None)];
    for (until, expected) in [
        (NOW - Span::days(1), Err(GraceFault::Day)),
        (NOW, Err(GraceFault::Day)),
        (NOW + Span::millis(1), Ok(())),
        (NOW + Span::days(91), Ok(())),
        (NOW + Span::days(91) + Span::millis(1), Err(GraceFault::Day)),
    ] {
        assert_eq!(moved(true, &staff, false, until), expected, "{until:?}");
    }
}

#[test]
fn whoever_has_a_second_step_or_need_not_have_one_puts_nothing_off() {
    let until = NOW + Span::days(9);
    let (now, later, never) = (
        card(true, None),
        card(true, Some(NOW + Span::days(30))),
        card(false, None),
    );
    assert_eq!(
        moved(true, std::slice::from_ref(&now), true, until),
        Err(GraceFault::Enrolled)
    );
    assert_eq!(moved(true, &[later], false, until), Ok(()));
    for (add_on, roles) in [(true, vec![]), (true, vec![never]), (false, vec![now])] {
        assert_eq!(
            moved(add_on, &roles, false, until),
            Err(GraceFault::Undemanded)
        );
    }
}
