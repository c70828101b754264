//! The reference pages that are made from the program itself (`docs/operator/`). Hidden: operators read the pages.

use std::fmt::Write as _;

use clap::CommandFactory as _;

use super::arguments::{Arguments, ReferencePage};
use super::output::print;
use crate::config;

const OPENING: &str = "\
<!-- Made by `tvasteg reference command-line`; a test fails when it is stale. Edit crates/server/src/command/arguments.rs instead. -->

# Command line

What is printed goes to standard output, what is logged to standard error. A command that could not do its work says why in one sentence on
standard error and ends with a status other than nought: 2 where the command line itself is at fault, otherwise 1.
";

/// Prints a page.
pub(crate) fn run(page: ReferencePage) -> anyhow::Result<()> {
    let text = match page {
        ReferencePage::Configuration => config::reference::markdown(),
        ReferencePage::CommandLine => command_line(),
    };
    Ok(print(&text)?)
}

/// Every command's help, one after the other.
pub(crate) fn command_line() -> String {
    let mut page = String::from(OPENING);
    let mut command = Arguments::command();
    command.build();
    describe(&command, &mut page);
    page
}

fn describe(command: &clap::Command, page: &mut String) {
    let help = command.clone().render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let name = command.get_bin_name().unwrap_or("tvasteg");
    let _ = write!(
        page,
        "\n## `{name}`\n\n```text\n{}\n```\n",
        lines.join("\n").trim_end()
    );
    for inner in command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set())
    {
        describe(inner, page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_reference_is_up_to_date() {
        let written = include_str!("../../../../docs/operator/command-line.md");
        assert!(
            written == command_line(),
            "stale: run `cargo run -p server -- reference command-line > docs/operator/command-line.md`"
        );
    }
}
