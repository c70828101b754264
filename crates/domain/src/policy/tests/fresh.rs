//! Fresh proof inside a session is at the person's highest level (R30, A36).

use super::world::{proof, prove, usable};
use crate::policy::{Step, fresh_proof};

fn after(proved: &[&str], own: &[&str]) -> Step {
    let evidence: Vec<_> = proved.iter().map(|kind| proof(kind)).collect();
    let own: Vec<_> = own.iter().map(|kind| usable(kind)).collect();
    fresh_proof(&evidence, &own)
}

#[test]
fn the_password_is_enough_for_whoever_has_nothing_else() {
    assert_eq!(after(&["password"], &[]), Step::Complete);
    assert_eq!(
        after(&["password"], &["codes"]),
        Step::Complete,
        "codes alone never count"
    );
}

#[test]
fn a36_the_password_alone_is_not_enough_beside_a_second_factor() {
    for own in ["totp", "sms", "email", "passkey"] {
        assert_eq!(after(&["password"], &[own]), prove(own));
        assert_eq!(after(&["password", own], &[own]), Step::Complete);
    }
}

#[test]
fn only_the_strongest_factors_are_asked_for() {
    for (own, asked) in [
        (&["totp", "email"][..], "totp"),
        (&["totp", "sms", "email"], "totp,sms"),
        (&["totp", "passkey", "email"], "passkey"),
        (&["email", "codes"], "email,codes"),
        (&["passkey", "totp", "codes"], "passkey,codes"),
    ] {
        assert_eq!(after(&["password"], own), prove(asked), "{own:?}");
    }
}

#[test]
fn a_weaker_factor_is_not_fresh_proof() {
    assert_eq!(
        after(&["password", "email"], &["totp", "email"]),
        prove("totp")
    );
    assert_eq!(
        after(&["password", "totp"], &["totp", "passkey"]),
        prove("passkey")
    );
    assert_eq!(
        after(&["password", "totp"], &["totp", "email"]),
        Step::Complete
    );
}

#[test]
fn a_recovery_code_stands_in_for_a_lost_factor() {
    assert_eq!(
        after(&["password", "codes"], &["totp", "codes"]),
        Step::Complete
    );
    assert_eq!(
        after(&["password", "codes"], &["totp"]),
        prove("totp"),
        "codes that were ended since"
    );
}

#[test]
fn proof_by_a_factor_that_is_gone_is_none() {
    assert_eq!(after(&["password", "totp"], &["sms"]), prove("sms"));
    assert_eq!(after(&[], &["sms"]), prove("sms"));
}
