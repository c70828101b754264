#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]
use std::time::Duration;

use super::*;
use crate::gateway::{SettingFault, Spoken};
use crate::http::HttpSettings;

fn opened(more: &[(&str, &str)]) -> Result<Elks, SettingFault> {
    // Another test of this process may have been first, which serves as well.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut settings = Settings::default();
    for (key, value) in [("username", "u12"), ("password", "P&ss")]
        .iter()
        .chain(more)
    {
        settings.0.insert((*key).to_owned(), (*value).to_owned());
    }
    account(&settings, Http::new(&HttpSettings::default()).unwrap())
}

fn elks() -> Elks {
    opened(&[("sender", "Tvasteg"), ("voice_from", "+46101740605")]).unwrap()
}

fn sms() -> Sms {
    Sms {
        to: "+46701740605".to_owned(),
        from: None,
        text: "123456 är din kod & mer\n\n@login.example.se #123456".to_owned(),
        reference: "0193-ab".to_owned(),
        report_url: Some("https://login.example.se/reports/secret".to_owned()),
        lives_for: Duration::from_mins(5),
    }
}

fn call() -> Call {
    Call {
        to: "+46701740605".to_owned(),
        from: None,
        language: "sv".to_owned(),
        script: vec![Spoken::Digits("123456".to_owned())],
        audio_url: Some("https://login.example.se/a/b.wav".to_owned()),
        reference: "0193-cd".to_owned(),
        report_url: Some("https://login.example.se/reports/secret".to_owned()),
    }
}

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        headers: vec![("retry-after".to_owned(), "9".to_owned())],
        body: body.as_bytes().to_vec(),
    }
}

/// The request as it goes out.
fn sent(request: Result<Request, Unsent>) -> (String, Vec<(String, String)>, Vec<u8>) {
    let request = request.unwrap();
    assert_eq!(request.method, "POST");
    (request.url, request.headers, request.body.unwrap())
}

#[test]
fn a_text_message_goes_out_field_by_field() {
    let (url, headers, body) = sent(elks().sms_request(&sms()));
    assert_eq!(url, "https://api.46elks.com/a1/sms");
    // base64 of `u12:P&ss`
    assert_eq!(
        wire::find(&headers, "authorization"),
        Some("Basic dTEyOlAmc3M=")
    );
    assert_eq!(
        wire::find(&headers, "content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        String::from_utf8(body).unwrap(),
        "from=Tvasteg&to=%2B46701740605\
         &message=123456+%C3%A4r+din+kod+%26+mer%0A%0A%40login.example.se+%23123456\
         &dontlog=message\
         &whendelivered=https%3A%2F%2Flogin.example.se%2Freports%2Fsecret%3Fref%3D0193-ab"
    );
}

#[test]
fn the_messages_own_sender_comes_first_and_without_one_nothing_is_sent() {
    let own = Sms {
        from: Some("+46766861004".to_owned()),
        report_url: None,
        ..sms()
    };
    let (_, _, body) = sent(elks().sms_request(&own));
    let fields = wire::fields_of(&body);
    assert_eq!(wire::find(&fields, "from"), Some("+46766861004"));
    assert_eq!(wire::find(&fields, "whendelivered"), None);
    let bare = opened(&[]).unwrap();
    for refused in [bare.sms_request(&sms()), bare.call_request(&call())] {
        assert!(matches!(
            refused,
            Err(Unsent::Account {
                why: AccountWhy::Settings,
                ..
            })
        ));
    }
}

#[test]
fn a_call_plays_the_recording_twice_and_cannot_be_skipped() {
    let (url, _, body) = sent(elks().call_request(&call()));
    assert_eq!(url, "https://api.46elks.com/a1/calls");
    let fields = wire::fields_of(&body);
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["from", "to", "voice_start", "timeout", "whenhangup"]
    );
    assert_eq!(wire::find(&fields, "from"), Some("+46101740605"));
    assert_eq!(wire::find(&fields, "to"), Some("+46701740605"));
    assert_eq!(wire::find(&fields, "timeout"), Some("30"));
    assert_eq!(
        wire::find(&fields, "whenhangup"),
        Some("https://login.example.se/reports/secret?ref=0193-cd")
    );
    let start: Value = serde_json::from_str(wire::find(&fields, "voice_start").unwrap()).unwrap();
    assert_eq!(
        start,
        json!({
            "play": "https://login.example.se/a/b.wav",
            "skippable": false,
            "next": {"play": "https://login.example.se/a/b.wav", "skippable": false}
        })
    );
}

