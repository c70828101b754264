//! Text messages: what goes out, and what its answers mean.

use super::*;

fn sent(request: Result<Request, Unsent>) -> Vec<(String, String)> {
    let request = request.unwrap();
    assert_eq!(request.method, "POST");
    assert_eq!(request.url, "https://rest.nexmo.com/sms/json");
    assert_eq!(
        wire::find(&request.headers, "content-type"),
        Some("application/x-www-form-urlencoded")
    );
    wire::fields_of(&request.body.unwrap())
}

#[test]
fn a_text_message_goes_out_field_by_field() {
    let fields = sent(vonage().sms_request(&sms()));
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        fields,
        [
            ("api_key", "abcd"),
            ("api_secret", "s&t"),
            ("from", "Tvasteg"),
            ("to", "46701740605"),
            (
                "text",
                "123456 är din kod & mer\n\n@login.example.se #123456"
            ),
            ("ttl", "300000"),
            ("status-report-req", "1"),
            ("client-ref", "0193-ab"),
            ("callback", "https://login.example.se/reports/secret"),
        ]
    );
}

#[test]
fn a_text_beyond_the_alphabet_says_so() {
    for (text, kind) in [
        ("kod 123456 åäö €", None),
        ("kod 123456 …", Some("unicode")),
        ("kod 123456 😀", Some("unicode")),
    ] {
        let sms = Sms {
            text: text.to_owned(),
            ..sms()
        };
        let fields = sent(vonage().sms_request(&sms));
        assert_eq!(wire::find(&fields, "type"), kind, "{text}");
        assert_eq!(wire::find(&fields, "text"), Some(text));
    }
}

#[test]
fn a_message_waits_no_longer_than_its_code_lives() {
    for (seconds, expected) in [
        (0, "20000"),
        (20, "20000"),
        (180, "180000"),
        (1_000_000, "604800000"),
    ] {
        let sms = Sms {
            lives_for: Duration::from_secs(seconds),
            ..sms()
        };
        let fields = sent(vonage().sms_request(&sms));
        assert_eq!(wire::find(&fields, "ttl"), Some(expected));
    }
}

#[test]
fn an_address_for_reports_goes_along_if_it_fits() {
    let base = "https://login.example.se/";
    for (length, fits) in [(100, true), (101, false)] {
        let url = format!("{base}{}", "x".repeat(length - base.len()));
        let sms = Sms {
            report_url: Some(url.clone()),
            ..sms()
        };
        let fields = sent(vonage().sms_request(&sms));
        assert_eq!(
            wire::find(&fields, "callback"),
            fits.then_some(url.as_str())
        );
        assert_eq!(wire::find(&fields, "client-ref"), Some("0193-ab"));
    }
}

#[test]
fn senders_are_written_without_their_plus_and_without_one_nothing_is_sent() {
    let own = Sms {
        from: Some("+46766861004".to_owned()),
        ..sms()
    };
    let fields = sent(vonage().sms_request(&own));
    assert_eq!(wire::find(&fields, "from"), Some("46766861004"));
    let bare = opened(&[]).unwrap();
    assert_eq!(
        told(bare.sms_request(&sms()).map(|_| Accepted::default())),
        "settings"
    );
}

#[test]
fn an_accepted_message_tells_its_name_its_parts_and_its_price() {
    let body = r#"{"message-count":"2","messages":[
        {"to":"46701740605","message-id":"0A01","status":"0","remaining-balance":"3.14","message-price":"0.03330000","network":"24001","client-ref":"0193-ab"},
        {"to":"46701740605","message-id":"0A02","status":"0","remaining-balance":"3.10","message-price":"0.03330000","network":"24001"}]}"#;
    let taken = accepted(&answer(200, body)).unwrap();
    assert_eq!((taken.id.as_deref(), taken.parts), (Some("0A01"), Some(2)));
    let price = taken.price.unwrap();
    assert_eq!((price.micros, price.currency.as_str()), (66_600, "EUR"));
    let bare = accepted(&answer(
        200,
        r#"{"messages":[{"message-id":"0A01","status":"0"}]}"#,
    ));
    assert_eq!(bare.unwrap().price, None);
}

