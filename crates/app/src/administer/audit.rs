//! The audit log as those who look after it read, export and verify it; and everything on record about one person: handed out, or erased.
//!
//! Reading the log is on record too: who read, narrowed down to what. A reader who looks at the same again within a minute is told of once,
//! so that the log does not grow by being looked at.

mod erase_person;
mod export;
mod identification;
mod person_export;
mod reading;
mod settings;
mod verifying;

pub use erase_person::{ErasurePlan, erase_person, erasure_plan};
pub use export::{ExportForm, begin_export, export_page};
pub use identification::{Identification, read_identification};
pub use person_export::begin_person_export;
pub use reading::{EVENTS_ON_A_PAGE, EventView, Question, log, log_entry, narrowed};
pub use settings::{save_retention, stored_retention};
pub use store::{AuditFilter, AuditPage, AuditRow, Ending, ListedEvent, NamedUser};
pub use verifying::{NEWEST_SEALS, verify_newest};
