//! A session ends at the earlier of its two ends (R42), to the millisecond.

use super::{Course, FRESH_FOR, Lifetime, SEEN_EVERY, lifetime};
use crate::time::{Span, Timestamp};

const BEGAN: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);

/// The end of a session that began at [`BEGAN`].
fn ends_at(last_seen_at: Timestamp, expires_at: Timestamp, two_step: bool) -> Timestamp {
    let course = Course {
        proved_at: BEGAN,
        last_seen_at,
        expires_at,
    };
    super::ends_at(course, lifetime(two_step))
}

#[test]
fn lifetimes_are_those_of_r42() {
    assert_eq!(lifetime(true).overall, Span::hours(24));
    assert_eq!(lifetime(true).idle, Span::hours(1));
    assert_eq!(lifetime(false).overall, Span::days(30));
    assert_eq!(lifetime(false).idle, Span::hours(24));
    assert_eq!(FRESH_FOR, Span::minutes(5));
}

#[test]
fn an_unused_session_ends_by_idleness() {
    for two_step in [false, true] {
        let lives = lifetime(two_step);
        assert_eq!(
            ends_at(BEGAN, BEGAN + lives.overall, two_step),
            BEGAN + lives.idle
        );
    }
}

#[test]
fn use_prolongs_a_session_but_never_beyond_its_end() {
    for two_step in [false, true] {
        let lives = lifetime(two_step);
        let expires_at = BEGAN + lives.overall;
        let last = expires_at - lives.idle;
        assert_eq!(
            ends_at(last - Span::millis(1), expires_at, two_step),
            expires_at - Span::millis(1)
        );
        assert_eq!(ends_at(last, expires_at, two_step), expires_at);
        assert_eq!(ends_at(expires_at, expires_at, two_step), expires_at);
        // A67: a last use that a clock wrote from the future prolongs nothing.
        assert_eq!(
            ends_at(expires_at + Span::days(365), expires_at, two_step),
            expires_at
        );
    }
}

#[test]
fn a_session_that_comes_to_demand_two_step_ends_by_the_shorter_idleness() {
    let expires_at = BEGAN + Span::days(30);
    assert_eq!(ends_at(BEGAN, expires_at, true), BEGAN + Span::hours(1));
}

#[test]
fn last_use_is_written_often_enough_for_every_idleness() {
    for two_step in [false, true] {
        assert!(SEEN_EVERY.as_millis() * 10 <= lifetime(two_step).idle.as_millis());
    }
}

#[test]
fn a_shorter_life_shortens_sessions_that_stand_and_a_longer_one_lengthens_none() {
    let course = Course {
        proved_at: BEGAN,
        last_seen_at: BEGAN + Span::hours(7),
        expires_at: BEGAN + Span::hours(24),
    };
    let of = |hours, minutes| Lifetime {
        overall: Span::hours(hours),
        idle: Span::minutes(minutes),
    };
    for (lives, after) in [
        (of(8, 60), Span::hours(8)),
        (of(8, 30), Span::minutes(7 * 60 + 30)),
        (of(720, 30 * 24 * 60), Span::hours(24)),
    ] {
        assert_eq!(super::ends_at(course, lives), BEGAN + after, "{lives:?}");
    }
}
