//! Moments as a person reads them: today and yesterday by their names.

use domain::time::{Span, Timestamp};
use jiff::tz::TimeZone;
use text::Text;

use crate::arrival::Arrival;

/// A minute, in milliseconds.
const MINUTE: i64 = 60_000;

/// The clock time from which something may be done: a started minute counts whole, so that nobody is told to come at a time that
/// their clock already shows.
pub(crate) fn not_before(at: Timestamp, zone: &TimeZone, text: &Text) -> String {
    let started = at.unix_millis().saturating_add(MINUTE - 1);
    let whole = Timestamp::from_unix_millis(started.div_euclid(MINUTE).saturating_mul(MINUTE));
    app::letters::clock_time(whole, zone, text)
}

/// `today at 10:42`, `yesterday at 10:42`, or the date and time.
pub(crate) fn moment(arrival: &Arrival, at: Timestamp) -> String {
    let (zone, text, now) = (
        &arrival.state.app.time_zone,
        &arrival.text,
        arrival.requester.now,
    );
    let day = |at| app::letters::date(at, zone, text);
    let named = |key| text.with1(key, "time", app::letters::clock_time(at, zone, text));
    if day(at) == day(now) {
        named("today-at")
    } else if day(at) == day(now - Span::days(1)) {
        named("yesterday-at")
    } else {
        app::letters::date_time(at, zone, text)
    }
}

/// How long something holds, true to its last moment: `until and including 26 November 2026`.
pub(crate) fn until_when(arrival: &Arrival, end: Timestamp) -> String {
    app::letters::until(end, &arrival.state.app.time_zone, &arrival.text)
}

/// A moment as programs read it: RFC 3339 in UTC.
pub(crate) fn in_utc(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.unix_millis())
        .map_or_else(|_| String::new(), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn nobody_is_told_to_come_before_the_time() {
        let text = text::Catalogue::new(&[]).unwrap().text(text::Language::En);
        let told = |seconds| {
            let at = Timestamp::from_unix_seconds(seconds);
            not_before(at, &TimeZone::UTC, &text)
        };
        assert_eq!(told(10 * 3600 + 60), "10:01");
        assert_eq!(told(10 * 3600 + 61), "10:02");
        assert_eq!(told(10 * 3600 + 119), "10:02");
        assert_eq!(told(24 * 3600 - 1), "00:00");
    }
}
