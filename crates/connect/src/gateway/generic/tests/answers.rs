use super::*;
use crate::gateway::specimen::{answer, word};

fn read(more: &[(&str, &str)], status: u16, body: &str) -> Result<Accepted, Unsent> {
    account(more).answers.read(&answer(status, body))
}

#[test]
fn every_status_says_what_may_be_done_next() {
    for (status, outcome) in [
        (200, "ok"),
        (202, "ok"),
        (299, "ok"),
        (301, "settings"),
        (307, "settings"),
        (400, "message"),
        (401, "credentials"),
        (402, "balance"),
        (403, "suspended"),
        (404, "settings"),
        (405, "settings"),
        (422, "message"),
        (429, "transient"),
        (500, "transient"),
        (599, "transient"),
    ] {
        assert_eq!(word(&read(&[], status, "")), outcome, "{status}");
    }
}

#[test]
fn the_statuses_are_the_administrators() {
    let own = [("success_status", "201, 303"), ("retry_statuses", "409")];
    for (status, outcome) in [
        (201, "ok"),
        (303, "ok"),
        (200, "message"),
        (302, "settings"),
        (409, "transient"),
        (429, "transient"),
        (500, "unknown"),
        (504, "unknown"),
    ] {
        assert_eq!(word(&read(&own, status, "")), outcome, "{status}");
    }
    for bad in ["", "2xx", "200-", "299-200", "99", "600", "200,,201", "-"] {
        let bad = format!("{bad},");
        assert_eq!(at_fault(&[("success_status", &bad)]), "success_status");
        assert_eq!(at_fault(&[("retry_statuses", &bad)]), "retry_statuses");
    }
}

#[test]
fn an_assent_may_hold_a_refusal() {
    let pointer = [("success_pointer", "/result/0/ok")];
    for (body, outcome) in [
        (r#"{"result":[{"ok":true}]}"#, "ok"),
        (r#"{"result":[{"ok":"yes"}]}"#, "ok"),
        (r#"{"result":[{"ok":0}]}"#, "ok"),
        (r#"{"result":[{"ok":false}]}"#, "message"),
        (r#"{"result":[{"ok":null}]}"#, "message"),
        (r#"{"result":[]}"#, "message"),
        (r#"{"error":"no money"}"#, "message"),
        ("", "unknown"),
        ("<html>502</html>", "unknown"),
        (r#"{"result":[{"ok":tr"#, "unknown"),
    ] {
        assert_eq!(word(&read(&pointer, 200, body)), outcome, "{body}");
    }
    let both = [
        ("success_pointer", "/status"),
        ("success_pattern", "^(0|queued)$"),
    ];
    for (body, outcome) in [
        (r#"{"status":0}"#, "ok"),
        (r#"{"status":"queued"}"#, "ok"),
        (r#"{"status":10}"#, "message"),
        (r#"{"status":{"a":0}}"#, "message"),
    ] {
        assert_eq!(word(&read(&both, 200, body)), outcome, "{body}");
    }
    let text = [("success_pattern", "^OK:")];
    assert_eq!(word(&read(&text, 200, "OK: 17")), "ok");
    assert_eq!(word(&read(&text, 200, "ERR: no OK:")), "message");
    assert_eq!(word(&read(&text, 200, "")), "message");
}

#[test]
fn the_name_is_where_the_administrator_says() {
    let id = |more: &[(&str, &str)], body: &str| read(more, 200, body).unwrap().id;
    let name = Some("m-17".to_owned());
    let pointer = [("id_pointer", "/a/0/id")];
    assert_eq!(id(&pointer, r#"{"a":[{"id":"m-17"}]}"#), name);
    assert_eq!(id(&pointer, r#"{"a":[{"id":17}]}"#).as_deref(), Some("17"));
    let pattern = [("id_pattern", "OK: ([a-z0-9-]+)")];
    assert_eq!(id(&pattern, "OK: m-17\n"), name);
    assert_eq!(id(&[("id_pattern", "m-[0-9]+")], "OK: m-17\n"), name);
    let header = [("id_header", "Retry-After")];
    assert_eq!(id(&header, "").as_deref(), Some("7"));
    let long = format!(r#"{{"a":[{{"id":"{}"}}]}}"#, "x".repeat(201));
    for body in [
        "",
        "{}",
        r#"{"a":[{"id":""}]}"#,
        r#"{"a":[{"id":{}}]}"#,
        &long,
    ] {
        assert_eq!(
            id(&pointer, body),
            None,
            "a name that is missing is no refusal"
        );
    }
    for field in ["success_pattern", "id_pattern"] {
        assert_eq!(at_fault(&[(field, "(")]), field);
    }
    for field in ["success_pointer", "id_pointer", "error_pointer"] {
        assert_eq!(at_fault(&[(field, "a/b")]), field);
    }
}

#[test]
fn the_words_of_a_refusal_keep_neither_number_nor_code() {
    let pointer = [("error_pointer", "/error/text")];
    let body = r#"{"error":{"text":"no \u001b[31m route to 46701740605: '123456 är din kod'"}}"#;
    for status in [200, 400, 401, 500] {
        let own = [pointer[0], ("success_pointer", "/ok")];
        let unsent = read(&own, status, body).unwrap_err().to_string();
        assert!(unsent.contains("no [31m route"), "{unsent}");
        assert!(
            !unsent.contains("0605") && !unsent.contains("123456"),
            "{unsent}"
        );
        assert!(unsent.contains(&format!("HTTP {status}")), "{unsent}");
    }
    let silent = read(&[], 400, body).unwrap_err().to_string();
    assert!(!silent.contains("route"), "{silent}");
}
