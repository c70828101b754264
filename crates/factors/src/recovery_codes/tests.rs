#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use domain::id::AuthenticatorId;
use proptest::prelude::*;
use serde_json::Value;
use text::Language;

use super::*;
use crate::Registry;
use crate::testing::{Seeded, TestKey, World};

fn world() -> World {
    World::new(&Registry::standard())
}

fn typed(code: &str) -> Form {
    Form::from_iter([("code", code)])
}

/// A set that was enrolled, and its codes as they were shown.
fn enrolled(world: &World, seed: u64) -> (Authenticator, Vec<String>) {
    let mut random = Seeded::new(seed);
    let draft = RecoveryCodes.begin_enrolment(&world.setting(), &[], &mut random);
    let codes = shown(world, &draft.data);
    let progress = RecoveryCodes.continue_enrolment(
        &world.setting(),
        &draft.data,
        &typed(&codes[3]),
        &mut random,
    );
    let Progress::Done(bound) = progress.unwrap() else {
        panic!("a shown code was refused");
    };
    let authenticator = Authenticator {
        id: AuthenticatorId::from_bytes([1; 16]),
        label: bound.label,
        data: bound.data,
        data_format: bound.data_format,
        channel: None,
        consumed_through: -1,
    };
    (authenticator, codes)
}

fn shown(world: &World, draft: &[u8]) -> Vec<String> {
    let view = RecoveryCodes
        .enrolment_view(&world.setting(), draft)
        .unwrap();
    let codes = view.json()["codes"].clone();
    serde_json::from_value(codes).unwrap()
}

fn answer(world: &World, one: &Authenticator, code: &str) -> Outcome {
    let question = bytes::write(FORMAT, &Question {});
    let one = std::slice::from_ref(one);
    RecoveryCodes
        .answer(&world.setting(), &question, one, &typed(code))
        .unwrap()
}

/// Uses a code up, if it is right.
fn spend(world: &World, one: &mut Authenticator, code: &str) -> Result<(), Refusal> {
    match answer(world, one, code) {
        Outcome::Verified {
            consumption: Consumption::Data(left),
            ..
        } => {
            one.data = left;
            Ok(())
        }
        Outcome::Rejected(refusal) => Err(refusal),
        _ => panic!("neither spent nor refused"),
    }
}

#[test]
fn a_set_is_ten_codes_and_typing_one_back_uses_none() {
    let world = world();
    let (one, codes) = enrolled(&world, 1);
    assert_eq!(codes.len(), 10);
    let mut different = codes.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 10);
    assert!(codes.iter().all(|code| code.len() == 19));
    assert_eq!(RecoveryCodes.left(&one).unwrap(), Some(10));
    assert_eq!(one.label, "Återställningskoder");
}

#[test]
fn a11_each_code_opens_one_thing_until_none_is_left() {
    let world = world();
    let (mut one, codes) = enrolled(&world, 2);
    for (used, code) in (1..).zip(&codes) {
        assert_eq!(spend(&world, &mut one, code), Ok(()));
        assert_eq!(RecoveryCodes.left(&one).unwrap(), Some(10 - used));
        assert_eq!(spend(&world, &mut one, code), Err(Refusal::CodeUsed));
    }
    assert!(
        codes
            .iter()
            .all(|code| spend(&world, &mut one, code).is_err())
    );
}

#[test]
fn a_new_set_kills_the_old() {
    let world = world();
    let (_, old) = enrolled(&world, 3);
    let (mut new, _) = enrolled(&world, 4);
    for code in old {
        assert_eq!(spend(&world, &mut new, &code), Err(Refusal::CodeWrong));
    }
}

#[test]
fn what_is_kept_holds_no_code_and_is_worth_nothing_elsewhere() {
    let mut world = world();
    let (mut one, codes) = enrolled(&world, 5);
    let kept = String::from_utf8(one.data.clone()).unwrap();
    for code in &codes {
        assert!(
            !kept.contains(code.as_str()) && !kept.contains(&code.replace('-', "")),
            "A58"
        );
    }
    world.key = TestKey(2);
    assert_eq!(
        spend(&world, &mut one, &codes[0]),
        Err(Refusal::CodeWrong),
        "another key"
    );
    world.key = TestKey(1);
    world.organisation.id = domain::id::OrganisationId::from_bytes([8; 16]);
    assert_eq!(
        spend(&world, &mut one, &codes[0]),
        Err(Refusal::CodeWrong),
        "another organisation"
    );
}

