//! What all charts draw with: tones and their patterns, scales, percentages, text.

use std::fmt::Write as _;

/// A colour with its pattern, named by what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::admin) enum Tone {
    /// As it should be.
    Good,
    /// Of no judgement, the first.
    Plain,
    /// Of no judgement, another.
    Other,
    /// Soon to be seen to.
    Warn,
    /// Wrong.
    Bad,
    /// Not concerned.
    Quiet,
}

impl Tone {
    /// Its class in the stylesheet, and the end of its pattern's name.
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Plain => "plain",
            Self::Other => "other",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Quiet => "quiet",
        }
    }

    /// The lines upon its colour, in a tile of eight by eight.
    const fn lines(self) -> &'static str {
        match self {
            Self::Good => "",
            Self::Plain => "M-2 2 2-2M0 8 8 0M6 10 10 6",
            Self::Other => "M0 4H8",
            Self::Warn => "M2 2h1M6 6h1",
            Self::Bad => "M-2 2 2-2M0 8 8 0M6 10 10 6M-2 6 2 10M0 0 8 8M6-2 10 2",
            Self::Quiet => "M2 0V8M6 0V8",
        }
    }

    /// The pattern, under a name that belongs to this picture.
    fn pattern(self, picture: &str) -> String {
        let (class, lines) = (self.class(), self.lines());
        let lines = if lines.is_empty() {
            String::new()
        } else {
            format!("<path class=\"lines\" d=\"{lines}\"/>")
        };
        format!(
            "<pattern id=\"{picture}-{class}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <rect class=\"{class}\" width=\"8\" height=\"8\"/>{lines}</pattern>"
        )
    }

    /// What a shape of this tone is filled with.
    pub(super) fn fill(self, picture: &str) -> String {
        format!("url(#{picture}-{})", self.class())
    }
}

/// One of the things that are counted.
#[derive(Debug, Clone)]
pub(in crate::admin) struct Series {
    /// What it is called.
    pub(in crate::admin) name: String,
    /// How it looks.
    pub(in crate::admin) tone: Tone,
}

/// The patterns that a picture draws with, each once.
pub(super) fn patterns(picture: &str, series: &[Series]) -> String {
    let mut patterns = String::new();
    for (place, one) in series.iter().enumerate() {
        if series[..place].iter().all(|other| other.tone != one.tone) {
            patterns.push_str(&one.tone.pattern(picture));
        }
    }
    format!("<defs>{patterns}</defs>\n")
}

/// A little piece of a series, for the legend of the picture that draws it.
pub(in crate::admin) fn swatch(picture: &str, tone: Tone) -> String {
    format!(
        "<svg class=\"swatch\" width=\"24\" height=\"16\" aria-hidden=\"true\"><rect width=\"24\" height=\"16\" rx=\"3\" fill=\"{}\"/></svg>",
        tone.fill(picture)
    )
}

/// How far up a chart goes: to a round number that has a whole half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::admin) struct Scale {
    /// The number at its top.
    pub(in crate::admin) top: i64,
}

impl Scale {
    /// The scale for numbers up to `most`, in steps of no less than `unit`.
    pub(in crate::admin) fn to(most: i64, unit: i64) -> Self {
        let mut decade = unit.max(1);
        loop {
            for step in [2, 4, 6, 10] {
                let top = decade.saturating_mul(step);
                if top >= most {
                    return Self { top };
                }
            }
            decade = decade.saturating_mul(10);
        }
    }

    /// `height` pixels for the top; how many for this, to a tenth.
    pub(super) fn pixels(self, value: i64, height: i64) -> Tenths {
        Tenths(share(value, self.top, height * 10))
    }
}

/// `value` of `whole`, counted in `parts`, rounded; nothing of nothing is nothing.
fn share(value: i64, whole: i64, parts: i64) -> i64 {
    let (value, whole, parts) = (i128::from(value), i128::from(whole), i128::from(parts));
    if whole <= 0 {
        return 0;
    }
    i64::try_from((value * parts * 2 + whole) / (whole * 2)).unwrap_or(0)
}

/// A length in tenths of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tenths(pub(super) i64);

impl std::fmt::Display for Tenths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0.div_euclid(10), self.0.rem_euclid(10))
    }
}

/// A part of the whole width, in hundredths of a per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Across(pub(super) i64);

impl Across {
    /// `value` of `whole`, where the whole is this wide.
    pub(super) fn of(value: i64, whole: i64, width: Self) -> Self {
        Self(share(value, whole, width.0))
    }
}

impl std::fmt::Display for Across {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}.{:02}%",
            self.0.div_euclid(100),
            self.0.rem_euclid(100)
        )
    }
}

/// Text that no markup begins in.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            sign if sign.is_control() => escaped.push(' '),
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// Where what is drawn upwards begins on the left, to leave room for the scale's numbers.
pub(super) const LEFT: Across = Across(1200);

/// How wide it is.
pub(super) const WIDTH: Across = Across(8800);

/// The pixel of the scale's top.
pub(super) const TOP: i64 = 14;

/// The pixels between the scale's top and its foot.
pub(super) const RISE: i64 = 130;

/// The pixels of the whole picture.
pub(super) const HEIGHT: i64 = TOP + RISE + 26;

/// The scale's lines with their numbers: top, half, foot.
pub(super) fn ruled(scale: Scale, said: &dyn Fn(i64) -> String) -> String {
    let mut ruled = String::from("<g class=\"rule\">\n");
    for (value, y) in [
        (scale.top, TOP),
        (scale.top / 2, TOP + RISE / 2),
        (0, TOP + RISE),
    ] {
        let _ = writeln!(
            ruled,
            "<line x1=\"{LEFT}\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/><text x=\"11.00%\" y=\"{}\" text-anchor=\"end\">{}</text>",
            y + 4,
            escaped(&said(value)),
        );
    }
    ruled.push_str("</g>\n");
    ruled
}

/// The words along the foot, each at the left end of its place.
pub(super) fn along<'a>(labels: impl ExactSizeIterator<Item = Option<&'a str>>) -> String {
    let count = i64::try_from(labels.len()).unwrap_or(i64::MAX);
    let mut along = String::from("<g class=\"rule\">\n");
    for (place, label) in (0..).zip(labels) {
        let Some(label) = label else { continue };
        let x = Across(LEFT.0 + Across::of(place, count, WIDTH).0);
        let y = TOP + RISE;
        let _ = writeln!(
            along,
            "<line x1=\"{x}\" x2=\"{x}\" y1=\"{y}\" y2=\"{}\"/><text x=\"{x}\" y=\"{}\">{}</text>",
            y + 5,
            y + 20,
            escaped(label),
        );
    }
    along.push_str("</g>\n");
    along
}
