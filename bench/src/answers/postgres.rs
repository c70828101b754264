//! The six statements through `postgres`: as many connections as callers, each with its statements prepared, one answer a commit.

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use postgres::types::ToSql;
use postgres::{Client, NoTls, Statement};
use rusqlite::types::Value;

use super::bare::{Sent, statements};
use crate::stopwatch::Stopwatch;

/// Answers all of these; how many each second.
pub(super) fn per_second(url: &str, connections: usize, answers: &[Sent]) -> Result<f64> {
    let ready = (0..connections)
        .map(|_| connect(url))
        .collect::<Result<Vec<_>>>()?;
    let (watch, next) = (Stopwatch::start(), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let threads: Vec<_> = ready
            .into_iter()
            .map(|(mut client, prepared)| {
                let next = &next;
                scope.spawn(move || {
                    while let Some(answer) = answers.get(next.fetch_add(1, Ordering::Relaxed)) {
                        send(&mut client, &prepared, answer)?;
                    }
                    anyhow::Ok(())
                })
            })
            .collect();
        for thread in threads {
            thread.join().ok().context("a bare connection")??;
        }
        anyhow::Ok(())
    })?;
    Ok(watch.per_second(answers.len() as u64))
}

fn connect(url: &str) -> Result<(Client, Vec<Statement>)> {
    let mut client = Client::connect(url, NoTls)?;
    let prepared = statements()?
        .into_iter()
        .map(|statement| Ok(client.prepare(statement.sql())?))
        .collect::<Result<_>>()?;
    Ok((client, prepared))
}

fn send(client: &mut Client, prepared: &[Statement], answer: &Sent) -> Result<()> {
    client.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED")?;
    for (statement, values) in prepared.iter().zip(&answer.0) {
        let bound: Vec<&(dyn ToSql + Sync)> = values.iter().map(bound).collect();
        let touched = if statement.columns().is_empty() {
            client.execute(statement, &bound)?
        } else {
            client.query(statement, &bound)?.len() as u64
        };
        ensure!(touched == 1, "a statement touched {touched} rows");
    }
    client.batch_execute("COMMIT")?;
    Ok(())
}

/// The one column that is empty here holds bytes.
fn bound(value: &Value) -> &(dyn ToSql + Sync) {
    match value {
        Value::Text(text) => text,
        Value::Integer(number) => number,
        Value::Blob(bytes) => bytes,
        Value::Real(number) => number,
        Value::Null => &None::<&[u8]>,
    }
}

/// Lets the server look at its tables, as it would by itself after a minute.
pub(crate) fn analyse(url: &str) -> Result<()> {
    Ok(Client::connect(url, NoTls)?.batch_execute("ANALYZE")?)
}
