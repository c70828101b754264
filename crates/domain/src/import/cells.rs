//! One line of a table as we write it, and a cell of ours read back.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe in front (A52); reading takes just that apostrophe away again.

/// What a spreadsheet takes for the beginning of a formula, full-width spellings among them.
const OPENS_A_FORMULA: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// A cell that no spreadsheet takes for a formula.
pub fn neutral(cell: String) -> String {
    if cell.starts_with(OPENS_A_FORMULA) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// A cell without the apostrophe that [`neutral`] put there, and without white space around it.
pub fn plain(cell: &str) -> &str {
    let inner = cell
        .strip_prefix('\'')
        .filter(|inner| inner.starts_with(OPENS_A_FORMULA));
    inner.unwrap_or(cell).trim()
}

/// The sign that stands between cells where this language is spoken: a semicolon where the comma stands in numbers.
pub fn separator_for(language: &str) -> char {
    if language == "sv" { ';' } else { ',' }
}

/// Adds a line of these cells to a table, none of them a formula.
pub fn push_line(table: &mut String, sign: char, cells: impl IntoIterator<Item = String>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            table.push(sign);
        }
        push_cell(table, sign, &neutral(cell));
    }
    table.push_str("\r\n");
}

fn push_cell(table: &mut String, sign: char, cell: &str) {
    // Whatever divides cells in some program is quoted, so that it divides none anywhere.
    if !cell.contains([sign, ',', ';', '\t', '"', '\r', '\n']) {
        table.push_str(cell);
        return;
    }
    table.push('"');
    for part in cell.split_inclusive('"') {
        table.push_str(part);
        if part.ends_with('"') {
            table.push('"');
        }
    }
    table.push('"');
}
