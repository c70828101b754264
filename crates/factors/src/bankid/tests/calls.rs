//! Somebody on the telephone with support: who may begin it, what BankID is asked, and what the agent reads.

use std::collections::HashSet;

use domain::eid::CallInitiator;
use text::Language;

use super::*;
use crate::View;
use crate::live::{BACK, CALL_US, CALL_USER};

fn moved(world: &World, occasion: Occasion, data: &[u8], step: &str) -> Result<Moved, Refusal> {
    let form = Form::from_iter([(MOVE, step)]);
    let setting = world.setting();
    let moved = BankId.moved(&setting, occasion, data, &form, &mut Seeded::new(2));
    moved.unwrap()
}

/// A running order for Anna, who is on the telephone.
fn calling(world: &World, step: &str) -> Vec<u8> {
    let asked = asked(world, &[holder(OWN)]);
    let moved = moved(world, Occasion::Call, &asked, step).ok().unwrap();
    begun(&moved.data, Ok(&called()), world.now).data
}

/// What is known of an order that has begun on the telephone.
fn called() -> Started {
    Started {
        app_token: String::new(),
        qr: None,
        ..started()
    }
}

fn view(world: &World, data: &[u8]) -> Box<dyn View> {
    BankId.challenge_view(&world.setting(), data, &[]).unwrap()
}

/// Where it stands, and the sentence that the agent reads.
fn told(world: &World, data: &[u8]) -> (&'static str, String) {
    let progress = view(world, data).progress(world.text()).unwrap();
    assert!(!progress.proved, "nothing is sent by itself");
    assert!(progress.picture.is_none(), "there is nothing to scan");
    (progress.stage, progress.status)
}

#[test]
fn a_call_is_begun_for_a_known_person_and_says_truthfully_who_called() {
    let world = with_safari();
    let known = asked(&world, &[holder(OWN)]);
    let mut texts = HashSet::new();
    for (step, initiator) in [
        (CALL_USER, CallInitiator::User),
        (CALL_US, CallInitiator::Us),
    ] {
        let moved = moved(&world, Occasion::Call, &known, step).ok().unwrap();
        let Some(Wanted::Call(order)) = moved.order else {
            panic!("an order for a caller begins");
        };
        assert!(order.number == number(OWN) && order.initiator == initiator);
        assert!(order.visible_text.contains("supporten hos Björkens Omsorg"));
        assert!(order.visible_text.contains("bara om det stämmer"));
        assert_eq!(
            BankId.visible_text(&moved.data).unwrap(),
            order.visible_text
        );
        assert!(texts.insert(order.visible_text));
        assert!(
            BankId.browser_address(&moved.data).unwrap().is_none(),
            "the agent's browser is not the person's"
        );
        let nobody = asked(&world, &[]);
        let refused = self::moved(&world, Occasion::Call, &nobody, step).err();
        assert_eq!(refused, Some(Refusal::FormStale), "nobody is known");
    }
}

#[test]
fn no_page_of_the_persons_begins_a_call_and_no_call_opens_an_app_here() {
    let world = world();
    let known = asked(&world, &[holder(OWN)]);
    let refused = |occasion, step| moved(&world, occasion, &known, step).err();
    for occasion in [
        Occasion::SignIn,
        Occasion::Confirm,
        Occasion::Bind,
        Occasion::Recover,
    ] {
        for step in [CALL_USER, CALL_US] {
            assert_eq!(refused(occasion, step), Some(Refusal::FormStale));
        }
    }
    for step in [ON_THIS, ON_OTHER, "", "CALL-US", "call"] {
        assert_eq!(refused(Occasion::Call, step), Some(Refusal::FormStale));
    }
    let back = moved(&world, Occasion::Call, &calling(&world, CALL_US), BACK);
    assert_eq!(back.ok().unwrap().data, known, "nothing of it is left");
}

#[test]
fn the_agent_reads_where_it_stands_and_no_two_words_alike() {
    let mut world = world();
    for language in Language::ALL {
        world.speak(language);
        let open = calling(&world, CALL_USER);
        let mut sentences = HashSet::new();
        for word in [
            "outstandingTransaction",
            "userCallConfirm",
            "userSign",
            "userMrtd",
            "unheardOf",
        ] {
            let kept = seen(&world, &open, Ok(&Seen::Pending(hinted(word))));
            let (stage, status) = told(&world, &kept.data);
            assert_eq!(stage, "call");
            assert!(sentences.insert(status), "{word}");
            assert!(
                view(&world, &kept.data)
                    .html(world.text())
                    .contains("data-progress")
            );
        }
        for word in [
            "expiredTransaction",
            "certificateErr",
            "userCancel",
            "cancelled",
            "userDeclinedCall",
            "notSupportedByUserApp",
            "transactionRiskBlocked",
            "unheardOf",
        ] {
            let kept = seen(&world, &open, Ok(&Seen::Failed(hinted(word))));
            let (stage, status) = told(&world, &kept.data);
            assert_eq!(stage, "ended");
            assert!(sentences.insert(status), "{word}");
            let html = view(&world, &kept.data).html(world.text());
            assert!(!html.contains("data-progress"), "nothing more comes");
        }
    }
}

#[test]
fn nobody_elses_identification_and_no_declined_call_proves_anything() {
    let world = world();
    let open = calling(&world, CALL_US);
    let answer = |data: &[u8]| {
        let (setting, own) = (world.setting(), [holder(OWN)]);
        BankId
            .answer(&setting, data, &own, &Form::default())
            .unwrap()
    };
    assert!(matches!(
        answer(&open),
        Outcome::NotCounted(Refusal::OrderOpen)
    ));
    let declined = Seen::Failed(hinted("userDeclinedCall"));
    let kept = seen(&world, &open, Ok(&declined));
    assert!(matches!(
        answer(&kept.data),
        Outcome::NotCounted(Refusal::OrderGone)
    ));
    for (digits, risk, stage) in [
        (OWN, None, "proved"),
        (OWN, Some(Risk::High), "ended"),
        (OTHER, None, "ended"),
    ] {
        let identified = Identified {
            risk,
            ..identified(digits).unwrap()
        };
        let kept = seen(&world, &open, Ok(&complete(identified)));
        assert_eq!(told(&world, &kept.data).0, stage);
        let verified = matches!(answer(&kept.data), Outcome::Verified { .. });
        assert_eq!(verified, stage == "proved");
        let shown = view(&world, &kept.data);
        assert_eq!(shown.asks_for_answer(), stage == "proved");
        let shown = format!("{}{}", shown.html(world.text()), shown.json());
        assert!(!shown.contains(digits), "the agent never sees the number");
    }
}
