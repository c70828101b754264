//! A connection to PostgreSQL through the synchronous `postgres` driver.
//!
//! Statements are prepared once and kept; behind a pooler they are sent unnamed with their types. READ COMMITTED throughout: every
//! invariant stands in a guarded UPDATE or a unique key.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use domain::time::Timestamp;
use postgres::error::SqlState;
use postgres::types::{ToSql, Type};
use postgres::{Client, Statement as Prepared};

use super::location::PostgresLocation;
use crate::fault::Fault;
use crate::statement::Statement;
use crate::value::{Cell, Row, Value};

const OLDEST: i64 = 150_000;
const SESSION: &str = "SET statement_timeout = '10s'; SET lock_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '15s'; SET client_min_messages = 'warning'";

pub(crate) struct PostgresConn {
    client: Client,
    pooler: bool,
    prepared: HashMap<&'static str, Prepared>,
}

impl PostgresConn {
    pub(crate) fn open(location: &PostgresLocation) -> Result<Self, Fault> {
        let mut client = location.connect().map_err(Fault::unavailable)?;
        let pooler = location.has_pooler();
        if !pooler {
            client.batch_execute(SESSION).map_err(Fault::unavailable)?;
        }
        Ok(Self {
            client,
            pooler,
            prepared: HashMap::new(),
        })
    }

    /// Refuses a server that is too old or does not speak UTF-8.
    pub(crate) fn check_server(&mut self) -> Result<(), Fault> {
        const VERSION: &str = "SELECT CAST(current_setting('server_version_num') AS BIGINT), \
             current_setting('server_encoding')";
        let statement = "server_version";
        let rows = self
            .client
            .query_typed(VERSION, &[])
            .map_err(|error| fault_of(statement, error))?;
        let row = rows.first().ok_or(Fault::Missing { statement })?;
        let (version, encoding): (i64, String) = (row.get(0), row.get(1));
        if version < OLDEST {
            return Err(Fault::UnfitServer {
                what: "version",
                found: (version / 10_000).to_string(),
                needed: "15 or newer",
            });
        }
        if encoding != "UTF8" {
            return Err(Fault::UnfitServer {
                what: "encoding",
                found: encoding,
                needed: "UTF8",
            });
        }
        Ok(())
    }

