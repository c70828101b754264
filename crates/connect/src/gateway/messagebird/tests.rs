#![allow(clippy::unwrap_used, reason = "a failing test may panic")]
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest as _, Sha256};

use super::*;
use crate::gateway::specimen::{Came, NOW, REPORT_URL, answer, http, seen, settings, sms, word};
use crate::gateway::wire::Digest;

const REPORTED: &str = "https://login.example.se/reports/s3cret?id=mb1&reference=0190c0de-7000&recipient=46701740605&status=delivered&statusDatetime=2026-09-21T14%3A13%3A20%2B00%3A00";

fn account(more: &[(&str, &str)]) -> MessageBird {
    let mut pairs = vec![("access_key", "k3y")];
    pairs.extend(more);
    MessageBird::of(&settings(&pairs), http()).unwrap()
}

#[test]
fn a_message_goes_out_field_by_field() {
    let request = account(&[]).send_request(&sms()).unwrap();
    let (method, url, key, body) = seen(&request);
    assert_eq!(method, "POST");
    assert_eq!(url, "https://rest.messagebird.com/messages");
    assert_eq!(key, Some("AccessKey k3y"));
    let expected = json!({
        "originator": "Tvasteg",
        "recipients": ["46701740605"],
        "body": "123456 är din kod\n\n@login.example.se #123456",
        "reference": "0190c0de-7000",
        "reportUrl": REPORT_URL,
        "validity": 300,
        "datacoding": "auto",
    });
    assert_eq!(body, expected);
}

#[test]
fn what_there_is_nothing_for_is_left_out() {
    let bare = Sms {
        from: None,
        report_url: None,
        ..sms()
    };
    assert_eq!(word(&account(&[]).send_request(&bare)), "settings");
    let with_default = account(&[
        ("sender", "+46766861004"),
        ("endpoint", "http://127.0.0.1:9/"),
    ]);
    let request = with_default.send_request(&bare).unwrap();
    let (_, url, _, body) = seen(&request);
    assert_eq!(url, "http://127.0.0.1:9/messages");
    assert_eq!(body["originator"], "46766861004");
    assert_eq!(body.get("reportUrl"), None);
}

#[test]
fn every_answer_says_what_may_be_done_next() {
    let taken = r#"{"id":"mb1","href":"x","recipients":{"totalCount":1,"items":[{"recipient":46701740605,"status":"sent","statusDatetime":"x"}]}}"#;
    let accepted = read_sent(&answer(201, taken)).unwrap();
    assert_eq!(accepted.id.as_deref(), Some("mb1"));
    let error = |code: u32, parameter: &str| {
        format!(
            r#"{{"errors":[{{"code":{code},"description":"no 46701740605","parameter":"{parameter}"}}]}}"#
        )
    };
    let failed = taken.replace("\"sent\"", "\"delivery_failed\"");
    for (status, body, outcome) in [
        (201, "", "unknown"),
        (201, "{}", "unknown"),
        (201, failed.as_str(), "message"),
        (401, "", "credentials"),
        (401, error(2, "access_key").as_str(), "credentials"),
        (422, error(2, "").as_str(), "credentials"),
        (422, error(25, "").as_str(), "balance"),
        (402, error(25, "").as_str(), "balance"),
        (422, error(9, "recipients").as_str(), "number"),
        (422, error(10, "recipient").as_str(), "number"),
        (422, error(9, "originator").as_str(), "sender"),
        (422, error(9, "body").as_str(), "content"),
        (422, error(9, "validity").as_str(), "message"),
        (422, error(20, "").as_str(), "message"),
        (404, error(20, "").as_str(), "settings"),
        (405, "", "settings"),
        (429, "", "transient"),
        (500, error(99, "").as_str(), "transient"),
        (503, "<html>", "transient"),
    ] {
        let unsent = read_sent(&answer(status, body));
        assert_eq!(word(&unsent), outcome, "{status} {body}");
        assert!(!unsent.unwrap_err().to_string().contains("0605"), "{body}");
    }
}

