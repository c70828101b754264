#![allow(clippy::unwrap_used, reason = "a failing test may panic")]
use std::time::Duration;

use super::*;
use crate::gateway::specimen::{Came, REPORT_URL, answer, http, seen, settings, sms, word};

fn opened(more: &[(&str, &str)]) -> Result<Infobip, SettingFault> {
    let mut pairs = vec![("base", "abc12-3"), ("api_key", "k3y")];
    pairs.extend(more);
    Infobip::of(&settings(&pairs), http())
}

fn account(more: &[(&str, &str)]) -> Infobip {
    opened(more).unwrap()
}

#[test]
fn a_message_goes_out_field_by_field() {
    let request = account(&[]).send_request(&sms()).unwrap();
    let (method, url, key, body) = seen(&request);
    assert_eq!(method, "POST");
    assert_eq!(url, "https://abc12-3.api.infobip.com/sms/3/messages");
    assert_eq!(key, Some("App k3y"));
    let expected = json!({"messages": [{
        "sender": "Tvasteg",
        "destinations": [{"to": "46701740605", "messageId": "0190c0de-7000"}],
        "content": {"text": "123456 är din kod\n\n@login.example.se #123456"},
        "options": {"validityPeriod": {"amount": 5, "timeUnit": "MINUTES"}},
        "webhooks": {
            "delivery": {"url": REPORT_URL, "notify": true},
            "contentType": "application/json",
        },
    }]});
    assert_eq!(body, expected);
}

#[test]
fn what_there_is_nothing_for_is_left_out_and_a_part_of_a_minute_is_one() {
    let bare = Sms {
        from: None,
        report_url: None,
        lives_for: Duration::from_secs(61),
        ..sms()
    };
    assert_eq!(word(&account(&[]).send_request(&bare)), "settings");
    let with_default = account(&[("sender", "+46766861004")]);
    let request = with_default.send_request(&bare).unwrap();
    let message = seen(&request).3["messages"][0].clone();
    assert_eq!(message["sender"], "46766861004");
    assert_eq!(message.get("webhooks"), None);
    assert_eq!(message["options"]["validityPeriod"]["amount"], 2);
}

#[test]
fn the_accounts_own_address_is_known_by_its_first_part() {
    for typed in [
        "abc12",
        "ABC12.api.infobip.com",
        "https://abc12.api.infobip.com/",
    ] {
        let base = account(&[("base", typed)]).base;
        assert_eq!(base, "https://abc12.api.infobip.com", "{typed}");
    }
    for typed in [
        "evil.example/x",
        "evil.example#",
        "a@evil.example",
        "http://abc",
        ".api.infobip.com",
        "å",
    ] {
        let fault = opened(&[("base", typed)]).err().unwrap();
        assert!(
            matches!(fault, SettingFault::Unusable { field: "base", .. }),
            "{typed}: {fault}"
        );
    }
    let own = account(&[("endpoint", "http://127.0.0.1:9")]).base;
    assert_eq!(own, "http://127.0.0.1:9");
}

fn inside(group: &str, name: &str) -> String {
    format!(
        r#"{{"bulkId":"b","messages":[{{"messageId":"0190c0de-7000","destination":"46701740605","status":{{"groupId":1,"groupName":"{group}","id":26,"name":"{name}","description":"words for 46701740605"}},"details":{{"messageCount":2}}}}]}}"#
    )
}

#[test]
fn an_assent_may_hold_a_refusal() {
    for group in ["PENDING", "ACCEPTED", "DELIVERED"] {
        let taken = read_sent(&answer(200, &inside(group, "PENDING_ACCEPTED")), "r").unwrap();
        let expected = Accepted {
            id: Some("0190c0de-7000".to_owned()),
            parts: Some(2),
            price: None,
        };
        assert_eq!(taken, expected);
    }
    for (group, name, outcome) in [
        ("REJECTED", "REJECTED_NETWORK", "message"),
        ("REJECTED", "REJECTED_NOT_ENOUGH_CREDITS", "balance"),
        (
            "UNDELIVERABLE",
            "UNDELIVERABLE_REJECTED_OPERATOR",
            "message",
        ),
        ("EXPIRED", "EXPIRED_EXPIRED", "message"),
        ("INVENTED", "X", "unknown"),
    ] {
        let unsent = read_sent(&answer(200, &inside(group, name)), "r");
        assert_eq!(word(&unsent), outcome, "{group}");
        let text = unsent.unwrap_err().to_string();
        assert!(text.contains(name) && !text.contains("0605"), "{text}");
    }
    for body in ["", "<html>", "{}", r#"{"messages":[]}"#] {
        assert_eq!(
            word(&read_sent(&answer(200, body), "r")),
            "unknown",
            "{body}"
        );
    }
    let unnamed = r#"{"messages":[{"status":{"groupName":"PENDING"}}]}"#;
    let taken = read_sent(&answer(200, unnamed), "own-name").unwrap();
    assert_eq!(taken.id.as_deref(), Some("own-name"));
}

