//! Reports, and those that are not Vonage's.

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::gateway::Reported;

const URL: &str = "https://login.example.se/reports/secret";
const NOW: i64 = 1_700_000_000_000;
const VECTOR: &str = "api-key=abcd&messageId=0C0000&msisdn=46701740605&status=delivered&timestamp=1700000000&to=Tvasteg";
const SIG: &str = "7869183bb1aad0d7ca78554f883b87204a4e2cd3e64e069f4fbc0f3a71e1d2f1";

fn signed_account() -> Vonage {
    opened(&[("signature_secret", "hemlighet")]).unwrap()
}

fn read_by(
    vonage: &Vonage,
    url: &str,
    headers: &[(String, String)],
    body: &str,
    now_unix_ms: i64,
) -> Result<Report, ReportFault> {
    let reports = vonage.read_reports(&Inbound {
        method: if body.is_empty() { "GET" } else { "POST" },
        url,
        headers,
        body: body.as_bytes(),
        now_unix_ms,
    })?;
    assert_eq!(reports.len(), 1);
    Ok(reports.into_iter().next().unwrap())
}

fn read(url: &str, body: &str) -> Result<Report, ReportFault> {
    read_by(&signed_account(), url, &[], body, NOW)
}

#[test]
fn the_published_vector_is_genuine_in_each_of_its_forms() {
    let query = read(&format!("{URL}?{VECTOR}&sig={SIG}"), "").unwrap();
    assert_eq!(
        (query.id.as_deref(), query.state),
        (Some("0C0000"), Reported::Delivered)
    );
    assert_eq!(read(URL, &format!("{VECTOR}&sig={SIG}")).unwrap(), query);
    let json = format!(
        r#"{{"sig":"{}","to":"Tvasteg","api-key":"abcd","messageId":"0C0000","msisdn":"46701740605","status":"delivered","timestamp":1700000000}}"#,
        SIG.to_uppercase()
    );
    assert_eq!(read(URL, &json).unwrap(), query);
    // The same again reads the same; what was settled stays settled elsewhere.
    assert_eq!(read(URL, &json).unwrap(), query);
}

#[test]
fn anything_changed_is_forged() {
    for values in [
        format!("{VECTOR}&sig={}", SIG.replace("78", "79")),
        format!("{VECTOR}&sig={}", SIG.get(..62).unwrap()),
        format!("{VECTOR}&sig="),
        format!("{VECTOR}&sig=zz"),
        VECTOR.to_owned(),
        format!("{VECTOR}&sig={SIG}").replace("delivered", "failed"),
        format!("{VECTOR}&sig={SIG}&status=failed"),
        format!("status=failed&{VECTOR}&sig={SIG}"),
        format!("{VECTOR}&sig={SIG}&client-ref=0193-ab"),
        format!("{VECTOR}&sig={SIG}").replace("0C0000", "0C0001"),
        format!("{VECTOR}&sig={SIG}").replace("timestamp=1700000000", "timestamp=1700000001"),
    ] {
        assert_eq!(read(URL, &values), Err(ReportFault::Forged), "{values}");
        assert_eq!(
            read(&format!("{URL}?{values}"), ""),
            Err(ReportFault::Forged)
        );
    }
    let other = opened(&[("signature_secret", "annan")]).unwrap();
    let genuine = format!("{VECTOR}&sig={SIG}");
    assert_eq!(
        read_by(&other, URL, &[], &genuine, NOW),
        Err(ReportFault::Forged)
    );
    let method = opened(&[
        ("signature_secret", "hemlighet"),
        ("signature_method", "sha512"),
    ]);
    assert_eq!(
        read_by(&method.unwrap(), URL, &[], &genuine, NOW),
        Err(ReportFault::Forged)
    );
}

