#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use domain::challenge::Purpose;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use serde_json::Value;
use text::Language;

use super::*;
use crate::sending::trying::steps_of;
use crate::testing::World;
use crate::{Authenticator, Factor as _, Letter, Line, Progress, Registry};

const HERS: &str = "+46701740605";
const AT_HOME: &str = "+46846500400";

steps_of!(Voice, "Telefon");

fn world() -> World {
    let mut world = World::new(&Registry::standard());
    world.code_expires_at = world.now + Span::minutes(5);
    world
}

fn anna() -> Authenticator {
    bound_to(HERS, 1)
}

#[test]
fn c4_a_number_is_confirmed_by_a_call_and_mobile_and_fixed_telephones_will_do() {
    let world = world();
    for (typed, to, shown) in [
        ("070-174 06 05", HERS, "+46 70 174 06 05"),
        ("08-465 004 00", AT_HOME, "+46 8 465 004 00"),
    ] {
        let (draft, letter) = sent(&world, &begun(&world), &[("number", typed)], 21);
        assert_eq!((letter.channel, letter.to.as_str()), ("voice", to));
        let view = Voice.enrolment_view(&world.setting(), &draft).unwrap();
        let html = view.html(world.text());
        assert!(
            html.contains(&format!("<strong class=\"nowrap\">{shown}</strong>")),
            "{html}"
        );
        let Progress::Done(bound) = step(&world, &draft, &[("code", code_in(&letter))], 22) else {
            panic!("the right code was refused");
        };
        let channel = bound.channel.unwrap();
        // The same mark as a text message's: one number is one channel, so both are one factor.
        assert_eq!((channel.medium, channel.address.as_str()), ("phone", to));
    }
}

#[test]
fn a27_numbers_that_get_no_calls_are_refused_when_they_are_typed() {
    let world = world();
    let draft = begun(&world);
    for (typed, refusal) in [
        ("", Refusal::PhoneMalformed),
        ("ring mig", Refusal::PhoneMalformed),
        ("08-465 00", Refusal::PhoneIncomplete),
        ("0900-000 00 00", Refusal::PhoneNotForCodes),
        ("0944-00 00 00", Refusal::PhoneNotForCodes),
        ("0719-000000000", Refusal::PhoneNotForCodes),
        ("010-000 00 00", Refusal::PhoneNotForCodes),
        ("+44 20 7000 0000", Refusal::PhoneCountry),
    ] {
        assert_eq!(
            refused(&world, &draft, &[("number", typed)]),
            refusal,
            "{typed}"
        );
    }
    let mut world = world;
    world.organisation.phone_channels = vec![MessageChannel::Sms];
    let fields = [("number", HERS)];
    assert_eq!(
        refused(&world, &draft, &fields),
        Refusal::ChannelUnavailable
    );
}

#[test]
fn a28_another_number_ends_the_first_code() {
    let world = world();
    let (first, old) = sent(&world, &begun(&world), &[("number", HERS)], 23);
    let (draft, letter) = sent(&world, &first, &[("number", "0846500400")], 24);
    assert_eq!(letter.to, AT_HOME);
    assert_eq!(
        refused(&world, &draft, &[("code", code_in(&old))]),
        Refusal::CodeWrong
    );
    let one = [anna()];
    let (data, letter) = asked(&world, &one, 25);
    let moved = [bound_to(AT_HOME, 1)];
    let wrong = Some((Refusal::CodeWrong, true));
    assert_eq!(refusal(&world, &data, &moved, code_in(&letter)), wrong);
    assert_eq!(refusal(&world, &data, &one, code_in(&letter)), None);
}

