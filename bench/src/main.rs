//! Measurements: every figure beside its yardstick from the same run, as a table for `docs/performance.md`.
//!
//! `bench storage [--seconds 3] [--data DIR] [--postgres URL]`. Nothing here is a test; nothing in the product depends on it.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tells its figures"
)]

mod stopwatch;
mod storage;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: bench storage [--seconds N] [--data DIR] [--postgres URL]";

struct Options {
    seconds: u64,
    data: PathBuf,
    postgres: Option<String>,
}

fn options(mut words: impl Iterator<Item = String>) -> Result<Options> {
    let mut options = Options {
        seconds: 3,
        data: PathBuf::from("."),
        postgres: None,
    };
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .with_context(|| format!("{word} needs a value"))
        };
        match word.as_str() {
            "--seconds" => options.seconds = value()?.parse().context("--seconds is a number")?,
            "--data" => options.data = PathBuf::from(value()?),
            "--postgres" => options.postgres = Some(value()?),
            _ => bail!("{word} is unknown; {USAGE}"),
        }
    }
    Ok(options)
}

fn measure() -> Result<String> {
    let mut words = std::env::args().skip(1);
    let command = words.next().context(USAGE)?;
    let options = options(words)?;
    match command.as_str() {
        "storage" => storage::run(&storage::Setting {
            seconds: options.seconds,
            data: &options.data,
            postgres: options.postgres.as_deref(),
        }),
        _ => bail!("{command} is unknown; {USAGE}"),
    }
}

fn main() -> ExitCode {
    match measure() {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
