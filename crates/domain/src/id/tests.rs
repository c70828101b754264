//! Identifiers sort by the time they were drawn, and are read back as they were written.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{AuditId, MalformedId, OrganisationId, UserId};
use crate::random::tests::Seeded;
use crate::time::Timestamp;

#[test]
fn a_drawn_identifier_is_version_seven_with_its_moment_in_front() {
    let now = Timestamp::from_unix_millis(0x0123_4567_89ab);
    let id = UserId::draw(now, &mut Seeded(1));
    let bytes = id.as_bytes();
    assert_eq!(bytes[..6], [0x01, 0x23, 0x45, 0x67, 0x89, 0xab]);
    assert_eq!(bytes[6] >> 4, 7, "version");
    assert_eq!(bytes[8] >> 6, 0b10, "variant");
}

#[test]
fn ten_thousand_drawn_in_one_millisecond_all_differ() {
    let mut random = Seeded(2);
    let now = Timestamp::from_unix_seconds(1_800_000_000);
    let drawn: BTreeSet<AuditId> = (0..10_000)
        .map(|_| AuditId::draw(now, &mut random))
        .collect();
    assert_eq!(drawn.len(), 10_000);
}

#[test]
fn a_clock_before_1970_draws_nought_and_does_not_panic() {
    for millis in [-1, i64::MIN] {
        let id = UserId::draw(Timestamp::from_unix_millis(millis), &mut Seeded(3));
        assert_eq!(id.as_bytes()[..6], [0; 6]);
    }
    UserId::draw(Timestamp::from_unix_millis(i64::MAX), &mut Seeded(3));
}

#[test]
fn what_is_no_identifier_is_refused() {
    for text in [
        "",
        "1",
        "demo",
        "0190163d-8694-739b-aea5-966c26f8ad9",
        "0190163d-8694-739b-aea5-966c26f8ad911",
        "0190163d-8694-739b-aea5-966c26f8ad9g",
        "0190163d-8694-739b-aea5-966c26f8ad9\0",
        " 0190163d-8694-739b-aea5-966c26f8ad91",
        "0190163d-8694-739b-aea5-966c26f8ad91 ",
        "0190163d/8694/739b/aea5/966c26f8ad91",
        "../../../../../../../../etc/passwd00",
        "' or 1=1 --",
    ] {
        assert_eq!(text.parse::<UserId>(), Err(MalformedId), "{text:?}");
    }
    assert_eq!("a".repeat(1_000_000).parse::<UserId>(), Err(MalformedId));
}

#[test]
fn the_installation_is_sixteen_noughts() {
    assert_eq!(OrganisationId::INSTALLATION.as_bytes(), &[0; 16]);
    assert_eq!(
        OrganisationId::INSTALLATION.to_string(),
        "00000000-0000-0000-0000-000000000000"
    );
}

#[test]
fn json_writes_an_identifier_as_its_text() {
    let id = UserId::from_bytes([0x11; 16]);
    let json = serde_json::to_string(&id).unwrap();
    assert_eq!(json, "\"11111111-1111-1111-1111-111111111111\"");
    assert_eq!(serde_json::from_str::<UserId>(&json).unwrap(), id);
}

proptest! {
    #[test]
    fn a_later_identifier_is_the_greater_one(early in 0_i64..1 << 46, later in 1_i64..1 << 46, one: u64, other: u64) {
        let first = UserId::draw(Timestamp::from_unix_millis(early), &mut Seeded(one));
        let second = UserId::draw(Timestamp::from_unix_millis(early + later), &mut Seeded(other));
        prop_assert!(first < second);
        prop_assert!(first.as_bytes() < second.as_bytes());
        prop_assert!(first.to_string() < second.to_string(), "a text column sorts alike");
    }

    #[test]
    fn text_and_bytes_read_back_what_was_written(bytes: [u8; 16]) {
        let id = UserId::from_bytes(bytes);
        prop_assert_eq!(id.as_bytes(), &bytes);
        prop_assert_eq!(id.to_string().parse::<UserId>(), Ok(id));
        prop_assert_eq!(id.to_string().len(), 36);
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = text.parse::<UserId>();
    }
}