#[test]
fn every_refusal_says_what_may_be_done_next() {
    let violation = |property: &str| {
        format!(
            r#"{{"errorCode":"E400","description":"bad","action":"x","violations":[{{"property":"{property}","violation":"v"}}],"resources":[]}}"#
        )
    };
    let older = r#"{"requestError":{"serviceException":{"messageId":"UNAUTHORIZED","text":"Invalid login details"}}}"#;
    for (status, body, outcome) in [
        (400, "", "message"),
        (
            400,
            violation("messages[0].destinations[0].to").as_str(),
            "number",
        ),
        (400, violation("messages[0].sender").as_str(), "sender"),
        (
            400,
            violation("messages[0].content.text").as_str(),
            "content",
        ),
        (400, violation("messages[0].options").as_str(), "message"),
        (401, older, "credentials"),
        (401, violation("to").as_str(), "credentials"),
        (403, "", "suspended"),
        (404, "", "settings"),
        (429, "", "transient"),
        (500, "<html>", "transient"),
        (503, "", "transient"),
    ] {
        let unsent = read_sent(&answer(status, body), "r");
        assert_eq!(word(&unsent), outcome, "{status} {body}");
    }
    let said = read_sent(&answer(401, older), "r").unwrap_err().to_string();
    assert!(
        said.ends_with("HTTP 401: code UNAUTHORIZED: Invalid login details"),
        "{said}"
    );
}

fn result(group: &str) -> String {
    format!(
        r#"{{"bulkId":"b","messageId":"0190c0de-7000","to":"46701740605","sender":"Tvasteg","messageCount":2,"price":{{"pricePerMessage":0.0075,"currency":"EUR"}},"status":{{"groupName":"{group}","name":"{group}_X"}},"error":{{"groupName":"Ok","id":0,"name":"EC_ABSENT_SUBSCRIBER","permanent":false}}}}"#
    )
}

fn read(body: &str) -> Result<Vec<Report>, ReportFault> {
    account(&[]).read_reports(&Came::posted(body).inbound())
}

#[test]
fn every_state_is_read() {
    for (group, state) in [
        ("PENDING", Reported::Underway),
        ("ACCEPTED", Reported::Underway),
        ("INVENTED", Reported::Underway),
        ("DELIVERED", Reported::Delivered),
        ("EXPIRED", Reported::Expired),
        ("UNDELIVERABLE", Reported::Failed),
        ("REJECTED", Reported::Failed),
    ] {
        let reports = read(&format!(r#"{{"results":[{}]}}"#, result(group))).unwrap();
        let reason = format!("{group}_X EC_ABSENT_SUBSCRIBER");
        let expected = Report {
            reference: Some("0190c0de-7000".to_owned()),
            id: Some("0190c0de-7000".to_owned()),
            state,
            reason: (state != Reported::Delivered).then_some(reason),
            price: Some(Money {
                micros: 15_000,
                currency: "EUR".to_owned(),
            }),
            event: None,
        };
        assert_eq!(reports, [expected], "{group}");
    }
}

#[test]
fn several_reports_come_at_once_and_a_broken_one_spoils_them_all() {
    let two = format!(
        r#"{{"results":[{},{}]}}"#,
        result("DELIVERED"),
        result("EXPIRED")
    );
    let states: Vec<Reported> = read(&two).unwrap().iter().map(|one| one.state).collect();
    assert_eq!(states, [Reported::Delivered, Reported::Expired]);
    assert_eq!(read(r#"{"results":[]}"#), Ok(Vec::new()));
    for malformed in [
        "",
        "[]",
        "{}",
        r#"{"results":{}}"#,
        r#"{"results":[{"messageId":"x"}]}"#,
        r#"{"results":[{"status":{"groupName":"DELIVERED"}}]}"#,
    ] {
        assert_eq!(read(malformed), Err(ReportFault::Malformed), "{malformed}");
    }
}
