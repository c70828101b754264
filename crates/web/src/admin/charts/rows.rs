//! Rows: a name, and below it a bar that runs to the right, in parts.

use std::fmt::Write as _;

use super::Picture;
use super::ink::{Across, Series, escaped, patterns};

/// One row.
pub(in crate::admin) struct Row {
    /// What it is called.
    pub(in crate::admin) name: String,
    /// What stands at its end.
    pub(in crate::admin) end: String,
    /// How much there is of each series.
    pub(in crate::admin) values: Vec<i64>,
    /// What a bar over the whole width would be.
    pub(in crate::admin) whole: i64,
}

/// The pixels of one row, its name and its bar.
const EACH: i64 = 46;

/// The longest name that is drawn; the table beside the picture has it whole.
const LONGEST: usize = 30;

/// Draws rows.
pub(in crate::admin) fn rows(picture: &Picture<'_>, series: &[Series], rows: &[Row]) -> String {
    let mut body = patterns(picture.id, series);
    for (place, row) in (0..).zip(rows) {
        let y = place * EACH;
        let _ = writeln!(
            body,
            "<text x=\"0\" y=\"{}\">{}</text><text x=\"100%\" y=\"{0}\" text-anchor=\"end\">{}</text>\n\
             <rect class=\"bed\" x=\"0\" y=\"{}\" width=\"100%\" height=\"16\" rx=\"3\"/>",
            y + 14,
            escaped(&shortened(&row.name)),
            escaped(&row.end),
            y + 21,
        );
        let mut before = 0;
        for (one, value) in series.iter().zip(&row.values) {
            let from = Across::of(before, row.whole, Across(10_000));
            before += value;
            let until = Across::of(before, row.whole, Across(10_000));
            if until > from {
                let _ = writeln!(
                    body,
                    "<rect x=\"{from}\" y=\"{}\" width=\"{}\" height=\"16\" fill=\"{}\"><title>{}: {value}</title></rect>",
                    y + 21,
                    Across(until.0 - from.0),
                    one.tone.fill(picture.id),
                    escaped(&one.name),
                );
            }
        }
    }
    let count = i64::try_from(rows.len()).unwrap_or(0);
    picture.drawn(count * EACH, &body)
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LONGEST - 1).collect();
    format!("{}…", kept.trim_end_matches([' ', ',']))
}
