//! What a command prints: a table for people, JSON for programs. The one place that writes to standard output.

use std::io::{self, Write as _};

use serde::Serialize;

/// Where a command's data goes, and in which form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    /// JSON where it was asked for, otherwise for people.
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints one thing: its fields as `name  value`, or the thing as JSON.
    pub(crate) fn record(self, thing: &impl Serialize, lines: &[(&str, String)]) -> io::Result<()> {
        if self.json {
            return print_json(thing);
        }
        let width = lines
            .iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or(0);
        let mut out = io::stdout().lock();
        for (name, value) in lines {
            writeln!(out, "{name:width$}  {value}")?;
        }
        out.flush()
    }

    /// Prints a list without a header, or the list as JSON.
    pub(crate) fn rows(self, things: &impl Serialize, rows: &[Vec<String>]) -> io::Result<()> {
        if self.json {
            return print_json(things);
        }
        print(&aligned(&[], rows))
    }

    /// Prints a list: a table with a header, or the list as JSON.
    pub(crate) fn table(
        self,
        things: &impl Serialize,
        header: &[&str],
        rows: &[Vec<String>],
    ) -> io::Result<()> {
        if self.json {
            return print_json(things);
        }
        let mut out = io::stdout().lock();
        out.write_all(aligned(header, rows).as_bytes())?;
        out.flush()
    }
}

/// Prints a thing as JSON.
pub(crate) fn print_json(thing: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, thing)?;
    writeln!(out)?;
    out.flush()
}

/// Prints text as it stands.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Columns as wide as their widest cell, two blanks between them.
pub(crate) fn aligned(header: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
    let all = || {
        std::iter::once(&header)
            .filter(|header| !header.is_empty())
            .chain(rows)
    };
    let mut widths: Vec<usize> = Vec::new();
    for row in all() {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in all() {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_in_characters() {
        let rows = [
            vec!["åäö".to_owned(), "x".to_owned()],
            vec!["a".to_owned(), "yy".to_owned()],
        ];
        assert_eq!(
            aligned(&["n", "value"], &rows),
            "n    value\nåäö  x\na    yy\n"
        );
    }
}
