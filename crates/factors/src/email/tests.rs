#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use domain::challenge::Purpose;
use domain::id::OrganisationId;
use domain::random::Random;
use otp::{Code, Digits};
use serde_json::Value;

use super::*;
use crate::sending::trying::{WRONG, steps_of};
use crate::sending::{FORMAT, Question};
use crate::sent_code::{Compared, Target, digits};
use crate::testing::{Seeded, TestKey, World};
use crate::{
    Authenticator, Consumption, Factor as _, Form, Line, Outcome, Progress, Registry, bytes,
};

steps_of!(Email, "E-post");

fn world() -> World {
    World::new(&Registry::standard())
}

fn anna() -> Authenticator {
    bound_to("Anna.Lind@example.se", 1)
}

fn typed(code: &str) -> Form {
    Form::from_iter([("code", code)])
}

#[test]
fn a_sent_code_proves_the_mailbox_it_was_sent_to() {
    let world = world();
    let two = [anna(), bound_to("anna@hem.example", 2)];
    let (data, letter) = asked(&world, &two, 1);
    assert_eq!(letter.to, "Anna.Lind@example.se", "the first of several");
    assert_eq!(letter.masked, "A•••@example.se");
    let outcome = Email.answer(&world.setting(), &data, &two, &typed(code_in(&letter)));
    assert!(matches!(
        outcome.unwrap(),
        Outcome::Verified {
            authenticator: 0,
            device: domain::factor::DeviceProof {
                user_verified: false,
                ..
            },
            copied: false,
            consumption: Consumption::ChallengeOnly
        }
    ));
    let swapped = [bound_to("anna@hem.example", 2), anna()];
    let outcome = Email.answer(&world.setting(), &data, &swapped, &typed(code_in(&letter)));
    assert!(matches!(
        outcome.unwrap(),
        Outcome::Verified {
            authenticator: 1,
            ..
        }
    ));
}

#[test]
fn a06_a07_a28_a_code_answers_nothing_but_what_it_was_sent_for() {
    let world = world();
    let one = [anna()];
    let (data, letter) = asked(&world, &one, 2);
    let code = code_in(&letter);
    assert_eq!(refusal(&world, &data, &one, code), None);

    let (other, _) = asked(&world, &one, 3);
    assert_eq!(
        refusal(&world, &other, &one, code),
        WRONG,
        "another challenge"
    );
    let mut changed = self::world();
    changed.username = "bo".to_owned();
    assert_eq!(
        refusal(&changed, &data, &one, code),
        WRONG,
        "A06: another person"
    );
    let mut changed = self::world();
    changed.organisation.id = OrganisationId::from_bytes([8; 16]);
    assert_eq!(
        refusal(&changed, &data, &one, code),
        WRONG,
        "another organisation"
    );
    let mut changed = self::world();
    changed.key = TestKey(2);
    assert_eq!(refusal(&changed, &data, &one, code), WRONG, "another key");
    let moved = [bound_to("anna@elsewhere.example", 1)];
    assert_eq!(
        refusal(&world, &data, &moved, code),
        WRONG,
        "A28: the address changed since"
    );
    let replaced = [bound_to("Anna.Lind@example.se", 9)];
    assert_eq!(
        refusal(&world, &data, &replaced, code),
        WRONG,
        "the authenticator is another"
    );
    assert_eq!(
        refusal(&world, &data, &[], code),
        WRONG,
        "the authenticator is gone"
    );

    // A07: the same digits, nonce and address under the other purpose.
    let question: Question = bytes::read(FORMAT, &data).unwrap();
    let address = EmailAddress::parse("Anna.Lind@example.se").unwrap();
    let code = Code::from_typed(code, Digits::SIX).unwrap();
    let compare = |label, purpose| {
        let target = Target {
            label,
            purpose,
            address: address.as_str(),
            canonical: &address.canonical(),
        };
        question.sent.compare(&world.setting(), &target, &code)
    };
    assert_eq!(compare(Email::LABEL, Purpose::Prove), Compared::Right);
    assert_eq!(compare(Email::LABEL, Purpose::Enrol), Compared::Wrong);
    assert_eq!(compare("other code", Purpose::Prove), Compared::Wrong);
}

