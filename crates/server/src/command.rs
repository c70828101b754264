//! The command line: reads what is asked for, does it, and says in one sentence what went wrong.

pub mod arguments;
mod audit;
mod bankid_simulator;
mod check;
mod context;
mod demo;
mod evidence;
mod import;
mod init;
mod migrate;
mod organisation;
mod output;
mod prompt;
mod reference;
mod role;
mod serve;
mod usage;
mod user;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;

use crate::config::Config;
use crate::system;
use arguments::{Arguments, Command, ConfigFile};

/// Status where the command line itself is at fault.
const MISUSED: u8 = 2;

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    match run(arguments.command) {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Reference(reference) => {
            return reference::run(reference.page).map(|()| ExitCode::SUCCESS);
        }
        Command::Openapi => {
            output::print(&web::api::document())?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    // Every client and server of TLS in the process takes the same provider; a second call finds it there already.
    connect::install_tls();
    let runtime =
        tokio::runtime::Runtime::new().context("the program's threads could not be started")?;
    runtime.block_on(obey(command))
}

async fn obey(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(demo) => demo::run(demo).await?,
        Command::Serve(file) => serve::run(&file).await?,
        Command::Init(init) => init::run(*init).await?,
        Command::Check(check) => return check::run(&check).await,
        Command::Migrate(file) => migrate::run(&load(&file)?).await?,
        Command::Organisation(command) => organisation::run(command).await?,
        Command::User(command) => user::run(command).await?,
        Command::Role(command) => role::run(command).await?,
        Command::Audit(command) => return audit::run(command).await,
        Command::BankidSimulator(simulator) => bankid_simulator::run(simulator).await?,
        Command::Import(command) => return import::run(command).await,
        Command::Reference(reference) => reference::run(reference.page)?,
        Command::Openapi => output::print(&web::api::document())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the configuration that a command was told.
fn load(file: &ConfigFile) -> anyhow::Result<Config> {
    Ok(Config::load(&file.origin(), &system::environment())?)
}

fn refuse(error: &clap::Error) -> ExitCode {
    match usage::sentence(error) {
        Some(sentence) => {
            complain(&format!("{sentence}; see `tvasteg --help`"));
            ExitCode::from(MISUSED)
        }
        None if error.print().is_ok() => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}

/// One sentence on standard error. A closed standard error leaves nobody to tell.
fn complain(sentence: &str) {
    let sentence = sentence.replace('\n', " ");
    let _ = writeln!(std::io::stderr(), "tvasteg: {sentence}");
}
