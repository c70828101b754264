//! What goes into a statement and what comes out of it, the same for both engines.
//!
//! There are four kinds: text, whole numbers, bytes and nothing. Times are numbers of milliseconds, truth is 0 or 1, ids are sixteen bytes.

use domain::id::{
    AddressId, ApiCredentialId, AuditId, AuthenticatorId, ChallengeId, DeliveryId, GatewayId,
    IdentificationId, ImportId, LoginId, OrganisationId, PassId, RecoveryCaseId, RoleId, SessionId,
    TrustedDeviceId, UserId,
};
use domain::time::Timestamp;

use crate::fault::Fault;

/// A value to bind.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// TEXT.
    Text(&'a str),
    /// BIGINT.
    Int(i64),
    /// BLOB or BYTEA.
    Blob(&'a [u8]),
    /// NULL.
    Null,
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Blob(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Blob(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Blob(bytes)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Int(i64::from(truth))
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.unix_millis())
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// An identifier: sixteen bytes in the database.
pub trait Id: Copy {
    /// The identifier that these bytes are.
    fn of_bytes(bytes: [u8; 16]) -> Self;
}

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {$(
        impl Id for $id {
            fn of_bytes(bytes: [u8; 16]) -> Self {
                Self::from_bytes(bytes)
            }
        }

        impl<'a> From<&'a $id> for Value<'a> {
            fn from(id: &'a $id) -> Self {
                Self::Blob(id.as_bytes())
            }
        }
    )+};
}

ids!(
    AddressId,
    ApiCredentialId,
    AuditId,
    AuthenticatorId,
    ChallengeId,
    DeliveryId,
    GatewayId,
    IdentificationId,
    ImportId,
    LoginId,
    OrganisationId,
    PassId,
    RecoveryCaseId,
    RoleId,
    SessionId,
    TrustedDeviceId,
    UserId,
);

/// A value that was read.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    /// TEXT.
    Text(String),
    /// BIGINT.
    Int(i64),
    /// BLOB or BYTEA.
    Blob(Vec<u8>),
    /// NULL.
    Null,
}

/// One row, with readers that give a fault where the value is of another kind.
pub struct Row {
    statement: &'static str,
    cells: Vec<Cell>,
}

impl Row {
    pub(crate) const fn new(statement: &'static str, cells: Vec<Cell>) -> Self {
        Self { statement, cells }
    }

    /// The fault that this column cannot be read.
    pub const fn corrupt(&self, column: usize) -> Fault {
        Fault::Unreadable {
            statement: self.statement,
            column,
        }
    }

    fn cell(&self, column: usize) -> Result<&Cell, Fault> {
        self.cells.get(column).ok_or_else(|| self.corrupt(column))
    }

    /// A text.
    pub fn text(&self, column: usize) -> Result<String, Fault> {
        self.opt_text(column)?.ok_or_else(|| self.corrupt(column))
    }

    /// A text or nothing.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, Fault> {
        match self.cell(column)? {
            Cell::Text(text) => Ok(Some(text.clone())),
            Cell::Null => Ok(None),
            Cell::Int(_) | Cell::Blob(_) => Err(self.corrupt(column)),
        }
    }

    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64, Fault> {
        self.opt_int(column)?.ok_or_else(|| self.corrupt(column))
    }

    /// A whole number or nothing.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, Fault> {
        match self.cell(column)? {
            Cell::Int(number) => Ok(Some(*number)),
            Cell::Null => Ok(None),
            Cell::Text(_) | Cell::Blob(_) => Err(self.corrupt(column)),
        }
    }

    /// A whole number that fits `u32`.
    pub fn count(&self, column: usize) -> Result<u32, Fault> {
        u32::try_from(self.int(column)?).map_err(|_| self.corrupt(column))
    }

    /// Truth: 0 or 1.
    pub fn truth(&self, column: usize) -> Result<bool, Fault> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.corrupt(column)),
        }
    }

    /// Bytes.
    pub fn blob(&self, column: usize) -> Result<Vec<u8>, Fault> {
        self.opt_blob(column)?.ok_or_else(|| self.corrupt(column))
    }

    /// Bytes or nothing.
    pub fn opt_blob(&self, column: usize) -> Result<Option<Vec<u8>>, Fault> {
        match self.cell(column)? {
            Cell::Blob(bytes) => Ok(Some(bytes.clone())),
            Cell::Null => Ok(None),
            Cell::Text(_) | Cell::Int(_) => Err(self.corrupt(column)),
        }
    }

    /// An identifier.
    pub fn id<T: Id>(&self, column: usize) -> Result<T, Fault> {
        self.opt_id(column)?.ok_or_else(|| self.corrupt(column))
    }

    /// An identifier or nothing.
    pub fn opt_id<T: Id>(&self, column: usize) -> Result<Option<T>, Fault> {
        match self.cell(column)? {
            Cell::Blob(bytes) => <[u8; 16]>::try_from(bytes.as_slice())
                .map(|bytes| Some(T::of_bytes(bytes)))
                .map_err(|_| self.corrupt(column)),
            Cell::Null => Ok(None),
            Cell::Text(_) | Cell::Int(_) => Err(self.corrupt(column)),
        }
    }

    /// A moment.
    pub fn time(&self, column: usize) -> Result<Timestamp, Fault> {
        self.int(column).map(Timestamp::from_unix_millis)
    }

    /// A moment or nothing.
    pub fn opt_time(&self, column: usize) -> Result<Option<Timestamp>, Fault> {
        Ok(self.opt_int(column)?.map(Timestamp::from_unix_millis))
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn into_cells(self) -> Vec<Cell> {
        self.cells
    }
}
