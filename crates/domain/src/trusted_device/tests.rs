//! A device is trusted from the moment of its proof until the last millisecond of its days, by the server's clock alone (A32, R43).

use proptest::prelude::*;

use super::{is_trusted, trusted_until};
use crate::time::{Span, Timestamp};

const PROVED: Timestamp = Timestamp::from_unix_millis(1_800_000_000_123);

#[test]
fn trust_begins_at_the_proof_and_ends_to_the_millisecond() {
    for days in [1, 14, 365] {
        let end = PROVED + Span::days(i64::from(days));
        let cases = [
            (PROVED - Span::millis(1), false),
            (PROVED, true),
            (PROVED + Span::millis(1), true),
            (end - Span::millis(1), true),
            (end, false),
            (end + Span::millis(1), false),
        ];
        for (now, trusted) in cases {
            assert_eq!(
                is_trusted(PROVED, days, now),
                trusted,
                "{days} days, {now:?}"
            );
        }
        assert_eq!(trusted_until(PROVED, days), end);
    }
}

#[test]
fn nought_days_trust_nobody() {
    for now in [PROVED - Span::days(1), PROVED, PROVED + Span::millis(1)] {
        assert!(!is_trusted(PROVED, 0, now));
    }
}

#[test]
fn a_clock_that_went_back_trusts_nobody() {
    for back in [
        Span::millis(1),
        Span::seconds(40),
        Span::hours(1),
        Span::days(1),
    ] {
        assert!(!is_trusted(PROVED, 14, PROVED - back), "{back:?}");
    }
}

#[test]
fn fewer_days_on_todays_card_end_the_trust_at_once() {
    let now = PROVED + Span::days(7);
    assert!(is_trusted(PROVED, 14, now));
    assert!(!is_trusted(PROVED, 7, now));
    assert!(!is_trusted(PROVED, 0, now));
}

#[test]
fn absurd_values_do_not_panic() {
    for proved_at in [i64::MIN, 0, i64::MAX] {
        for now in [i64::MIN, 0, i64::MAX] {
            let (proved_at, now) = (
                Timestamp::from_unix_millis(proved_at),
                Timestamp::from_unix_millis(now),
            );
            let trusted = is_trusted(proved_at, u32::MAX, now);
            assert!(!trusted || proved_at <= now);
        }
    }
}

proptest! {
    #[test]
    fn more_days_never_trust_less(age in -1_000_i64..40 * 86_400_000, days in 0_u32..30, more in 0_u32..30) {
        let now = PROVED + Span::millis(age);
        prop_assert!(!is_trusted(PROVED, days, now) || is_trusted(PROVED, days + more, now));
    }
}
