#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod calls;
mod orders;
mod pages;

use domain::eid::{EidFault, Hint, Identified, NewOrder, Risk, Seen, Started};
use domain::id::AuthenticatorId;
use domain::time::Timestamp;
use serde_json::Value;

use super::data::Stage;
use super::person::{OTHER, OWN, identified};
use super::*;
use crate::live::{Kept, MOVE, Moved, ON_OTHER, ON_THIS, Occasion, Running, Wanted};
use crate::testing::{Seeded, World, started};
use crate::{Identity, Registry, bytes};

/// Safari on a telephone, where the app comes back to the page.
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
const PAGE: &str = "https://login.example.se/login/answer";

fn world() -> World {
    World::new(&Registry::standard())
}

/// Somebody who reads our page in Safari on a telephone.
fn with_safari() -> World {
    let mut world = world();
    SAFARI.clone_into(&mut world.visit.user_agent);
    PAGE.clone_into(&mut world.visit.page);
    "login.example.se".clone_into(&mut world.visit.host);
    world.visit.device = Some("d-1".to_owned());
    world
}

fn number(digits: &str) -> PersonalNumber {
    PersonalNumber::from_digits(digits).unwrap()
}

fn holder(digits: &str) -> Authenticator {
    let number = Number(number(digits));
    Authenticator {
        id: AuthenticatorId::from_bytes([1; 16]),
        label: "BankID".to_owned(),
        data: Held { number }.write(),
        data_format: FORMAT,
        channel: None,
        consumed_through: -1,
    }
}

/// A challenge for these authenticators, or without a user.
fn asked(world: &World, authenticators: &[Authenticator]) -> Vec<u8> {
    BankId
        .begin_challenge(&world.setting(), authenticators, &mut Seeded::new(1))
        .unwrap()
        .data
}

