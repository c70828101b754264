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
fn resends_wait_thirty_sixty_then_a_hundred_and_twenty_seconds() {
    let now = Timestamp::from_unix_seconds(1_800_000_000);
    for (resends, seconds) in [
        (-1, 30),
        (0, 30),
        (1, 60),
        (2, 120),
        (3, 120),
        (i64::MAX, 120),
    ] {
        assert_eq!(
            resend_after(resends, now),
            now + Span::seconds(seconds),
            "after {resends}"
        );
    }
}

#[test]
fn all_resends_fit_into_a_quarter_of_an_hour() {
    let begun = Timestamp::from_unix_seconds(1_800_000_000);
    let last = (0..MOST_RESENDS).fold(begun, |sent, resends| resend_after(resends, sent));
    assert!(
        last.since(begun) < Span::minutes(15),
        "{:?}",
        last.since(begun)
    );
}
