//! Names of challenges are read back as they were written; resends slow down.

use super::{MOST_RESENDS, Purpose, State, resend_after};
use crate::time::{Span, Timestamp};

#[test]
fn purposes_and_states_are_read_back_as_written() {
    for purpose in [Purpose::Prove, Purpose::Enrol] {
        assert_eq!(Purpose::named(purpose.as_str()), Some(purpose));
    }
    let states = [
        State::Open,
        State::Confirmed,
        State::Used,
        State::Dead,
        State::Replaced,
    ];
    for state in states {
        assert_eq!(State::named(state.as_str()), Some(state));
    }
    for name in ["", "Open", "open ", "PROVE", "prove\0", "unknown"] {
        assert_eq!(Purpose::named(name), None, "{name:?}");
        assert_eq!(State::named(name), None, "{name:?}");
    }
}

#[test]
fn resends_wait_half_a_minute_then_twice_as_long_each_time_and_never_more_than_32_minutes() {
    let now = Timestamp::from_unix_seconds(1_800_000_000);
    for (resends, seconds) in [
        (i64::MIN, 30),
        (-1, 30),
        (0, 30),
        (1, 60),
        (2, 120),
        (3, 240),
        (4, 480),
        (5, 960),
        (6, 1920),
        (7, 1920),
        (i64::MAX, 1920),
    ] {
        assert_eq!(
            resend_after(resends, now),
            now + Span::seconds(seconds),
            "after {resends}"
        );
    }
}

#[test]
fn all_resends_but_the_last_fit_into_a_quarter_of_an_hour() {
    let begun = Timestamp::from_unix_seconds(1_800_000_000);
    let sent_at = |resends: i64| (0..resends).fold(begun, |sent, again| resend_after(again, sent));
    assert!(sent_at(MOST_RESENDS - 1).since(begun) < Span::minutes(15));
    // The last one is only ever sent where a challenge lives longer, so that the waits are the bound and not the count.
    assert!(sent_at(MOST_RESENDS).since(begun) > Span::minutes(15));
}
