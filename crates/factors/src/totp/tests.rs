#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;

use domain::id::AuthenticatorId;
use otp::totp_at;
use serde_json::Value;

use super::*;
use crate::Registry;
use crate::testing::{Seeded, World};

/// The key of RFC 6238.
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn world() -> World {
    World::new(&Registry::standard())
}

fn authenticator(secret: &str, label: &str) -> Authenticator {
    let key = Key {
        secret: secret.to_owned(),
        parameters: None,
    };
    Authenticator {
        id: AuthenticatorId::from_bytes([1; 16]),
        label: label.to_owned(),
        data: bytes::write(FORMAT, &key),
        data_format: FORMAT,
        channel: None,
        consumed_through: -1,
    }
}

fn code_at_step(step: i64) -> String {
    let secret = Secret::from_base32(KEY).unwrap();
    let seconds = u64::try_from(step * 30).unwrap();
    totp_at(&secret, Parameters::default(), seconds)
        .as_str()
        .to_owned()
}

fn typed(code: &str) -> Form {
    Form::from_iter([("code", code)])
}

fn answer(world: &World, authenticators: &[Authenticator], code: &str) -> Outcome {
    let question = bytes::write(FORMAT, &Question {});
    Totp.answer(&world.setting(), &question, authenticators, &typed(code))
        .unwrap()
}

fn step_of(world: &World) -> i64 {
    world.now.unix_seconds() / 30
}

/// The outcome in words that can be compared.
fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Verified {
            authenticator,
            consumption,
            ..
        } => format!("verified {authenticator} {consumption:?}"),
        Outcome::Rejected(refusal) => format!("rejected {refusal:?}"),
        Outcome::NotCounted(refusal) => format!("not counted {refusal:?}"),
        Outcome::Copied { .. } => panic!("nothing is copied here"),
    }
}

fn verified(place: usize, step: i64) -> String {
    format!("verified {place} Through({step})")
}

#[test]
fn the_vectors_of_rfc_6238_are_accepted_at_their_moment() {
    let mut world = world();
    for (seconds, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        world.now = Timestamp::from_unix_seconds(seconds);
        let outcome = answer(&world, &[authenticator(KEY, "App")], code);
        assert_eq!(told(&outcome), verified(0, seconds / 30), "at {seconds}");
    }
}

#[test]
fn r11_one_step_to_either_side_is_accepted_to_the_millisecond() {
    let mut world = world();
    let step = step_of(&world);
    let one = [authenticator(KEY, "App")];
    for millis in [0, 1, 15_000, 29_998, 29_999] {
        world.now = Timestamp::from_unix_millis(step * 30_000 + millis);
        for offset in -5..=5 {
            let outcome = told(&answer(&world, &one, &code_at_step(step + offset)));
            let expected = match offset {
                -1..=1 => verified(0, step + offset),
                // A code from the past tells that the device's clock is slow; about codes to come nothing is told.
                ..=-2 => format!(
                    "rejected {:?}",
                    Refusal::ClockBehind {
                        by: Span::seconds(-30 * offset)
                    }
                ),
                _ => "rejected CodeWrong".to_owned(),
            };
            assert_eq!(outcome, expected, "offset {offset} at {millis} ms");
        }
    }
}

#[test]
fn a08_a_code_opens_one_thing() {
    let world = world();
    let step = step_of(&world);
    let mut one = authenticator(KEY, "App");
    let code = code_at_step(step);
    assert_eq!(
        told(&answer(&world, &[one.clone()], &code)),
        verified(0, step)
    );
    one.consumed_through = step;
    assert_eq!(
        told(&answer(&world, &[one.clone()], &code)),
        "rejected CodeUsed"
    );
    let next = code_at_step(step + 1);
    assert_eq!(told(&answer(&world, &[one], &next)), verified(0, step + 1));
}

#[test]
fn a10_an_older_step_is_refused_after_a_newer_one() {
    let world = world();
    let step = step_of(&world);
    let mut one = authenticator(KEY, "App");
    one.consumed_through = step + 1;
    for older in [step - 1, step, step + 1] {
        let outcome = answer(&world, &[one.clone()], &code_at_step(older));
        assert_eq!(told(&outcome), "rejected CodeUsed");
    }
}

#[test]
fn a67_a_clock_that_jumps_back_brings_no_code_back() {
    let mut world = world();
    let step = step_of(&world);
    let mut one = authenticator(KEY, "App");
    one.consumed_through = step;
    for back in [1, 30, 40, 3_600, 86_400] {
        world.now = Timestamp::from_unix_seconds(step * 30 - back);
        for older in -2..=0 {
            let outcome = told(&answer(&world, &[one.clone()], &code_at_step(step + older)));
            assert!(outcome.starts_with("rejected"), "{back} s back: {outcome}");
        }
    }
    world.now = Timestamp::from_unix_millis(-1);
    let outcome = told(&answer(&world, &[one], &code_at_step(step)));
    assert_eq!(
        outcome, "rejected CodeWrong",
        "before 1970 nothing is right"
    );
}

