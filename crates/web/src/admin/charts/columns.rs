//! Columns: one for each hour or day, in parts that stand upon each other.

use std::fmt::Write as _;

use super::Picture;
use super::ink::{
    Across, HEIGHT, LEFT, RISE, Scale, Series, TOP, Tenths, WIDTH, along, escaped, patterns, ruled,
};

/// One column.
pub(in crate::admin) struct Column {
    /// The word below it, where it has one.
    pub(in crate::admin) label: Option<String>,
    /// What it is, for whoever points at it.
    pub(in crate::admin) name: String,
    /// How much there is of each series, from the foot upwards.
    pub(in crate::admin) values: Vec<i64>,
}

/// Draws columns.
pub(in crate::admin) fn columns(
    picture: &Picture<'_>,
    series: &[Series],
    columns: &[Column],
    said: &dyn Fn(i64) -> String,
) -> String {
    let most = columns.iter().map(|column| column.values.iter().sum());
    let scale = Scale::to(most.max().unwrap_or(0), 1);
    let mut body = patterns(picture.id, series) + &ruled(scale, said);
    let count = i64::try_from(columns.len()).unwrap_or(i64::MAX);
    for (place, column) in (0..).zip(columns) {
        let from = Across::of(place, count, WIDTH).0 + LEFT.0;
        let until = Across::of(place + 1, count, WIDTH).0 + LEFT.0;
        // A fifth of each place is left between one column and the next.
        let (x, width) = (Across(from), Across((until - from) * 4 / 5));
        let mut below = 0;
        for (one, value) in series.iter().zip(&column.values) {
            let foot = scale.pixels(below, RISE).0;
            below += value;
            let head = scale.pixels(below, RISE).0;
            if head > foot {
                let _ = writeln!(
                    body,
                    "<rect x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{}\" fill=\"{}\"><title>{}: {value} {}</title></rect>",
                    Tenths((TOP + RISE) * 10 - head),
                    Tenths(head - foot),
                    one.tone.fill(picture.id),
                    escaped(&column.name),
                    escaped(&one.name),
                );
            }
        }
    }
    body.push_str(&along(columns.iter().map(|column| column.label.as_deref())));
    picture.drawn(HEIGHT, &body)
}