#[test]
fn the_balance_is_money_or_nothing() {
    let request = account(&[]).balance_request();
    let (method, url, key, _) = seen(&request);
    assert_eq!(
        (method, url, key),
        (
            "GET",
            "https://rest.messagebird.com/balance",
            Some("AccessKey k3y")
        )
    );
    let read = |payment: &str, kind: &str, amount: &str| {
        let body = format!(r#"{{"payment":"{payment}","type":"{kind}","amount":{amount}}}"#);
        read_balance(&answer(200, &body))
    };
    for (kind, currency) in [
        ("euros", "EUR"),
        ("pounds", "GBP"),
        ("dollars", "USD"),
        ("SEK", "SEK"),
    ] {
        let expected = Money {
            micros: 103_250_000,
            currency: currency.to_owned(),
        };
        assert_eq!(read("prepaid", kind, "103.25"), Ok(Some(expected)));
    }
    assert_eq!(read("prepaid", "credits", "103"), Ok(None));
    assert_eq!(read("postpaid", "euros", "0"), Ok(None));
    assert_eq!(word(&read("prepaid", "euros", "\"much\"")), "unknown");
    assert_eq!(word(&read_balance(&answer(200, ""))), "unknown");
    assert_eq!(word(&read_balance(&answer(401, ""))), "credentials");
}

#[test]
fn every_state_is_read() {
    for (status, state) in [
        ("scheduled", Reported::Underway),
        ("sent", Reported::Underway),
        ("buffered", Reported::Underway),
        ("invented", Reported::Underway),
        ("delivered", Reported::Delivered),
        ("expired", Reported::Expired),
        ("delivery_failed", Reported::Failed),
    ] {
        let url = REPORTED.replace("delivered", status);
        let came = Came::fetched(&format!("{url}&statusReason=no+route&statusErrorCode=104"));
        let reports = account(&[]).read_reports(&came.inbound()).unwrap();
        let expected = Report {
            reference: Some("0190c0de-7000".to_owned()),
            id: Some("mb1".to_owned()),
            state,
            reason: (state != Reported::Delivered).then(|| format!("{status} 104 no route")),
            price: None,
            event: None,
        };
        assert_eq!(reports, [expected], "{status}");
    }
    for malformed in [
        "https://login.example.se/reports/s3cret",
        "https://login.example.se/reports/s3cret?status=delivered",
        "https://login.example.se/reports/s3cret?id=mb1&status=",
    ] {
        let read = account(&[]).read_reports(&Came::fetched(malformed).inbound());
        assert_eq!(read, Err(ReportFault::Malformed), "{malformed}");
    }
}

/// A token as RFC 7515 puts one together, without the library that reads it.
fn token(algorithm: &str, key: &[u8], claims: &Value) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let head = part(&json!({"alg": algorithm, "typ": "JWT"}));
    let signed = format!("{head}.{}", part(claims));
    let signature = match algorithm {
        "HS512" => wire::hmac(Digest::Sha512, key, &[signed.as_bytes()]),
        "HS256" => wire::hmac(Digest::Sha256, key, &[signed.as_bytes()]),
        _ => Vec::new(),
    };
    format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature))
}

fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

fn claims() -> Value {
    json!({
        "iss": "MessageBird",
        "nbf": NOW / 1000,
        "exp": NOW / 1000 + 60,
        "jti": "jti-1",
        "url_hash": sha256(REPORTED.as_bytes()),
    })
}

