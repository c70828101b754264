use proptest::prelude::*;
use serde_json::{Value, json};

use domain::eid::{Breach, EidFault, OrderReference, Risk, Seen};

use crate::bankid::answer::{called, collected, started};
use crate::http::MOST_BODY;

const ORDER: &str = "131daac9-16c6-4618-beb0-365768f37288";

fn asked() -> OrderReference {
    OrderReference::new(ORDER.to_owned())
}

fn collect(answer: &Value) -> Result<Seen, EidFault> {
    collected(answer.to_string().as_bytes(), &asked())
}

fn complete() -> Value {
    json!({
        "orderRef": ORDER,
        "status": "complete",
        "completionData": {
            "user": {
                "personalNumber": "199006022397",
                "name": "BO EK",
                "givenName": "BO",
                "surname": "EK",
            },
            "device": { "ipAddress": "192.0.2.9", "uhi": "OZvYM9VvyiAmG7NA5jU5zqGcVpo=" },
            "bankIdIssueDate": "2023-01-01Z",
            "stepUp": { "mrtd": true },
            "signature": "PFNpZ25hdHVyZT4=",
            "ocspResponse": "MIIH",
            "risk": "moderate",
        },
    })
}

/// The complete answer with one field of its completion data changed, or without it.
fn complete_but(field: &str, value: Option<Value>) -> Value {
    let mut answer = complete();
    let completion = answer["completionData"].as_object_mut().unwrap();
    match value {
        Some(value) => completion.insert(field.to_owned(), value),
        None => completion.remove(field),
    };
    answer
}

fn broken(outcome: &Result<Seen, EidFault>) -> bool {
    matches!(outcome, Err(EidFault::Broken(Breach::Body(_))))
}

#[test]
fn a_started_order_is_read() {
    let answer = json!({
        "orderRef": ORDER,
        "autoStartToken": "7c40b5c9-fa74-49cf-b98c-bfe651f9a7c6",
        "qrStartToken": "67df3917-fa0d-44e5-b327-edcc928297f8",
        "qrStartSecret": "d28db9a7-4cde-429e-a983-359be676944c",
        "somethingNew": { "of": ["next", "year"] },
    });
    let read = started(answer.to_string().as_bytes()).ok().unwrap();
    assert_eq!(read.reference.as_str(), ORDER);
    assert_eq!(read.app_token, "7c40b5c9-fa74-49cf-b98c-bfe651f9a7c6");
    let seed = read.qr.unwrap();
    assert_eq!(seed.token, "67df3917-fa0d-44e5-b327-edcc928297f8");
    assert_eq!(seed.secret, "d28db9a7-4cde-429e-a983-359be676944c");

    let call = json!({ "orderRef": ORDER, "new": 1 }).to_string();
    assert_eq!(called(call.as_bytes()).ok().unwrap().as_str(), ORDER);
}

#[test]
fn an_order_without_its_name_or_token_is_none() {
    for answer in [
        json!({ "orderRef": ORDER }),
        json!({ "autoStartToken": "x" }),
        json!({ "orderRef": "", "autoStartToken": "x" }),
        json!({ "orderRef": ORDER, "autoStartToken": "" }),
        json!({ "orderRef": 7, "autoStartToken": "x" }),
        json!([]),
        json!({}),
    ] {
        let outcome = started(answer.to_string().as_bytes()).err();
        assert!(
            matches!(outcome, Some(EidFault::Broken(Breach::Body(_)))),
            "{answer}: {outcome:?}"
        );
    }
    assert!(called(b"{}").is_err());
}

#[test]
fn hints_are_handed_on_known_or_not() {
    for hint in [
        "outstandingTransaction",
        "noClient",
        "started",
        "userMrtd",
        "userCallConfirm",
        "userSign",
        "processing",
        "ofNextYear",
    ] {
        let answer = json!({ "orderRef": ORDER, "status": "pending", "hintCode": hint });
        let Ok(Seen::Pending(seen)) = collect(&answer) else {
            panic!("{hint}");
        };
        assert_eq!(seen.as_str(), hint);
    }
    for hint in [
        "expiredTransaction",
        "certificateErr",
        "userCancel",
        "cancelled",
        "startFailed",
        "userDeclinedCall",
        "notSupportedByUserApp",
        "transactionRiskBlocked",
        "ofNextYear",
    ] {
        let answer = json!({ "orderRef": ORDER, "status": "FAILED", "hintCode": hint });
        let Ok(Seen::Failed(seen)) = collect(&answer) else {
            panic!("{hint}");
        };
        assert_eq!(seen.as_str(), hint);
    }
}

#[test]
fn a_hint_that_is_none_is_unknown_and_a_status_nobody_knows_is_no_outcome() {
    for hint in [
        json!(null),
        json!(7),
        json!(""),
        json!("two words"),
        json!({}),
    ] {
        let answer = json!({ "status": "pending", "hintCode": hint });
        let Ok(Seen::Pending(seen)) = collect(&answer) else {
            panic!("{answer}");
        };
        assert_eq!(seen.as_str(), "unknown");
    }
    let waiting = collect(&json!({ "status": "paused", "hintCode": "userSign" }));
    assert!(matches!(waiting, Ok(Seen::Pending(hint)) if hint.is("usersign")));
    assert!(matches!(
        collect(&json!({ "status": "failed" })),
        Ok(Seen::Failed(_))
    ));
}

