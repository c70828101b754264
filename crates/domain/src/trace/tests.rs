//! What the log kept of a login is told as it was decided.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use super::{BECAUSE, NEXT, Row, Said, because, logins, next};
use crate::audit::EventKind;
use crate::factor::FactorSet;
use crate::policy::{Reason, Requirement, Step};
use crate::role::Minimum;
use crate::time::{Span, Timestamp};

const NOON: Timestamp = Timestamp::from_unix_millis(1_790_000_000_000);

fn row(minute: i64, kind: EventKind, outcome: &str, details: &[(&str, &str)]) -> Row {
    let details: BTreeMap<String, String> = details
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Row {
        at: NOON + Span::minutes(minute),
        kind: kind.code().to_owned(),
        outcome: outcome.to_owned(),
        details,
    }
}

fn requirement(reasons: Vec<Reason>) -> Requirement {
    Requirement {
        two_step: true,
        demanded: true,
        skipped: false,
        trusted_days: 14,
        allowed: None,
        minimum: Minimum::Any,
        reasons,
    }
}

#[test]
fn every_reason_of_the_policy_comes_back_from_the_log() {
    let reasons = vec![
        Reason::RoleDemands {
            role: "accounting".to_owned(),
        },
        Reason::RoleDemands {
            role: "panel-2".to_owned(),
        },
        Reason::ClientDemands,
        Reason::OwnChoice,
        Reason::AddOnOff,
        Reason::NothingDemands,
        Reason::DeviceTrusted { until: NOON },
        Reason::NothingAllowed,
    ];
    let kept = because(&requirement(reasons));
    let told = logins(
        &[row(0, EventKind::SignedIn, "done", &[(BECAUSE, &kept)])],
        9,
    );
    assert_eq!(
        told[0].said,
        [
            Said::RoleDemanded("accounting".to_owned()),
            Said::RoleDemanded("panel-2".to_owned()),
            Said::ClientDemanded,
            Said::OwnChoice,
            Said::AddOnOff,
            Said::NothingDemanded,
            Said::DeviceTrusted(NOON),
            Said::NothingAllowed,
            Said::SignedIn(None),
        ]
    );
}

#[test]
fn every_step_has_a_code_of_its_own() {
    let steps = [
        Step::Complete,
        Step::Prove(FactorSet::default()),
        Step::Enrol,
        Step::OfferGrace { until: NOON },
        Step::Support,
    ];
    let codes: std::collections::BTreeSet<_> = steps.iter().map(next).collect();
    assert_eq!(codes.len(), steps.len());
}

#[test]
fn logins_are_told_apart_and_the_newest_comes_first() {
    let demands = (BECAUSE, "role-demands accounting");
    let rows = [
        row(0, EventKind::PasswordChecked, "sign-in-wrong", &[]),
        row(
            1,
            EventKind::PasswordChecked,
            "done",
            &[demands, (NEXT, "prove")],
        ),
        row(
            2,
            EventKind::FactorChecked,
            "code-wrong",
            &[("factor", "totp")],
        ),
        row(
            3,
            EventKind::SignedIn,
            "done",
            &[("proofs", "password totp")],
        ),
        row(
            4,
            EventKind::PasswordChecked,
            "done",
            &[demands, (NEXT, "enrol")],
        ),
        row(
            5,
            EventKind::AuthenticatorEnrolled,
            "done",
            &[("factor", "email")],
        ),
        row(5, EventKind::SignedIn, "done", &[("factor", "email")]),
        row(
            6,
            EventKind::PasswordChecked,
            "done",
            &[("purpose", "reauthenticate")],
        ),
        row(
            7,
            EventKind::PasswordChecked,
            "done",
            &[demands, (NEXT, "grace")],
        ),
        row(8, EventKind::EnrolmentPutOff, "done", &[]),
        row(
            9,
            EventKind::PasswordChecked,
            "done",
            &[demands, (NEXT, "prove")],
        ),
        row(
            10,
            EventKind::SignedIn,
            "done",
            &[
                (
                    BECAUSE,
                    "role-demands accounting,device-trusted 1790000000000",
                ),
                ("proofs", "password"),
                (NEXT, "complete"),
            ],
        ),
    ];
    let demanded = Said::RoleDemanded("accounting".to_owned());
    let told = logins(&rows, 99);
    let said: Vec<&[Said]> = told.iter().map(|login| login.said.as_slice()).collect();
    assert_eq!(
        said,
        [
            [
                demanded.clone(),
                Said::DeviceTrusted(NOON),
                Said::SignedIn(None)
            ]
            .as_slice(),
            &[demanded.clone(), Said::Asked, Said::Unfinished],
            &[demanded.clone(), Said::CouldPutOff, Said::PutOff],
            &[
                demanded.clone(),
                Said::HadToEnrol,
                Said::Enrolled("email".to_owned()),
                Said::SignedIn(Some("email".to_owned()))
            ],
            &[
                demanded,
                Said::Asked,
                Said::Refused("totp".to_owned(), "code-wrong".to_owned()),
                Said::SignedIn(Some("totp".to_owned()))
            ],
            &[Said::PasswordRefused("sign-in-wrong".to_owned())],
        ]
    );
    assert_eq!(logins(&rows, 2).len(), 2);
    assert_eq!(told[0].at, NOON + Span::minutes(10));
}

#[test]
fn what_an_older_release_wrote_says_less_and_nothing_else() {
    let rows = [
        row(0, EventKind::PasswordChecked, "done", &[]),
        row(
            1,
            EventKind::SignedIn,
            "done",
            &[
                ("proofs", "password totp"),
                (BECAUSE, "moon-is-full,device-trusted x"),
            ],
        ),
    ];
    let told = logins(&rows, 9);
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].said, [Said::SignedIn(Some("totp".to_owned()))]);
}
