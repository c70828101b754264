//! One connection to a database: the only place that knows which engine it is.
//!
//! Above this file there is one SQL text per statement and one kind of row. What differs stays below it: how `$n` is bound, row locks,
//! savepoints, and what an error code means.

pub(crate) mod location;
pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::time::Timestamp;

use crate::fault::Fault;
use crate::statement::Statement;
use crate::value::{Row, Value};

/// How much was done since the store was opened; for `/metrics`, `bench/` and the test that counts an answer's statements.
#[derive(Default)]
pub(crate) struct Tally {
    statements: AtomicU64,
    commits: AtomicU64,
    units: AtomicU64,
    reruns: AtomicU64,
}

/// What a [`Tally`] stood at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Statements of units, transaction control apart.
    pub statements: u64,
    /// Transactions brought to their end.
    pub commits: u64,
    /// Units of writing that ran.
    pub units: u64,
    /// Units that ran once more after a conflict or a lost connection.
    pub reruns: u64,
}

impl Tally {
    pub(crate) fn statement(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn commit(&self) {
        self.commits.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn unit(&self) {
        self.units.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn rerun(&self) {
        self.reruns.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn counted(&self) -> Counted {
        Counted {
            statements: self.statements.load(Ordering::Relaxed),
            commits: self.commits.load(Ordering::Relaxed),
            units: self.units.load(Ordering::Relaxed),
            reruns: self.reruns.load(Ordering::Relaxed),
        }
    }
}

/// Either engine's connection.
pub(crate) enum Engine {
    Sqlite(Box<sqlite::SqliteConn>),
    Postgres(Box<postgres::PostgresConn>),
}

/// A connection that counts its statements and remembers whether one failed.
pub(crate) struct Conn {
    pub(crate) engine: Engine,
    tally: Arc<Tally>,
    failed: bool,
}

impl Conn {
    pub(crate) const fn new(engine: Engine, tally: Arc<Tally>) -> Self {
        Self {
            engine,
            tally,
            failed: false,
        }
    }

    /// Runs a statement that gives rows.
    pub(crate) fn query(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, Fault> {
        self.tally.statement();
        let rows = refuse_nul(statement, values).and_then(|()| match &mut self.engine {
            Engine::Sqlite(conn) => conn.query(statement, values),
            Engine::Postgres(conn) => conn.query(statement, values),
        });
        self.failed |= rows.is_err();
        rows
    }

    /// Runs a statement and tells how many rows it changed.
    pub(crate) fn execute(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<u64, Fault> {
        self.tally.statement();
        let changed = refuse_nul(statement, values).and_then(|()| match &mut self.engine {
            Engine::Sqlite(conn) => conn.execute(statement, values),
            Engine::Postgres(conn) => conn.execute(statement, values),
        });
        self.failed |= changed.is_err();
        changed
    }

    /// Runs a text of several statements without values: migrations and transaction control.
    pub(crate) fn batch(&mut self, name: &'static str, sql: &str) -> Result<(), Fault> {
        match &mut self.engine {
            Engine::Sqlite(conn) => conn.batch(name, sql),
            Engine::Postgres(conn) => conn.batch(name, sql),
        }
    }

    /// Begins a transaction that may take long and writes from its beginning.
    pub(crate) fn begin_long(&mut self) -> Result<(), Fault> {
        match &mut self.engine {
            Engine::Sqlite(conn) => conn.batch("BEGIN", "BEGIN IMMEDIATE"),
            Engine::Postgres(conn) => conn.batch(
                "BEGIN",
                "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; \
                 SET LOCAL idle_in_transaction_session_timeout = 0",
            ),
        }
    }

    /// Whether a table is there.
    pub(crate) fn has_table(&mut self, name: &'static str) -> Result<bool, Fault> {
        match &mut self.engine {
            Engine::Sqlite(conn) => conn.has_table(name),
            Engine::Postgres(conn) => conn.has_table(name),
        }
    }

    /// Prepares a statement and tells of its values' types whatever is not TEXT, BIGINT or bytes.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn prepare(&mut self, statement: &'static Statement) -> Result<Vec<String>, Fault> {
        match &mut self.engine {
            Engine::Sqlite(conn) => conn.prepare(statement).map(|()| Vec::new()),
            Engine::Postgres(conn) => conn.foreign_types(statement),
        }
    }

    /// The database's own clock; nothing where it is this machine's.
    pub(crate) fn clock(&mut self) -> Result<Option<Timestamp>, Fault> {
        match &mut self.engine {
            Engine::Sqlite(conn) => conn.ping().map(|()| None),
            Engine::Postgres(conn) => conn.clock().map(Some),
        }
    }

    /// Forgets an earlier failure: a new unit begins.
    pub(crate) const fn begin_unit(&mut self) {
        self.failed = false;
    }

    /// Whether a statement failed since the unit began.
    pub(crate) const fn has_failed(&self) -> bool {
        self.failed
    }
}

/// SQLite would take a NUL in a text and PostgreSQL would not: neither gets one.
fn refuse_nul(statement: &'static Statement, values: &[Value<'_>]) -> Result<(), Fault> {
    let has_nul =
        |value: &Value<'_>| matches!(value, Value::Text(text) if text.as_bytes().contains(&0));
    if values.iter().any(has_nul) {
        return Err(Fault::NulInText {
            statement: statement.name(),
        });
    }
    Ok(())
}
