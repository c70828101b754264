//! What each way to sign in amounts to, row by row (R17, R34, R42, R45).

use proptest::prelude::*;

use super::{Aal, Assurance};
use crate::factor::{Category, Evidence, FactorKind, Mark};
use crate::time::{Span, Timestamp};

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);

fn proof(kind: &'static str, amr: &[&str]) -> Evidence {
    Evidence {
        kind: FactorKind::new(kind),
        at: NOW,
        amr: amr.iter().map(|&name| name.to_owned()).collect(),
        category: Category::Possession,
        user_verified: false,
        phishing_resistant: false,
        reaches_aal2: true,
        channel: None,
    }
}

fn through(mut evidence: Evidence, channel: u8) -> Evidence {
    evidence.channel = Some(Mark::from_bytes(vec![channel]));
    evidence
}

fn password() -> Evidence {
    Evidence::password(NOW)
}

fn totp() -> Evidence {
    proof("totp", &["otp"])
}

fn recovery_code() -> Evidence {
    proof("recovery_codes", &["otp"])
}

fn sms() -> Evidence {
    through(proof("sms", &["sms"]), 1)
}

fn voice() -> Evidence {
    through(proof("voice", &["tel"]), 1)
}

fn email() -> Evidence {
    let mut evidence = through(proof("email", &["otp"]), 2);
    evidence.reaches_aal2 = false;
    evidence
}

fn passkey(user_verified: bool) -> Evidence {
    let mut evidence = proof(
        "passkey",
        if user_verified {
            &["hwk", "user"]
        } else {
            &["hwk"]
        },
    );
    evidence.user_verified = user_verified;
    evidence.phishing_resistant = true;
    evidence
}

/// Way, evidence, level, method references, whether it resists phishing.
type Row = (
    &'static str,
    Vec<Evidence>,
    Option<Aal>,
    &'static [&'static str],
    bool,
);

#[rustfmt::skip]
fn table() -> Vec<Row> {
    use Aal::{Aal1, Aal2};
    let pass = || Evidence::pass(NOW, Some(Mark::from_bytes(vec![2])));
    vec![
        ("nothing", vec![], None, &[], false),
        ("a followed link", vec![pass()], None, &[], false),
        ("a password", vec![password()], Some(Aal1), &["pwd"], false),
        ("a password, its second step skipped on a trusted device", vec![password()], Some(Aal1), &["pwd"], false),
        ("a password twice", vec![password(), password()], Some(Aal1), &["pwd"], false),
        ("password and app", vec![password(), totp()], Some(Aal2), &["pwd", "otp", "mfa"], false),
        ("app and password, the other way round", vec![totp(), password()], Some(Aal2), &["otp", "pwd", "mfa"], false),
        ("password and recovery code", vec![password(), recovery_code()], Some(Aal2), &["pwd", "otp", "mfa"], false),
        ("password and SMS", vec![password(), sms()], Some(Aal2), &["pwd", "sms", "mfa"], false),
        ("password and call", vec![password(), voice()], Some(Aal2), &["pwd", "tel", "mfa"], false),
        ("password and e-mail", vec![password(), email()], Some(Aal1), &["pwd", "otp"], false),
        ("e-mail alone", vec![email()], Some(Aal1), &["otp"], false),
        ("password, e-mail and SMS", vec![password(), email(), sms()], Some(Aal2), &["pwd", "otp", "sms", "mfa"], false),
        ("passkey that verified its user", vec![passkey(true)], Some(Aal2), &["hwk", "user", "mfa"], true),
        ("passkey that did not", vec![passkey(false)], Some(Aal1), &["hwk"], true),
        ("password and such a passkey", vec![password(), passkey(false)], Some(Aal2), &["pwd", "hwk", "mfa"], true),
        ("one telephone twice", vec![sms(), voice()], Some(Aal1), &["sms", "tel"], false),
        ("app and SMS: two things one has", vec![totp(), sms()], Some(Aal1), &["otp", "sms"], false),
        ("link and e-mail from one mailbox", vec![pass(), email()], Some(Aal1), &["otp"], false),
        ("link and app", vec![pass(), totp()], Some(Aal1), &["otp"], false),
    ]
}

