//! What can go wrong around the rules: the store, the hash pool, a factor's stored data. A refusal is no fault.

use domain::refusal::Refusal;

use crate::password_pool::{Busy, HashFault};

/// A fault of a use case. Nobody is let in by one, and nothing is half done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The store could not do it.
    #[error("the store could not do it")]
    Store(#[from] store::Fault),
    /// More passwords wait than can be checked.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// A hash could not be made or read.
    #[error("a password could not be hashed")]
    Hash(#[from] HashFault),
    /// A factor could not read what it stored.
    #[error("a factor could not read what it stored")]
    Factor(#[from] factors::DataFault),
    /// Stored JSON that this program did not write.
    #[error("stored JSON cannot be read")]
    Json(#[from] serde_json::Error),
    /// A kind of factor that this program does not know stands in the database.
    #[error("the factor {0} is not known to this program")]
    UnknownFactor(String),
    /// A task ended without an answer (the program is stopping).
    #[error("the work was cut short")]
    CutShort,
}

/// What a use case gives: what was done, or why it was refused; or a fault.
pub type Answered<T> = Result<Result<T, Refusal>, Fault>;

impl From<Fault> for store::Fault {
    /// A fault inside a unit rolls the unit back; the store's own faults pass through, so that it knows which of them to try again.
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Store(fault) => fault,
            other => Self::of_unit(other),
        }
    }
}