#[test]
fn a_mailbox_is_the_same_in_any_case() {
    let world = world();
    let (data, letter) = asked(&world, &[anna()], 4);
    let respelt = [bound_to("anna.lind@EXAMPLE.se", 1)];
    assert_eq!(refusal(&world, &data, &respelt, code_in(&letter)), None);
}

#[test]
fn a14_every_resend_replaces_and_explains_all_before_it() {
    let mut world = world();
    let one = [anna()];
    let (mut data, letter) = asked(&world, &one, 5);
    let mut old = vec![code_in(&letter).to_owned()];
    for seed in 6..11 {
        world.wait(Span::minutes(1));
        let (next, letter) = again(&world, Purpose::Prove, &data, seed);
        for code in &old {
            let replaced = Some((Refusal::CodeReplaced, false));
            assert_eq!(refusal(&world, &next, &one, code), replaced);
        }
        assert_eq!(refusal(&world, &next, &one, code_in(&letter)), None);
        old.push(code_in(&letter).to_owned());
        data = next;
    }
    assert_eq!(
        refusal(&world, &data, &one, "12345"),
        Some((Refusal::CodeMalformed, false))
    );
}

#[test]
fn a_resend_never_sends_the_same_digits_again() {
    let world = world();
    let one = [anna()];
    let (data, letter) = asked(&world, &one, 12);
    // The stream begins with the digits that are out.
    let mut stream = Seeded::new(12);
    random_nonce(&mut stream);
    let mut asked = Email
        .ask_again(&world.setting(), Purpose::Prove, &data, &mut stream)
        .unwrap()
        .unwrap();
    let newer = asked.letters.remove(0);
    assert_ne!(code_in(&newer), code_in(&letter));
    let replaced = Some((Refusal::CodeReplaced, false));
    assert_eq!(
        refusal(&world, &asked.data, &one, code_in(&letter)),
        replaced
    );
}

fn random_nonce(random: &mut dyn Random) {
    let _: [u8; 16] = domain::random::array(random);
}

#[test]
fn r13_a_code_lives_ten_minutes_to_the_millisecond() {
    let mut world = world();
    let one = [anna()];
    let sent_at = world.now;
    let (data, letter) = asked(&world, &one, 13);
    world.now = sent_at + Span::minutes(10) - Span::millis(1);
    assert_eq!(refusal(&world, &data, &one, code_in(&letter)), None);
    world.now = sent_at + Span::minutes(10);
    let expired = Some((Refusal::CodeExpired, false));
    assert_eq!(refusal(&world, &data, &one, code_in(&letter)), expired);
    assert_eq!(
        refusal(&world, &data, &one, "000000"),
        expired,
        "and nothing else is told"
    );
}

#[test]
fn r13_every_row_of_six_digits_is_as_likely() {
    let mut random = Seeded::new(14);
    let mut places = [[0_u32; 10]; 6];
    let mut halves = [0_u32; 2];
    for _ in 0..60_000 {
        let code = digits(&mut random);
        assert_eq!(code.len(), 6);
        for (place, digit) in code.bytes().enumerate() {
            places[place][usize::from(digit - b'0')] += 1;
        }
        let value: usize = code.parse().unwrap();
        halves[value / 500_000] += 1;
    }
    for place in places {
        // Nine degrees of freedom: above 40 in one of 10⁵ streams.
        let chi: f64 = place
            .iter()
            .map(|seen| (f64::from(*seen) - 6_000.0).powi(2) / 6_000.0)
            .sum();
        assert!(chi < 40.0, "{place:?}");
    }
    assert!(halves[0].abs_diff(halves[1]) < 1_500, "{halves:?}");
}