#[test]
fn a_genuine_report_grows_old() {
    let genuine = format!("{VECTOR}&sig={SIG}");
    for (later_ms, expected) in [
        (300_000, None),
        (-300_000, None),
        (300_001, Some(ReportFault::Stale)),
        (-300_001, Some(ReportFault::Stale)),
        (86_400_000, Some(ReportFault::Stale)),
    ] {
        let read = read_by(&signed_account(), URL, &[], &genuine, NOW + later_ms);
        assert_eq!(read.err(), expected, "{later_ms}");
    }
    // Signed without a moment, or with one that is none: good for ever, hence for nothing.
    for moment in [
        "",
        "&timestamp=",
        "&timestamp=yesterday",
        "&timestamp=99999999999999999",
    ] {
        let values = format!("messageId=1&status=delivered{moment}");
        let read = read(URL, &sign(&values, wire::Digest::Sha256));
        assert_eq!(read, Err(ReportFault::Stale), "{moment}");
    }
}

/// Signs as Vonage would.
fn sign(values: &str, digest: wire::Digest) -> String {
    let mut sorted = wire::fields_of(values.as_bytes());
    sorted.sort();
    let mut message = String::new();
    for (name, value) in sorted {
        message.extend(["&", &name, "=", &value.replace(['&', '='], "_")]);
    }
    let sig = wire::hmac(digest, b"hemlighet", &[message.as_bytes()]);
    format!("{values}&sig={}", data_encoding::HEXLOWER.encode(&sig))
}

#[test]
fn the_accounts_own_hash_is_used_and_marks_within_values_are_replaced() {
    let values = "messageId=1&status=delivered&timestamp=1700000000&to=a%26b%3Dc";
    for (method, digest) in [
        ("sha1", wire::Digest::Sha1),
        ("sha256", wire::Digest::Sha256),
        ("sha512", wire::Digest::Sha512),
    ] {
        let vonage = opened(&[
            ("signature_secret", "hemlighet"),
            ("signature_method", method),
        ]);
        let read = read_by(&vonage.unwrap(), URL, &[], &sign(values, digest), NOW);
        assert!(read.is_ok(), "{method}");
    }
}

fn unsigned(values: &str) -> Result<Report, ReportFault> {
    read_by(&opened(&[]).unwrap(), URL, &[], values, NOW)
}

#[test]
fn every_state_of_a_message_is_read() {
    for (status, state) in [
        ("accepted", Reported::Underway),
        ("buffered", Reported::Underway),
        ("unknown", Reported::Underway),
        ("novel", Reported::Underway),
        ("delivered", Reported::Delivered),
        ("failed", Reported::Failed),
        ("rejected", Reported::Failed),
        ("expired", Reported::Expired),
    ] {
        let report = unsigned(&format!(
            "messageId=0C&status={status}&client-ref=0193-ab&price=0.03330000&err-code=6&msisdn=46701740605&nonce=n1"
        ))
        .unwrap();
        assert_eq!(report.state, state, "{status}");
        assert_eq!(report.reference.as_deref(), Some("0193-ab"));
        assert_eq!(report.event.as_deref(), Some("n1"));
        assert_eq!(report.price.map(|price| price.micros), Some(33_300));
        let failed = matches!(state, Reported::Failed | Reported::Expired);
        assert_eq!(report.reason.as_deref(), failed.then_some("6"));
    }
    let bare = unsigned("messageId=0C&status=failed&err-code=0&client-ref=not+ours").unwrap();
    assert_eq!(bare.reason.as_deref(), Some("failed"));
    assert_eq!(bare.reference, None);
    for none in ["messageId=0C", "status=delivered", "{", "{}", "[1]", "x"] {
        assert_eq!(unsigned(none), Err(ReportFault::Malformed), "{none}");
    }
}

const CALL_URL: &str = "https://login.example.se/reports/secret?ref=0193-cd";

fn token(claims: &Value, algorithm: Algorithm, secret: &str) -> Vec<(String, String)> {
    let key = EncodingKey::from_secret(secret.as_bytes());
    let token = jsonwebtoken::encode(&Header::new(algorithm), claims, &key).unwrap();
    vec![("authorization".to_owned(), format!("Bearer {token}"))]
}

fn claims(body: &str) -> Value {
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(body));
    json!({"iss": "Vonage", "iat": NOW / 1000, "jti": "j1", "payload_hash": hash, "api_key": "abcd", "application_id": "a"})
}

