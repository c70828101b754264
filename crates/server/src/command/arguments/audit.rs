//! `audit …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ConfigFile;

/// What can be done with the audit log, and with what is kept as proof.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Tell whether the sealed log is what was sealed, and the first row or seal that is not; exit 1 if one is found
    Verify(Verify),
    /// Tell what is kept of an identification by an eID, and check it step by step; exit 1 if a step does not hold or could not be looked at
    Evidence(Evidence),
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

/// `audit evidence`.
#[derive(Debug, Args)]
pub struct Evidence {
    /// The identification's id, from the event in the audit log
    #[arg(value_name = "ID")]
    pub id: String,
    /// The configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// The organisation's name in addresses; without it the default one
    #[arg(long, value_name = "SLUG")]
    pub organisation: Option<String>,
    /// A file with a root for SIGNATURES (PEM; another one than for the connection); may be given several times. None is built in
    #[arg(long, value_name = "FILE")]
    pub root: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
