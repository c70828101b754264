//! Measurements: every figure beside its yardstick from the same run, as a table for `docs/performance.md`.
//!
//! `cargo run --release -p bench`, or with the names of single parts. Nothing here is a test; nothing in the product depends on it.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tells its figures"
)]

mod answers;
mod audit;
mod callers;
mod drawn;
mod enrolment;
mod footprint;
mod ground;
mod imports;
mod logins;
mod messages;
mod options;
mod orders;
mod pages;
mod passkeys;
mod people;
mod person;
mod place;
mod plans;
mod process;
mod readiness;
mod sample;
mod scale;
mod site;
mod statements;
mod stopwatch;
mod storage;
mod table;
mod timing;
mod told;
mod visitor;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::options::{Options, USAGE};
use crate::place::Server;
use crate::table::Table;

/// A part measures and gives its table.
type Part = fn(&Options) -> Result<String>;

/// The parts in the order in which `all` takes them.
const PARTS: [(&str, Part); 16] = [
    ("statements", |options| told(statements::run(options))),
    ("plans", |options| told(plans::run(options))),
    ("logins", |options| told(logins::run(options))),
    ("answers", |options| told(answers::run(options))),
    ("passkeys", |options| told(passkeys::run(options))),
    ("pages", |options| told(pages::run(options))),
    ("people", |options| told(people::run(options))),
    ("orders", |options| told(orders::run(options))),
    ("messages", |options| told(messages::run(options))),
    ("imports", |options| told(imports::run(options))),
    ("audit", |options| told(audit::run(options))),
    ("timing", |options| told(timing::run(options))),
    ("scale", |options| told(scale::run(options))),
    ("readiness", |options| told(readiness::run(options))),
    ("footprint", |options| told(footprint::run(options))),
    ("storage", bare_storage),
];

fn told(table: Result<Table>) -> Result<String> {
    Ok(table?.to_string())
}

fn bare_storage(options: &Options) -> Result<String> {
    let rows = storage::run(&storage::Setting {
        seconds: options.seconds.div_ceil(5),
        data: &options.data,
        postgres: options.postgres.as_deref(),
    })?;
    Ok(format!(
        "### Units of four statements beside the bare driver\n\n{rows}"
    ))
}

fn chosen(options: &Options) -> Result<Vec<(&'static str, Part)>> {
    if options.parts.is_empty() || options.parts.iter().any(|name| name == "all") {
        return Ok(PARTS.to_vec());
    }
    let find = |name: &String| PARTS.iter().find(|(known, _)| known == name).copied();
    let chosen = options
        .parts
        .iter()
        .map(|name| find(name).with_context(|| format!("{name} is no part\n{USAGE}")));
    chosen.collect()
}

/// Measures the chosen parts one after the other; one that fails does not keep the others from being measured.
fn measure() -> Result<()> {
    let mut options = Options::read(std::env::args().skip(1))?;
    let parts = chosen(&options)?;
    let wants_postgres = parts
        .iter()
        .any(|(name, _)| ["answers", "passkeys", "storage"].contains(name));
    let mut server = None;
    if options.postgres.is_none() && wants_postgres {
        match Server::start(&options.data) {
            Ok(started) => {
                options.postgres = Some(started.url.clone());
                server = Some(started);
            }
            Err(why) => eprintln!("PostgreSQL is not measured: {why:#}"),
        }
    }
    println!(
        "{}; load {:.1} at the start\n",
        process::machine(),
        process::load()
    );
    let mut failed = Vec::new();
    for (name, part) in parts {
        eprintln!("measuring {name} …");
        match part(&options) {
            Ok(table) => println!("{table}"),
            Err(error) => {
                eprintln!("{name}: {error:#}");
                failed.push(name);
            }
        }
    }
    println!(
        "Load {:.1} at the end, this run's own work in it.",
        process::load()
    );
    drop(server);
    if failed.is_empty() {
        return Ok(());
    }
    bail!("not measured: {}", failed.join(", "))
}

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
