//! Tables of people and of secrets, as other systems write them: bytes in, rows out, and rows out again as bytes.
//!
//! ```text
//! bytes ─► Reader (records, one row number each) ─► Mapping (which column is what) ─► cells ─► the rules of app
//! ```
//!
//! Whatever the size of a file, a reader holds one row at a time. A row that cannot be read is a [`RowFault`] with its number; it never
//! ends the file. Nothing here looks anything up, and a cell that a spreadsheet would take for a formula never leaves us as one (A52).

mod cells;
mod encoding;
mod mapping;
mod reader;

pub use cells::{neutral, plain, push_line, separator_for};
pub use encoding::Encoding;
pub use mapping::{Column, Kind, Mapping, is_separator_line};
pub use reader::{FileFault, MOST_COLUMNS, MOST_ROW_BYTES, Reader, Record, RowFault, Separator};

#[cfg(test)]
mod tests;
