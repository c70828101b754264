#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;

use domain::challenge::Purpose;
use domain::id::OrganisationId;
use domain::message::TextKey;
use domain::phone::{Country, Shown};
use domain::refusal::Refusal;
use domain::sms::{Encoding, Template, size};
use domain::time::Timestamp;
use serde_json::Value;
use text::Language;

use super::*;
use crate::sending::trying::{WRONG, steps_of};
use crate::sending::{FORMAT, Question, Stage};
use crate::testing::{Seeded, TestKey, World};
use crate::{
    Authenticator, Consumption, Factor as _, Form, KnownAddress, Outcome, Progress, Reach,
    Registry, bytes,
};

const HERS: &str = "+46701740605";

steps_of!(Sms, "Mobil");

fn world() -> World {
    let mut world = World::new(&Registry::standard());
    world.code_expires_at = world.now + Span::minutes(5);
    world
}

fn anna() -> Authenticator {
    bound_to(HERS, 1)
}

#[test]
fn a_sent_code_proves_the_number_it_was_sent_to() {
    let world = world();
    let two = [anna(), bound_to("+46701740606", 2)];
    let (data, letter) = asked(&world, &two, 1);
    assert_eq!((letter.channel, letter.to.as_str()), ("sms", HERS));
    assert_eq!(letter.masked, "+46 •• ••• •• 05");
    let form = Form::from_iter([("code", code_in(&letter))]);
    let outcome = Sms.answer(&world.setting(), &data, &two, &form).unwrap();
    assert!(matches!(
        outcome,
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
}

#[test]
fn a_whole_pasted_message_is_the_code_in_it() {
    let world = world();
    let one = [anna()];
    let (data, letter) = asked(&world, &one, 2);
    let pasted = letter.plain.clone().unwrap();
    assert_eq!(refusal(&world, &data, &one, &pasted), None, "{pasted}");
}

#[test]
fn a06_a07_a28_a_code_answers_nothing_but_what_it_was_sent_for() {
    let world = world();
    let one = [anna()];
    let (data, letter) = asked(&world, &one, 2);
    let code = code_in(&letter);
    let (other, _) = asked(&world, &one, 3);
    assert_eq!(
        refusal(&world, &other, &one, code),
        WRONG,
        "another challenge"
    );
    let mut changed = self::world();
    changed.username = "bo".to_owned();
    assert_eq!(refusal(&changed, &data, &one, code), WRONG, "A06");
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
    let moved = [bound_to("+46701740606", 1)];
    assert_eq!(
        refusal(&world, &data, &moved, code),
        WRONG,
        "A28: the number changed since"
    );
    let replaced = [bound_to(HERS, 9)];
    assert_eq!(
        refusal(&world, &data, &replaced, code),
        WRONG,
        "another authenticator"
    );
    assert_eq!(refusal(&world, &data, &[], code), WRONG, "it is gone");

    // A07: a code that confirms the number does not sign in with it.
    let (draft, letter) = sent(&world, &begun(&world), &[("number", HERS)], 4);
    let stage: Stage = bytes::read(FORMAT, &draft).unwrap();
    let question = Question {
        authenticator: one[0].id,
        sent: stage.sent.unwrap(),
    };
    let forged = bytes::write(FORMAT, &question);
    assert_eq!(
        refusal(&world, &forged, &one, code_in(&letter)),
        WRONG,
        "A07"
    );
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
        assert_eq!(letter.to, HERS);
        for code in &old {
            let replaced = Some((Refusal::CodeReplaced, false));
            assert_eq!(refusal(&world, &next, &one, code), replaced);
        }
        assert_eq!(refusal(&world, &next, &one, code_in(&letter)), None);
        old.push(code_in(&letter).to_owned());
        data = next;
    }
}

#[test]
fn k3_a_code_lives_as_long_as_the_page_says_to_the_millisecond() {
    let mut world = world();
    let one = [anna()];
    let sent_at = world.now;
    let (data, letter) = asked(&world, &one, 13);
    world.now = sent_at + Span::minutes(5) - Span::millis(1);
    assert_eq!(refusal(&world, &data, &one, code_in(&letter)), None);
    world.now = sent_at + Span::minutes(5);
    let expired = Some((Refusal::CodeExpired, false));
    assert_eq!(refusal(&world, &data, &one, code_in(&letter)), expired);
    assert_eq!(refusal(&world, &data, &one, "000000"), expired);
}

#[test]
fn w3_a_number_is_asked_for_shown_as_understood_and_confirmed_before_it_is_bound() {
    let world = world();
    let draft = begun(&world);
    let view = Sms.enrolment_view(&world.setting(), &draft).unwrap();
    assert!(!view.asks_for_answer());
    let html = view.html(world.text());
    for promised in [
        r#"type="tel""#,
        r#"autocomplete="tel""#,
        r#"value="070-174 06 05""#,
        "räknas till +46",
    ] {
        assert!(html.contains(promised), "{promised} in {html}");
    }
    assert_eq!(refused(&world, &draft, &[]), Refusal::PhoneMalformed);
    let fields = [("code", "123456")];
    assert_eq!(refused(&world, &draft, &fields), Refusal::PhoneMalformed);

    let (draft, letter) = sent(&world, &draft, &[("number", " +46 (0)70-174 06 05 ")], 21);
    assert_eq!(letter.to, HERS);
    let view = Sms.enrolment_view(&world.setting(), &draft).unwrap();
    assert!(view.asks_for_answer());
    let html = view.html(world.text());
    assert!(
        html.contains(r#"<strong class="nowrap">+46 70 174 06 05</strong>"#),
        "{html}"
    );
    assert_eq!(
        refused(&world, &draft, &[("code", "1")]),
        Refusal::CodeMalformed
    );
    let Progress::Done(bound) = step(&world, &draft, &[("code", code_in(&letter))], 22) else {
        panic!("the right code was refused");
    };
    assert_eq!(bound.label, "+46 •• ••• •• 05");
    let channel = bound.channel.unwrap();
    assert_eq!((channel.medium, channel.address.as_str()), ("phone", HERS));
    assert!(bound.identifier.is_none() && bound.consumed_through.is_none());
    let authenticator = Authenticator {
        data: bound.data,
        ..anna()
    };
    let reached = Sms.reach(&authenticator).unwrap();
    assert!(matches!(reached, Some(Reach::Number(number)) if number.e164() == HERS));
}

#[test]
fn a28_another_number_can_be_given_and_ends_the_first_code() {
    let world = world();
    let (first, old) = sent(&world, &begun(&world), &[("number", HERS)], 23);
    let other = [("code", " "), ("number", "070-174 06 06")];
    let (draft, letter) = sent(&world, &first, &other, 24);
    assert_eq!(letter.to, "+46701740606");
    assert_eq!(
        refused(&world, &draft, &[("code", code_in(&old))]),
        Refusal::CodeWrong
    );
    // The same number in other clothes is no change, and nothing is sent.
    let same = [("number", "0046 70 174 06 06")];
    assert_eq!(refused(&world, &draft, &same), Refusal::CodeMalformed);
    // A browser that fills in a number by itself does not get in the way of the code.
    let both = [("code", code_in(&letter)), ("number", HERS)];
    assert!(matches!(step(&world, &draft, &both, 25), Progress::Done(_)));
    // A wrong number leaves the code that is out.
    let wrong = [("number", "0313900600")];
    assert_eq!(refused(&world, &draft, &wrong), Refusal::PhoneNotMobile);
    let right = [("code", code_in(&letter))];
    assert!(matches!(
        step(&world, &draft, &right, 26),
        Progress::Done(_)
    ));
}

#[test]
fn a27_numbers_that_get_no_codes_are_refused_when_they_are_typed() {
    let world = world();
    let draft = begun(&world);
    let thirty = "070174060507017406050701740605";
    for (typed, refusal) in [
        ("anna", Refusal::PhoneMalformed),
        ("070-ANNA", Refusal::PhoneMalformed),
        (thirty, Refusal::PhoneIncomplete),
        ("070-174 06 0", Refusal::PhoneIncomplete),
        ("031-390 06 00", Refusal::PhoneNotMobile),
        ("0900-000 00 00", Refusal::PhoneNotForCodes),
        ("0939-00 00 00", Refusal::PhoneNotForCodes),
        ("0719-000000000", Refusal::PhoneNotForCodes),
        ("074-000 00 00", Refusal::PhoneNotForCodes),
        ("077-000 00 00", Refusal::PhoneNotForCodes),
        ("010-000 00 00", Refusal::PhoneNotForCodes),
        ("020-00 00 00", Refusal::PhoneNotForCodes),
        ("+47 400 00 000", Refusal::PhoneCountry),
        ("+1 900 555 0100", Refusal::PhoneCountry),
        ("+881 612 345 678", Refusal::PhoneCountry),
    ] {
        assert_eq!(
            refused(&world, &draft, &[("number", typed)]),
            refusal,
            "{typed}"
        );
    }
}

#[test]
fn a_refused_number_is_told_what_to_type_in_both_languages() {
    let mut world = world();
    for language in Language::ALL {
        world.speak(language);
        for refusal in [
            Refusal::PhoneMalformed,
            Refusal::PhoneIncomplete,
            Refusal::PhoneCountry,
            Refusal::PhoneNotMobile,
            Refusal::PhoneNotForCodes,
            Refusal::PhoneTaken,
        ] {
            let advice = world
                .text()
                .get(&format!("refusal-{}.advice", refusal.code()));
            assert!(advice.contains("070-174 06 05"), "{advice}");
        }
    }
}

#[test]
fn countries_and_home_are_the_organisations_choice() {
    let mut world = world();
    let norway = Country::parse("NO").unwrap();
    world.messages.countries.push(norway);
    let draft = begun(&world);
    let (_, letter) = sent(&world, &draft, &[("number", "+47 400 00 000")], 27);
    assert_eq!(letter.to, "+4740000000");
    world.messages.home = norway;
    let (_, letter) = sent(&world, &draft, &[("number", "400 00 000")], 28);
    assert_eq!(letter.to, "+4740000000");
    let view = Sms.enrolment_view(&world.setting(), &draft).unwrap();
    let html = view.html(world.text());
    assert!(html.contains("räknas till +47"));
    assert!(
        html.contains(r#"value="+46 70 174 06 05""#),
        "a foreign number in full"
    );
}

#[test]
fn without_a_gateway_nothing_is_promised() {
    let mut world = world();
    world.organisation.phone_channels = vec![MessageChannel::Voice];
    let fields = [("number", "0701740605")];
    let draft = begun(&world);
    assert_eq!(
        refused(&world, &draft, &fields),
        Refusal::ChannelUnavailable
    );
    let wrong = [("number", "0313900600")];
    assert_eq!(
        refused(&world, &draft, &wrong),
        Refusal::PhoneNotMobile,
        "first things first"
    );
}

#[test]
fn a_registered_number_that_can_get_codes_is_suggested() {
    let draft = begun(&world());
    let suggested = |numbers: &[(&str, bool)]| {
        let mut world = world();
        world.addresses = numbers
            .iter()
            .map(|(value, verified)| KnownAddress {
                channel: "phone".to_owned(),
                value: (*value).to_owned(),
                verified: *verified,
            })
            .collect();
        let view = Sms.enrolment_view(&world.setting(), &draft).unwrap();
        view.json()["suggested"].as_str().unwrap().to_owned()
    };
    for (numbers, expected) in [
        (&[][..], ""),
        (&[("+46701740605", false)], "070-174 06 05"),
        (
            &[("+46701740605", false), ("+46701740606", true)],
            "070-174 06 06",
        ),
        (
            &[("+46313900600", true), ("+46701740605", false)],
            "070-174 06 05",
        ),
        (&[("+46313900600", true)], ""),
        (&[("070-1740605", true)], "070-174 06 05"),
        (&[("nonsense", true)], ""),
    ] {
        assert_eq!(suggested(numbers), expected, "{numbers:?}");
    }
    let mut world = world();
    world.addresses[1].channel = "email".to_owned();
    let view = Sms.enrolment_view(&world.setting(), &draft).unwrap();
    assert_eq!(view.json()["suggested"], "", "no telephone");
}

fn prompt(world: &World) -> String {
    let one = [anna()];
    let (data, _) = asked(world, &one, 28);
    let view = Sms.challenge_view(&world.setting(), &data, &one).unwrap();
    let html = view.html(world.text());
    assert!(
        !html.contains("174") && !view.json().to_string().contains("174"),
        "{html}"
    );
    html
}

#[test]
fn k3_the_prompt_masks_the_number_as_far_as_the_organisation_says() {
    let mut world = world();
    for (shown, masked) in [
        (Shown::LastTwo, "+46 •• ••• •• 05"),
        (Shown::Nothing, "+46 •• ••• •• ••"),
        (Shown::LastFour, "+46 •• ••• 06 05"),
    ] {
        world.messages.shown = shown;
        let html = prompt(&world);
        assert!(
            html.contains(&format!(r#"<strong class="nowrap">{masked}</strong>"#)),
            "{html}"
        );
        let (_, letter) = asked(&world, &[anna()], 29);
        assert_eq!(letter.masked, masked);
    }
    let until = (world.setting().clock)(world.code_expires_at);
    assert!(prompt(&world).contains(&format!("kl. {until}")));
}

#[test]
fn k4_help_stands_ready_when_nothing_comes() {
    let mut world = world();
    let html = prompt(&world);
    for help in [
        "<summary>Kommer inget sms?</summary>",
        "inte ditt nummer",
        "blockerad",
        "täckning",
        "be om en ny kod",
        r#"<a href="mailto:support@example.se">support@example.se</a>"#,
        r#"<a class="nowrap" href="tel:0846500400">08-465 004 00</a>"#,
        "(vardagar 8–16)",
    ] {
        assert!(html.contains(help), "{help} in {html}");
    }
    world.messages.sender = Some("Bjorken".to_owned());
    assert!(prompt(&world).contains("kommer från Bjorken"));
    world.organisation.support = domain::organisation::Support::default();
    world.speak(Language::En);
    let html = prompt(&world);
    assert!(html.contains("organisation’s support.</p>"), "{html}");
    assert!(!html.contains("href"));
}

fn text_of(world: &World, purpose: Purpose) -> String {
    let letter = match purpose {
        Purpose::Prove | Purpose::Identify | Purpose::Recover => asked(world, &[anna()], 30).1,
        Purpose::Enrol => sent(world, &begun(world), &[("number", HERS)], 30).1,
    };
    let code = code_in(&letter).to_owned();
    letter.plain.unwrap().replace(&code, "######")
}

#[test]
fn r18_the_text_says_what_it_is_for_in_both_languages() {
    let mut world = world();
    assert_eq!(
        text_of(&world, Purpose::Prove),
        "###### är din kod för att logga in hos Björkens Omsorg. Giltig i 5 min. Lämna aldrig ut den till någon.\n\n\
         @login.example.se #######"
    );
    assert_eq!(
        text_of(&world, Purpose::Enrol),
        "###### är koden som bekräftar ditt nummer hos Björkens Omsorg. Giltig i 5 min. Lämna aldrig ut den.\n\n\
         @login.example.se #######"
    );
    world.speak(Language::En);
    assert_eq!(
        text_of(&world, Purpose::Prove),
        "###### is your code to sign in at Björkens Omsorg. Valid for 5 min. Never give it to anybody.\n\n\
         @login.example.se #######"
    );
    assert_eq!(
        text_of(&world, Purpose::Enrol),
        "###### is the code that confirms your number at Björkens Omsorg. Valid for 5 min. Never give it to anybody.\n\n\
         @login.example.se #######"
    );
    for text in [
        text_of(&world, Purpose::Prove),
        text_of(&world, Purpose::Enrol),
    ] {
        assert!(!text.contains("anna"), "it may reach a stranger");
    }
}

#[test]
fn r18_the_text_is_one_part_whatever_the_organisation_is_called() {
    let mut world = world();
    let names = [
        "Ö".to_owned(),
        "Kommunalförbundet för missbruksvård, familjerådgivning och personligt stöd i Nordöstra Hälsingland".to_owned(),
        "€[]{}".repeat(20),
        "Ж".repeat(60),
        "“Björken” – Omsorg…".to_owned(),
    ];
    let bases = [
        "https://login.example.se",
        "https://id.kommunalforbundet-nordost.example/o/halsingland",
        "http://localhost:8080/o/demo",
    ];
    for language in Language::ALL {
        world.speak(language);
        for (name, base) in names.iter().flat_map(|name| bases.map(|base| (name, base))) {
            name.clone_into(&mut world.organisation.name);
            base.clone_into(&mut world.organisation.base_url);
            for purpose in [Purpose::Prove, Purpose::Enrol] {
                let text = text_of(&world, purpose);
                let size = size(&text);
                assert_eq!((size.encoding, size.parts), (Encoding::Gsm7, 1), "{text}");
                let host = base.split('/').nth(2).unwrap().split(':').next().unwrap();
                assert!(text.ends_with(&format!("\n\n@{host} #######")), "{text}");
            }
        }
    }
}

#[test]
fn the_text_says_how_long_its_own_code_lives() {
    let mut world = world();
    for (span, minutes) in [
        (Span::minutes(10), "Giltig i 10 min."),
        (Span::minutes(3), "Giltig i 3 min."),
        (Span::seconds(299), "Giltig i 4 min."),
        (Span::seconds(59), "Giltig i 1 min."),
    ] {
        world.code_expires_at = world.now + span;
        let text = text_of(&world, Purpose::Prove);
        assert!(text.contains(minutes), "{text}");
    }
}

#[test]
fn an_organisation_may_write_its_own_text_and_never_lose_the_code() {
    let mut world = world();
    let key = |purpose, language: &str| TextKey {
        purpose,
        language: language.to_owned(),
    };
    world.messages.texts = BTreeMap::from([
        (
            key(Purpose::Prove, "sv"),
            "{code} – {organisation}, {minutes} min.".to_owned(),
        ),
        (
            key(Purpose::Enrol, "sv"),
            "A text that was stored before the rules: no code".to_owned(),
        ),
    ]);
    assert_eq!(
        text_of(&world, Purpose::Prove),
        "###### - Björkens Omsorg, 5 min.\n\n@login.example.se #######"
    );
    assert!(text_of(&world, Purpose::Enrol).starts_with("###### är koden som bekräftar"));
    world.speak(Language::En);
    assert!(text_of(&world, Purpose::Prove).starts_with("###### is your code"));
}

#[test]
fn our_own_wordings_are_templates_that_an_editor_can_show() {
    let mut world = world();
    for language in Language::ALL {
        world.speak(language);
        for purpose in [Purpose::Prove, Purpose::Enrol] {
            let wording = Sms.wording(purpose, world.text()).unwrap();
            assert_eq!(Template::parse(&wording).unwrap().as_str(), wording);
            for place in ["{code}", "{organisation}", "{minutes}"] {
                assert!(wording.contains(place), "{wording}");
            }
        }
    }
}

#[test]
fn an_enrolment_resends_replaces_and_expires_like_a_challenge() {
    let mut world = world();
    let draft = begun(&world);
    let nothing = Sms.ask_again(
        &world.setting(),
        Purpose::Enrol,
        &draft,
        &mut Seeded::new(1),
    );
    assert!(nothing.unwrap().is_none(), "there is no number yet");
    let (draft, old) = sent(&world, &draft, &[("number", HERS)], 26);
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
fn a_challenge_needs_a_number() {
    let world = world();
    let asked = Sms.begin_challenge(&world.setting(), &[], &mut Seeded::new(1));
    assert!(asked.is_err());
    let broken = [bound_to("0701740605", 1)];
    let asked = Sms.begin_challenge(&world.setting(), &broken, &mut Seeded::new(1));
    assert!(asked.is_err(), "what is kept is whole");
}

#[test]
fn format_1_is_read() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../tests/fixtures/sms-1.json")).unwrap();
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
    let view = Sms
        .enrolment_view(&world.setting(), &bytes("draft"))
        .unwrap();
    assert_eq!(view.json()["stage"], "number");
    let fields = [("code", fixture["draft_code"].as_str().unwrap())];
    let progress = step(&world, &bytes("draft_sent"), &fields, 1);
    assert!(matches!(progress, Progress::Done(_)));
}