fn event(status: &str) -> String {
    json!({"uuid": "63f6", "conversation_uuid": "CON-1", "status": status, "to": "46701740605", "price": "0.01"}).to_string()
}

#[test]
fn every_state_of_a_call_is_read_under_its_token() {
    for (status, state) in [
        ("started", Reported::Underway),
        ("ringing", Reported::Underway),
        ("machine", Reported::Underway),
        ("answered", Reported::Delivered),
        ("completed", Reported::Delivered),
        ("busy", Reported::Failed),
        ("cancelled", Reported::Failed),
        ("failed", Reported::Failed),
        ("rejected", Reported::Failed),
        ("unanswered", Reported::Failed),
        ("timeout", Reported::Expired),
    ] {
        let body = event(status);
        let headers = token(&claims(&body), Algorithm::HS256, "hemlighet");
        let report = read_by(&signed_account(), CALL_URL, &headers, &body, NOW).unwrap();
        assert_eq!(report.state, state, "{status}");
        assert_eq!(report.id.as_deref(), Some("63f6"));
        assert_eq!(report.reference.as_deref(), Some("0193-cd"));
        assert_eq!(report.event.as_deref(), Some("j1"));
        let failed = matches!(state, Reported::Failed | Reported::Expired);
        assert_eq!(report.reason.as_deref(), failed.then_some(status));
    }
}

#[test]
fn a_call_without_its_own_token_is_forged() {
    let body = event("answered");
    let good = claims(&body);
    let mut unbound = good.clone();
    unbound.as_object_mut().unwrap().remove("payload_hash");
    let mut timeless = good.clone();
    timeless.as_object_mut().unwrap().remove("iat");
    let unsecured = {
        let head = data_encoding::BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
        let claims = data_encoding::BASE64URL_NOPAD.encode(good.to_string().as_bytes());
        vec![(
            "authorization".to_owned(),
            format!("Bearer {head}.{claims}."),
        )]
    };
    for headers in [
        Vec::new(),
        vec![("authorization".to_owned(), "Bearer".to_owned())],
        vec![("authorization".to_owned(), "Bearer a.b.c".to_owned())],
        vec![("authorization".to_owned(), "Basic YWJjZDpzJnQ=".to_owned())],
        unsecured,
        token(&good, Algorithm::HS256, "annan"),
        token(&good, Algorithm::HS512, "hemlighet"),
        token(&claims(&event("busy")), Algorithm::HS256, "hemlighet"),
        token(&unbound, Algorithm::HS256, "hemlighet"),
        token(&timeless, Algorithm::HS256, "hemlighet"),
    ] {
        let read = read_by(&signed_account(), CALL_URL, &headers, &body, NOW);
        assert_eq!(read, Err(ReportFault::Forged));
    }
    // Values that are signed as a message's prove nothing about a call.
    let both = sign(
        "uuid=63f6&status=answered&timestamp=1700000000",
        wire::Digest::Sha256,
    );
    assert_eq!(read(CALL_URL, &both), Err(ReportFault::Forged));
    // Without a secret the address is the proof.
    let open = opened(&[]).unwrap();
    assert!(read_by(&open, CALL_URL, &[], &body, NOW).is_ok());
}

#[test]
fn a_calls_token_grows_old() {
    let body = event("answered");
    let headers = token(&claims(&body), Algorithm::HS256, "hemlighet");
    for (later_ms, expected) in [
        (300_000, None),
        (-300_000, None),
        (300_001, Some(ReportFault::Stale)),
        (-300_001, Some(ReportFault::Stale)),
    ] {
        let read = read_by(&signed_account(), CALL_URL, &headers, &body, NOW + later_ms);
        assert_eq!(read.err(), expected, "{later_ms}");
    }
    let mut over = claims(&body);
    over["exp"] = json!(NOW / 1000 - 1);
    let headers = token(&over, Algorithm::HS256, "hemlighet");
    let read = read_by(&signed_account(), CALL_URL, &headers, &body, NOW);
    assert_eq!(read, Err(ReportFault::Stale));
}
