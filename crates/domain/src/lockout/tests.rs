//! Pauses grow to an hour, and a hundred wrong answers in a row are the last, however patiently they are spread (A18, R15, R16).

use super::{
    ATTEMPTS_PER_CHALLENGE, FACTOR_WAITS_FROM, FIRST_WAIT, LONGEST_WAIT, MOST_FAILURES,
    PASSWORD_WAITS_FROM, wait_after,
};
use crate::time::{Span, Timestamp};

#[test]
fn the_ladder_is_thirty_seconds_doubling_to_an_hour() {
    let seconds = [
        0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600,
    ];
    for (failures, expected) in (0_i64..).zip(seconds) {
        assert_eq!(
            wait_after(failures, FACTOR_WAITS_FROM),
            Span::seconds(expected),
            "after {failures}"
        );
    }
}

#[test]
fn passwords_wait_from_the_tenth() {
    assert_eq!(wait_after(9, PASSWORD_WAITS_FROM), Span::ZERO);
    assert_eq!(wait_after(10, PASSWORD_WAITS_FROM), FIRST_WAIT);
    assert_eq!(wait_after(11, PASSWORD_WAITS_FROM), Span::seconds(60));
}

#[test]
fn no_wait_is_shorter_than_the_one_before_or_longer_than_an_hour() {
    let waits: Vec<Span> = (0..10_000)
        .map(|failures| wait_after(failures, FACTOR_WAITS_FROM))
        .collect();
    assert!(waits.is_sorted());
    assert!(waits.iter().all(|wait| *wait <= LONGEST_WAIT));
    assert_eq!(wait_after(i64::MAX, FACTOR_WAITS_FROM), LONGEST_WAIT);
    assert_eq!(wait_after(i64::MIN, FACTOR_WAITS_FROM), Span::ZERO);
}

#[test]
fn the_bounds_are_those_of_the_design() {
    assert_eq!(MOST_FAILURES, 100);
    assert_eq!(ATTEMPTS_PER_CHALLENGE, 5);
    assert_eq!(FACTOR_WAITS_FROM, 5);
    assert_eq!(PASSWORD_WAITS_FROM, 10);
}

/// What one row of `authenticators` holds, and the guard with which an answer opens.
struct Row {
    failures: i64,
    wait_until: Timestamp,
}

impl Row {
    /// Counts one wrong answer where the guard lets it through to the comparison.
    fn compared(&mut self, now: Timestamp) -> bool {
        let open = self.failures < MOST_FAILURES && self.wait_until <= now;
        if open {
            self.failures += 1;
            self.wait_until = now + wait_after(self.failures, FACTOR_WAITS_FROM);
        }
        open
    }
}

/// The moments at which a guesser who asks again after every `step` gets an answer compared, within `days`.
fn guesses(days: i64, step: impl Fn(&Row) -> Span) -> Vec<Timestamp> {
    let mut now = Timestamp::from_unix_seconds(1_800_000_000);
    let end = now + Span::days(days);
    let mut row = Row {
        failures: 0,
        wait_until: now,
    };
    let mut moments = Vec::new();
    while now < end {
        if row.compared(now) {
            moments.push(now);
        }
        now = now + step(&row);
    }
    moments
}

/// A18: thirty days of fake time, waiting out every pause to the millisecond.
#[test]
fn a18_thirty_days_of_patience_give_a_hundred_guesses() {
    // The pause that stands after this count, then at once; while closed, once a second.
    let patient = guesses(30, |row| {
        wait_after(row.failures, FACTOR_WAITS_FROM).max(Span::millis(1))
    });
    assert_eq!(patient.len(), 100);
    let lasted = patient[99].since(patient[0]);
    assert!(
        lasted > Span::days(3),
        "the hundred are spread over {lasted:?}"
    );
    assert!(lasted < Span::days(4), "and well within the thirty days");
}

#[test]
fn a18_hammering_gives_no_more_than_patience() {
    let hammered = guesses(30, |_| Span::seconds(7));
    assert_eq!(hammered.len(), 100);
    let first_hour = hammered
        .iter()
        .filter(|at| at.since(hammered[0]) < Span::hours(1))
        .count();
    // Five at once, then pauses of 30, 60, … 1 920 s: the twelfth comes after 3 810 s.
    assert_eq!(first_hour, 11);
}

#[test]
fn one_answer_every_two_hours_meets_the_bound_too() {
    assert_eq!(guesses(30, |_| Span::hours(2)).len(), 100);
}
