//! Messages and what they cost, day by day.

use app::administer::{MessageDay, Subscription};
use app::letters::date;
use domain::message::MessageChannel;

use super::told::{count, day, legend, row, series};
use crate::admin::charts::{Column, Picture, Tone, area, columns};
use crate::admin::money;
use crate::arrival::Arrival;
use crate::pages::admin::Chart;

/// Every how many days one is named along the foot.
const NAMED_EVERY: usize = 7;

/// The chart: how many messages, and below it what they cost in the currency that most was paid in.
pub(super) fn by_day(arrival: &Arrival, standing: &Subscription) -> Chart {
    let text = &arrival.text;
    let days = &standing.days;
    let series = series(
        arrival,
        [
            ("home-messages-sms", Tone::Plain),
            ("home-messages-voice", Tone::Quiet),
            ("home-messages-email", Tone::Other),
        ],
    );
    let title = text.get("home-messages");
    let total: i64 = days.iter().map(MessageDay::messages).sum();
    let currency = currency(standing);
    let cost: i64 = days.iter().map(|one| one.cost(&currency)).sum();
    let shown_cost = money::shown(cost, &currency, text.language());
    let about = text.with2(
        "home-messages-about",
        "messages",
        count(arrival, total),
        "cost",
        shown_cost.clone(),
    );
    let label = |place: usize, one: &MessageDay| {
        place
            .is_multiple_of(NAMED_EVERY)
            .then(|| day(arrival, one.day))
    };
    let drawn: Vec<Column> = days
        .iter()
        .enumerate()
        .map(|(place, one)| Column {
            label: label(place, one),
            name: named(arrival, one),
            values: CHANNELS.map(|channel| one.of(channel)).into(),
        })
        .collect();
    let points: Vec<(Option<String>, i64)> = days
        .iter()
        .enumerate()
        .map(|(place, one)| (label(place, one), one.cost(&currency)))
        .collect();
    let (upper, lower) = (
        Picture {
            id: "messages",
            title: &title,
            about: &about,
        },
        Picture {
            id: "cost",
            title: &text.with1("home-messages-cost", "currency", &currency),
            about: &shown_cost,
        },
    );
    let said = |number: i64| count(arrival, number);
    let paid = |micros: i64| count(arrival, micros / 1_000_000);
    let mut pictures = vec![columns(&upper, &series, &drawn, &said)];
    if cost > 0 {
        pictures.push(area(&lower, &points, 1_000_000, &paid));
    }
    let cost_head = text.with1("home-messages-cost", "currency", &currency);
    let heads = std::iter::once(text.get("home-messages-day"))
        .chain(series.iter().map(|one| one.name.clone()))
        .chain([cost_head]);
    let rows = days.iter().rev().map(|one| {
        let exported = jiff::Timestamp::from_millisecond(one.day.unix_millis())
            .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d").to_string());
        let numbers = CHANNELS.map(|channel| one.of(channel));
        let mut row = row(arrival, (named(arrival, one), exported), numbers);
        let cost = money::plain(one.cost(&currency), text.language());
        row.cells.push(cost.clone());
        row.exported.push(cost);
        row
    });
    Chart {
        id: "messages",
        legend: legend("messages", &series),
        heads: heads.collect(),
        rows: rows.collect(),
        pictures,
        csv: "/admin/figures/messages.csv".to_owned(),
        empty: (total == 0).then(|| text.get("home-messages-empty")),
        title,
        about,
    }
}

const CHANNELS: [MessageChannel; 3] = [
    MessageChannel::Sms,
    MessageChannel::Voice,
    MessageChannel::Email,
];

fn named(arrival: &Arrival, one: &MessageDay) -> String {
    date(one.day, &arrival.state.app.time_zone, &arrival.text)
}

/// The currency that most was paid in, or the one that the organisation counts in.
fn currency(standing: &Subscription) -> String {
    let costs = standing.spending.costs.iter();
    costs.max_by_key(|(_, micros)| **micros).map_or_else(
        || standing.settings.currency.clone(),
        |(currency, _)| currency.clone(),
    )
}