fn read_with(token: &str, came: Came) -> Result<Vec<Report>, ReportFault> {
    let came = came.with("messagebird-signature-jwt", token);
    account(&[("signing_key", "hemlighet")]).read_reports(&came.inbound())
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

#[test]
fn a_signed_report_is_believed_and_a_doubled_one_has_one_name() {
    for algorithm in ["HS256", "HS512"] {
        let token = token(algorithm, b"hemlighet", &claims());
        let first = read_with(&token, Came::fetched(REPORTED)).unwrap();
        assert_eq!(first[0].event.as_deref(), Some("jti-1"));
        assert_eq!(read_with(&token, Came::fetched(REPORTED)), Ok(first));
    }
}

/// HMAC-SHA-384, computed with another library (Python's `hmac`).
#[test]
fn the_middle_hash_is_known_too() {
    let token = concat!(
        "eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCJ9.",
        "eyJpc3MiOiJNZXNzYWdlQmlyZCIsIm5iZiI6MTc5MDAwMDAwMCwiZXhwIjoxNzkwMDAwMDYwLCJqdGkiOiJqIiwidXJsX2hhc2giOiI5OGNiN2ExNDliODlhODE5YzUzZmM4OGMyMDAwZDM1NGIxZWNhNDQxNWViYzVmMmQwMTg2NDJkNjkwOWE0MzhhIn0.",
        "kbt1PGAR_4RAXOKmzulHfvwABUhOHnsqbUNAKRWdf9w_MEt3rt9FwnzkxoMuqewu"
    );
    let came = Came::fetched("https://login.example.se/r?id=1&status=delivered");
    assert!(read_with(token, came).is_ok());
}

#[test]
fn everything_about_a_token_must_fit() {
    let sign = |claims: &Value| token("HS256", b"hemlighet", claims);
    let read = |token: &str| read_with(token, Came::fetched(REPORTED));
    let forged = [
        ("another key", token("HS256", b"k3y", &claims())),
        ("no key", token("none", b"", &claims())),
        ("an algorithm without a key", token("RS256", b"", &claims())),
        ("no token", String::new()),
        (
            "half a token",
            sign(&claims()).split_once('.').unwrap().0.to_owned(),
        ),
        ("another issuer", sign(&with("iss", json!("Somebody")))),
        ("no issuer", sign(&with("iss", Value::Null))),
        (
            "another address",
            sign(&with("url_hash", json!(sha256(b"x")))),
        ),
        ("no address", sign(&with("url_hash", Value::Null))),
        (
            "a body that is not there",
            sign(&with("payload_hash", json!(sha256(b"")))),
        ),
        ("no end", sign(&with("exp", Value::Null))),
        ("no beginning", sign(&with("nbf", Value::Null))),
    ];
    for (what, token) in &forged {
        assert_eq!(read(token), Err(ReportFault::Forged), "{what}");
    }
    let elsewhere = Came::fetched(&REPORTED.replace("delivered", "delivery_failed"));
    assert_eq!(
        read_with(&sign(&claims()), elsewhere),
        Err(ReportFault::Forged)
    );
    let unsigned = account(&[("signing_key", "hemlighet")]);
    assert_eq!(
        unsigned.read_reports(&Came::fetched(REPORTED).inbound()),
        Err(ReportFault::Forged)
    );
}

#[test]
fn a_token_is_believed_in_its_time_and_a_second_around_it() {
    let token = token("HS256", b"hemlighet", &claims());
    for (away, fault) in [
        (-1_000, None),
        (61_999, None),
        (-1_001, Some(ReportFault::Stale)),
        (62_000, Some(ReportFault::Stale)),
        (86_400_000, Some(ReportFault::Stale)),
    ] {
        let read = read_with(&token, Came::fetched(REPORTED).at(NOW + away));
        assert_eq!(read.err(), fault, "{away}");
    }
}

#[test]
fn a_body_is_covered_or_the_report_is_not_believed() {
    let posted = |body: &str| Came {
        url: REPORTED.to_owned(),
        ..Came::posted(body)
    };
    let right = with("payload_hash", json!(sha256(b"{}")));
    let right = token("HS256", b"hemlighet", &right);
    assert!(read_with(&right, posted("{}")).is_ok());
    assert_eq!(read_with(&right, posted("[]")), Err(ReportFault::Forged));
    assert_eq!(read_with(&right, posted("")), Err(ReportFault::Forged));
    let bare = token("HS256", b"hemlighet", &claims());
    assert_eq!(read_with(&bare, posted("{}")), Err(ReportFault::Forged));
}