#[test]
fn any_of_several_authenticators_answers_and_the_most_telling_refusal_is_told() {
    let world = world();
    let step = step_of(&world);
    let other = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let two = [authenticator(other, "Old"), authenticator(KEY, "New")];
    let right = told(&answer(&world, &two, &code_at_step(step)));
    assert_eq!(right, verified(1, step));
    let slow = told(&answer(&world, &two, &code_at_step(step - 6)));
    assert!(slow.contains("ClockBehind"), "{slow}");
    let mut two = two;
    two[1].consumed_through = step;
    let used = told(&answer(&world, &two, &code_at_step(step)));
    assert_eq!(used, "rejected CodeUsed");
    two.swap(0, 1);
    let used = told(&answer(&world, &two, &code_at_step(step)));
    assert_eq!(used, "rejected CodeUsed");
}

#[test]
fn what_cannot_be_a_code_is_no_guess() {
    let world = world();
    let one = [authenticator(KEY, "App")];
    for nonsense in ["", "12345", "1234567", "abcdef", "123456 654321"] {
        assert_eq!(
            told(&answer(&world, &one, nonsense)),
            "not counted CodeMalformed",
            "{nonsense}"
        );
    }
    let step = step_of(&world);
    let code = code_at_step(step);
    let spaced = format!(" {} {}\u{a0}", &code[..3], &code[3..]);
    assert_eq!(told(&answer(&world, &one, &spaced)), verified(0, step));
}

fn enrol(world: &World, draft: &Draft, fields: &[(&str, &str)]) -> Progress {
    let form: Form = fields.iter().copied().collect();
    Totp.continue_enrolment(&world.setting(), &draft.data, &form, &mut Seeded::new(9))
        .unwrap()
}

fn shown(world: &World, draft: &Draft) -> Value {
    Totp.enrolment_view(&world.setting(), &draft.data)
        .unwrap()
        .json()
}

fn secret_in(world: &World, draft: &Draft) -> Secret {
    Secret::from_base32(shown(world, draft)["secret"].as_str().unwrap()).unwrap()
}

#[test]
fn r10_a_new_key_has_160_bits_and_is_never_drawn_twice() {
    let world = world();
    let mut random = Seeded::new(3);
    let mut seen = BTreeSet::new();
    for _ in 0..2_000 {
        let draft = Totp.begin_enrolment(&world.setting(), &[], &mut random);
        let (secret, _) = Key::read(&draft.data).unwrap();
        assert_eq!(secret.expose().len(), 20);
        assert!(seen.insert(secret.expose().to_vec()));
    }
}

#[test]
fn a_wrong_code_keeps_the_key_and_a_right_one_binds_it_with_its_step_used() {
    let world = world();
    let draft = Totp.begin_enrolment(&world.setting(), &[], &mut Seeded::new(5));
    let secret = secret_in(&world, &draft);
    let seconds = u64::try_from(world.now.unix_seconds()).unwrap();
    let code = totp_at(&secret, Parameters::default(), seconds);
    let before = totp_at(&secret, Parameters::default(), seconds - 120);
    let ahead = totp_at(&secret, Parameters::default(), seconds + 60);

    let refused = |fields: &[(&str, &str)]| match enrol(&world, &draft, fields) {
        Progress::Rejected(refusal) => refusal,
        _ => panic!("{fields:?} was not refused"),
    };
    assert_eq!(refused(&[("code", ahead.as_str())]), Refusal::CodeWrong);
    let by = Span::seconds(120);
    assert_eq!(
        refused(&[("code", before.as_str())]),
        Refusal::ClockBehind { by }
    );
    assert_eq!(refused(&[("code", "12")]), Refusal::CodeMalformed);
    assert_eq!(
        refused(&[("code", code.as_str()), ("label", &"x".repeat(61))]),
        Refusal::LabelMalformed
    );
    assert!(
        secret_in(&world, &draft).is_same_as(&secret),
        "the key stays"
    );

    let fields = [("code", code.as_str()), ("label", " Min telefon ")];
    let Progress::Done(bound) = enrol(&world, &draft, &fields) else {
        panic!("the right code was refused");
    };
    assert_eq!(bound.label, "Min telefon");
    assert_eq!(bound.consumed_through, Some(step_of(&world)));
    assert!(Key::read(&bound.data).unwrap().0.is_same_as(&secret));
    let Progress::Done(unnamed) = enrol(&world, &draft, &[("code", code.as_str()), ("label", " ")])
    else {
        panic!("the right code was refused");
    };
    assert_eq!(unnamed.label, "Autentiseringsapp");
}