#[test]
fn no_call_without_a_recording_or_from_a_name() {
    let silent = Call {
        audio_url: None,
        ..call()
    };
    let named = Call {
        from: Some("Tvasteg".to_owned()),
        ..call()
    };
    for call in [silent, named] {
        let Err(Unsent::Account { why, said }) = elks().call_request(&call) else {
            panic!("it was called");
        };
        assert_eq!(why, AccountWhy::Settings);
        assert!(said.text.is_some());
    }
}

#[test]
fn an_accepted_message_tells_its_name_its_parts_and_its_price() {
    let body = r#"{"status":"created","direction":"outgoing","from":"Tvasteg","to":"+46701740605",
        "created":"2026-11-21T00:00:00.000000","parts":1,"cost":5000,"id":"s70df59406a1b4643b96f3f91e0bfb7b0","message":"x"}"#;
    let accepted = elks().accepted(&answer(200, body)).unwrap();
    assert_eq!(
        accepted.id.as_deref(),
        Some("s70df59406a1b4643b96f3f91e0bfb7b0")
    );
    assert_eq!(accepted.parts, Some(1));
    let price = accepted.price.unwrap();
    // 5000 are 0.50 SEK
    assert_eq!((price.micros, price.currency.as_str()), (500_000, "SEK"));

    let euro = opened(&[("currency", "EUR")]).unwrap();
    let called = euro
        .accepted(&answer(200, r#"{"id":"c1","state":"ongoing"}"#))
        .unwrap();
    assert_eq!(called.id.as_deref(), Some("c1"));
    assert_eq!(called.price, None);
}

fn outcome(status: u16, body: &str) -> String {
    match elks().accepted(&answer(status, body)) {
        Ok(accepted) => format!("accepted {:?}", accepted.id),
        Err(Unsent::Message { why, .. }) => why.code().to_owned(),
        Err(Unsent::Account { why, .. }) => why.code().to_owned(),
        Err(Unsent::Transient { retry_after, .. }) => format!("transient {retry_after:?}"),
        Err(Unsent::Unknown { .. }) => "unknown".to_owned(),
    }
}

#[test]
fn every_refusal_says_what_may_be_done_next() {
    for (status, body, expected) in [
        (401, "API access requires authentication", "credentials"),
        (401, "", "credentials"),
        (403, "Not enough credits", "balance"),
        (403, r#"{"error":"Not enough credits"}"#, "balance"),
        (402, "Not enough credits", "balance"),
        (403, "Invalid credentials", "message"),
        (403, "Missing key to", "message"),
        (403, "", "suspended"),
        (400, r#"{"error":"Invalid to number: 4670"}"#, "message"),
        (400, "", "message"),
        (404, "", "settings"),
        (302, "", "settings"),
        (429, "", "transient Some(9s)"),
        (500, "<html>", "transient Some(9s)"),
        (503, "Not enough credits", "transient Some(9s)"),
        (200, "", "unknown"),
        (200, "created", "unknown"),
        (200, "{}", "unknown"),
        (200, "[]", "unknown"),
        (200, r#"{"status":"created""#, "unknown"),
        (200, r#"{"status":"failed","id":"s1"}"#, "message"),
        (200, r#"{"status":"created"}"#, "accepted None"),
        (
            200,
            r#"{"status":"created","id":"s1"}"#,
            r#"accepted Some("s1")"#,
        ),
    ] {
        assert_eq!(outcome(status, body), expected, "{status} {body}");
    }
}

#[test]
fn a_refusal_that_echoes_the_message_is_masked() {
    let echo = r#"{"error":"Invalid to +46701740605, message 123456 was not sent"}"#;
    let Err(Unsent::Message { said, .. }) = elks().accepted(&answer(400, echo)) else {
        panic!("taken");
    };
    assert_eq!(
        said.text.as_deref(),
        Some("Invalid to +•••••••••••, message •••••• was not sent")
    );
}

#[test]
fn the_balance_is_asked_of_the_account_itself() {
    let request = elks().me_request();
    assert_eq!(request.method, "GET");
    assert_eq!(request.url, "https://api.46elks.com/a1/me");
    assert_eq!(
        wire::find(&request.headers, "authorization"),
        Some("Basic dTEyOlAmc3M=")
    );
    let told =
        r#"{"id":"u12","displayname":"x","currency":"EUR","balance":1234567,"creditalert":0}"#;
    let left = elks().balance_in(&answer(200, told)).unwrap().unwrap();
    assert_eq!((left.micros, left.currency.as_str()), (123_456_700, "EUR"));
    assert_eq!(elks().balance_in(&answer(200, r#"{"id":"u12"}"#)), Ok(None));
    for (status, body, why) in [
        (401, "", AccountWhy::Credentials),
        (200, "<html>", AccountWhy::Settings),
    ] {
        let Err(Unsent::Account { why: found, .. }) = elks().balance_in(&answer(status, body))
        else {
            panic!("{status}");
        };
        assert_eq!(found, why);
    }
}

fn reported(method: &str, url: &str, body: &str) -> Result<Report, ReportFault> {
    let inbound = Inbound {
        method,
        url,
        headers: &[],
        body: body.as_bytes(),
        now_unix_ms: 0,
    };
    let reports = elks().read_reports(&inbound)?;
    assert_eq!(reports.len(), 1);
    Ok(reports.into_iter().next().unwrap())
}

#[test]
fn a_report_tells_the_state_and_our_own_name() {
    let url = "https://login.example.se/reports/secret?ref=0193-ab";
    for (body, state) in [
        ("id=s1&status=sent", Reported::Underway),
        (
            "id=s1&status=delivered&delivered=2026-11-21T00%3A00%3A05",
            Reported::Delivered,
        ),
        ("id=s1&status=failed", Reported::Failed),
        ("id=s1&status=novel", Reported::Underway),
        ("id=s1&state=success&duration=12", Reported::Delivered),
        ("callid=s1&result=success", Reported::Delivered),
        ("id=s1&state=failed", Reported::Failed),
        ("id=s1&state=busy", Reported::Failed),
    ] {
        let report = reported("POST", url, body).unwrap();
        assert_eq!(report.state, state, "{body}");
        assert_eq!(report.id.as_deref(), Some("s1"));
        assert_eq!(report.reference.as_deref(), Some("0193-ab"));
        assert_eq!(report.reason.is_some(), state == Reported::Failed);
    }
    let foreign = reported(
        "POST",
        "https://login.example.se/reports/secret",
        "id=s1&status=sent",
    );
    assert_eq!(foreign.unwrap().reference, None);
}

#[test]
fn what_is_no_report_is_malformed() {
    let url = "https://login.example.se/reports/secret";
    for (method, body) in [
        ("GET", "id=s1&status=delivered"),
        ("POST", ""),
        ("POST", "status=delivered"),
        ("POST", "id=s1"),
        ("POST", "{\"id\":\"s1\",\"status\":\"delivered\"}"),
        ("POST", "\u{0}\u{1}"),
    ] {
        assert_eq!(
            reported(method, url, body),
            Err(ReportFault::Malformed),
            "{body}"
        );
    }
}

#[test]
fn settings_that_cannot_work_are_named() {
    let bare = account(&Settings::default(), elks().http);
    assert_eq!(bare.err(), Some(SettingFault::Missing("username")));
    for (field, value) in [
        ("sender", "Tvåsteg"),
        ("sender", "TvastegTvasteg"),
        ("voice_from", "Tvasteg"),
        ("currency", "kronor"),
        ("endpoint", "api.46elks.com"),
    ] {
        match opened(&[(field, value)]).err() {
            Some(SettingFault::Unusable { field: named, .. }) => assert_eq!(named, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    let elsewhere = opened(&[("endpoint", "http://127.0.0.1:9/"), ("sender", "A")]).unwrap();
    assert_eq!(
        elsewhere.sms_request(&sms()).ok().unwrap().url,
        "http://127.0.0.1:9/a1/sms"
    );
}
