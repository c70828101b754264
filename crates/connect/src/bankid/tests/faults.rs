use proptest::prelude::*;

use domain::eid::{Breach, EidFault, Stretch, TlsFault};
use domain::time::Span;

use crate::bankid::fault::{of_answer, of_line, told};
use crate::http::{Answer, Handshake, HttpFault};

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
    }
}

fn fault(status: u16, code: &str) -> EidFault {
    let body = format!(r#"{{"errorCode":"{code}","details":"No such order"}}"#);
    of_answer(&answer(status, &body))
}

#[test]
fn every_error_of_bankid_is_known() {
    let busy = EidFault::Busy { reset_after: None };
    let invalid = EidFault::InvalidOrder("No such order".to_owned());
    for (status, code, expected) in [
        (400, "alreadyInProgress", EidFault::AlreadyInProgress),
        (400, "invalidParameters", invalid),
        (400, "canceled", EidFault::Canceled),
        (401, "unauthorized", EidFault::Refused { status: 401 }),
        (403, "unauthorized", EidFault::Refused { status: 403 }),
        (404, "notFound", EidFault::Misdirected { status: 404 }),
        (
            405,
            "methodNotAllowed",
            EidFault::Misdirected { status: 405 },
        ),
        (408, "requestTimeout", EidFault::Trouble { status: 408 }),
        (
            415,
            "unsupportedMediaType",
            EidFault::Misdirected { status: 415 },
        ),
        (429, "tooManyRequests", busy),
        (500, "internalError", EidFault::Trouble { status: 500 }),
        (503, "Maintenance", EidFault::Maintenance),
        (503, "maintenance", EidFault::Maintenance),
    ] {
        assert_eq!(fault(status, code), expected, "{status} {code}");
        let capitals = fault(status, &code.to_ascii_uppercase());
        assert_eq!(capitals, expected, "{status} {code} in capitals");
    }
}

#[test]
fn a_status_without_a_word_we_know_speaks_for_itself() {
    for (status, expected) in [
        (401, EidFault::Refused { status: 401 }),
        (403, EidFault::Refused { status: 403 }),
        (404, EidFault::Misdirected { status: 404 }),
        (408, EidFault::Trouble { status: 408 }),
        (429, EidFault::Busy { reset_after: None }),
        (500, EidFault::Trouble { status: 500 }),
        (502, EidFault::Trouble { status: 502 }),
        // Whoever stands before BankID may say this after it has acted.
        (503, EidFault::Trouble { status: 503 }),
    ] {
        for body in [
            "",
            "<html>nginx</html>",
            r#"{"errorCode":"ofNextYear"}"#,
            "[]",
        ] {
            assert_eq!(of_answer(&answer(status, body)), expected, "{body}");
        }
    }
}

#[test]
fn what_nobody_knows_keeps_its_status_and_its_beginning() {
    let beginning = |status, body: &str| match of_answer(&answer(status, body)) {
        EidFault::Broken(Breach::Status {
            status: kept,
            beginning,
        }) => {
            assert_eq!(kept, status);
            beginning
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        beginning(400, r#"{"errorCode":"ofNextYear"}"#),
        "ofNextYear"
    );
    assert_eq!(beginning(302, "Moved\r\nfor 199006022397"), "Moved for …");
    assert_eq!(beginning(203, "Bo Ek, I think"), "", "a yes is not quoted");
    assert_eq!(beginning(418, &"tea ".repeat(200)).chars().count(), 120);
}

#[test]
fn how_long_to_wait_is_believed_where_it_is_believable() {
    let wait = |headers: &[(&str, &str)]| {
        let headers = headers
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()));
        let answer = Answer {
            headers: headers.collect(),
            ..answer(429, r#"{"errorCode":"tooManyRequests"}"#)
        };
        match of_answer(&answer) {
            EidFault::Busy { reset_after } => reset_after,
            other => panic!("{other:?}"),
        }
    };
    let limits = [("ratelimit-limit", "50"), ("ratelimit-remaining", "0")];
    assert_eq!(wait(&limits), None);
    assert_eq!(wait(&[("ratelimit-reset", "7")]), Some(Span::seconds(7)));
    assert_eq!(wait(&[("retry-after", " 3 ")]), Some(Span::seconds(3)));
    for odd in ["-1", "3601", "1790000000", "soon", ""] {
        assert_eq!(wait(&[("ratelimit-reset", odd)]), None, "{odd}");
    }
}

#[test]
fn a_line_says_how_far_the_request_came() {
    let lost = |stretch| EidFault::Unreachable {
        stretch,
        why: "reset".to_owned(),
    };
    let why = || "reset".to_owned();
    assert_eq!(
        of_line(HttpFault::NotSent(why())),
        lost(Stretch::NothingSent)
    );
    assert_eq!(
        of_line(HttpFault::Unanswered(why())),
        lost(Stretch::MaybeSent)
    );
    assert!(matches!(
        of_line(HttpFault::Forbidden("https://10.0.0.1".to_owned())),
        EidFault::Unreachable { stretch: Stretch::NothingSent, why } if !why.contains("10.0")
    ));
    for (handshake, tls) in [
        (Handshake::UnknownAuthority, TlsFault::WrongRoot),
        (Handshake::WrongName, TlsFault::WrongHost),
        (Handshake::TheirsExpired, TlsFault::TheirsExpired),
        (Handshake::OursExpired, TlsFault::OursExpired),
        (Handshake::OursRefused(why()), TlsFault::OursRefused(why())),
        (Handshake::Other(why()), TlsFault::Other(why())),
    ] {
        assert_eq!(of_line(HttpFault::Tls(handshake)), EidFault::Tls(tls));
    }
}

#[test]
fn no_word_with_a_digit_is_told_on() {
    assert_eq!(
        told("Invalid personalNumber 199006022397, 19900602-2397"),
        "Invalid personalNumber … …"
    );
    assert_eq!(told("No order 131daac9-16c6-4618"), "No order …");
    assert_eq!(told("\u{1b}[31m  two\n\tlines\u{0}"), "… two lines");
    assert_eq!(told(&"å".repeat(500)), "…");
    assert_eq!(told(&"tea ".repeat(500)).chars().count(), 120);
}

proptest! {
    #[test]
    fn whatever_is_said_stays_on_one_short_line_without_digits(text in any::<String>()) {
        let kept = told(&text);
        prop_assert!(kept.chars().count() <= 120);
        let odd = kept.contains(|sign: char| sign.is_numeric() || sign.is_control());
        prop_assert!(!odd);
    }

    #[test]
    fn every_refusal_is_a_fault(status in 100..600_u16, body in any::<String>()) {
        let said = of_answer(&answer(status, &body)).to_string();
        prop_assert!(!said.contains('\n'));
    }
}
