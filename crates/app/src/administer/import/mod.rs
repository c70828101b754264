//! People and secrets from a file: read in, looked at row by row, and put in all at once.
//!
//! ```text
//! begin ─► put_part … ─► received ─► (mapping) ─► order_check ─► checked ─► apply ─► undo
//!              sealed parts                        a job, ≤ 500 rows a unit      one unit each
//! ```
//!
//! A file is never in memory as a whole, and nothing of it is in force before it is applied. Staging writes to tables of its own; applying
//! moves what was prepared there, asks for the right, fresh proof and the reach of whoever applies in that very unit, and does nothing where
//! somebody was changed in the meantime. Whoever was there before is told by letter. Passwords are never imported; hashes of passwords may be, for people who are new.

mod apply;
mod check;
mod export;
mod forget;
mod invite;
mod pages;
mod people;
mod person;
mod receive;
mod secrets;
mod source;
mod state;
mod told;
mod worker;

pub use apply::{Applied, apply, undo};
pub use check::check_now;
pub use export::{EXPORT_COLUMNS, ExportedPerson, PeopleExport, begin_export, export_page};
pub use forget::{discard, remove_expired};
pub use pages::{ImportPage, PAGE, PreviewRow, find, list, preview, readable_faults, sample};
pub use receive::{Receiving, begin, change_separator, received};
pub use source::SourceKind;
pub use state::{Change, Choices, Counts, Filed, ImportView, State};
pub use worker::{order_check, step, worker};

pub use domain::import::{Column, FileFault, Kind, Separator};
pub use store::Undone;

/// The largest file that is taken over the web, in bytes.
pub const MOST_OVER_THE_WEB: u64 = 64 * 1024 * 1024;