    pub(crate) fn query(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, Fault> {
        let found = if self.pooler {
            let typed: Vec<_> = values.iter().map(typed).collect();
            self.client.query_typed(statement.sql(), &typed)
        } else {
            let prepared = self.prepared(statement)?;
            let bound = bound(&prepared, values);
            self.client.query(&prepared, &bound)
        };
        found
            .map_err(|error| fault_of(statement.name(), error))?
            .iter()
            .map(|row| row_of(statement, row))
            .collect()
    }

    pub(crate) fn execute(
        &mut self,
        statement: &'static Statement,
        values: &[Value<'_>],
    ) -> Result<u64, Fault> {
        let changed = if self.pooler {
            let typed: Vec<_> = values.iter().map(typed).collect();
            self.client.execute_typed(statement.sql(), &typed)
        } else {
            let prepared = self.prepared(statement)?;
            let bound = bound(&prepared, values);
            self.client.execute(&prepared, &bound)
        };
        changed.map_err(|error| fault_of(statement.name(), error))
    }

    fn prepared(&mut self, statement: &'static Statement) -> Result<Prepared, Fault> {
        if let Some(prepared) = self.prepared.get(statement.sql()) {
            return Ok(prepared.clone());
        }
        let prepared = self
            .client
            .prepare(statement.sql())
            .map_err(|error| fault_of(statement.name(), error))?;
        self.prepared.insert(statement.sql(), prepared.clone());
        Ok(prepared)
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn foreign_types(
        &mut self,
        statement: &'static Statement,
    ) -> Result<Vec<String>, Fault> {
        let prepared = self.prepared(statement)?;
        let given = prepared.columns().iter().map(postgres::Column::type_);
        let foreign = |kind: &&Type| ![Type::TEXT, Type::INT8, Type::BYTEA].contains(*kind);
        let of_values = prepared.params().iter().filter(foreign);
        let of_columns = given.filter(|kind| cell_kind(kind).is_none());
        Ok(of_values.chain(of_columns).map(Type::to_string).collect())
    }

    pub(crate) fn batch(&mut self, name: &'static str, sql: &str) -> Result<(), Fault> {
        self.client
            .batch_execute(sql)
            .map_err(|error| fault_of(name, error))
    }

    /// Begins, commits or rolls back. The driver's own error comes back, because a lost answer to COMMIT means something else than a
    /// refused one.
    pub(crate) fn control(&mut self, sql: &'static str) -> Result<(), postgres::Error> {
        self.client.batch_execute(sql)
    }

    pub(crate) fn clock(&mut self) -> Result<Timestamp, Fault> {
        const CLOCK: &str =
            "SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)";
        let rows = self
            .client
            .query_typed(CLOCK, &[])
            .map_err(|error| fault_of("clock", error))?;
        let row = rows.first().ok_or(Fault::Missing { statement: "clock" })?;
        Ok(Timestamp::from_unix_millis(row.get(0)))
    }

    pub(crate) fn has_table(&mut self, name: &'static str) -> Result<bool, Fault> {
        let rows = self
            .client
            .query_typed("SELECT to_regclass($1) IS NOT NULL", &[(&name, Type::TEXT)])
            .map_err(|error| fault_of("has_table", error))?;
        Ok(rows.first().is_some_and(|row| row.get(0)))
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }
}

fn typed<'a>(value: &'a Value<'_>) -> (&'a (dyn ToSql + Sync), Type) {
    match value {
        Value::Text(text) => (text, Type::TEXT),
        Value::Int(number) => (number, Type::INT8),
        Value::Blob(bytes) => (bytes, Type::BYTEA),
        // The server infers what NULL stands for.
        Value::Null => (&None::<&str>, Type::UNKNOWN),
    }
}

fn bound<'a>(prepared: &Prepared, values: &'a [Value<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    let kinds = prepared.params();
    let bind = |(place, value): (usize, &'a Value<'_>)| -> &'a (dyn ToSql + Sync) {
        match (value, kinds.get(place)) {
            (Value::Text(text), _) => text,
            (Value::Int(number), _) => number,
            (Value::Blob(bytes), _) => bytes,
            (Value::Null, Some(&Type::INT8)) => &None::<i64>,
            (Value::Null, Some(&Type::BYTEA)) => &None::<&[u8]>,
            (Value::Null, _) => &None::<&str>,
        }
    };
    values.iter().enumerate().map(bind).collect()
}

#[derive(Clone, Copy)]
enum CellKind {
    Text,
    Wide,
    Narrow,
    Truth,
    Blob,
}

fn cell_kind(kind: &Type) -> Option<CellKind> {
    match *kind {
        Type::TEXT | Type::VARCHAR => Some(CellKind::Text),
        Type::INT8 => Some(CellKind::Wide),
        Type::INT4 => Some(CellKind::Narrow),
        Type::BOOL => Some(CellKind::Truth),
        Type::BYTEA => Some(CellKind::Blob),
        _ => None,
    }
}

fn row_of(statement: &'static Statement, row: &postgres::Row) -> Result<Row, Fault> {
    let read = |place: usize| -> Result<Cell, Fault> {
        let unreadable = Fault::Unreadable {
            statement: statement.name(),
            column: place,
        };
        let Some(kind) = cell_kind(row.columns()[place].type_()) else {
            return Err(unreadable);
        };
        let cell = match kind {
            CellKind::Text => row.try_get(place).map(|text| wrap(text, Cell::Text)),
            CellKind::Wide => row.try_get(place).map(|number| wrap(number, Cell::Int)),
            CellKind::Narrow => row
                .try_get::<_, Option<i32>>(place)
                .map(|number| wrap(number.map(i64::from), Cell::Int)),
            CellKind::Truth => row
                .try_get::<_, Option<bool>>(place)
                .map(|truth| wrap(truth.map(i64::from), Cell::Int)),
            CellKind::Blob => row.try_get(place).map(|bytes| wrap(bytes, Cell::Blob)),
        };
        cell.map_err(|_| unreadable)
    };
    (0..row.len())
        .map(read)
        .collect::<Result<_, _>>()
        .map(|cells| Row::new(statement.name(), cells))
}

fn wrap<T>(value: Option<T>, kind: fn(T) -> Cell) -> Cell {
    value.map_or(Cell::Null, kind)
}

/// Whether the connection is gone, so that nothing is known of what was sent last.
pub(crate) fn is_lost(error: &postgres::Error) -> bool {
    if let Some(code) = error.code() {
        return *code == SqlState::ADMIN_SHUTDOWN
            || *code == SqlState::CRASH_SHUTDOWN
            || *code == SqlState::CANNOT_CONNECT_NOW
            || *code == SqlState::IDLE_SESSION_TIMEOUT
            || code.code() == "25P03"
            || code.code().starts_with("08");
    }
    error.is_closed()
        || error
            .source()
            .is_some_and(<dyn Error>::is::<std::io::Error>)
}

pub(crate) fn fault_of(statement: &'static str, error: postgres::Error) -> Fault {
    if is_lost(&error) {
        return Fault::unavailable(error);
    }
    let Some(code) = error.code() else {
        return Fault::Postgres {
            statement,
            source: Arc::new(error),
        };
    };
    let conflicts = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::UNIQUE_VIOLATION,
    ];
    let out_of_means = [
        SqlState::DISK_FULL,
        SqlState::OUT_OF_MEMORY,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::IO_ERROR,
        SqlState::READ_ONLY_SQL_TRANSACTION,
        SqlState::QUERY_CANCELED,
    ];
    if conflicts.contains(code) {
        Fault::Conflict
    } else if *code == SqlState::LOCK_NOT_AVAILABLE {
        Fault::Busy
    } else if out_of_means.contains(code) {
        Fault::unavailable(error)
    } else {
        Fault::Postgres {
            statement,
            source: Arc::new(error),
        }
    }
}
