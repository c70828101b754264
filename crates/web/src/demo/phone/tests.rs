//! What the telephone is asked, read from JSON and from the page's form.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use domain::personal_number::PersonalNumber;
use domain::time::Timestamp;

use super::asked::{Asked, act, scan};
use crate::demo::{DemoAct, DemoRefusal};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

fn bo() -> PersonalNumber {
    PersonalNumber::from_digits("199006022397").unwrap()
}

#[test]
fn a_program_says_in_json_what_the_person_does() {
    for (json, expected) in [
        (r#"{"action":"open"}"#, DemoAct::Open),
        (r#" {"action":"cancel"}"#, DemoAct::Cancel),
        (
            r#"{"action":"fail"}"#,
            DemoAct::Fail("certificateErr".to_owned()),
        ),
        (
            r#"{"action":"fail","hint":"transactionRiskBlocked"}"#,
            DemoAct::Fail("transactionRiskBlocked".to_owned()),
        ),
        (
            r#"{"action":"sign","personal_number":"199006022397"}"#,
            DemoAct::Sign(bo()),
        ),
        (
            r#"{"action":"sign","personal_number":"900602-2397"}"#,
            DemoAct::Sign(bo()),
        ),
    ] {
        let asked = Asked {
            what: expected,
            csrf: None,
            from_page: false,
        };
        assert_eq!(act(json.as_bytes(), NOW), Ok(asked), "{json}");
    }
    let read = scan(br#"{"qr":" bankid.a.0.b "}"#, NOW).unwrap();
    assert_eq!(
        (read.what.as_str(), read.from_page),
        ("bankid.a.0.b", false)
    );
}

#[test]
fn the_pages_form_says_the_same_and_carries_its_token() {
    let read = act(b"csrf=abc&action=sign&personal_number=19900602-2397", NOW).unwrap();
    assert_eq!(
        read,
        Asked {
            what: DemoAct::Sign(bo()),
            csrf: Some("abc".to_owned()),
            from_page: true
        }
    );
    let bare = act(b"action=open", NOW).unwrap();
    assert_eq!(
        bare.csrf.as_deref(),
        Some(""),
        "a form without a token has a wrong one"
    );
    let read = scan(b"csrf=abc&qr=bankid.a.0.b", NOW).unwrap();
    assert_eq!(
        (read.what.as_str(), read.csrf.as_deref()),
        ("bankid.a.0.b", Some("abc"))
    );
}

#[test]
fn what_is_no_act_is_refused() {
    let bodies: [&[u8]; 14] = [
        b"",
        b"{}",
        b"{",
        b"[1]",
        br#"{"action":"dance"}"#,
        br#"{"action":"sign"}"#,
        br#"{"action":"sign","personal_number":"199006022398"}"#,
        br#"{"action":"sign","personal_number":199006022397}"#,
        br#"{"action":"open","personal_number":"199006022397"}"#,
        br#"{"action":"fail","hint":"<b>"}"#,
        br#"{"action":"fail","hint":""}"#,
        br#"{"action":"open","more":1}"#,
        b"action=sign&personal_number=",
        b"\xff\xfe",
    ];
    for body in bodies {
        assert!(act(body, NOW).is_err(), "{body:?}");
    }
    let long = format!("qr={}", "a".repeat(301));
    for body in [&b""[..], b"{}", b"qr=", b"qr=+", long.as_bytes()] {
        assert!(scan(body, NOW).is_err(), "{body:?}");
    }
}

#[test]
fn every_refusal_has_its_own_code() {
    let mut codes = DemoRefusal::ALL.map(DemoRefusal::code).to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), DemoRefusal::ALL.len());
}
