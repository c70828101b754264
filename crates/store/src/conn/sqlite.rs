//! A connection to SQLite through `rusqlite`.
//!
//! WAL, synchronous = FULL: a commit is on the disk before anybody hears of it. `$n` is bound by its NAME, because SQLite numbers
//! `$2, $1` by first appearance.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};

use crate::fault::Fault;
use crate::statement::Statement;
use crate::value::{Cell, Row, Value};

const STATEMENTS_KEPT: usize = 512;
const BUSY_FOR: Duration = Duration::from_secs(5);

const FOR_EVERYONE: &str =
    "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;";
const FOR_THE_WRITER: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

/// What a connection may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Read and write, and make the file if it is missing.
    Create,
    /// Read and write a file that is there.
    Write,
    /// Read alone.
    Read,
}

/// Which file on which disk: a path may come to mean another file while we hold the old one open.
#[derive(Clone, Copy, PartialEq, Eq)]
struct FileIdentity {
    device: u64,
    inode: u64,
}

impl FileIdentity {
    fn of(path: &Path) -> std::io::Result<Self> {
        let found = fs::metadata(path)?;
        Ok(Self {
            device: found.dev(),
            inode: found.ino(),
        })
    }
}

pub(crate) struct SqliteConn {
    connection: Connection,
    path: PathBuf,
    file: FileIdentity,
}

impl SqliteConn {
    pub(crate) fn open(path: &Path, access: Access) -> Result<Self, Fault> {
        if access == Access::Create {
            make_private_file(path).map_err(Fault::unavailable)?;
        }
        let flags = match access {
            Access::Create | Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(Fault::unavailable)?;
        connection
            .busy_timeout(BUSY_FOR)
            .map_err(Fault::unavailable)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        if access != Access::Read {
            prepare_to_write(&connection)?;
        }
        connection
            .execute_batch(FOR_EVERYONE)
            .map_err(|error| fault_of("opening", error))?;
        let file = FileIdentity::of(path).map_err(Fault::unavailable)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            file,
        })
    }

    /// Whether the path still means the file we hold. A file that was moved away takes writes that nobody will find again.
    pub(crate) fn holds_its_file(&self) -> bool {
        FileIdentity::of(&self.path).is_ok_and(|file| file == self.file)
    }

    pub(crate) fn query(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, Fault> {
        self.rows_of(statement, values)
            .map_err(|error| fault_of(statement.name(), error))
    }

    fn rows_of(
        &self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> rusqlite::Result<Vec<Row>> {
        let mut prepared = self.bound(statement, values)?;
        let columns = prepared.column_count();
        let mut found = prepared.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let cells = (0..columns)
                .map(|column| row.get_ref(column).and_then(cell_of))
                .collect::<rusqlite::Result<_>>()?;
            rows.push(Row::new(statement.name(), cells));
        }
        Ok(rows)
    }

    pub(crate) fn execute(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<u64, Fault> {
        self.bound(statement, values)
            .and_then(|mut prepared| prepared.raw_execute())
            .map(|changed| changed as u64)
            .map_err(|error| fault_of(statement.name(), error))
    }

    fn bound(
        &self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> rusqlite::Result<CachedStatement<'_>> {
        let mut prepared = self.connection.prepare_cached(statement.sql_for_sqlite())?;
        let wanted = prepared.parameter_count();
        if wanted != values.len() {
            return Err(rusqlite::Error::InvalidParameterCount(values.len(), wanted));
        }
        for slot in 1..=wanted {
            let number = prepared
                .parameter_name(slot)
                .and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
            let value = number.and_then(|number| values.get(number.checked_sub(1)?));
            let Some(value) = value else {
                return Err(rusqlite::Error::InvalidParameterCount(values.len(), slot));
            };
            prepared.raw_bind_parameter(slot, value)?;
        }
        Ok(prepared)
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn prepare(&mut self, statement: &'static Statement) -> Result<(), Fault> {
        self.connection
            .prepare(statement.sql_for_sqlite())
            .map(|_| ())
            .map_err(|error| fault_of(statement.name(), error))
    }

    pub(crate) fn batch(&mut self, name: &'static str, sql: &str) -> Result<(), Fault> {
        self.connection
            .execute_batch(sql)
            .map_err(|error| fault_of(name, error))
    }

    /// Transaction control through the statement cache.
    pub(crate) fn control(&mut self, sql: &'static str) -> Result<(), Fault> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut prepared| prepared.raw_execute())
            .map(|_| ())
            .map_err(|error| fault_of(sql, error))
    }

    pub(crate) fn has_table(&mut self, name: &'static str) -> Result<bool, Fault> {
        self.connection
            .table_exists(None, name)
            .map_err(|error| fault_of("has_table", error))
    }

    /// Whether a transaction is open. SQLite rolls one back by itself on a full disk or a failed write.
    pub(crate) fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    pub(crate) fn ping(&mut self) -> Result<(), Fault> {
        if !self.holds_its_file() {
            return Err(Fault::unavailable(std::io::Error::from(
                std::io::ErrorKind::NotFound,
            )));
        }
        self.connection
            .query_row("SELECT count(*) FROM sqlite_schema", (), |_| Ok(()))
            .map_err(|error| fault_of("ping", error))
    }
}

/// The database holds sealed secrets and keyed hashes: nobody but its owner reads the file. SQLite gives its side files the same mode.
/// Sets a connection up for writing. Changing the journal's mode does not ask the busy handler, so whoever starts beside another process
/// that does the same tries again, for as long as any other statement would wait.
fn prepare_to_write(connection: &Connection) -> Result<(), Fault> {
    const PAUSE: Duration = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    loop {
        let outcome = connection
            .execute_batch(FOR_THE_WRITER)
            .map_err(|error| fault_of("opening", error));
        match outcome {
            Err(Fault::Busy) if waited < BUSY_FOR => {
                #[allow(
                    clippy::disallowed_methods,
                    reason = "SQLite has no way to wait for this lock; the thread is the store's own"
                )]
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            outcome => return outcome,
        }
    }
}

fn make_private_file(path: &Path) -> std::io::Result<()> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
            Value::Null => ValueRef::Null,
        }))
    }
}

/// What we did not write so is handed on as bytes, so that the one cell cannot be read and the others can.
#[allow(
    clippy::unnecessary_wraps,
    reason = "its callers collect what may not be read at all"
)]
fn cell_of(value: ValueRef<'_>) -> rusqlite::Result<Cell> {
    Ok(match value {
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Cell::Text(text.to_owned()),
            Err(_) => Cell::Blob(text.to_vec()),
        },
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
        ValueRef::Null => Cell::Null,
        ValueRef::Real(number) => Cell::Blob(number.to_be_bytes().to_vec()),
    })
}

pub(crate) fn fault_of(statement: &'static str, error: rusqlite::Error) -> Fault {
    let taken = [
        rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE,
        rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
    ];
    if error
        .sqlite_error()
        .is_some_and(|failure| taken.contains(&failure.extended_code))
    {
        return Fault::Conflict;
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Fault::Busy,
        Some(
            ErrorCode::CannotOpen
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::ReadOnly
            | ErrorCode::OutOfMemory,
        ) => Fault::unavailable(error),
        _ => Fault::Sqlite {
            statement,
            source: Arc::new(error),
        },
    }
}
