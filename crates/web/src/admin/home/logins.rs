//! Logins and failures, hour by hour.

use app::administer::LoginHour;
use app::letters::{clock_time, date_time};

use super::told::{civil, count, legend, row, series};
use crate::admin::charts::{Column, Picture, Tone, columns};
use crate::arrival::Arrival;
use crate::pages::admin::Chart;

/// The chart.
pub(super) fn by_hour(arrival: &Arrival, hours: &[LoginHour]) -> Chart {
    let (text, zone) = (&arrival.text, &arrival.state.app.time_zone);
    let series = series(
        arrival,
        [
            ("home-logins-done", Tone::Good),
            ("home-logins-password", Tone::Warn),
            ("home-logins-code", Tone::Bad),
        ],
    );
    let title = text.get("home-logins");
    let sum = |of: fn(&LoginHour) -> i64| hours.iter().map(of).sum::<i64>();
    let done = sum(|hour| hour.signed_in);
    let failed = sum(|hour| hour.wrong_passwords + hour.wrong_codes);
    let about = text.with2(
        "home-logins-about",
        "done",
        count(arrival, done),
        "failed",
        count(arrival, failed),
    );
    let values = |hour: &LoginHour| [hour.signed_in, hour.wrong_passwords, hour.wrong_codes];
    let drawn: Vec<Column> = hours
        .iter()
        .map(|hour| Column {
            label: civil(arrival, hour.hour)
                .filter(|clock| clock.hour() % 12 == 0)
                .map(|_| clock_time(hour.hour, zone, text)),
            name: date_time(hour.hour, zone, text),
            values: values(hour).into(),
        })
        .collect();
    let picture = Picture {
        id: "logins",
        title: &title,
        about: &about,
    };
    let said = |number: i64| count(arrival, number);
    let heads = std::iter::once(text.get("home-logins-hour"));
    Chart {
        id: "logins",
        pictures: vec![columns(&picture, &series, &drawn, &said)],
        legend: legend("logins", &series),
        heads: heads
            .chain(series.iter().map(|one| one.name.clone()))
            .collect(),
        rows: hours
            .iter()
            .rev()
            .map(|hour| {
                let exported = jiff::Timestamp::from_millisecond(hour.hour.unix_millis())
                    .map_or_else(|_| String::new(), |moment| moment.to_string());
                let shown = date_time(hour.hour, zone, text);
                row(arrival, (shown, exported), values(hour))
            })
            .collect(),
        csv: "/admin/figures/logins.csv".to_owned(),
        empty: (done + failed == 0).then(|| text.get("home-logins-empty")),
        title,
        about,
    }
}