#[test]
fn w4_an_address_is_asked_for_and_confirmed_before_it_is_bound() {
    let world = world();
    let draft = begun(&world);
    let view = Email.enrolment_view(&world.setting(), &draft).unwrap();
    assert!(!view.asks_for_answer());
    assert!(
        view.html(world.text())
            .contains(r#"value="Anna.Lind@example.se""#),
        "prefilled"
    );
    for nonsense in [
        "",
        "anna",
        "anna@",
        "a@b@c",
        "anna@example.se\r\nBcc: m@example.org",
    ] {
        let fields = [("address", nonsense)];
        assert_eq!(
            refused(&world, &draft, &fields),
            Refusal::EmailMalformed,
            "{nonsense:?}"
        );
    }
    assert_eq!(
        refused(&world, &draft, &[("code", "123456")]),
        Refusal::EmailMalformed
    );

    let (draft, letter) = sent(&world, &draft, &[("address", " Anna@Hem.example ")], 21);
    assert_eq!(letter.to, "Anna@Hem.example");
    let view = Email.enrolment_view(&world.setting(), &draft).unwrap();
    assert!(view.asks_for_answer());
    assert!(
        view.html(world.text())
            .contains("<strong>Anna@Hem.example</strong>")
    );
    assert_eq!(
        refused(&world, &draft, &[("code", "1")]),
        Refusal::CodeMalformed
    );
    assert_eq!(refused(&world, &draft, &[]), Refusal::CodeMalformed);
    let Progress::Done(bound) = step(&world, &draft, &[("code", code_in(&letter))], 22) else {
        panic!("the right code was refused");
    };
    assert_eq!(bound.label, "A•••@Hem.example");
    let channel = bound.channel.unwrap();
    assert_eq!(
        (channel.medium, channel.address.as_str()),
        ("email", "anna@hem.example")
    );
    assert!(bound.identifier.is_none() && bound.consumed_through.is_none());
    let kept: Value = serde_json::from_slice(&bound.data).unwrap();
    assert_eq!(kept["address"], "Anna@Hem.example");
}

#[test]
fn another_address_can_be_given_and_ends_the_first_code() {
    let world = world();
    let (first, old) = sent(
        &world,
        &begun(&world),
        &[("address", "anna@hem.exmaple")],
        23,
    );
    let (draft, letter) = sent(
        &world,
        &first,
        &[("code", " "), ("address", "anna@hem.example")],
        24,
    );
    assert_eq!(letter.to, "anna@hem.example");
    assert_eq!(
        refused(&world, &draft, &[("code", code_in(&old))]),
        Refusal::CodeWrong,
        "A28"
    );
    let same = [("address", "ANNA@hem.example")];
    assert_eq!(
        refused(&world, &draft, &same),
        Refusal::CodeMalformed,
        "no change, nothing sent"
    );
    // A browser that fills in the address by itself does not get in the way of the code.
    let both = [
        ("code", code_in(&letter)),
        ("address", "anna@other.example"),
    ];
    assert!(matches!(step(&world, &draft, &both, 25), Progress::Done(_)));
}

#[test]
fn an_enrolment_resends_replaces_and_expires_like_a_challenge() {
    let mut world = world();
    let draft = begun(&world);
    let nothing = Email.ask_again(
        &world.setting(),
        Purpose::Enrol,
        &draft,
        &mut Seeded::new(1),
    );
    assert!(nothing.unwrap().is_none(), "there is no address yet");
    let (draft, old) = sent(&world, &draft, &[("address", "anna@hem.example")], 26);
    let (draft, new) = again(&world, Purpose::Enrol, &draft, 27);
    assert_eq!(
        refused(&world, &draft, &[("code", code_in(&old))]),
        Refusal::CodeReplaced
    );
    world.now = world.code_expires_at;
    assert_eq!(
        refused(&world, &draft, &[("code", code_in(&new))]),
        Refusal::CodeExpired
    );
}

#[test]
fn without_a_registered_mailbox_nothing_is_suggested_and_a_verified_one_goes_first() {
    let mut world = world();
    let draft = begun(&world);
    let suggested = |world: &World| {
        let view = Email.enrolment_view(&world.setting(), &draft).unwrap();
        view.json()["suggested"].as_str().unwrap().to_owned()
    };
    let mut unverified = world.addresses[0].clone();
    unverified.verified = false;
    unverified.value = "old@example.se".to_owned();
    world.addresses.insert(0, unverified);
    assert_eq!(suggested(&world), "Anna.Lind@example.se");
    world.addresses.remove(1);
    assert_eq!(suggested(&world), "old@example.se");
    world.addresses[0].channel = "phone".to_owned();
    assert_eq!(suggested(&world), "");
}

#[test]
fn the_prompt_masks_the_address_and_tells_until_when() {
    let world = world();
    let one = [anna()];
    let (data, _) = asked(&world, &one, 28);
    let view = Email.challenge_view(&world.setting(), &data, &one).unwrap();
    let html = view.html(world.text());
    assert!(
        html.contains(r#"till <strong class="nowrap">A•••@example.se</strong>"#)
            && !html.contains("Anna.Lind")
    );
    assert!(html.contains(&format!(
        "kl. {}",
        (world.setting().clock)(world.code_expires_at)
    )));
}

/// The letter as text, the code masked.
fn written(letter: &Letter) -> String {
    let line = |line: &Line| match line {
        Line::Text(text) => text.clone(),
        Line::Code(_) => "######".to_owned(),
    };
    let lines: Vec<String> = letter.lines.iter().map(line).collect();
    format!("{}\n{}", letter.subject, lines.join("\n"))
}

#[test]
fn the_letter_says_what_it_is_for_in_both_languages() {
    let mut world = world();
    world.now = domain::time::Timestamp::from_unix_seconds(38_520);
    world.wait(Span::ZERO);
    let (_, proving) = asked(&world, &[anna()], 29);
    assert_eq!(
        written(&proving),
        "Kod för att logga in hos Björkens Omsorg\n\
         Här är koden för att logga in hos Björkens Omsorg:\n\
         ######\n\
         Koden gäller till kl. 10.52. Skriv den bara på sidan där du själv bad om den, och ge den aldrig till någon annan.\n\
         Någon bad om koden kl. 10.42 från Firefox on Linux, 203.0.113.7.\n\
         Var det inte du? Då kan någon annan ha ditt lösenord. Byt lösenord och kontakta supporten: support@example.se, 08-465 004 00"
    );
    world.speak(text::Language::En);
    world.origin.clear();
    world.organisation.support = domain::organisation::Support::default();
    let (_, confirming) = sent(
        &world,
        &begun(&world),
        &[("address", "anna@hem.example")],
        30,
    );
    assert_eq!(
        written(&confirming),
        "Confirm your e-mail address at Björkens Omsorg\n\
         Here is the code that confirms this e-mail address for Björkens Omsorg:\n\
         ######\n\
         The code is valid until 10.52. Type it only on the page where you asked for it yourself, and never give it to anybody.\n\
         The code was asked for at 10.42.\n\
         Was it not you? Then you need not do anything: without the code the address is not used."
    );
    assert!(
        !written(&confirming).contains("anna"),
        "it may reach a stranger"
    );
    let (_, proving) = asked(&world, &[anna()], 31);
    assert!(written(&proving).ends_with("Change your password and tell support."));
}

#[test]
fn a_challenge_needs_a_mailbox() {
    let world = world();
    let asked = Email.begin_challenge(&world.setting(), &[], &mut Seeded::new(1));
    assert!(asked.is_err());
}

#[test]
fn format_1_is_read() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../tests/fixtures/email-1.json")).unwrap();
    let mut world = world();
    world.now = domain::time::Timestamp::from_unix_millis(fixture["now"].as_i64().unwrap());
    let one = [Authenticator {
        data: fixture["authenticator"].to_string().into_bytes(),
        ..anna()
    }];
    let bytes = |name: &str| fixture[name].to_string().into_bytes();
    let code = |name: &str| fixture[name].as_str().unwrap().to_owned();
    assert_eq!(
        refusal(&world, &bytes("challenge"), &one, &code("code")),
        None
    );
    let replaced = Some((Refusal::CodeReplaced, false));
    assert_eq!(
        refusal(&world, &bytes("challenge"), &one, &code("replaced")),
        replaced
    );
    let view = Email
        .enrolment_view(&world.setting(), &bytes("draft"))
        .unwrap();
    assert_eq!(view.json()["stage"], "address");
    let progress = step(
        &world,
        &bytes("draft_sent"),
        &[("code", &code("draft_code"))],
        1,
    );
    assert!(matches!(progress, Progress::Done(_)));
}
