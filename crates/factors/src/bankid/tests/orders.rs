//! Orders: what is asked of BankID, and what each of its answers makes of it.

use std::net::IpAddr;

use domain::eid::{Breach, Device, Purpose, Stretch, TlsFault};

use super::*;
use crate::live::{BACK, Running, Then};

#[test]
fn an_order_is_asked_for_with_all_that_bankid_wants() {
    let mut world = with_safari();
    world.visit.user_agent.push_str(&"å".repeat(300));
    let (data, order) = open(&world, ON_THIS);
    assert!(order.known == Some(number(OWN)), "the person is demanded");
    assert_eq!(order.end_user_ip, world.address);
    assert_eq!(
        (order.device, order.purpose),
        (Device::This, Purpose::Identify)
    );
    assert!(
        order
            .visible_text
            .starts_with("Logga in hos Björkens Omsorg.")
    );
    let browser = order.browser.unwrap();
    assert_eq!(browser.referring_domain, "login.example.se");
    assert_eq!(browser.device.as_deref(), Some("d-1"));
    assert!(browser.user_agent.starts_with(SAFARI), "cut, not refused");
    assert!((255..=256).contains(&browser.user_agent.len()));
    assert!(
        order
            .return_url
            .unwrap()
            .starts_with("https://login.example.se/login/answer?returned=")
    );
    assert_eq!(BankId.visible_text(&data).unwrap(), order.visible_text);
    assert_eq!(BankId.browser_address(&data).unwrap(), Some(world.address));

    let (_, order) = open(&world, ON_OTHER);
    assert_eq!(order.device, Device::Other);
    assert!(order.return_url.is_none(), "nothing comes back");
    "http://login.example.se/login/answer".clone_into(&mut world.visit.page);
    assert!(
        open(&world, ON_THIS).1.return_url.is_none(),
        "no https page"
    );
    world.visit = domain::eid::Visit::default();
    world.address = IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, 7]);
    let (_, order) = open(&world, ON_THIS);
    assert!(order.browser.is_none(), "there is none");
    assert_eq!(order.end_user_ip, world.address);
}

#[test]
fn the_text_in_the_app_follows_the_occasion() {
    let world = world();
    let data = asked(&world, &[holder(OWN)]);
    for (occasion, beginning) in [
        (Occasion::SignIn, "Logga in"),
        (Occasion::Confirm, "Bekräfta"),
        (Occasion::Bind, "Koppla"),
        (Occasion::Recover, "Visa vem du är"),
    ] {
        let form = Form::from_iter([(MOVE, ON_THIS)]);
        let moved = BankId.moved(
            &world.setting(),
            occasion,
            &data,
            &form,
            &mut Seeded::new(1),
        );
        let order = on_page(moved.unwrap().ok().unwrap().order);
        assert!(order.visible_text.starts_with(beginning), "{occasion:?}");
    }
}

#[test]
fn a_move_replaces_what_ran_and_back_leaves_nothing() {
    let world = world();
    let (open, _) = open(&world, ON_OTHER);
    let moved = go(&world, &open, ON_THIS);
    assert!(on_page(moved.order).known == Some(number(OWN)));
    assert!(BankId.running(&moved.data).unwrap() == Running::Beginning);
    let back = go(&world, &open, BACK);
    assert_eq!(back.data, asked(&world, &[holder(OWN)]));
    assert!(back.order.is_none());
    let again = go(&world, &done(&world, ON_OTHER, OTHER, None), ON_OTHER);
    assert!(again.order.is_some(), "whoever it was, one may try again");
}

/// The faults that BankID can answer with, and the word for each.
fn faults() -> Vec<(EidFault, &'static str)> {
    let lost = |stretch| EidFault::Unreachable {
        stretch,
        why: "reset".to_owned(),
    };
    vec![
        (EidFault::AlreadyInProgress, "already-in-progress"),
        (EidFault::InvalidOrder("x".to_owned()), "eid-invalid-order"),
        (EidFault::Canceled, "eid-canceled"),
        (EidFault::Refused { status: 401 }, "eid-refused"),
        (EidFault::Misdirected { status: 404 }, "eid-misdirected"),
        (EidFault::Maintenance, "eid-maintenance"),
        (EidFault::Busy { reset_after: None }, "eid-busy"),
        (EidFault::Trouble { status: 500 }, "eid-trouble"),
        (lost(Stretch::NothingSent), "eid-unreachable"),
        (lost(Stretch::MaybeSent), "eid-unreachable"),
        (EidFault::Tls(TlsFault::WrongRoot), "eid-tls"),
        (EidFault::Broken(Breach::TooLong), "eid-broken"),
    ]
}

#[test]
fn an_order_that_does_not_begin_is_over_and_says_why() {
    let world = world();
    let moved = go(&world, &asked(&world, &[holder(OWN)]), ON_THIS);
    for (fault, word) in faults() {
        let kept = begun(&moved.data, Err(&fault), world.now);
        assert_eq!(kept.ended.as_deref(), Some(word));
        assert!(
            matches!(kept.then, Then::Rest),
            "never asked for again unasked"
        );
        assert!(matches!(stage(&kept.data), Stage::Ended { word: kept } if kept == word));
        let alarming = matches!(fault, EidFault::AlreadyInProgress | EidFault::Canceled);
        assert_eq!(kept.suspicious, alarming, "{word}");
    }
    let kept = begun(&moved.data, Ok(&started()), world.now);
    assert!(matches!(kept.then, Then::Ask) && kept.ended.is_none() && !kept.suspicious);
}