fn go(world: &World, data: &[u8], step: &str) -> Moved {
    let form = Form::from_iter([(MOVE, step)]);
    BankId
        .moved(
            &world.setting(),
            Occasion::SignIn,
            data,
            &form,
            &mut Seeded::new(2),
        )
        .unwrap()
        .unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

fn begun(data: &[u8], answer: Result<&Started, &EidFault>, at: Timestamp) -> Kept {
    BankId.begun(data, answer, at).unwrap()
}

/// A running order for Anna, and what was asked for.
fn open(world: &World, on: &str) -> (Vec<u8>, NewOrder) {
    let moved = go(world, &asked(world, &[holder(OWN)]), on);
    let kept = begun(&moved.data, Ok(&started()), world.now);
    (kept.data, on_page(moved.order))
}

fn seen(world: &World, data: &[u8], answer: Result<&Seen, &EidFault>) -> Kept {
    BankId
        .seen(data, answer, world.now, &mut Seeded::new(3))
        .unwrap()
}

fn hinted(word: &str) -> Hint {
    Hint::new(word)
}

fn complete(identified: Identified) -> Seen {
    Seen::Complete(Box::new(identified))
}

/// An order that this person has done.
fn done(world: &World, on: &str, digits: &str, risk: Option<Risk>) -> Vec<u8> {
    let (data, _) = open(world, on);
    let identified = Identified {
        risk,
        ..identified(digits).unwrap()
    };
    seen(world, &data, Ok(&complete(identified))).data
}

fn stage(data: &[u8]) -> Stage {
    Question::read(data).unwrap().order.unwrap().stage
}

/// The order of somebody in front of our page.
pub(super) fn on_page(wanted: Option<Wanted>) -> NewOrder {
    match wanted {
        Some(Wanted::Page(order)) => order,
        _ => panic!("no order of a page begins"),
    }
}

/// What an answer with these fields is worth.
fn told(world: &World, data: &[u8], fields: &[(&str, &str)]) -> String {
    let form: Form = fields.iter().copied().collect();
    let outcome = BankId.answer(&world.setting(), data, &[holder(OWN)], &form);
    match outcome.unwrap() {
        Outcome::Verified { device, .. } => format!("verified {}", device.user_verified),
        Outcome::Rejected(refusal) => format!("rejected {refusal:?}"),
        Outcome::NotCounted(refusal) => format!("not counted {refusal:?}"),
        Outcome::Copied { .. } => panic!("nothing is copied here"),
    }
}

#[test]
fn k1_the_person_demanded_is_verified_by_the_app() {
    let world = world();
    let data = done(&world, ON_OTHER, OWN, Some(Risk::Low));
    assert_eq!(told(&world, &data, &[]), "verified true");
    let two = [holder(OTHER), holder(OWN)];
    let outcome = BankId.answer(&world.setting(), &data, &two, &Form::default());
    assert!(matches!(
        outcome.unwrap(),
        Outcome::Verified {
            authenticator: 1,
            consumption: Consumption::ChallengeOnly,
            ..
        }
    ));
}

#[test]
fn a_number_that_was_changed_meanwhile_is_compared_as_it_is_now() {
    let world = world();
    let data = done(&world, ON_OTHER, OWN, None);
    for now in [vec![holder(OTHER)], vec![]] {
        let outcome = BankId.answer(&world.setting(), &data, &now, &Form::default());
        assert!(matches!(
            outcome.unwrap(),
            Outcome::Rejected(Refusal::OrderAnothers)
        ));
    }
}

#[test]
fn what_is_not_proved_is_no_guess() {
    let mut world = world();
    let choose = asked(&world, &[holder(OWN)]);
    let starting = go(&world, &choose, ON_THIS).data;
    let (open, _) = open(&world, ON_THIS);
    for data in [&choose, &starting, &open] {
        assert_eq!(told(&world, data, &[]), "not counted OrderOpen");
    }
    let failed = Seen::Failed(hinted("userCancel"));
    let ended = seen(&world, &open, Ok(&failed)).data;
    assert_eq!(told(&world, &ended, &[]), "not counted OrderGone");
    world.wait(Span::seconds(40));
    assert_eq!(told(&world, &starting, &[]), "not counted OrderOpen");
    world.wait(Span::millis(1));
    assert_eq!(told(&world, &starting, &[]), "not counted OrderGone");
    world.now = world.now + Span::seconds(260) - Span::millis(1);
    assert_eq!(told(&world, &open, &[]), "not counted OrderOpen");
    world.wait(Span::millis(1));
    assert_eq!(told(&world, &open, &[]), "not counted OrderGone");
    assert_eq!(told(&world, &choose, &[]), "not counted OrderOpen");
}

#[test]
fn a_high_risk_is_refused_and_is_not_the_persons_guess() {
    let world = world();
    for risk in [None, Some(Risk::Low), Some(Risk::Moderate)] {
        let data = done(&world, ON_THIS, OWN, risk);
        assert_eq!(told(&world, &data, &[]), "verified true", "{risk:?}");
    }
    let data = done(&world, ON_THIS, OWN, Some(Risk::High));
    assert_eq!(told(&world, &data, &[]), "not counted OrderRisky");
    let data = done(&world, ON_THIS, OTHER, Some(Risk::High));
    assert_eq!(told(&world, &data, &[]), "rejected OrderAnothers");
}

#[test]
fn a63_an_app_that_came_back_elsewhere_opens_nothing() {
    let world = with_safari();
    let (data, order) = open(&world, ON_THIS);
    let address = order.return_url.unwrap();
    let nonce = address.strip_prefix(PAGE).unwrap();
    let nonce = nonce.strip_prefix("?returned=").unwrap();
    assert_eq!(nonce.len(), 32, "128 bits");
    let data = seen(&world, &data, Ok(&complete(identified(OWN).unwrap()))).data;
    let capitals = nonce.to_uppercase();
    let longer = format!("{nonce}0");
    for other in ["", "0", &nonce[..31], &capitals, &longer] {
        let fields = [(RETURNED, other)];
        assert_eq!(told(&world, &data, &fields), "not counted OrderStrayed");
    }
    assert_eq!(told(&world, &data, &[]), "not counted OrderStrayed");
    assert_eq!(told(&world, &data, &[(RETURNED, nonce)]), "verified true");

    let form = |value: &str| Form::from_iter([(RETURNED, value)]);
    let identity = |value| BankId.names(&world.setting(), &data, &form(value));
    assert!(matches!(
        identity("").unwrap(),
        Identity::Refused(Refusal::OrderStrayed)
    ));
    assert!(matches!(identity(nonce).unwrap(), Identity::Proved(_)));
    let bound = |value: &str| {
        BankId
            .continue_enrolment(&world.setting(), &data, &form(value), &mut Seeded::new(4))
            .unwrap()
    };
    assert!(matches!(
        bound("0"),
        Progress::Rejected(Refusal::OrderStrayed)
    ));
    assert!(matches!(bound(nonce), Progress::Done(_)));
}

#[test]
fn every_way_back_has_a_nonce_of_its_own() {
    let world = with_safari();
    let data = asked(&world, &[holder(OWN)]);
    let mut random = Seeded::new(5);
    let mut addresses = std::collections::BTreeSet::new();
    for _ in 0..500 {
        let form = Form::from_iter([(MOVE, ON_THIS)]);
        let moved = BankId.moved(
            &world.setting(),
            Occasion::SignIn,
            &data,
            &form,
            &mut random,
        );
        let order = on_page(moved.unwrap().ok().unwrap().order);
        assert!(addresses.insert(order.return_url.unwrap()));
    }
}

#[test]
fn enrolling_takes_whoever_identified_and_no_high_risk() {
    let world = world();
    let draft = BankId.begin_enrolment(&world.setting(), &[], &mut Seeded::new(1));
    let prove = |risk| {
        let moved = go(&world, &draft.data, ON_OTHER);
        assert!(on_page(moved.order).known.is_none(), "nobody is known yet");
        let open = begun(&moved.data, Ok(&started()), world.now).data;
        let identified = Identified {
            risk,
            ..identified("197010632391").unwrap()
        };
        let data = seen(&world, &open, Ok(&complete(identified))).data;
        BankId
            .continue_enrolment(
                &world.setting(),
                &data,
                &Form::default(),
                &mut Seeded::new(2),
            )
            .unwrap()
    };
    let Progress::Done(bound) = prove(Some(Risk::Moderate)) else {
        panic!("it was refused");
    };
    assert_eq!(bound.data_format, 1);
    assert_eq!(bound.label, "BankID 19701063-****");
    assert_eq!(bound.identifier.unwrap(), b"197010632391");
    assert!(bound.channel.is_none());
    assert!(matches!(
        prove(Some(Risk::High)),
        Progress::Rejected(Refusal::OrderRisky)
    ));
    let early = BankId.continue_enrolment(
        &world.setting(),
        &draft.data,
        &Form::default(),
        &mut Seeded::new(2),
    );
    assert!(matches!(
        early.unwrap(),
        Progress::Rejected(Refusal::OrderOpen)
    ));
}

#[test]
fn an_administrator_can_bring_a_number_along_and_nothing_else() {
    let world = world();
    let brought = number(OWN);
    let adopted = BankId
        .adopt(&world.setting(), &Brought::PersonalNumber(&brought))
        .unwrap()
        .ok()
        .unwrap();
    assert_eq!(adopted.label, "BankID 19990807-****");
    assert_eq!(adopted.identifier.unwrap(), OWN.as_bytes());
    assert_eq!(adopted.data, holder(OWN).data);
    assert!(BankId.adopts() == Some(Adopts::PersonalNumber));
    let address = Brought::Address("anna@example.se");
    assert!(BankId.adopt(&world.setting(), &address).is_none());
}

#[test]
fn somebody_nobody_knows_yet_is_found_by_their_number() {
    let world = world();
    let moved = go(&world, &asked(&world, &[]), ON_THIS);
    assert!(on_page(moved.order).known.is_none());
    let identify = |data: &[u8]| {
        let identity = BankId.names(&world.setting(), data, &Form::default());
        match identity.unwrap() {
            Identity::Proved(identifier) | Identity::Claimed(identifier) => {
                String::from_utf8(identifier).unwrap()
            }
            Identity::Refused(refusal) => format!("{refusal:?}"),
        }
    };
    assert_eq!(identify(&moved.data), "OrderOpen");
    let open = begun(&moved.data, Ok(&started()), world.now).data;
    let risky = Identified {
        risk: Some(Risk::High),
        ..identified(OTHER).unwrap()
    };
    let risky = seen(&world, &open, Ok(&complete(risky))).data;
    assert_eq!(identify(&risky), "OrderRisky");
    let right = seen(&world, &open, Ok(&complete(identified(OTHER).unwrap()))).data;
    assert_eq!(identify(&right), OTHER);
}

#[test]
fn a_fault_about_stored_bytes_tells_no_digit_of_them() {
    let data = br#"{"format":1,"number":"199908072392"}"#.to_vec();
    let broken = Authenticator {
        data,
        ..holder(OWN)
    };
    let Err(fault) = Held::read(&broken) else {
        panic!("the check digit is wrong");
    };
    let shown = format!("{fault:?} {fault}");
    assert!(!shown.contains("0807"), "{shown}");
}

#[test]
fn format_1_is_read() {
    let fixture: Value =
        serde_json::from_str(include_str!("../../tests/fixtures/bankid-1.json")).unwrap();
    let part = |name: &str| fixture[name].to_string().into_bytes();
    let mut world = world();
    world.now = Timestamp::from_unix_millis(fixture["now"].as_i64().unwrap());
    let kept = Authenticator {
        data: part("authenticator"),
        ..holder(OTHER)
    };
    let answer = |name: &str, form: &Form| {
        let one = std::slice::from_ref(&kept);
        BankId
            .answer(&world.setting(), &part(name), one, form)
            .unwrap()
    };
    let returned = Form::from_iter([(RETURNED, "0a203028ed7c41de9319a034657c755a")]);
    assert!(matches!(
        answer("challenge_proved", &returned),
        Outcome::Verified { .. }
    ));
    for (name, expected) in [
        ("challenge", Refusal::OrderOpen),
        ("challenge_starting", Refusal::OrderOpen),
        ("challenge_open", Refusal::OrderOpen),
        ("challenge_ended", Refusal::OrderGone),
        ("challenge_proved", Refusal::OrderStrayed),
    ] {
        let outcome = answer(name, &Form::default());
        assert!(
            matches!(outcome, Outcome::NotCounted(refusal) if refusal == expected),
            "{name}"
        );
        let question = Question::read(&part(name)).unwrap();
        let same: Value = serde_json::from_slice(&question.write()).unwrap();
        assert_eq!(same, fixture[name], "written as it was read");
    }
    let reference = BankId.running(&part("challenge_open")).unwrap();
    assert!(reference == Running::Yes(started().reference));
    assert!(BankId.running(&part("challenge_starting")).unwrap() == Running::Beginning);
    for (draft, expected) in [("draft", false), ("draft_proved", true)] {
        let progress = BankId.continue_enrolment(
            &world.setting(),
            &part(draft),
            &Form::default(),
            &mut Seeded::new(1),
        );
        assert_eq!(matches!(progress.unwrap(), Progress::Done(_)), expected);
    }
    assert!(bytes::read::<Held>(2, &kept.data).is_err());
}
