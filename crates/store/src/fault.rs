//! What can go wrong between a unit and the disk. A refusal that a user sees is never one of these: it is a value the unit returns.

use std::error::Error;
use std::sync::Arc;

/// Why a unit of work has no result.
///
/// Every fault means that nothing of the unit was told done. [`Fault::Unavailable`] after a lost answer to COMMIT is the one case in
/// which the change may stand all the same.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    /// The database cannot be reached, or a transaction could not be brought to its end. Trying again later may help.
    #[error("the database cannot be reached")]
    Unavailable(#[source] Arc<dyn Error + Send + Sync>),
    /// More units wait than the store lets wait.
    #[error("the database is too busy")]
    Busy,
    /// Another transaction got there first; the store has tried again as often as it does.
    #[error("another transaction got there first")]
    Conflict,
    /// The store was stopped.
    #[error("the store was stopped")]
    Stopped,
    /// The database holds migrations that this program does not know.
    #[error(
        "the database has schema {found}, this program knows up to {known}: run a newer release"
    )]
    SchemaNewer {
        /// The newest migration in the database.
        found: i64,
        /// The newest migration of this program.
        known: i64,
    },
    /// The database lacks migrations that this program needs.
    #[error("the database has schema {found}, this program needs {known}: run `tvasteg migrate`")]
    SchemaMissing {
        /// The newest migration in the database; nought where there is none.
        found: i64,
        /// The newest migration of this program.
        known: i64,
    },
    /// A migration in the database is not the one this program would have run.
    #[error("migration {number} in the database differs from this program's")]
    SchemaDiffers {
        /// The migration's number.
        number: i64,
    },
    /// The database was sealed under keys that the key file does not hold.
    #[error("the key file does not belong to this database (key {key_id})")]
    WrongKey {
        /// The key that is missing or different.
        key_id: String,
    },
    /// The database server is older or set up otherwise than Tvåsteg needs.
    #[error("the database server has {what} {found}; needed is {needed}")]
    UnfitServer {
        /// The property.
        what: &'static str,
        /// What the server has.
        found: String,
        /// What it should have.
        needed: &'static str,
    },
    /// A stored value cannot be read as what it should be.
    #[error("{table}.{column} holds a value that cannot be read")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A statement gave a value of another kind than its reader takes.
    #[error("column {column} of {statement} cannot be read")]
    Unreadable {
        /// The statement.
        statement: &'static str,
        /// The place of the column in it.
        column: usize,
    },
    /// A text with a NUL character was to be stored; neither engine gets one.
    #[error("a text with a NUL character was handed to {statement}")]
    NulInText {
        /// The statement.
        statement: &'static str,
    },
    /// A row that must be there is not.
    #[error("{statement} found no row")]
    Missing {
        /// The statement.
        statement: &'static str,
    },
    /// A statement failed inside the unit, which went on all the same; it was rolled back.
    #[error("a statement failed inside a unit that went on")]
    Swallowed,
    /// The unit panicked; it alone was rolled back.
    #[error("the unit panicked")]
    Panicked,
    /// What ran inside the unit failed for a reason of its own and wants it rolled back.
    #[error("the unit failed")]
    Unit(#[source] Arc<dyn Error + Send + Sync>),
    /// The settings cannot be used.
    #[error("{what}")]
    Settings {
        /// What is wrong with them, in one sentence.
        what: &'static str,
    },
    /// SQLite refused.
    #[error("SQLite refused {statement}")]
    Sqlite {
        /// The statement.
        statement: &'static str,
        /// Its own words.
        #[source]
        source: Arc<rusqlite::Error>,
    },
    /// PostgreSQL refused.
    #[error("PostgreSQL refused {statement}")]
    Postgres {
        /// The statement.
        statement: &'static str,
        /// Its own words.
        #[source]
        source: Arc<postgres::Error>,
    },
}

impl Fault {
    /// A unit's own reason to be rolled back.
    pub fn of_unit(reason: impl Error + Send + Sync + 'static) -> Self {
        Self::Unit(Arc::new(reason))
    }

    pub(crate) fn unavailable(reason: impl Error + Send + Sync + 'static) -> Self {
        Self::Unavailable(Arc::new(reason))
    }

    /// Whether waiting may help without anybody doing anything: the answer to the caller is then 503 with `Retry-After`.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unavailable(_) | Self::Busy | Self::Conflict | Self::Stopped
        )
    }
}
