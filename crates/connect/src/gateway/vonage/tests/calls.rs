//! Calls: what goes out under which token, and what its answers mean.

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::json;

use super::*;

const NOW: i64 = 1_700_000_000_123;

#[test]
fn a_call_goes_out_field_by_field() {
    let request = vonage().call_request(&call(), NOW).unwrap();
    assert_eq!(request.method, "POST");
    assert_eq!(request.url, "https://api.nexmo.com/v1/calls");
    assert_eq!(
        wire::find(&request.headers, "content-type"),
        Some("application/json")
    );
    let body: Value = serde_json::from_slice(&request.body.unwrap()).unwrap();
    assert_eq!(
        body,
        json!({
            "to": [{"type": "phone", "number": "46701740605"}],
            "from": {"type": "phone", "number": "46101740605"},
            "ncco": [{
                "action": "talk",
                "text": "Hej! Din kod är. 1, 2, 0, 4, 5, 6. Lägg på nu vila.",
                "language": "sv-SE",
                "loop": 2
            }],
            "ringing_timer": 30,
            "event_url": ["https://login.example.se/reports/secret?ref=0193-cd"]
        })
    );
}

#[test]
fn the_token_is_the_applications_and_lives_five_minutes() {
    let request = vonage().call_request(&call(), NOW).unwrap();
    let token = wire::find(&request.headers, "authorization").unwrap();
    let token = token.strip_prefix("Bearer ").unwrap();
    let mut rules = Validation::new(Algorithm::RS256);
    rules.validate_exp = false;
    let key = DecodingKey::from_rsa_pem(PUBLIC_KEY.as_bytes()).unwrap();
    let read = jsonwebtoken::decode::<Value>(token, &key, &rules).unwrap();
    assert_eq!(read.header.alg, Algorithm::RS256);
    assert_eq!(
        read.claims,
        json!({
            "application_id": "aaaa-bbbb",
            "iat": 1_700_000_000,
            "exp": 1_700_000_300,
            "jti": "0193-cd-1700000000123"
        })
    );
}

#[test]
fn without_an_application_or_a_number_no_call_is_made() {
    let bare = opened(&[("voice_from", "+46101740605")]).unwrap();
    let nameless = opened(&[("application_id", "a"), ("private_key", PRIVATE_KEY)]).unwrap();
    for vonage in [bare, nameless] {
        let refused = vonage.call_request(&call(), NOW);
        assert_eq!(told(refused.map(|_| Accepted::default())), "settings");
    }
    let long = Call {
        script: vec![Spoken::Words("a".repeat(1501))],
        ..call()
    };
    let refused = vonage().call_request(&long, NOW);
    assert_eq!(told(refused.map(|_| Accepted::default())), "settings");
}

#[test]
fn a_call_speaks_english_to_everybody_else() {
    let english = Call {
        language: "en".to_owned(),
        report_url: None,
        ..call()
    };
    let request = vonage().call_request(&english, NOW).unwrap();
    let body: Value = serde_json::from_slice(&request.body.unwrap()).unwrap();
    assert_eq!(body["ncco"][0]["language"], "en-GB");
    assert_eq!(body.get("event_url"), None);
}

#[test]
fn every_answer_says_what_may_be_done_next() {
    let problem = r#"{"type":"t","title":"T","detail":"no"}"#;
    for (status, body, expected) in [
        (
            201,
            r#"{"uuid":"63f6","status":"started","direction":"outbound"}"#,
            r#"accepted Some("63f6")"#,
        ),
        (201, "{}", "unknown"),
        (201, "<html>", "unknown"),
        (200, problem, "unknown"),
        (400, problem, "message"),
        (401, problem, "credentials"),
        (402, problem, "balance"),
        (403, problem, "suspended"),
        (404, problem, "settings"),
        (429, problem, "transient Some(9s)"),
        (500, "", "transient Some(9s)"),
    ] {
        assert_eq!(
            told(voice::accepted(&answer(status, body))),
            expected,
            "{status}"
        );
    }
}
