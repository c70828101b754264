//! Time as a value: rounding, and no overflow at its ends.

use proptest::prelude::*;

use super::{Span, Timestamp};

#[test]
fn retry_after_rounds_up_and_never_below_nought() {
    for (millis, seconds) in [
        (i64::MIN, 0),
        (-1, 0),
        (0, 0),
        (1, 1),
        (999, 1),
        (1_000, 1),
        (1_001, 2),
        (3_600_000, 3_600),
        (i64::MAX, i64::MAX / 1_000 + 1),
    ] {
        assert_eq!(Span::millis(millis).as_seconds_up(), seconds, "{millis} ms");
    }
}

#[test]
fn whole_seconds_round_down_on_both_sides_of_1970() {
    for (millis, seconds) in [
        (0, 0),
        (999, 0),
        (1_000, 1),
        (-1, -1),
        (-1_000, -1),
        (-1_001, -2),
    ] {
        assert_eq!(
            Timestamp::from_unix_millis(millis).unix_seconds(),
            seconds,
            "{millis} ms"
        );
    }
}

#[test]
fn units_are_what_they_say() {
    assert_eq!(Span::seconds(1).as_millis(), 1_000);
    assert_eq!(Span::minutes(1), Span::seconds(60));
    assert_eq!(Span::hours(1), Span::minutes(60));
    assert_eq!(Span::days(1), Span::hours(24));
    assert_eq!(Timestamp::from_unix_seconds(2).unix_millis(), 2_000);
}

#[test]
fn json_is_a_bare_number() {
    assert_eq!(
        serde_json::to_string(&Timestamp::from_unix_millis(5)).unwrap(),
        "5"
    );
    assert_eq!(serde_json::from_str::<Span>("7").unwrap(), Span::millis(7));
}

proptest! {
    #[test]
    fn adding_and_taking_away_saturate(at: i64, span: i64) {
        let (at, span) = (Timestamp::from_unix_millis(at), Span::millis(span));
        prop_assert_eq!((at + span).unix_millis(), at.unix_millis().saturating_add(span.as_millis()));
        prop_assert_eq!((at - span).unix_millis(), at.unix_millis().saturating_sub(span.as_millis()));
    }

    #[test]
    fn since_undoes_an_addition(at in -1_i64 << 60..1 << 60, span in -1_i64 << 60..1 << 60) {
        let (at, span) = (Timestamp::from_unix_millis(at), Span::millis(span));
        prop_assert_eq!((at + span).since(at), span);
    }

    #[test]
    fn units_saturate(count: i64) {
        prop_assert_eq!(Span::days(count).as_millis() < 0, count < 0);
        prop_assert!(Span::days(count).as_millis().unsigned_abs() >= count.unsigned_abs().min(1 << 62));
        prop_assert!(Span::millis(count).as_seconds_up() >= 0);
    }
}