#[test]
fn every_way_amounts_to_what_the_table_says() {
    for (way, evidence, level, amr, phishing_resistant) in table() {
        let assurance = Assurance::of(&evidence);
        assert_eq!(assurance.level, level, "{way}");
        assert_eq!(assurance.amr, amr, "{way}");
        assert_eq!(assurance.phishing_resistant, phishing_resistant, "{way}");
    }
}

#[test]
fn two_categories_through_one_channel_are_one_factor() {
    let mut inherent = through(proof("face", &["face"]), 1);
    inherent.category = Category::Inherence;
    assert_eq!(
        Assurance::of(&[sms(), inherent.clone()]).level,
        Some(Aal::Aal1)
    );
    inherent.channel = Some(Mark::from_bytes(vec![9]));
    assert_eq!(Assurance::of(&[sms(), inherent]).level, Some(Aal::Aal2));
}

#[test]
fn verifying_the_user_lifts_only_a_proof_that_counts() {
    let mut verified = email();
    verified.user_verified = true;
    assert_eq!(
        Assurance::of(&[password(), verified]).level,
        Some(Aal::Aal1)
    );
}

#[test]
fn auth_time_is_that_of_the_newest_proof() {
    let mut later = totp();
    later.at = NOW + Span::minutes(4);
    assert_eq!(
        Assurance::of(&[later, password()]).proved_at,
        Some(NOW + Span::minutes(4))
    );
    assert_eq!(Assurance::of(&[]).proved_at, None);
}

#[test]
fn levels_are_in_order_and_named_as_on_the_wire() {
    assert!(Aal::Aal1 < Aal::Aal2 && Aal::Aal2 < Aal::Aal3);
    for (level, name) in [
        (Aal::Aal1, "aal1"),
        (Aal::Aal2, "aal2"),
        (Aal::Aal3, "aal3"),
    ] {
        assert_eq!(serde_json::to_value(level).unwrap(), name);
    }
}

fn any_proof() -> impl Strategy<Value = Evidence> {
    prop::sample::select(vec![
        password(),
        totp(),
        recovery_code(),
        sms(),
        voice(),
        email(),
        passkey(true),
        passkey(false),
        Evidence::pass(NOW, None),
    ])
}

proptest! {
    #[test]
    fn mfa_is_said_exactly_where_two_factors_were_proved(evidence in prop::collection::vec(any_proof(), 0..5)) {
        let assurance = Assurance::of(&evidence);
        let mfa = assurance.amr.iter().filter(|name| *name == "mfa").count();
        prop_assert_eq!(mfa, usize::from(assurance.level >= Some(Aal::Aal2)));
        prop_assert!(mfa == 0 || assurance.amr.last().unwrap() == "mfa");
        prop_assert_ne!(assurance.level, Some(Aal::Aal3));
    }

    #[test]
    fn e_mail_codes_never_raise_the_level(evidence in prop::collection::vec(any_proof(), 1..5)) {
        let level = Assurance::of(&evidence).level.max(Some(Aal::Aal1));
        let more: Vec<Evidence> = evidence.into_iter().chain([email()]).collect();
        prop_assert_eq!(Assurance::of(&more).level, level);
    }

    #[test]
    fn more_proof_never_lowers_and_order_never_matters(evidence in prop::collection::vec(any_proof(), 0..5), one_more in any_proof()) {
        let before = Assurance::of(&evidence);
        let more: Vec<Evidence> = evidence.into_iter().chain([one_more]).collect();
        let after = Assurance::of(&more);
        prop_assert!(before.level <= after.level);
        let turned: Vec<Evidence> = more.into_iter().rev().collect();
        prop_assert_eq!(Assurance::of(&turned).level, after.level);
    }
}
