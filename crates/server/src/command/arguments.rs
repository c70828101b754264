//! The command line's shape: which commands there are and what they take. Nothing here does anything.

pub mod audit;
pub mod bankid_simulator;
pub mod import;
pub mod organisation;
pub mod role;
pub mod user;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Origin;

pub use audit::AuditCommand;
pub use bankid_simulator::BankidSimulator;
pub use import::ImportCommand;
pub use organisation::{OrganisationCommand, Settings as OrganisationSettings};
pub use role::{Card, RoleCommand};
pub use user::UserCommand;

/// Two-step login for organisations.
#[derive(Debug, Parser)]
#[command(
    name = "tvasteg",
    version,
    about,
    disable_help_subcommand = true,
    max_term_width = 110
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try everything on this machine: sample people, a mail outbox, nothing else needed
    Demo(Demo),
    /// Run the server
    Serve(ConfigFile),
    /// Write a configuration, a key and a database for a new installation, and invite its owner
    Init(Box<Init>),
    /// Tell whether configuration, key, database, gateways, eIDs, mail server and base URL are in order, one line each
    Check(Check),
    /// Bring the database's schema up to date
    Migrate(ConfigFile),
    /// Add, list, change and suspend organisations
    #[command(subcommand)]
    Organisation(OrganisationCommand),
    /// Add, list, suspend people, and help those who are locked out
    #[command(subcommand)]
    User(UserCommand),
    /// Add, list and change role cards
    #[command(subcommand)]
    Role(RoleCommand),
    /// Import people, or the secrets of their authenticator apps
    #[command(subcommand)]
    Import(ImportCommand),
    /// Verify the audit log, and check what is kept as proof of identifications
    #[command(subcommand)]
    Audit(AuditCommand),
    #[allow(clippy::doc_markdown, reason = "the help is read in a terminal")]
    /// Run a BankID on this machine to build and test against, without a certificate from a bank
    BankidSimulator(BankidSimulator),
    #[allow(clippy::doc_markdown, reason = "the help is read in a terminal")]
    /// Print the OpenAPI document of the REST API
    Openapi,
    /// Print a reference page of the documentation
    #[command(hide = true)]
    Reference(Reference),
}

/// Which configuration file to read.
#[derive(Debug, Clone, Args)]
pub struct ConfigFile {
    /// The configuration file; without it tvasteg.toml in the working directory
    #[arg(long, value_name = "FILE", env = "TVASTEG_CONFIG", hide_env = true)]
    pub config: Option<PathBuf>,
}

impl ConfigFile {
    /// The file, as the configuration is asked for it.
    pub fn origin(&self) -> Origin<'_> {
        self.config.as_deref().map_or(Origin::Usual, Origin::Named)
    }
}

/// `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where to listen; only on this machine. Port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// A folder to keep the demo in; without it everything is gone at the end
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `init`. Whatever is not given is asked for, where a terminal is there to ask on.
#[derive(Debug, Args)]
pub struct Init {
    /// The configuration file to write
    #[arg(long, value_name = "FILE", default_value = "tvasteg.toml")]
    pub config: PathBuf,
    /// Where browsers will reach it: https and a host
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Where the database is; a file beside the configuration unless told
    #[arg(long, value_name = "sqlite:PATH|postgres://…")]
    pub database: Option<String>,
    /// The key file to write
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// The organisation's name in addresses: small letters, digits and hyphens
    #[arg(long, value_name = "SLUG")]
    pub organisation: Option<String>,
    /// The organisation's name for people
    #[arg(long, value_name = "NAME")]
    pub organisation_name: Option<String>,
    /// The language of its pages where nothing else tells
    #[arg(long, value_name = "LANGUAGE", value_enum)]
    pub language: Option<PageLanguage>,
    /// The owner's username
    #[arg(long, value_name = "USERNAME")]
    pub owner: Option<String>,
    /// The owner's name for people
    #[arg(long, value_name = "NAME")]
    pub owner_name: Option<String>,
    /// The owner's e-mail address
    #[arg(long, value_name = "ADDRESS")]
    pub owner_email: Option<String>,
    /// How the line to the mail server is secured: submissions, starttls, plain, none
    #[arg(long, value_name = "MODE")]
    pub mail_mode: Option<String>,
    /// The mail server
    #[arg(long, value_name = "HOST")]
    pub mail_host: Option<String>,
    /// Its port
    #[arg(long, value_name = "PORT")]
    pub mail_port: Option<u16>,
    /// The name to sign in to it with
    #[arg(long, value_name = "NAME")]
    pub mail_username: Option<String>,
    /// A file with the password to sign in to it with
    #[arg(long, value_name = "FILE")]
    pub mail_password_file: Option<PathBuf>,
    /// The address that mail comes from
    #[arg(long, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
}

/// A language that pages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageLanguage {
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl PageLanguage {
    /// Its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

/// Whom a command is about.
#[derive(Debug, Clone, Args)]
pub struct Whose {
    /// The configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// The organisation's name in addresses; without it the default organisation
    #[arg(long, value_name = "SLUG")]
    pub organisation: Option<String>,
}

/// `reference`.
#[derive(Debug, Args)]
pub struct Reference {
    /// Which page
    #[arg(value_enum)]
    pub page: ReferencePage,
}

/// A page that is made from the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReferencePage {
    /// Every key of the configuration.
    Configuration,
    /// Every command.
    CommandLine,
}
