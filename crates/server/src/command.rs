//! The command line: reads what is asked for, does it, and says in one sentence what went wrong.

pub mod arguments;
mod output;
mod reference;
mod usage;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};

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
        Command::Reference(reference) => reference::run(reference.page)?,
        _ => anyhow::bail!("later"),
    }
    Ok(ExitCode::SUCCESS)
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
