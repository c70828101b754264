//! Tests of what the clock takes.

use domain::time::{Span, Timestamp};

use super::clock::{Asked, read};
use super::outbox::rfc_3339;

#[test]
fn json_and_the_pages_form_push_the_clock() {
    let json = br#" {"advance_seconds": 30}"#;
    assert_eq!(read(json), Some(Asked::Json(Span::seconds(30))));
    let form = b"csrf=abc&advance_seconds=86400";
    assert_eq!(
        read(form),
        Some(Asked::Form(Span::days(1), "abc".to_owned()))
    );
    let bare = b"advance_seconds=0";
    assert_eq!(read(bare), Some(Asked::Form(Span::ZERO, String::new())));
}

#[test]
fn what_is_no_push_is_refused() {
    let bodies: [&[u8]; 12] = [
        b"",
        b"{}",
        b"{",
        b"[1]",
        br#"{"advance_seconds": -1}"#,
        br#"{"advance_seconds": 1.5}"#,
        br#"{"advance_seconds": "30"}"#,
        br#"{"advance_seconds": 315360001}"#,
        br#"{"advance_seconds": 99999999999999999999}"#,
        br#"{"advance_seconds": 1, "back": true}"#,
        b"advance_seconds=-1",
        b"\xff\xfe",
    ];
    for body in bodies {
        assert_eq!(read(body), None, "{body:?}");
    }
}

#[test]
fn a_moment_is_written_in_utc() {
    assert_eq!(
        rfc_3339(Timestamp::from_unix_seconds(1_800_000_000)),
        "2027-01-15T08:00:00Z"
    );
    assert_eq!(
        rfc_3339(Timestamp::from_unix_millis(1)),
        "1970-01-01T00:00:00.001Z"
    );
}
