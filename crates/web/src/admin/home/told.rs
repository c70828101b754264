//! Numbers and moments as the charts tell them.

use domain::time::Timestamp;
use jiff::Zoned;
use text::Language;

use crate::admin::charts::{Series, Tone, swatch};
use crate::admin::money;
use crate::arrival::Arrival;
use crate::pages::admin::ChartRow;

/// A count as a page shows it.
pub(super) fn count(arrival: &Arrival, number: i64) -> String {
    money::count(number, arrival.text.language())
}

/// As many as there are.
pub(super) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A moment by the installation's clocks.
pub(super) fn civil(arrival: &Arrival, at: Timestamp) -> Option<Zoned> {
    let moment = jiff::Timestamp::from_millisecond(at.unix_millis()).ok()?;
    Some(moment.to_zoned(arrival.state.app.time_zone.clone()))
}

/// `21/11`, `21 Nov`: a day where there is little room.
pub(super) fn day(arrival: &Arrival, at: Timestamp) -> String {
    let Some(day) = civil(arrival, at) else {
        return String::new();
    };
    match arrival.text.language() {
        Language::Sv => format!("{}/{}", day.day(), day.month()),
        Language::En => format!("{} {}", day.day(), day.strftime("%b")),
    }
}

/// Series with their names from the catalogue.
pub(super) fn series<const N: usize>(arrival: &Arrival, named: [(&str, Tone); N]) -> [Series; N] {
    named.map(|(key, tone)| Series {
        name: arrival.text.get(key),
        tone,
    })
}

/// A legend for the picture with this id.
pub(super) fn legend(picture: &str, series: &[Series]) -> Vec<(String, String)> {
    series
        .iter()
        .map(|one| (swatch(picture, one.tone), one.name.clone()))
        .collect()
}

/// A row of a table: its head, and numbers as people and as programs read them.
pub(super) fn row(
    arrival: &Arrival,
    (shown, exported): (String, String),
    numbers: impl IntoIterator<Item = i64>,
) -> ChartRow {
    let numbers: Vec<i64> = numbers.into_iter().collect();
    ChartRow {
        head: shown,
        cells: numbers.iter().map(|one| count(arrival, *one)).collect(),
        exported: std::iter::once(exported)
            .chain(numbers.iter().map(ToString::to_string))
            .collect(),
    }
}
