//! As much of the calendar as a date of birth needs.

use crate::time::Timestamp;

/// A day as it is written; it need not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) of_month: u8,
}

/// Whether the calendar has this day.
pub(super) const fn is_real(day: Day) -> bool {
    day.of_month >= 1 && day.of_month <= length(day.year, day.month)
}

/// The day of a moment by universal time, which ends an hour or two after Sweden's.
pub(super) fn day_of(moment: Timestamp) -> Day {
    let mut left = moment.unix_seconds().div_euclid(24 * 60 * 60).max(0);
    let mut day = Day {
        year: 1970,
        month: 1,
        of_month: 1,
    };
    while left >= i64::from(days_in(day.year)) && day.year < 9999 {
        left -= i64::from(days_in(day.year));
        day.year += 1;
    }
    while left >= i64::from(length(day.year, day.month)) && day.month < 12 {
        left -= i64::from(length(day.year, day.month));
        day.month += 1;
    }
    day.of_month += u8::try_from(left.min(30)).unwrap_or(30);
    day
}

const fn days_in(year: u16) -> u16 {
    if is_leap(year) { 366 } else { 365 }
}

/// How many days a month has; none where there is no such month.
const fn length(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}
