//! An area below a line: one number for each day.

use std::fmt::Write as _;

use super::Picture;
use super::ink::{HEIGHT, LEFT, RISE, Scale, TOP, Tenths, WIDTH, along, ruled};

/// Draws an area. `unit` is the smallest step of its scale.
pub(in crate::admin) fn area(
    picture: &Picture<'_>,
    points: &[(Option<String>, i64)],
    unit: i64,
    said: &dyn Fn(i64) -> String,
) -> String {
    let most = points.iter().map(|(_, value)| *value).max();
    let scale = Scale::to(most.unwrap_or(0), unit);
    let mut line = String::new();
    // Each number stands in the middle of its day, as a column would.
    let mut x = 5;
    for (_, value) in points {
        let y = Tenths(RISE * 10 - scale.pixels(*value, RISE).0);
        let _ = write!(line, "{} {y} ", Tenths(x));
        x += 10;
    }
    let (line, wide) = (line.trim_end(), points.len());
    let mut body = ruled(scale, said);
    if points.len() > 1 {
        let last = Tenths(x - 10);
        let _ = writeln!(
            body,
            "<svg x=\"{LEFT}\" y=\"{TOP}\" width=\"{WIDTH}\" height=\"{RISE}\" viewBox=\"0 0 {wide} {RISE}\" preserveAspectRatio=\"none\">\
             <polygon class=\"below\" points=\"0.5 {RISE} {line} {last} {RISE}\"/>\
             <polyline class=\"edge\" points=\"{line}\" vector-effect=\"non-scaling-stroke\"/></svg>"
        );
    }
    body.push_str(&along(points.iter().map(|(label, _)| label.as_deref())));
    picture.drawn(HEIGHT, &body)
}
