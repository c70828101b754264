//! The table: what is held against an aim comes first, then what it is, the figure and its yardstick.

use std::fmt::{Display, Formatter, Result};

/// What a figure should be.
#[derive(Clone, Copy)]
pub(crate) enum Aim {
    /// This much or more.
    AtLeast(f64),
    /// This much or less.
    AtMost(f64),
    /// It is told, and has no aim.
    None,
}

impl Aim {
    fn text(self, held: f64, unit: &str) -> String {
        let mark = |met: bool| if met { "met" } else { "MISSED" };
        match self {
            Self::AtLeast(least) => format!("≥ {least}{unit}: {}", mark(held >= least)),
            Self::AtMost(most) => format!("≤ {most}{unit}: {}", mark(held <= most)),
            Self::None => String::new(),
        }
    }
}

/// One line.
pub(crate) struct Row {
    /// What it is.
    pub(crate) what: String,
    /// The ratio, or the figure itself where its aim is no ratio.
    pub(crate) held: f64,
    /// The unit of `held`; nothing for a ratio.
    pub(crate) unit: &'static str,
    /// What it should be.
    pub(crate) aim: Aim,
    /// The figure.
    pub(crate) figure: String,
    /// What it is beside.
    pub(crate) yardstick: String,
}

/// The lines of one part, and what is to be said about them.
pub(crate) struct Table {
    title: &'static str,
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Table {
    pub(crate) const fn new(title: &'static str) -> Self {
        Self {
            title,
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "### {}\n", self.title)?;
        if !self.rows.is_empty() {
            writeln!(f, "| | aim | what | figure | beside |")?;
            writeln!(f, "|---|---|---|---|---|")?;
        }
        for row in &self.rows {
            writeln!(
                f,
                "| **{}{}** | {} | {} | {} | {} |",
                short(row.held),
                row.unit,
                row.aim.text(row.held, row.unit),
                row.what,
                row.figure,
                row.yardstick
            )?;
        }
        for note in &self.notes {
            writeln!(f, "\n{note}")?;
        }
        Ok(())
    }
}

/// Three digits that matter, thousands apart.
pub(crate) fn short(figure: f64) -> String {
    let size = figure.abs();
    if size >= 1000.0 {
        let whole = format!("{figure:.0}");
        let groups: Vec<&str> = whole
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| std::str::from_utf8(group).unwrap_or(""))
            .collect();
        return groups.join(" ");
    }
    let decimals = if size >= 100.0 {
        0
    } else if size >= 10.0 {
        1
    } else if size >= 0.1 {
        2
    } else {
        3
    };
    format!("{figure:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn figures_keep_three_digits_and_stand_in_thousands() {
        let shown = [0.012, 0.5, 16.62, 345.6, 1234.5, 12_345.0, 1_078_689.0].map(short);
        assert_eq!(
            shown,
            [
                "0.012",
                "0.50",
                "16.6",
                "346",
                "1 234",
                "12 345",
                "1 078 689"
            ]
        );
    }
}