#[test]
fn a_complete_answer_is_read_whole() {
    let Ok(Seen::Complete(who)) = collect(&complete()) else {
        panic!("complete");
    };
    assert_eq!(who.personal_number.digits(), "199006022397");
    assert_eq!(
        (&*who.name, &*who.given_name, &*who.surname),
        ("BO EK", "BO", "EK")
    );
    assert_eq!(who.device_ip.as_deref(), Some("192.0.2.9"));
    assert_eq!(
        who.device_id.as_deref(),
        Some("OZvYM9VvyiAmG7NA5jU5zqGcVpo=")
    );
    assert_eq!(who.issued.as_deref(), Some("2023-01-01"));
    assert_eq!(who.risk, Some(Risk::Moderate));
    assert!(who.identity_document_read);
    assert_eq!(who.evidence.signature, "PFNpZ25hdHVyZT4=");
    assert_eq!(who.evidence.ocsp, "MIIH");
}

#[test]
fn what_an_identification_does_not_rest_on_may_be_missing_or_odd() {
    for field in [
        "device",
        "bankIdIssueDate",
        "stepUp",
        "signature",
        "ocspResponse",
        "risk",
    ] {
        assert!(
            matches!(collect(&complete_but(field, None)), Ok(Seen::Complete(_))),
            "{field}"
        );
    }
    let odd = |field: &str, value: Value| {
        let Ok(Seen::Complete(who)) = collect(&complete_but(field, Some(value))) else {
            panic!("{field}");
        };
        who
    };
    assert_eq!(odd("risk", json!("HIGH")).risk, Some(Risk::High));
    assert_eq!(odd("risk", json!("extreme")).risk, None);
    assert_eq!(odd("risk", json!(3)).risk, None);
    assert_eq!(odd("device", json!({})).device_ip, None);
    assert_eq!(odd("device", json!("none")).device_id, None);
    let issued = |text: &str| odd("bankIdIssueDate", json!(text)).issued;
    assert_eq!(issued("2023-01-01").as_deref(), Some("2023-01-01"));
    assert_eq!(issued("20230101"), None);
    assert_eq!(issued("yesterday, I think"), None);
    assert!(odd("stepUp", json!(true)).identity_document_read);
    assert!(!odd("stepUp", json!({ "mrtd": false })).identity_document_read);
    assert!(!odd("stepUp", json!({ "mrtd": "yes" })).identity_document_read);
    let only_number = json!({ "personalNumber": "199006022397" });
    assert_eq!(odd("user", only_number).name, "");
}

#[test]
fn an_identification_without_its_person_is_broken() {
    for user in [
        None,
        Some(json!({})),
        Some(json!({ "personalNumber": "9006022397" })),
        Some(json!({ "personalNumber": "199006022398" })),
        Some(json!({ "personalNumber": null })),
    ] {
        let outcome = collect(&complete_but("user", user.clone()));
        assert!(broken(&outcome), "{user:?}");
        let said = format!("{outcome:?}");
        assert!(!said.contains("9006"), "{said}");
    }
    assert!(broken(&collect(&json!({ "status": "complete" }))));
}

#[test]
fn another_orders_outcome_is_never_taken_for_this_ones() {
    let mut answer = complete();
    answer["orderRef"] = json!("00000000-16c6-4618-beb0-365768f37288");
    assert!(broken(&collect(&answer)));
    answer.as_object_mut().unwrap().remove("orderRef");
    assert!(matches!(collect(&answer), Ok(Seen::Complete(_))));
}

#[test]
fn an_answer_that_is_not_the_json_is_broken_and_not_quoted() {
    for body in [
        "",
        "{",
        "null",
        "<html>199006022397</html>",
        r#"{"status": 199006022397}"#,
        r#"{"hintCode": "started"}"#,
        "{\"status\": \"pending\"} 199006022397",
    ] {
        let outcome = collected(body.as_bytes(), &asked());
        assert!(broken(&outcome), "{body}: {outcome:?}");
        let fault = outcome.unwrap_err();
        let said = format!("{fault:?} {fault}");
        assert!(!said.contains("1990"), "{said}");
    }
    let long = vec![b' '; MOST_BODY];
    let outcome = collected(&long, &asked());
    assert_eq!(outcome, Err(EidFault::Broken(Breach::TooLong)));
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_fall(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = started(&body);
        let _ = called(&body);
        let outcome = collected(&body, &asked());
        prop_assert!(outcome.is_err());
    }

    #[test]
    fn no_word_in_place_of_another_makes_an_identification(status in "[a-zA-Z]{0,12}", hint in any::<String>()) {
        let answer = json!({ "orderRef": ORDER, "status": status, "hintCode": hint });
        let outcome = collect(&answer);
        prop_assert!(!matches!(outcome, Ok(Seen::Complete(_))));
    }
}
