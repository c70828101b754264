#![allow(clippy::unwrap_used, reason = "a failing test may panic")]
use super::*;
use crate::personal_number::PersonalNumber;
use crate::time::Span;

#[test]
fn a_hint_is_a_short_word_or_unknown() {
    assert_eq!(Hint::new("userSign").as_str(), "userSign");
    assert!(Hint::new("USERSIGN").is("userSign"));
    let long = "x".repeat(65);
    for no_word in ["", "user sign", "<b>", "199006022397-", "åäö", &long] {
        assert_eq!(Hint::new(no_word).as_str(), "unknown", "{no_word}");
    }
}

#[test]
fn an_outcome_that_may_have_been_told_is_never_asked_for_again() {
    let lost = |stretch| EidFault::Unreachable {
        stretch,
        why: "reset".to_owned(),
    };
    for safe in [
        lost(Stretch::NothingSent),
        EidFault::Maintenance,
        EidFault::Busy {
            reset_after: Some(Span::seconds(3)),
        },
        EidFault::Tls(TlsFault::WrongRoot),
    ] {
        assert!(safe.is_safe_to_retry(), "{safe}");
    }
    for unsafe_one in [
        lost(Stretch::MaybeSent),
        EidFault::AlreadyInProgress,
        EidFault::InvalidOrder(String::new()),
        EidFault::Canceled,
        EidFault::Refused { status: 401 },
        EidFault::Misdirected { status: 404 },
        EidFault::Trouble { status: 500 },
        EidFault::Broken(Breach::TooLong),
    ] {
        assert!(!unsafe_one.is_safe_to_retry(), "{unsafe_one}");
    }
}

#[test]
fn what_nobody_but_the_operator_can_mend_is_told_apart() {
    for fault in [
        EidFault::Refused { status: 401 },
        EidFault::Misdirected { status: 404 },
        EidFault::Tls(TlsFault::OursExpired),
    ] {
        assert!(fault.needs_operator(), "{fault}");
    }
    for fault in [
        EidFault::AlreadyInProgress,
        EidFault::Maintenance,
        EidFault::Trouble { status: 500 },
        EidFault::Broken(Breach::TooLong),
    ] {
        assert!(!fault.needs_operator(), "{fault}");
    }
}

#[test]
fn debug_shows_nobodys_number_name_or_reference() {
    let identified = Identified {
        personal_number: PersonalNumber::from_digits("199006022397").unwrap(),
        name: "Bo Ek".to_owned(),
        given_name: "Bo".to_owned(),
        surname: "Ek".to_owned(),
        device_ip: Some("192.0.2.7".to_owned()),
        device_id: Some("uhi".to_owned()),
        risk: Some(Risk::High),
        issued: None,
        identity_document_read: false,
        evidence: Evidence {
            signature: "c2lnbmF0dXJl".to_owned(),
            ocsp: "b2NzcA==".to_owned(),
        },
    };
    let shown = format!("{:?}", Seen::Complete(Box::new(identified)));
    assert!(shown.contains("19900602-****") && shown.contains("High"));
    for secret in ["2397", "Bo", "Ek", "192.0.2.7", "c2ln"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let reference = OrderReference::new("131daac9-16c6-4618-beb0-365768f37288".to_owned());
    assert!(!format!("{reference:?}").contains("131d"));
}
