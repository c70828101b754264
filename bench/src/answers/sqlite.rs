//! The six statements through `rusqlite`: one connection, one answer a commit, one after the other. SQLite has one writer, so more
//! connections would only wait for each other.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rusqlite::{CachedStatement, Connection};

use super::bare::{Sent, statements};
use crate::stopwatch::Stopwatch;

const AS_THE_STORE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY";

/// Answers all of these; how many each second.
pub(super) fn per_second(path: &Path, answers: &[Sent]) -> Result<f64> {
    let connection = Connection::open(path)?;
    connection.execute_batch(AS_THE_STORE)?;
    connection.set_prepared_statement_cache_capacity(64);
    let statements = statements()?;
    let texts: Vec<&str> = statements
        .iter()
        .map(|statement| statement.sql_for_sqlite())
        .collect();
    let watch = Stopwatch::start();
    for answer in answers {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for (text, values) in texts.iter().zip(&answer.0) {
            let mut prepared = connection.prepare_cached(text)?;
            bind(&mut prepared, values)?;
            ensure!(touched(&mut prepared)? == 1, "not one row: {text}");
        }
        connection.prepare_cached("COMMIT")?.execute([])?;
    }
    Ok(watch.per_second(answers.len() as u64))
}

/// By name: SQLite numbers `$2, $1` by first appearance.
fn bind(prepared: &mut CachedStatement<'_>, values: &[rusqlite::types::Value]) -> Result<()> {
    for slot in 1..=prepared.parameter_count() {
        let name = prepared
            .parameter_name(slot)
            .context("every value has a name")?;
        let number: usize = name.trim_start_matches('$').parse()?;
        let value = values.get(number - 1).context("a value for every name")?;
        prepared.raw_bind_parameter(slot, value)?;
    }
    Ok(())
}

fn touched(prepared: &mut CachedStatement<'_>) -> Result<usize> {
    if prepared.column_count() == 0 {
        return Ok(prepared.raw_execute()?);
    }
    let (mut rows, mut seen) = (prepared.raw_query(), 0);
    while rows.next()?.is_some() {
        seen += 1;
    }
    Ok(seen)
}