#[test]
fn the_enrolment_page_shows_the_key_in_every_way() {
    let mut world = world();
    world.organisation.name = "Kalle & Co".to_owned();
    let key = Key {
        secret: KEY.to_owned(),
        parameters: None,
    };
    let view = Totp
        .enrolment_view(&world.setting(), &bytes::write(FORMAT, &key))
        .unwrap();
    let html = view.html(world.text());
    assert!(html.contains(
        r#"<p class="key" id="totp-key" data-secret>GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ</p>"#
    ));
    let link = "otpauth://totp/Kalle%20-%20Co:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kalle%20-%20Co&algorithm=SHA1&digits=6&period=30";
    assert_eq!(view.json()["link"], link);
    assert!(html.contains(&format!("href=\"{}\"", link.replace('&', "&#38;"))));
    assert!(
        html.contains("<dd>Kalle - Co</dd>"),
        "as the app will show it"
    );
    assert!(html.contains(r#"<svg viewBox="0 0 57 57" role="img" aria-label="QR-kod som"#));
    assert!(
        html.contains("var 30:e sekund"),
        "C3: calm about a code that has just changed"
    );
    assert!(
        html.contains("Microsoft Authenticator") && html.contains("KeePassXC"),
        "O1"
    );
    assert!(view.asks_for_answer());
}

#[test]
fn the_prompt_names_the_authenticators_and_tells_our_time() {
    let world = world();
    let two = [
        authenticator(KEY, "Min telefon"),
        authenticator(KEY, "Datorn"),
    ];
    let question = bytes::write(FORMAT, &Question {});
    let html = |authenticators: &[Authenticator]| {
        Totp.challenge_view(&world.setting(), &question, authenticators)
            .unwrap()
            .html(world.text())
    };
    assert!(html(&two).contains("Min telefon, Datorn"));
    assert!(!html(&two[..1]).contains("Min telefon"));
    assert!(html(&two).contains(&(world.setting().clock)(world.now)));
}

#[test]
fn format_1_is_read() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../tests/fixtures/totp-1.json")).unwrap();
    let mut world = world();
    world.now = Timestamp::from_unix_seconds(fixture["now"].as_i64().unwrap());
    let one = Authenticator {
        data: fixture["authenticator"].to_string().into_bytes(),
        ..authenticator(KEY, "App")
    };
    let form = typed(fixture["code"].as_str().unwrap());
    let challenge = fixture["challenge"].to_string().into_bytes();
    let outcome = Totp.answer(&world.setting(), &challenge, &[one], &form);
    assert_eq!(told(&outcome.unwrap()), verified(0, 37_037_036));
    let draft = fixture["draft"].to_string().into_bytes();
    let progress = Totp.continue_enrolment(&world.setting(), &draft, &form, &mut Seeded::new(1));
    assert!(matches!(progress.unwrap(), Progress::Done(_)));
}

fn adopted(parameters: Parameters, label: Option<&str>) -> NewAuthenticator {
    let world = world();
    let brought = Brought::Secret {
        secret: &Secret::from_base32(KEY).unwrap(),
        parameters,
        label,
    };
    Totp.adopt(&world.setting(), &brought)
        .unwrap()
        .ok()
        .unwrap()
}

#[test]
fn a_key_that_is_brought_along_answers_like_one_enrolled_here() {
    let new = adopted(Parameters::default(), Some("Token 17"));
    assert_eq!((new.data_format, new.label.as_str()), (1, "Token 17"));
    assert_eq!(new.data, authenticator(KEY, "").data);
    assert_eq!(
        adopted(Parameters::default(), Some("a\nb")).label,
        adopted(Parameters::default(), None).label
    );
    let address = Brought::Address("+46701740605");
    assert!(Totp.adopt(&world().setting(), &address).is_none());
}

#[test]
fn format_2_is_read_and_every_hash_length_and_period_is_honoured() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../tests/fixtures/totp-2.json")).unwrap();
    let mut world = world();
    world.now = Timestamp::from_unix_seconds(fixture["now"].as_i64().unwrap());
    let one = Authenticator {
        data: fixture["authenticator"].to_string().into_bytes(),
        data_format: 2,
        ..authenticator(KEY, "App")
    };
    let code = fixture["code"].as_str().unwrap();
    assert_eq!(
        told(&answer(&world, std::slice::from_ref(&one), code)),
        verified(0, 37_037_036)
    );
    // Six digits cannot be its code, so they are no guess; beside a usual one they are.
    assert!(matches!(
        answer(&world, std::slice::from_ref(&one), "000000"),
        Outcome::NotCounted(_)
    ));
    let both = [authenticator("JBSWY3DPEHPK3PXP", "App"), one];
    assert_eq!(told(&answer(&world, &both, code)), verified(1, 37_037_036));
    assert!(matches!(
        answer(&world, &both, "000000"),
        Outcome::Rejected(_)
    ));
    let slow = Parameters {
        period: Period::new(60).unwrap(),
        ..Parameters::default()
    };
    let new = adopted(slow, None);
    assert_eq!(new.data_format, 2);
    assert_eq!(Key::read(&new.data).unwrap().1, slow);
}
