//! Moments as a person reads them: today and yesterday by their names.

use domain::time::{Span, Timestamp};

use crate::arrival::Arrival;

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
