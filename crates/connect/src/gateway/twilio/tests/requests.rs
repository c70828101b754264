//! What goes out, and what its answers mean.

use super::*;

/// The fields as they go out, in their order.
fn sent(request: Result<Request, Unsent>, url: &str) -> Vec<(String, String)> {
    let request = request.unwrap();
    assert_eq!((request.method, request.url.as_str()), ("POST", url));
    assert_eq!(
        wire::find(&request.headers, "content-type"),
        Some("application/x-www-form-urlencoded")
    );
    wire::fields_of(&request.body.unwrap())
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC12/Messages.json";
const CALLS: &str = "https://api.twilio.com/2010-04-01/Accounts/AC12/Calls.json";

#[test]
fn a_text_message_goes_out_field_by_field() {
    let fields = sent(twilio().sms_request(&sms()), MESSAGES);
    assert_eq!(
        pairs(&fields),
        [
            ("To", "+46701740605"),
            ("From", "Tvasteg"),
            (
                "Body",
                "123456 är din kod & mer\n\n@login.example.se #123456"
            ),
            ("ValidityPeriod", "300"),
            ("SmartEncoded", "true"),
            ("RiskCheck", "enable"),
            (
                "StatusCallback",
                "https://login.example.se/reports/secret?ref=0193-ab"
            ),
        ]
    );
}

#[test]
fn a_message_waits_no_longer_than_its_code_lives() {
    for (lives_for, expected) in [
        (Duration::ZERO, "5"),
        (Duration::from_millis(59_900), "59"),
        (Duration::from_mins(10), "600"),
        (Duration::from_hours(24), "36000"),
    ] {
        let sms = Sms { lives_for, ..sms() };
        let fields = sent(twilio().sms_request(&sms), MESSAGES);
        assert_eq!(wire::find(&fields, "ValidityPeriod"), Some(expected));
    }
}

#[test]
fn either_a_sender_or_the_messaging_service_goes_along() {
    let service = opened(&[("messaging_service", "MG7"), ("sender", "Tvasteg")]).unwrap();
    let fields = sent(service.sms_request(&sms()), MESSAGES);
    assert_eq!(wire::find(&fields, "MessagingServiceSid"), Some("MG7"));
    assert_eq!(wire::find(&fields, "From"), None);

    let own = Sms {
        from: Some("+46766861004".to_owned()),
        report_url: None,
        ..sms()
    };
    let fields = sent(service.sms_request(&own), MESSAGES);
    assert_eq!(wire::find(&fields, "From"), Some("+46766861004"));
    assert_eq!(wire::find(&fields, "MessagingServiceSid"), None);
    assert_eq!(wire::find(&fields, "StatusCallback"), None);

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
fn an_account_that_redacts_keeps_neither_words_nor_numbers() {
    let redacting = opened(&[("sender", "A"), ("redaction", "on")]).unwrap();
    let fields = sent(redacting.sms_request(&sms()), MESSAGES);
    assert_eq!(wire::find(&fields, "ContentRetention"), Some("discard"));
    assert_eq!(wire::find(&fields, "AddressRetention"), Some("obfuscate"));
}

#[test]
fn the_token_or_a_key_of_its_own_opens_the_account() {
    let of = |twilio: Twilio| twilio.sms_request(&sms()).ok().unwrap().headers;
    let token = of(twilio());
    // base64 of `AC12:12345`
    assert_eq!(
        wire::find(&token, "authorization"),
        Some("Basic QUMxMjoxMjM0NQ==")
    );
    let key = of(opened(&[("sender", "A"), ("api_key", "SK9"), ("api_secret", "s")]).unwrap());
    // base64 of `SK9:s`
    assert_eq!(wire::find(&key, "authorization"), Some("Basic U0s5OnM="));
    assert_eq!(
        opened(&[("api_key", "SK9")]).err(),
        Some(SettingFault::Missing("api_secret"))
    );
}

#[test]
fn a_call_says_everything_twice_and_escapes_it() {
    let fields = sent(twilio().call_request(&call()), CALLS);
    let once = "<Say language=\"sv-SE\">Koden från &lt;A &amp; B&gt;</Say>\
                <Pause length=\"1\"/>\
                <Say language=\"sv-SE\">1, 2, 0, 4, 5, 6</Say>";
    let twiml = format!("<Response>{once}<Pause length=\"1\"/>{once}</Response>");
    assert_eq!(
        pairs(&fields),
        [
            ("To", "+46701740605"),
            ("From", "+46101740605"),
            ("Twiml", twiml.as_str()),
            ("Timeout", "30"),
            ("TimeLimit", "120"),
            (
                "StatusCallback",
                "https://login.example.se/reports/secret?ref=0193-cd"
            ),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
        ]
    );
}

#[test]
fn a_call_speaks_english_to_everybody_else_and_breaks_out_of_no_element() {
    for language in ["en", "de", "\"/><Hangup/>"] {
        let call = Call {
            language: language.to_owned(),
            script: vec![Spoken::Words("\"'</Say>\u{0}\u{1b}".to_owned())],
            ..call()
        };
        let twiml = speech::twiml(&call).unwrap();
        let once = "<Say language=\"en-GB\">&quot;&apos;&lt;/Say&gt;  </Say>";
        assert_eq!(
            twiml,
            format!("<Response>{once}<Pause length=\"1\"/>{once}</Response>")
        );
    }
    let long = Call {
        script: vec![Spoken::Words("a".repeat(2500))],
        ..call()
    };
    assert!(speech::twiml(&long).is_err());
}

#[test]
fn an_accepted_message_tells_its_name_its_parts_and_its_price() {
    let body = r#"{"sid":"SM1","status":"queued","error_code":null,"error_message":null,"num_segments":"2",
        "price":"-0.04600","price_unit":"USD","to":"+46701740605","date_created":"Sat, 21 Nov 2026 00:00:00 +0000"}"#;
    let taken = accepted(&answer(201, body)).unwrap();
    assert_eq!((taken.id.as_deref(), taken.parts), (Some("SM1"), Some(2)));
    let price = taken.price.unwrap();
    assert_eq!((price.micros, price.currency.as_str()), (46_000, "USD"));

    let early =
        r#"{"sid":"SM1","status":"accepted","num_segments":"0","price":null,"price_unit":"USD"}"#;
    let taken = accepted(&answer(201, early)).unwrap();
    assert_eq!((taken.parts, taken.price), (None, None));
}

fn outcome(status: u16, body: &str) -> String {
    match accepted(&answer(status, body)) {
        Ok(accepted) => format!("accepted {:?}", accepted.id),
        Err(Unsent::Message { why, .. }) => why.code().to_owned(),
        Err(Unsent::Account { why, .. }) => why.code().to_owned(),
        Err(Unsent::Transient { retry_after, .. }) => format!("transient {retry_after:?}"),
        Err(Unsent::Unknown { .. }) => "unknown".to_owned(),
    }
}

#[test]
fn every_status_of_a_message_that_was_taken_is_understood() {
    for status in [
        "accepted",
        "scheduled",
        "queued",
        "sending",
        "sent",
        "delivered",
        "read",
        "partially_delivered",
        "ringing",
        "novel",
    ] {
        let body = format!(r#"{{"sid":"SM1","status":"{status}"}}"#);
        assert_eq!(outcome(201, &body), r#"accepted Some("SM1")"#, "{status}");
    }
    for (body, expected) in [
        (
            r#"{"sid":"SM1","status":"failed","error_code":30450}"#,
            "fraud",
        ),
        (
            r#"{"sid":"SM1","status":"undelivered","error_code":"30007"}"#,
            "content",
        ),
        (r#"{"sid":"SM1","status":"canceled"}"#, "message"),
        (
            r#"{"sid":"SM1","status":"failed","error_code":30005}"#,
            "message",
        ),
        (r#"{"status":"queued"}"#, "unknown"),
        ("", "unknown"),
        ("<html>", "unknown"),
        (r#"{"sid":"SM1""#, "unknown"),
    ] {
        assert_eq!(outcome(201, body), expected, "{body}");
    }
}

#[test]
fn every_refusal_says_what_may_be_done_next() {
    let old =
        |code: u32| format!(r#"{{"code":{code},"message":"m","more_info":"i","status":400}}"#);
    let new = |code: u32| {
        format!(r#"{{"type":"t","title":"T","status":400,"code":{code},"detail":"d"}}"#)
    };
    for form in [old, new] {
        for (status, code, expected) in [
            (400, 21211, "number"),
            (400, 21614, "number"),
            (400, 21408, "country"),
            (403, 21408, "country"),
            (400, 21610, "opted-out"),
            (400, 21606, "sender"),
            (400, 21659, "sender"),
            (400, 30450, "fraud"),
            (400, 21602, "message"),
            (400, 20003, "credentials"),
            (401, 20003, "credentials"),
            (401, 21211, "credentials"),
            (403, 20005, "suspended"),
            (404, 20404, "settings"),
            (429, 20429, "transient Some(9s)"),
            (400, 20429, "transient Some(9s)"),
            (429, 0, "transient Some(9s)"),
            (500, 21211, "transient Some(9s)"),
            (503, 20503, "transient Some(9s)"),
        ] {
            assert_eq!(outcome(status, &form(code)), expected, "{status} {code}");
        }
    }
    assert_eq!(outcome(401, ""), "credentials");
    assert_eq!(outcome(500, "<html>"), "transient Some(9s)");
    assert_eq!(outcome(307, ""), "settings");
}

#[test]
fn a_refusal_is_told_with_its_code_and_without_the_number() {
    let body =
        r#"{"code":21211,"message":"The 'To' number +46701740605 is not valid.","status":400}"#;
    let Err(unsent) = accepted(&answer(400, body)) else {
        panic!("taken");
    };
    assert_eq!(
        unsent.to_string(),
        "the message was refused (number): HTTP 400: code 21211: The 'To' number +••••••••••• is not valid."
    );
}

#[test]
fn the_balance_is_asked_of_the_account_and_a_sub_account_has_none() {
    let request = twilio().balance_request();
    assert_eq!(request.method, "GET");
    assert_eq!(
        request.url,
        "https://api.twilio.com/2010-04-01/Accounts/AC12/Balance.json"
    );
    let told = r#"{"account_sid":"AC12","balance":"-1.25","currency":"USD"}"#;
    let left = balance_in(&answer(200, told)).unwrap().unwrap();
    assert_eq!((left.micros, left.currency.as_str()), (-1_250_000, "USD"));
    assert_eq!(balance_in(&answer(404, "{}")), Ok(None));
    for (status, body, why) in [
        (401, r#"{"code":20003}"#, AccountWhy::Credentials),
        (200, "<html>", AccountWhy::Settings),
    ] {
        let Err(Unsent::Account { why: found, .. }) = balance_in(&answer(status, body)) else {
            panic!("{status}");
        };
        assert_eq!(found, why);
    }
}

#[test]
fn settings_that_cannot_work_are_named() {
    for (field, value) in [
        ("account_sid", "AC1/../AC2"),
        ("sender", "Tvåsteg"),
        ("messaging_service", "MG 7"),
        ("voice_from", "Tvasteg"),
        ("endpoint", "ftp://x"),
    ] {
        match opened(&[(field, value)]).err() {
            Some(SettingFault::Unusable { field: named, .. }) => assert_eq!(named, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    assert_eq!(
        opened(&[("auth_token", " ")]).err(),
        Some(SettingFault::Missing("auth_token"))
    );
}
