//! `import …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Whose;

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Import people from a CSV file: all of it at once, or nothing
    Users(File),
    /// Import secrets of authenticators that people have already: CSV, PSKC or a list of otpauth links
    Secrets(File),
}

/// `import users`, `import secrets`.
#[derive(Debug, Args)]
pub struct File {
    /// The file; of any size
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Whose people they are.
    #[command(flatten)]
    pub whose: Whose,
    /// Tell what the file comes to, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Leave rows with errors out instead of refusing the file
    #[arg(long)]
    pub skip_errors: bool,
    /// Which column is what, by its heading: username=Signatur; may be given again. What is not named is guessed
    #[arg(long = "column", value_name = "COLUMN=HEADING")]
    pub columns: Vec<String>,
    /// The key of a role that everybody in the file gets; may be given again
    #[arg(long = "role", value_name = "KEY")]
    pub roles: Vec<String>,
    /// A factor that the numbers become, without a code typed back; may be given again
    #[arg(long = "factor", value_name = "FACTOR")]
    pub factors: Vec<String>,
    /// Send invitations afterwards; the running server sends them
    #[arg(long)]
    pub invite: bool,
    /// A file that holds the password of a sealed key container
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