#[test]
fn only_a_code_of_the_set_ends_the_enrolment() {
    let world = world();
    let mut random = Seeded::new(6);
    let draft = RecoveryCodes.begin_enrolment(&world.setting(), &[], &mut random);
    for (text, expected) in [
        ("", Refusal::CodeMalformed),
        ("yes, I have saved them", Refusal::CodeMalformed),
        ("0000-0000-0000-0000", Refusal::CodeWrong),
    ] {
        let progress = RecoveryCodes.continue_enrolment(
            &world.setting(),
            &draft.data,
            &typed(text),
            &mut random,
        );
        assert!(matches!(progress.unwrap(), Progress::Rejected(refusal) if refusal == expected));
    }
    assert_eq!(
        shown(&world, &draft.data).len(),
        10,
        "the sheet stays as it was"
    );
}

#[test]
fn nonsense_is_no_guess() {
    let world = world();
    let (one, _) = enrolled(&world, 7);
    let outcome = answer(&world, &one, "123456");
    assert!(matches!(
        outcome,
        Outcome::NotCounted(Refusal::CodeMalformed)
    ));
}

#[test]
fn the_sheet_can_be_read_printed_and_saved() {
    let mut world = world();
    "Eva\u{202e}\r\n".clone_into(&mut world.username);
    let draft = RecoveryCodes.begin_enrolment(&world.setting(), &[], &mut Seeded::new(8));
    let view = RecoveryCodes
        .enrolment_view(&world.setting(), &draft.data)
        .unwrap();
    let html = view.html(world.text());
    for language in Language::ALL {
        world.speak(language);
        let file = view.download(world.text()).unwrap();
        let lines: Vec<&str> = file.split("\r\n").collect();
        assert!(lines[0].contains("Eva") && lines[0].contains("Björkens Omsorg"));
        for code in shown(&world, &draft.data) {
            assert!(html.contains(&format!("<li data-recovery-code>{code}</li>")));
            assert!(
                lines.contains(&code.as_str()),
                "each code on a line of its own"
            );
        }
    }
}

#[test]
fn the_prompt_warns_from_three_left() {
    let world = world();
    let (mut one, codes) = enrolled(&world, 9);
    let question = bytes::write(FORMAT, &Question {});
    for (left, code) in (0..=10).rev().zip(codes.iter().map(Some).chain([None])) {
        let view = RecoveryCodes
            .challenge_view(&world.setting(), &question, std::slice::from_ref(&one))
            .unwrap();
        assert_eq!(view.json()["left"], left);
        assert_eq!(
            view.html(world.text()).contains("note warn"),
            left <= 3,
            "{left} left"
        );
        if let Some(code) = code {
            spend(&world, &mut one, code).unwrap();
        }
    }
}

#[test]
fn format_1_is_read() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../tests/fixtures/recovery_codes-1.json")).unwrap();
    let world = world();
    let (like, _) = enrolled(&world, 10);
    let mut one = Authenticator {
        data: fixture["authenticator"].to_string().into_bytes(),
        ..like
    };
    assert_eq!(RecoveryCodes.left(&one).unwrap(), Some(9));
    let code = fixture["code"].as_str().unwrap();
    let challenge = fixture["challenge"].to_string().into_bytes();
    let outcome = RecoveryCodes.answer(
        &world.setting(),
        &challenge,
        std::slice::from_ref(&one),
        &typed(code),
    );
    assert!(matches!(outcome.unwrap(), Outcome::Verified { .. }));
    let used = fixture["used"].as_str().unwrap();
    assert_eq!(spend(&world, &mut one, used), Err(Refusal::CodeUsed));
    let draft = fixture["draft"].to_string().into_bytes();
    assert!(shown(&world, &draft).contains(&code.to_owned()));
}

proptest! {
    #[test]
    fn a12_a_code_is_accepted_once_in_any_spelling(
        place in 0_usize..10, lower in any::<bool>(), between in prop::sample::select(vec!["", " ", "-", "\u{a0}"]),
        zero in prop::sample::select(vec!["0", "O", "o"]), one in prop::sample::select(vec!["1", "I", "l"]),
    ) {
        let world = world();
        let (mut set, codes) = enrolled(&world, 11);
        let mut spelling = codes[place].replace('-', between);
        if lower {
            spelling = spelling.to_lowercase();
        }
        let spelling = spelling.replace('0', zero).replace('1', one);
        prop_assert_eq!(spend(&world, &mut set, &spelling), Ok(()));
        prop_assert_eq!(spend(&world, &mut set, &codes[place]), Err(Refusal::CodeUsed));
        prop_assert_eq!(RecoveryCodes.left(&set).unwrap(), Some(9));
    }
}
