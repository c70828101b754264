#![allow(clippy::unwrap_used, reason = "a failing test may panic")]
use super::*;
use crate::gateway::specimen::{Came, NOW, REPORT_URL, answer, http, seen, settings, sms, word};

fn opened(more: &[(&str, &str)]) -> Result<Sinch, SettingFault> {
    let mut pairs = vec![("service_plan_id", "plan-1"), ("token", "t0ken")];
    pairs.extend(more);
    Sinch::of(&settings(&pairs), http())
}

fn account(more: &[(&str, &str)]) -> Sinch {
    opened(more).unwrap()
}

#[test]
fn a_message_goes_out_field_by_field() {
    let request = account(&[]).send_request(&sms(), NOW);
    let (method, url, key, body) = seen(&request);
    assert_eq!(method, "POST");
    assert_eq!(url, "https://eu.sms.api.sinch.com/xms/v1/plan-1/batches");
    assert_eq!(key, Some("Bearer t0ken"));
    let expected = json!({
        "to": ["46701740605"],
        "from": "Tvasteg",
        "body": "123456 är din kod\n\n@login.example.se #123456",
        "delivery_report": "per_recipient_final",
        "callback_url": REPORT_URL,
        "client_reference": "0190c0de-7000",
        "expire_at": "2026-09-21T14:18:20Z",
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
    let (_, _, _, body) = seen_of(&account(&[]), &bare);
    assert_eq!(body.get("from"), None);
    assert_eq!(body.get("callback_url"), None);
    assert_eq!(body["delivery_report"], "none");
    let with_default = account(&[("sender", "+46766861004")]);
    let (_, _, _, body) = seen_of(&with_default, &bare);
    assert_eq!(body["from"], "46766861004");
    let (_, _, _, body) = seen_of(&with_default, &sms());
    assert_eq!(body["from"], "Tvasteg");
}

fn seen_of(account: &Sinch, sms: &Sms) -> (String, String, Option<String>, Value) {
    let request = account.send_request(sms, NOW);
    let (method, url, key, body) = seen(&request);
    (
        method.to_owned(),
        url.to_owned(),
        key.map(str::to_owned),
        body,
    )
}

#[test]
fn every_region_has_its_host_and_an_endpoint_replaces_it() {
    for region in ["us", "eu", "au", "br", "ca"] {
        let base = account(&[("region", region)]).base;
        assert_eq!(
            base,
            format!("https://{region}.sms.api.sinch.com/xms/v1/plan-1")
        );
    }
    let own = account(&[("endpoint", "http://127.0.0.1:9/")]).base;
    assert_eq!(own, "http://127.0.0.1:9/xms/v1/plan-1");
    for (field, value) in [
        ("region", "se"),
        ("service_plan_id", "../other"),
        ("sender", "Tvåsteg"),
        ("endpoint", "ftp://x"),
    ] {
        let fault = opened(&[(field, value)]).err().unwrap();
        assert!(
            matches!(fault, SettingFault::Unusable { field: named, .. } if named == field),
            "{fault}"
        );
    }
    let fault = opened(&[("token", " ")]).err().unwrap();
    assert_eq!(fault, SettingFault::Missing("token"));
}

#[test]
fn an_account_is_tried_without_sending() {
    let request = account(&[("sender", "Tvasteg")]).dry_run_request();
    let (method, url, key, body) = seen(&request);
    assert_eq!((method, key), ("POST", Some("Bearer t0ken")));
    assert_eq!(
        url,
        "https://eu.sms.api.sinch.com/xms/v1/plan-1/batches/dry_run"
    );
    assert_eq!(
        body,
        json!({"to": ["46701740605"], "from": "Tvasteg", "body": "-"})
    );
    for (status, body, outcome) in [
        (200, r#"{"number_of_recipients":1}"#, "ok"),
        (400, r#"{"code":"syntax_invalid_parameter_format"}"#, "ok"),
        (403, r#"{"code":"illegal_number_type"}"#, "ok"),
        (403, r#"{"code":"blocked_account"}"#, "suspended"),
        (401, "", "credentials"),
        (404, "", "settings"),
        (500, "", "transient"),
    ] {
        assert_eq!(
            word(&read_dry_run(&answer(status, body))),
            outcome,
            "{status}"
        );
    }
}

#[test]
fn every_answer_says_what_may_be_done_next() {
    let taken = read_sent(&answer(
        201,
        r#"{"id":"01FC66621XXXXX119Z8PMV1QPQ","to":["46701740605"],"canceled":false,"type":"mt_text"}"#,
    ));
    assert_eq!(
        taken.unwrap().id.as_deref(),
        Some("01FC66621XXXXX119Z8PMV1QPQ")
    );
    for (status, body, outcome) in [
        (201, "", "unknown"),
        (201, "<html>", "unknown"),
        (200, "{}", "unknown"),
        (201, r#"{"id":"x","canceled":true}"#, "message"),
        (302, "", "settings"),
        (
            400,
            r#"{"code":"syntax_invalid_parameter_format"}"#,
            "message",
        ),
        (401, "", "credentials"),
        (402, "", "balance"),
        (403, "", "suspended"),
        (403, r#"{"code":"blocked_account","text":"x"}"#, "suspended"),
        (
            403,
            r#"{"code":"illegal_number_type","text":"x"}"#,
            "message",
        ),
        (404, "", "settings"),
        (429, "", "transient"),
        (500, "", "transient"),
        (503, r#"{"code":"x"}"#, "transient"),
    ] {
        let outcome_of = word(&read_sent(&answer(status, body)));
        assert_eq!(outcome_of, outcome, "{status} {body}");
    }
}

#[test]
fn a_refusal_keeps_neither_number_nor_code() {
    let body = r#"{"code":"illegal","text":"46701740605 got 123456 är"}"#;
    let unsent = read_sent(&answer(403, body)).unwrap_err().to_string();
    assert!(
        !unsent.contains("0605") && !unsent.contains("123456"),
        "{unsent}"
    );
    assert!(
        unsent.contains("illegal") && unsent.contains("är"),
        "{unsent}"
    );
}

fn report(status: &str) -> Came {
    Came::posted(&format!(
        r#"{{"type":"recipient_delivery_report_sms","batch_id":"01F","recipient":"46701740605","status":"{status}","code":402,"at":"2026-09-21T14:13:20Z","client_reference":"0190c0de-7000"}}"#
    ))
}

#[test]
fn every_state_is_read_without_regard_to_case() {
    for (status, state) in [
        ("Queued", Reported::Underway),
        ("Dispatched", Reported::Underway),
        ("Unknown", Reported::Underway),
        ("Invented", Reported::Underway),
        ("Delivered", Reported::Delivered),
        ("DELIVERED", Reported::Delivered),
        ("Expired", Reported::Expired),
        ("expired", Reported::Expired),
        ("Aborted", Reported::Failed),
        ("Cancelled", Reported::Failed),
        ("Rejected", Reported::Failed),
        ("Deleted", Reported::Failed),
        ("Failed", Reported::Failed),
    ] {
        let came = report(status);
        let reports = account(&[]).read_reports(&came.inbound()).unwrap();
        let reason = (state != Reported::Delivered).then(|| format!("{status} 402"));
        let expected = Report {
            reference: Some("0190c0de-7000".to_owned()),
            id: Some("01F".to_owned()),
            state,
            reason,
            price: None,
            event: None,
        };
        assert_eq!(reports, [expected], "{status}");
    }
}

#[test]
fn what_is_no_report_settles_nothing() {
    let read = |body: &str| account(&[]).read_reports(&Came::posted(body).inbound());
    assert_eq!(read(r#"{"type":"mo_text","body":"STOP"}"#), Ok(Vec::new()));
    for malformed in [
        "",
        "[",
        r#"{"type":"recipient_delivery_report_sms","status":"Delivered"}"#,
        r#"{"type":"recipient_delivery_report_sms","batch_id":"x"}"#,
    ] {
        assert_eq!(read(malformed), Err(ReportFault::Malformed), "{malformed}");
    }
}

/// The reference's vector.
fn signed() -> Came {
    Came::posted(r#"{"type":"recipient_delivery_report_sms","status":"Delivered"}"#)
        .with(
            "x-sinch-webhook-signature",
            "aUVuM68h9xH0gMn/rwFiftzqVy5fQaHMlUYia07QCLU=",
        )
        .with(
            "x-sinch-webhook-signature-nonce",
            "01FJA8B4A7BM43YGWSG9GBV067",
        )
        .with("x-sinch-webhook-signature-timestamp", "1634579353")
        .at(1_634_579_353_000)
}

#[test]
fn the_published_signature_is_believed_and_no_other() {
    let check = |secret: &str, came: &Came| {
        check_signature(&Secret::new(secret.to_owned()), &came.inbound())
    };
    assert_eq!(check("hemlighet", &signed()), Ok(()));
    let forged = [
        signed().with("x-sinch-webhook-signature-nonce", "other"),
        signed().with("x-sinch-webhook-signature-timestamp", "1634579354"),
        signed().with("x-sinch-webhook-signature", ""),
        signed().with("x-sinch-webhook-signature", "aUVu"),
        Came {
            body: signed().body.replace("Delivered", "Failed"),
            ..signed()
        },
        Came {
            headers: Vec::new(),
            ..signed()
        },
    ];
    for came in &forged {
        assert_eq!(check("hemlighet", came), Err(ReportFault::Forged));
    }
    assert_eq!(check("other", &signed()), Err(ReportFault::Forged));
    for away in [301_000, -301_000] {
        let came = signed().at(1_634_579_353_000 + away);
        assert_eq!(check("hemlighet", &came), Err(ReportFault::Stale));
    }
}

#[test]
fn a_plan_with_a_secret_believes_no_unsigned_report_and_names_a_doubled_one() {
    let account = account(&[("callback_secret", "hemlighet")]);
    let unsigned = report("Delivered");
    assert_eq!(
        account.read_reports(&unsigned.inbound()),
        Err(ReportFault::Forged)
    );
    let came = report("Delivered");
    let pieces = [came.body.as_bytes(), b".n1.1790000000"];
    let signature = BASE64.encode(&wire::hmac(Digest::Sha256, b"hemlighet", &pieces));
    let came = came
        .with("x-sinch-webhook-signature", &signature)
        .with("x-sinch-webhook-signature-nonce", "n1")
        .with("x-sinch-webhook-signature-timestamp", "1790000000");
    let first = account.read_reports(&came.inbound()).unwrap();
    assert_eq!(first[0].event.as_deref(), Some("n1"));
    assert_eq!(account.read_reports(&came.inbound()).unwrap(), first);
}