#[test]
fn every_status_behind_http_200_says_what_may_be_done_next() {
    for (status, expected) in [
        ("0", r#"accepted Some("0A01")"#),
        ("1", "transient Some(9s)"),
        ("2", "message"),
        ("3", "message"),
        ("4", "credentials"),
        ("5", "transient Some(9s)"),
        ("6", "message"),
        ("7", "number"),
        ("8", "suspended"),
        ("9", "balance"),
        ("10", "transient Some(9s)"),
        ("11", "suspended"),
        ("12", "content"),
        ("13", "transient Some(9s)"),
        ("14", "credentials"),
        ("15", "sender"),
        ("16", "message"),
        ("29", "message"),
        ("99", "message"),
    ] {
        let text = format!(
            r#"{{"messages":[{{"message-id":"0A01","status":"{status}","error-text":"x"}}]}}"#
        );
        assert_eq!(told(accepted(&answer(200, &text))), expected, "{status}");
        let number = format!(
            r#"{{"messages":[{{"message-id":"0A01","status":{status},"error-text":"x"}}]}}"#
        );
        assert_eq!(told(accepted(&answer(200, &number))), expected, "{status}");
    }
}

#[test]
fn a_message_of_which_a_part_was_taken_may_be_on_its_way() {
    for body in [
        r#"{"messages":[{"message-id":"1","status":"0"},{"status":"9"}]}"#,
        r#"{"messages":[{"status":"1"},{"message-id":"1","status":"0"}]}"#,
        r#"{"messages":[{"message-id":"1"}]}"#,
        r#"{"messages":[]}"#,
        r#"{"messages":{}}"#,
        r#"{"message-count":"1"}"#,
        "[]",
        "",
        "<html>",
    ] {
        assert_eq!(told(accepted(&answer(200, body))), "unknown", "{body}");
    }
    let none = r#"{"messages":[{"status":"9"},{"status":"1"}]}"#;
    assert_eq!(told(accepted(&answer(200, none))), "balance");
}

#[test]
fn what_stands_in_front_of_vonage_answers_by_status() {
    for (status, expected) in [
        (401, "credentials"),
        (403, "suspended"),
        (420, "message"),
        (429, "transient Some(9s)"),
        (500, "transient Some(9s)"),
        (302, "settings"),
    ] {
        assert_eq!(
            told(accepted(&answer(status, "<html>"))),
            expected,
            "{status}"
        );
    }
}

#[test]
fn a_refusal_is_told_without_the_number() {
    let body = r#"{"messages":[{"status":"6","error-text":"Unroutable 46701740605 - rejected"}]}"#;
    assert_eq!(
        accepted(&answer(200, body)).unwrap_err().to_string(),
        "the message was refused (message): HTTP 200: code 6: Unroutable ••••••••••• - rejected"
    );
}

#[test]
fn the_balance_is_in_euro() {
    let request = vonage().balance_request();
    assert_eq!(request.method, "GET");
    assert_eq!(request.url, "https://rest.nexmo.com/account/get-balance");
    // base64 of `abcd:s&t`; no secret in the address
    assert_eq!(
        wire::find(&request.headers, "authorization"),
        Some("Basic YWJjZDpzJnQ=")
    );
    for value in ["10.28", "\"10.28\""] {
        let body = format!(r#"{{"value":{value},"autoReload":false}}"#);
        let left = balance_in(&answer(200, &body)).unwrap().unwrap();
        assert_eq!((left.micros, left.currency.as_str()), (10_280_000, "EUR"));
    }
    for (status, body, why) in [
        (
            401,
            r#"{"error-code":"401","error-code-label":"authentication failed"}"#,
            AccountWhy::Credentials,
        ),
        (200, "<html>", AccountWhy::Settings),
        (200, "{}", AccountWhy::Settings),
    ] {
        let Err(Unsent::Account { why: found, .. }) = balance_in(&answer(status, body)) else {
            panic!("{status}");
        };
        assert_eq!(found, why);
    }
}
