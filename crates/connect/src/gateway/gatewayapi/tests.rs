#![allow(clippy::unwrap_used, reason = "a failing test may panic")]
use super::*;
use crate::gateway::specimen::{Came, NOW, answer, http, seen, settings, sms, word};

fn opened(more: &[(&str, &str)]) -> Result<GatewayApi, SettingFault> {
    let mut pairs = vec![("token", "t0ken")];
    pairs.extend(more);
    GatewayApi::of(&settings(&pairs), http())
}

fn account(more: &[(&str, &str)]) -> GatewayApi {
    opened(more).unwrap()
}

#[test]
fn a_message_goes_out_field_by_field() {
    let request = account(&[]).send_request(&sms()).unwrap();
    let (method, url, key, body) = seen(&request);
    assert_eq!(method, "POST");
    assert_eq!(url, "https://messaging.gatewayapi.eu/mobile/single");
    assert_eq!(key, Some("Token t0ken"));
    let expected = json!({
        "sender": "Tvasteg",
        "recipient": 46_701_740_605_u64,
        "message": "123456 är din kod\n\n@login.example.se #123456",
        "reference": "0190c0de-7000",
        "expiration": "PT5M",
    });
    assert_eq!(body, expected);
    let bytes = request.body.as_deref().unwrap();
    let bytes = std::str::from_utf8(bytes).unwrap();
    assert!(
        bytes.contains(r#""recipient":46701740605"#),
        "no text: {bytes}"
    );
}

#[test]
fn a_key_works_in_one_of_two_places() {
    let com = account(&[("region", "com")]);
    assert_eq!(com.messages, "https://messaging.gatewayapi.com");
    assert_eq!(com.account_request().url, "https://gatewayapi.com/rest/me");
    let eu = account(&[]).account_request();
    let (method, url, key, _) = seen(&eu);
    assert_eq!(
        (method, url, key),
        ("GET", "https://gatewayapi.eu/rest/me", Some("Token t0ken"))
    );
    let own = account(&[("endpoint", "http://127.0.0.1:9")]);
    assert_eq!(own.messages, "http://127.0.0.1:9");
    assert_eq!(own.account_request().url, "http://127.0.0.1:9/rest/me");
    assert!(matches!(
        opened(&[("region", "se")]),
        Err(SettingFault::Unusable {
            field: "region",
            ..
        })
    ));
}

#[test]
fn without_a_sender_nothing_is_sent() {
    let bare = Sms {
        from: None,
        ..sms()
    };
    let sent = |account: GatewayApi| account.send_request(&bare);
    assert_eq!(word(&sent(account(&[]))), "settings");
    let request = sent(account(&[("sender", "+46766861004")])).unwrap();
    assert_eq!(seen(&request).3["sender"], "46766861004");
    let no_number = Sms {
        to: "+46x".to_owned(),
        ..sms()
    };
    assert_eq!(word(&account(&[]).send_request(&no_number)), "number");
}

#[test]
fn every_answer_says_what_may_be_done_next() {
    let body = r#"{"msg_id":"01JNN696A9E0WS89FPYGT15NBX","recipient":46701740605,"reference":"r"}"#;
    for status in [200, 201, 202] {
        let taken = read_sent(&answer(status, body)).unwrap();
        assert_eq!(taken.id.as_deref(), Some("01JNN696A9E0WS89FPYGT15NBX"));
    }
    let misfit = |field: &str| {
        format!(r#"{{"detail":[{{"loc":["body","{field}"],"msg":"bad 46701740605","type":"t"}}]}}"#)
    };
    for (status, body, outcome) in [
        (200, "", "unknown"),
        (200, "{}", "unknown"),
        (401, r#"{"message":"no token"}"#, "credentials"),
        (403, r#"{"detail":"forbidden"}"#, "suspended"),
        (404, "", "settings"),
        (422, "", "message"),
        (422, r#"{"detail":"words"}"#, "message"),
        (422, misfit("recipient").as_str(), "number"),
        (422, misfit("sender").as_str(), "sender"),
        (422, misfit("message").as_str(), "content"),
        (422, misfit("label").as_str(), "message"),
        (429, "", "transient"),
        (500, "<html>", "transient"),
        (503, "", "transient"),
    ] {
        let unsent = read_sent(&answer(status, body));
        assert_eq!(word(&unsent), outcome, "{status} {body}");
        let text = unsent.unwrap_err().to_string();
        assert!(!text.contains("46701740605"), "{text}");
    }
}

#[test]
fn the_balance_is_read_exactly_and_lets_an_account_be_tried() {
    let money = read_account(&answer(
        200,
        r#"{"credit":1234.567,"currency":"DKK","id":1}"#,
    ));
    let expected = Money {
        micros: 1_234_567_000,
        currency: "DKK".to_owned(),
    };
    assert_eq!(money, Ok(expected));
    for (status, body, outcome) in [
        (200, r#"{"credit":-1.5,"currency":"EUR"}"#, "ok"),
        (200, "", "unknown"),
        (200, r#"{"credit":"much","currency":"EUR"}"#, "unknown"),
        (401, "", "credentials"),
        (500, "", "transient"),
    ] {
        assert_eq!(
            word(&read_account(&answer(status, body))),
            outcome,
            "{body}"
        );
    }
}

fn report(status: &str) -> Came {
    Came::posted(&format!(
        r#"{{"event_id":"e1","timestamp":"2026-09-21T14:13:19.5+00:00","event_type":"message.status.sms","event":{{"msg_id":"01J","recipient":46701740605,"reference":"0190c0de-7000","status":"{status}","error":{{"hex_code":"0x0213","details":"no 46701740605"}}}}}}"#
    ))
}

fn sign(came: Came, secret: &[u8]) -> Came {
    let signature = wire::hmac(Digest::Sha256, secret, &[came.body.as_bytes()]);
    let signature = format!("v1={}", HEXLOWER.encode(&signature));
    came.with("signature", &signature)
}

#[test]
fn every_state_is_read() {
    for (status, state) in [
        ("ENROUTE", Reported::Underway),
        ("ACCEPTED", Reported::Underway),
        ("UNKNOWN", Reported::Underway),
        ("INVENTED", Reported::Underway),
        ("DELIVERED", Reported::Delivered),
        ("READ", Reported::Delivered),
        ("EXPIRED", Reported::Expired),
        ("DELETED", Reported::Failed),
        ("UNDELIVERABLE", Reported::Failed),
        ("REJECTED", Reported::Failed),
    ] {
        let came = report(status);
        let reports = account(&[]).read_reports(&came.inbound()).unwrap();
        let reason = format!("{status} 0x0213 no •••••••••••");
        let expected = Report {
            reference: Some("0190c0de-7000".to_owned()),
            id: Some("01J".to_owned()),
            state,
            reason: (state != Reported::Delivered).then_some(reason),
            price: None,
            event: Some("e1".to_owned()),
        };
        assert_eq!(reports, [expected], "{status}");
    }
}

#[test]
fn both_names_of_a_status_are_known_and_other_events_settle_nothing() {
    let read = |from: &str, to: &str| {
        let came = Came::posted(&report("DELIVERED").body.replace(from, to));
        account(&[]).read_reports(&came.inbound())
    };
    for name in ["messaging.status.sms", "message.status.rcs"] {
        assert_eq!(read("message.status.sms", name).unwrap().len(), 1);
    }
    assert_eq!(read("message.status.sms", "user.event"), Ok(Vec::new()));
    for (from, to) in [
        ("event_type", "x"),
        ("\"status\"", "\"x\""),
        ("{", "["),
        ("msg_id\":\"01J\"", "x\":\"01J\""),
    ] {
        let read = read(from, to);
        if from.starts_with("msg_id") {
            assert_eq!(read.unwrap()[0].id, None, "our own name is enough");
        } else {
            assert_eq!(read, Err(ReportFault::Malformed), "{from}");
        }
    }
}

#[test]
fn the_published_signature_is_believed_and_no_other() {
    let vector = Came::posted(r#"{"event_id":"1","event":{"msg_id":"01J","status":"DELIVERED"}}"#);
    let right = "b5d1c5846bd08fc59ec42ef166d73791ef52d41dcf72a30adc0580f00bacbdad";
    let check = |value: &str, body: &str| {
        let came = Came::posted(body).with("signature", value);
        check_signature(&Secret::new("hemlighet".to_owned()), &came.inbound())
    };
    assert_eq!(check(&format!("v1={right}"), &vector.body), Ok(()));
    let upper = right.to_uppercase();
    assert_eq!(check(&format!("v1={upper}"), &vector.body), Ok(()));
    for (value, body) in [
        (format!("v1={right}"), vector.body.replace("01J", "01K")),
        (format!("v2={right}"), vector.body.clone()),
        (right.to_owned(), vector.body.clone()),
        ("v1=".to_owned(), vector.body.clone()),
        (String::new(), vector.body.clone()),
    ] {
        assert_eq!(check(&value, &body), Err(ReportFault::Forged), "{value}");
    }
    let missing = check_signature(&Secret::new("hemlighet".to_owned()), &vector.inbound());
    assert_eq!(missing, Err(ReportFault::Forged));
}

#[test]
fn a_signed_report_is_believed_for_five_minutes_and_a_doubled_one_has_one_name() {
    let account = account(&[("callback_secret", "hemlighet")]);
    let read = |came: &Came| account.read_reports(&came.inbound());
    let good = sign(report("DELIVERED"), b"hemlighet");
    assert_eq!(read(&good), read(&good));
    assert_eq!(read(&good).unwrap()[0].event.as_deref(), Some("e1"));
    assert_eq!(read(&report("DELIVERED")), Err(ReportFault::Forged));
    let other = sign(report("DELIVERED"), b"other");
    assert_eq!(read(&other), Err(ReportFault::Forged));
    for away in [301_000, -301_000] {
        let came = sign(report("DELIVERED"), b"hemlighet").at(NOW + away);
        assert_eq!(read(&came), Err(ReportFault::Stale));
    }
    let undated = report("DELIVERED").body.replace("timestamp", "moment");
    let undated = sign(Came::posted(&undated), b"hemlighet");
    assert_eq!(read(&undated), Err(ReportFault::Malformed));
}
