//! Reports, and those that are not Twilio's.

use super::*;
use crate::gateway::Reported;

const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
const BODY: &str = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
const SHA1: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
const SHA256: &str = "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=";
const SCHEME: &str = "key=SK1,algorithm=HMAC_SHA256";

fn keys() -> Keys {
    Keys::new("12345", Some("12345"))
}

fn proved_with(
    keys: &Keys,
    url: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<(), ReportFault> {
    let headers: Vec<(String, String)> = headers
        .iter()
        .map(|&(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    keys.prove(&Inbound {
        method: "POST",
        url,
        headers: &headers,
        body: body.as_bytes(),
        now_unix_ms: 0,
    })
}

fn proved(url: &str, headers: &[(&str, &str)], body: &str) -> Result<(), ReportFault> {
    proved_with(&keys(), url, headers, body)
}

#[test]
fn the_vendors_own_vectors_are_genuine() {
    assert_eq!(proved(URL, &[("x-twilio-signature", SHA1)], BODY), Ok(()));
    let signed = [
        ("x-twilio-signature", SHA256),
        ("x-twilio-webhooks-signature-settings", SCHEME),
    ];
    assert_eq!(proved(URL, &signed, BODY), Ok(()));
    // The fields come in any order.
    let shuffled = "To=%2B18005551212&Digits=1234&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE";
    assert_eq!(
        proved(URL, &[("x-twilio-signature", SHA1)], shuffled),
        Ok(())
    );
    // Twice the same value is one value.
    let doubled = format!("{BODY}&Digits=1234");
    assert_eq!(
        proved(URL, &[("x-twilio-signature", SHA1)], &doubled),
        Ok(())
    );
}

#[test]
fn anything_changed_is_forged() {
    let sha1 = [("x-twilio-signature", SHA1)];
    for (url, body) in [
        (URL, BODY.replace("1234&", "1235&")),
        (URL, format!("{BODY}&Extra=1")),
        (URL, format!("{BODY}&Digits=1235")),
        (URL, BODY.replace("Digits=1234&", "")),
        (URL, String::new()),
        (
            "https://mycompany.com/myapp.php?foo=1&bar=3",
            BODY.to_owned(),
        ),
        ("https://mycompany.com/myapp.php", BODY.to_owned()),
        (
            "http://mycompany.com/myapp.php?foo=1&bar=2",
            BODY.to_owned(),
        ),
        (
            "https://elsewhere.com/myapp.php?foo=1&bar=2",
            BODY.to_owned(),
        ),
    ] {
        assert_eq!(
            proved(url, &sha1, &body),
            Err(ReportFault::Forged),
            "{url} {body}"
        );
    }
    let mut wrong = SHA1.to_owned();
    wrong.replace_range(0..1, "S");
    for headers in [
        &[][..],
        &[("x-twilio-signature", "")],
        &[("x-twilio-signature", "=")],
        &[("x-twilio-signature", wrong.as_str())],
        &[("x-twilio-signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8")],
        // SHA-256's proof under SHA-1's name, and the other way round
        &[("x-twilio-signature", SHA256)],
        &[
            ("x-twilio-signature", SHA1),
            ("x-twilio-webhooks-signature-settings", SCHEME),
        ],
        // ways of signing that nobody agreed on
        &[
            ("x-twilio-signature", SHA1),
            (
                "x-twilio-webhooks-signature-settings",
                "key=SK1,algorithm=NONE",
            ),
        ],
        &[
            ("x-twilio-signature", SHA256),
            ("x-twilio-webhooks-signature-settings", ""),
        ],
    ] {
        assert_eq!(
            proved(URL, headers, BODY),
            Err(ReportFault::Forged),
            "{headers:?}"
        );
    }
}

#[test]
fn sha_256_needs_the_shared_key() {
    let signed = [
        ("x-twilio-signature", SHA256),
        ("x-twilio-webhooks-signature-settings", SCHEME),
    ];
    let unshared = Keys::new("12345", None);
    assert_eq!(
        proved_with(&unshared, URL, &signed, BODY),
        Err(ReportFault::Forged)
    );
    let other = Keys::new("12345", Some("54321"));
    assert_eq!(
        proved_with(&other, URL, &signed, BODY),
        Err(ReportFault::Forged)
    );
    assert_eq!(
        proved_with(&other, URL, &[("x-twilio-signature", SHA1)], BODY),
        Ok(())
    );
}

/// Signs as Twilio would.
fn sign(url: &str, fields: &str) -> String {
    let proof = wire::hmac(
        wire::Digest::Sha1,
        b"12345",
        &[url.as_bytes(), fields.as_bytes()],
    );
    data_encoding::BASE64.encode(&proof)
}

#[test]
fn the_port_may_be_written_or_not() {
    for (ours, signed) in [
        ("https://a.example/r?ref=1", "https://a.example:443/r?ref=1"),
        ("https://a.example:443/r?ref=1", "https://a.example/r?ref=1"),
        ("https://a.example:8443/r", "https://a.example/r"),
        ("https://a.example:8443/r", "https://a.example:8443/r"),
        ("http://a.example/r", "http://a.example:80/r"),
        ("https://[2001:db8::1]/r", "https://[2001:db8::1]:443/r"),
        ("https://[2001:db8::1]:443/r", "https://[2001:db8::1]/r"),
        ("https://a.example?ref=1:2", "https://a.example:443?ref=1:2"),
    ] {
        let proof = sign(signed, "A1");
        let headers = [("x-twilio-signature", proof.as_str())];
        assert_eq!(proved(ours, &headers, "A=1"), Ok(()), "{ours} {signed}");
    }
    let proof = sign("https://a.example:8443/r", "A1");
    let headers = [("x-twilio-signature", proof.as_str())];
    assert_eq!(
        proved("https://a.example/r", &headers, "A=1"),
        Err(ReportFault::Forged)
    );
}

#[test]
fn a_body_that_is_no_form_is_named_by_its_hash() {
    let body = r#"{"a":1}"#;
    let hash = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862";
    let url = format!("https://a.example/r?bodySHA256={hash}");
    let proof = sign(&url, "");
    let headers = [("x-twilio-signature", proof.as_str())];
    assert_eq!(proved(&url, &headers, body), Ok(()));
    assert_eq!(
        proved(&url, &headers, r#"{"a":2}"#),
        Err(ReportFault::Forged)
    );
    let bare = "https://a.example/r";
    let proof = sign(bare, "");
    let headers = [("x-twilio-signature", proof.as_str())];
    assert_eq!(proved(bare, &headers, body), Err(ReportFault::Forged));
}

fn report(body: &str) -> Result<Report, ReportFault> {
    let url = "https://login.example.se/reports/secret?ref=0193-ab";
    let mut fields = wire::fields_of(body.as_bytes());
    fields.sort();
    let pieces = fields
        .iter()
        .flat_map(|(name, value)| [name.as_str(), value]);
    let joined: String = pieces.collect();
    let headers = [("x-twilio-signature".to_owned(), sign(url, &joined))];
    let reports = twilio().read_reports(&Inbound {
        method: "POST",
        url,
        headers: &headers,
        body: body.as_bytes(),
        now_unix_ms: 0,
    })?;
    assert_eq!(reports.len(), 1);
    Ok(reports.into_iter().next().unwrap())
}

#[test]
fn every_state_of_a_message_is_read() {
    for (status, state) in [
        ("accepted", Reported::Underway),
        ("scheduled", Reported::Underway),
        ("queued", Reported::Underway),
        ("sending", Reported::Underway),
        ("sent", Reported::Underway),
        ("partially_delivered", Reported::Underway),
        ("novel", Reported::Underway),
        ("delivered", Reported::Delivered),
        ("read", Reported::Delivered),
        ("undelivered", Reported::Failed),
        ("failed", Reported::Failed),
        ("canceled", Reported::Failed),
    ] {
        let report = report(&format!(
            "MessageSid=SM1&MessageStatus={status}&AccountSid=AC12"
        ))
        .unwrap();
        assert_eq!(report.state, state, "{status}");
        assert_eq!(report.id.as_deref(), Some("SM1"));
        assert_eq!(report.reference.as_deref(), Some("0193-ab"));
    }
    let failed =
        report("MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003&To=%2B46701740605")
            .unwrap();
    assert_eq!(failed.reason.as_deref(), Some("30003"));
    let failed = report("MessageSid=SM1&MessageStatus=failed").unwrap();
    assert_eq!(failed.reason.as_deref(), Some("failed"));
}

#[test]
fn every_state_of_a_call_is_read() {
    for (status, state) in [
        ("queued", Reported::Underway),
        ("initiated", Reported::Underway),
        ("ringing", Reported::Underway),
        ("in-progress", Reported::Delivered),
        ("completed", Reported::Delivered),
        ("busy", Reported::Failed),
        ("failed", Reported::Failed),
        ("no-answer", Reported::Failed),
        ("canceled", Reported::Failed),
    ] {
        let report = report(&format!("CallSid=CA1&CallStatus={status}")).unwrap();
        assert_eq!(report.state, state, "{status}");
        assert_eq!(report.id.as_deref(), Some("CA1"));
        let reason = (state == Reported::Failed).then_some(status);
        assert_eq!(report.reason.as_deref(), reason);
    }
}

#[test]
fn a_genuine_report_twice_reads_the_same_and_a_report_on_nothing_is_malformed() {
    let body = "MessageSid=SM1&MessageStatus=delivered";
    assert_eq!(report(body), report(body));
    for body in [
        "",
        "MessageSid=SM1",
        "MessageStatus=delivered",
        "CallSid=CA1&MessageStatus=sent",
    ] {
        assert_eq!(report(body), Err(ReportFault::Malformed), "{body}");
    }
}

#[test]
fn nothing_unsigned_is_read() {
    let unsigned = twilio().read_reports(&Inbound {
        method: "POST",
        url: "https://login.example.se/reports/secret?ref=0193-ab",
        headers: &[],
        body: b"MessageSid=SM1&MessageStatus=delivered",
        now_unix_ms: 0,
    });
    assert_eq!(unsigned, Err(ReportFault::Forged));
}