#[test]
fn another_call_replaces_the_code_of_the_one_before() {
    let mut world = world();
    let one = [anna()];
    let (data, old) = asked(&world, &one, 5);
    world.wait(Span::minutes(1));
    let (data, new) = again(&world, Purpose::Prove, &data, 6);
    let replaced = Some((Refusal::CodeReplaced, false));
    assert_eq!(refusal(&world, &data, &one, code_in(&old)), replaced);
    assert_eq!(refusal(&world, &data, &one, code_in(&new)), None);
    world.now = world.code_expires_at;
    let expired = Some((Refusal::CodeExpired, false));
    assert_eq!(refusal(&world, &data, &one, code_in(&new)), expired);
}

/// What is said, the code masked.
fn said(letter: &Letter) -> Vec<String> {
    let line = |line: &Line| match line {
        Line::Text(text) => text.clone(),
        Line::Code(_) => "######".to_owned(),
    };
    letter.lines.iter().map(line).collect()
}

#[test]
fn the_call_says_who_calls_and_to_hang_up_before_it_says_the_code() {
    let mut world = world();
    let (_, proving) = asked(&world, &[anna()], 29);
    assert_eq!(
        said(&proving),
        [
            "Hej! Det här är ett automatiskt samtal från Björkens Omsorg.",
            "Om du inte har bett om det här samtalet, lägg på.",
            "Din kod för att logga in är:",
            "######",
        ]
    );
    world.speak(Language::En);
    let (_, confirming) = sent(&world, &begun(&world), &[("number", HERS)], 30);
    assert_eq!(
        said(&confirming),
        [
            "Hello. This is an automatic call from Björkens Omsorg.",
            "If you did not ask for this call, hang up.",
            "The code that confirms your number is:",
            "######",
        ]
    );
}

#[test]
fn a52_a_name_is_read_as_one_line() {
    let mut world = world();
    world.organisation.name = "Kalle & Co\r\n<Say>999999</Say>\u{202e}".to_owned();
    let (_, letter) = asked(&world, &[anna()], 31);
    assert_eq!(
        said(&letter)[0],
        "Hej! Det här är ett automatiskt samtal från Kalle & Co <Say>999999</Say>."
    );
}

#[test]
fn k4_help_stands_ready_when_it_does_not_ring() {
    let mut world = world();
    let one = [anna()];
    let (data, _) = asked(&world, &one, 32);
    let shown = |world: &World| {
        let view = Voice.challenge_view(&world.setting(), &data, &one).unwrap();
        view.html(world.text())
    };
    let html = shown(&world);
    let until = (world.setting().clock)(world.code_expires_at);
    for help in [
        "+46 •• ••• •• 05",
        &format!("kl. {until}"),
        "<summary>Ringer det inte?</summary>",
        "blockerar",
        "täckning",
        "mailto:support@example.se",
        "tel:0846500400",
    ] {
        assert!(html.contains(help), "{help} in {html}");
    }
    assert!(!html.contains("174"), "masked");
    world.messages.voice_from = Some(AT_HOME.to_owned());
    assert!(shown(&world).contains("kommer från +46 8 465 004 00"));
}

#[test]
fn format_1_is_read() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../tests/fixtures/voice-1.json")).unwrap();
    let mut world = world();
    world.now = Timestamp::from_unix_millis(fixture["now"].as_i64().unwrap());
    let one = [Authenticator {
        data: fixture["authenticator"].to_string().into_bytes(),
        ..anna()
    }];
    let bytes = |name: &str| fixture[name].to_string().into_bytes();
    let code = |name: &str| fixture[name].as_str().unwrap().to_owned();
    let answered = refusal(&world, &bytes("challenge"), &one, &code("code"));
    assert_eq!(answered, None);
    let replaced = Some((Refusal::CodeReplaced, false));
    assert_eq!(
        refusal(&world, &bytes("challenge"), &one, &code("replaced")),
        replaced
    );
    let view = Voice
        .enrolment_view(&world.setting(), &bytes("draft"))
        .unwrap();
    assert_eq!(view.json()["stage"], "number");
    let fields = [("code", fixture["draft_code"].as_str().unwrap())];
    let progress = step(&world, &bytes("draft_sent"), &fields, 1);
    assert!(matches!(progress, Progress::Done(_)));
}
