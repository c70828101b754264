//! How well the role cards' demands are met, card by card, and which factors people have.

use app::administer::Coverage;
use domain::effect::Tally;

use super::told::{count, legend, row, series, whole};
use crate::admin::charts::{Picture, Row, Tone, rows};
use crate::arrival::Arrival;
use crate::pages::admin::Chart;

/// Cards that are drawn; the table has all of them.
const MOST_DRAWN: usize = 8;

/// The parts of a card's people: ready, putting it off, to enrol, locked out, not asked.
fn parts(tally: &Tally) -> [i64; 5] {
    let unasked = tally.concerned.saturating_sub(tally.asked);
    [
        tally.ready,
        tally.in_grace,
        tally.must_enrol,
        tally.locked_out,
        unasked,
    ]
    .map(whole)
}

/// Coverage per card.
pub(super) fn by_card(arrival: &Arrival, figures: &Coverage) -> Chart {
    let text = &arrival.text;
    let series = series(
        arrival,
        [
            ("home-coverage-ready", Tone::Good),
            ("home-coverage-grace", Tone::Other),
            ("home-coverage-enrol", Tone::Warn),
            ("home-coverage-out", Tone::Bad),
            ("home-coverage-unasked", Tone::Quiet),
        ],
    );
    let title = text.get("home-coverage");
    let all = &figures.everybody;
    let about = text.with2(
        "home-coverage-about",
        "ready",
        count(arrival, whole(all.ready)),
        "asked",
        count(arrival, whole(all.asked)),
    );
    let drawn: Vec<Row> = figures
        .cards
        .iter()
        .take(MOST_DRAWN)
        .map(|card| Row {
            name: card.name.clone(),
            end: ending(arrival, &card.tally),
            values: parts(&card.tally).into(),
            whole: whole(card.tally.concerned),
        })
        .collect();
    let picture = Picture {
        id: "coverage",
        title: &title,
        about: &about,
    };
    let heads = std::iter::once(text.get("home-coverage-card"))
        .chain([text.get("home-people")])
        .chain(series.iter().map(|one| one.name.clone()));
    Chart {
        id: "coverage",
        pictures: vec![rows(&picture, &series, &drawn)],
        legend: legend("coverage", &series),
        heads: heads.collect(),
        rows: figures
            .cards
            .iter()
            .map(|card| {
                let numbers =
                    std::iter::once(whole(card.tally.concerned)).chain(parts(&card.tally));
                row(arrival, (card.name.clone(), card.name.clone()), numbers)
            })
            .collect(),
        csv: "/admin/figures/coverage.csv".to_owned(),
        empty: drawn.is_empty().then(|| text.get("home-coverage-empty")),
        title,
        about,
    }
}

/// What stands at the end of a card's row: how many of those who are asked are ready.
fn ending(arrival: &Arrival, tally: &Tally) -> String {
    let text = &arrival.text;
    if tally.asked == 0 {
        return text.with1(
            "home-coverage-none",
            "people",
            count(arrival, whole(tally.concerned)),
        );
    }
    text.with2(
        "home-coverage-end",
        "ready",
        count(arrival, whole(tally.ready)),
        "asked",
        count(arrival, whole(tally.asked)),
    )
}

/// How many people have each factor.
pub(super) fn by_factor(arrival: &Arrival, figures: &Coverage) -> Chart {
    let text = &arrival.text;
    let series = series(arrival, [("home-people", Tone::Plain)]);
    let title = text.get("home-factors");
    let people = whole(figures.everybody.concerned);
    let without = whole(figures.everybody.without_factor);
    let about = text.with2(
        "home-factors-about",
        "with",
        count(arrival, people - without),
        "people",
        count(arrival, people),
    );
    let own = figures
        .factors
        .iter()
        .map(|(kind, people)| (text.get(&format!("factor-{kind}")), whole(*people)));
    let named: Vec<(String, i64)> = own
        .chain([(text.get("home-factors-none"), without)])
        .collect();
    let drawn: Vec<Row> = named
        .iter()
        .map(|(name, number)| Row {
            name: name.clone(),
            end: count(arrival, *number),
            values: vec![*number],
            whole: people,
        })
        .collect();
    let picture = Picture {
        id: "factors",
        title: &title,
        about: &about,
    };
    Chart {
        id: "factors",
        pictures: vec![rows(&picture, &series, &drawn)],
        legend: Vec::new(),
        heads: vec![text.get("home-factors-factor"), text.get("home-people")],
        rows: named
            .into_iter()
            .map(|(name, number)| row(arrival, (name.clone(), name), [number]))
            .collect(),
        csv: "/admin/figures/factors.csv".to_owned(),
        empty: (people == 0).then(|| text.get("home-coverage-empty")),
        title,
        about,
    }
}
