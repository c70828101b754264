//! `audit …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ConfigFile;

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Tell whether the sealed log is what was sealed, and the first row or seal that is not; exit 1 if one is found
    Verify(Verify),
}

/// `audit verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// The organisation's name in addresses; without it every organisation
    #[arg(long, value_name = "SLUG")]
    pub organisation: Option<String>,
    /// A head file that was kept elsewhere; without it the one that the configuration names, if it is there
    #[arg(long, value_name = "FILE")]
    pub head: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