#[test]
fn a_line_that_fails_is_asked_again_only_where_no_outcome_is_lost() {
    let world = world();
    let (data, _) = open(&world, ON_THIS);
    for (fault, ended) in faults() {
        let kept = seen(&world, &data, Err(&fault));
        if fault.is_safe_to_retry() {
            assert!(
                matches!(kept.then, Then::Ask) && kept.ended.is_none(),
                "{fault}"
            );
            assert_eq!(kept.data, data, "{fault}");
        } else {
            // The log is told why; the page says no more than that it is over.
            let canceled = fault == EidFault::Canceled;
            assert!(matches!(kept.then, Then::Rest), "{fault}");
            assert_eq!(kept.ended.as_deref(), Some(ended), "{fault}");
            let Stage::Ended { word } = stage(&kept.data) else {
                panic!("it is over");
            };
            let shown = if canceled { ended } else { "order-gone" };
            assert_eq!(word, shown, "{fault}");
            assert_eq!(kept.suspicious, canceled, "{fault}");
        }
    }
}

#[test]
fn what_bankid_says_of_a_running_order_is_kept() {
    let world = world();
    let (data, _) = open(&world, ON_THIS);
    for word in [
        "outstandingTransaction",
        "userSign",
        "neverHeardOf",
        "no word",
    ] {
        let kept = seen(&world, &data, Ok(&Seen::Pending(hinted(word))));
        assert!(matches!(kept.then, Then::Ask) && kept.ended.is_none());
        let Stage::Open(open) = stage(&kept.data) else {
            panic!("it runs");
        };
        assert_eq!(open.hint.as_deref(), Some(hinted(word).as_str()));
    }
    let kept = seen(&world, &data, Ok(&complete(identified(OWN).unwrap())));
    assert!(matches!(kept.then, Then::Rest) && kept.ended.is_none() && !kept.suspicious);
    assert!(BankId.running(&kept.data).unwrap() == Running::No);
}

#[test]
fn a_failed_order_is_over_with_bankids_word_and_only_cancelled_alarms() {
    let world = world();
    let (data, _) = open(&world, ON_THIS);
    for word in [
        "expiredTransaction",
        "certificateErr",
        "userCancel",
        "cancelled",
        "CANCELLED",
        "startFailed",
        "userDeclinedCall",
        "notSupportedByUserApp",
        "transactionRiskBlocked",
        "neverHeardOf",
    ] {
        let kept = seen(&world, &data, Ok(&Seen::Failed(hinted(word))));
        assert!(matches!(kept.then, Then::Rest), "{word}");
        assert_eq!(kept.ended.as_deref(), Some(word));
        let alarming = word.eq_ignore_ascii_case("cancelled");
        assert_eq!(kept.suspicious, alarming, "{word}");
        assert!(BankId.running(&kept.data).unwrap() == Running::No);
    }
}

/// Lets a picture go unscanned, each round after `seconds`, until the page asks; how many orders were begun.
fn unscanned(world: &mut World, seconds: i64) -> usize {
    let (mut data, first) = open(world, ON_OTHER);
    for orders in 1.. {
        world.wait(Span::seconds(seconds));
        let kept = seen(world, &data, Ok(&Seen::Failed(hinted("startFailed"))));
        match kept.then {
            Then::Begin(order) => {
                assert!(kept.ended.is_none() && !kept.suspicious);
                assert!(*order == first, "the same order once more");
                assert!(BankId.running(&kept.data).unwrap() == Running::Beginning);
                data = begun(&kept.data, Ok(&started()), world.now).data;
            }
            Then::Rest => {
                assert_eq!(kept.ended.as_deref(), Some("startFailed"));
                return orders;
            }
            Then::Ask => panic!("it failed"),
        }
    }
    unreachable!("the rounds end");
}

#[test]
fn a_picture_nobody_scans_is_renewed_unasked_for_a_while() {
    assert_eq!(unscanned(&mut world(), 10), 6, "six orders");
    assert_eq!(unscanned(&mut world(), 30), 6, "six orders");
    assert_eq!(unscanned(&mut world(), 45), 4, "or three minutes");
    assert_eq!(unscanned(&mut world(), 180), 1, "three minutes are over");
}

#[test]
fn only_an_unscanned_picture_is_renewed() {
    let world = world();
    let (other, _) = open(&world, ON_OTHER);
    for word in [
        "userCancel",
        "cancelled",
        "expiredTransaction",
        "neverHeardOf",
    ] {
        let kept = seen(&world, &other, Ok(&Seen::Failed(hinted(word))));
        assert!(matches!(kept.then, Then::Rest), "{word}");
    }
    let (this, _) = open(&world, ON_THIS);
    let kept = seen(&world, &this, Ok(&Seen::Failed(hinted("startFailed"))));
    assert!(matches!(kept.then, Then::Rest), "no app on this device");
}

#[test]
fn a_renewal_that_does_not_begin_is_over() {
    let world = world();
    let (data, _) = open(&world, ON_OTHER);
    let renewing = seen(&world, &data, Ok(&Seen::Failed(hinted("STARTFAILED"))));
    assert!(
        matches!(renewing.then, Then::Begin(_)),
        "whatever its capitals"
    );
    let kept = begun(&renewing.data, Err(&EidFault::AlreadyInProgress), world.now);
    assert!(kept.suspicious);
    assert_eq!(kept.ended.as_deref(), Some("already-in-progress"));
    assert!(BankId.running(&kept.data).unwrap() == Running::No);
}

#[test]
fn an_answer_that_comes_twice_changes_nothing() {
    let world = world();
    let (data, _) = open(&world, ON_OTHER);
    let again = begun(&data, Ok(&started()), world.now + Span::seconds(9));
    assert!(again.data == data && matches!(again.then, Then::Rest));
    let proved = done(&world, ON_OTHER, OWN, None);
    let late = seen(&world, &proved, Ok(&Seen::Failed(hinted("userCancel"))));
    assert!(late.data == proved && late.ended.is_none());
}
