//! What goes over the wire, and what comes back.

use connect::eid::Eid as _;
use domain::eid::{Breach, CallInitiator, EidFault, Evidence, NewOrder, PhoneOrder, Purpose, Seen};
use domain::personal_number::PersonalNumber;
use serde_json::{Value, json};

use crate::server::Says;
use crate::{NOW, NUMBER, ORDER, agreeing, order, reference};

fn ok(body: &Value) -> Says {
    Says::Answer(200, body.to_string())
}

fn refusal(status: u16, code: &str) -> Says {
    let body = json!({ "errorCode": code, "details": "No such order" });
    Says::Answer(status, body.to_string())
}

fn began() -> Says {
    ok(&json!({
        "orderRef": ORDER,
        "autoStartToken": "token",
        "qrStartToken": "qr-token",
        "qrStartSecret": "qr-secret",
    }))
}

/// A request's line, its headers in small letters, and its body.
fn parts(request: &str) -> (String, Vec<String>, Value) {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let line = lines.next().unwrap().to_owned();
    let headers = lines.map(str::to_ascii_lowercase).collect();
    (
        line,
        headers,
        serde_json::from_str(body).unwrap_or_default(),
    )
}

#[tokio::test]
async fn every_call_is_a_post_of_plain_json_over_http_1_1() {
    let (server, client) = agreeing(began()).await;
    let started = client.start(&order()).await.ok().unwrap();
    assert_eq!(started.reference, reference());
    assert_eq!(started.app_token, "token");
    let to_sign = NewOrder {
        purpose: Purpose::Sign,
        ..order()
    };
    assert!(client.start(&to_sign).await.is_ok());
    let call = PhoneOrder {
        number: PersonalNumber::from_digits(NUMBER).unwrap(),
        initiator: CallInitiator::Us,
        visible_text: String::new(),
    };
    assert_eq!(client.identify_caller(&call).await, Ok(reference()));
    let _ = client.collect(&reference()).await;
    client.cancel(&reference()).await.unwrap();

    let heard: Vec<_> = server.heard().iter().map(|said| parts(said)).collect();
    let lines: Vec<&str> = heard.iter().map(|(line, ..)| line.as_str()).collect();
    assert_eq!(
        lines,
        [
            "POST /rp/v6.0/auth HTTP/1.1",
            "POST /rp/v6.0/sign HTTP/1.1",
            "POST /rp/v6.0/phone/auth HTTP/1.1",
            "POST /rp/v6.0/collect HTTP/1.1",
            "POST /rp/v6.0/cancel HTTP/1.1",
        ]
    );
    for (line, headers, _) in &heard {
        let types: Vec<_> = headers
            .iter()
            .filter(|header| header.starts_with("content-type:"))
            .collect();
        assert_eq!(types, ["content-type: application/json"], "{line}");
    }
    assert_eq!(heard[0].2["requirement"]["personalNumber"], NUMBER);
    assert_eq!(heard[2].2["callInitiator"], "RP");
    for collect_or_cancel in &heard[3..] {
        assert_eq!(collect_or_cancel.2, json!({ "orderRef": ORDER }));
    }
}

#[tokio::test]
async fn an_outcome_comes_back_whole() {
    let (_server, client) = agreeing(ok(&json!({
        "orderRef": ORDER,
        "status": "complete",
        "completionData": {
            "user": { "personalNumber": NUMBER, "name": "Bo Ek" },
            "signature": "c2ln",
            "ocspResponse": "b2NzcA==",
        },
    })))
    .await;
    let Ok(Seen::Complete(who)) = client.collect(&reference()).await else {
        panic!("complete");
    };
    assert_eq!(who.personal_number.digits(), NUMBER);
    let evidence = Evidence {
        signature: "c2ln".to_owned(),
        ocsp: "b2NzcA==".to_owned(),
    };
    assert!(who.evidence == evidence);
}

#[tokio::test]
async fn a_probe_is_answered_by_a_refusal_of_its_method() {
    let (server, client) = agreeing(refusal(405, "methodNotAllowed")).await;
    assert_eq!(client.probe(NOW).await, Ok(()));
    let heard = server.heard();
    assert!(
        heard[0].starts_with("GET /rp/v6.0/auth HTTP/1.1\r\n"),
        "{heard:?}"
    );
    for (status, code, fault) in [
        (401, "unauthorized", EidFault::Refused { status: 401 }),
        (404, "notFound", EidFault::Misdirected { status: 404 }),
        (503, "Maintenance", EidFault::Maintenance),
    ] {
        let (_server, client) = agreeing(refusal(status, code)).await;
        assert_eq!(client.probe(NOW).await, Err(fault));
    }
    let (_server, client) = agreeing(ok(&json!({}))).await;
    assert!(client.probe(NOW).await.is_err(), "no such service says yes");
}

#[tokio::test]
async fn a_refusal_keeps_its_meaning_over_the_wire() {
    let (_server, client) = agreeing(refusal(400, "alreadyInProgress")).await;
    assert_eq!(
        client.start(&order()).await.err(),
        Some(EidFault::AlreadyInProgress)
    );
    let (_server, client) = agreeing(refusal(400, "invalidParameters")).await;
    let gone = EidFault::InvalidOrder("No such order".to_owned());
    assert_eq!(client.collect(&reference()).await, Err(gone.clone()));
    assert_eq!(client.cancel(&reference()).await, Err(gone));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (server, client) = agreeing(Says::Answer(307, String::new())).await;
    assert!(matches!(
        client.start(&order()).await.err(),
        Some(EidFault::Broken(Breach::Status { status: 307, .. }))
    ));
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_broken_and_not_asked_for_again() {
    for body in ["", "{\"status\":", "<html>", "[1,2,3]"] {
        let (server, client) = agreeing(Says::Answer(200, body.to_owned())).await;
        let fault = client.collect(&reference()).await.unwrap_err();
        assert!(
            matches!(fault, EidFault::Broken(Breach::Body(_))),
            "{fault:?}"
        );
        assert!(!fault.is_safe_to_retry());
        assert_eq!(server.heard().len(), 1);
    }
    let endless = Says::Answer(200, " ".repeat(1024 * 1024));
    let (_server, client) = agreeing(endless).await;
    assert_eq!(
        client.collect(&reference()).await,
        Err(EidFault::Broken(Breach::TooLong))
    );
}
