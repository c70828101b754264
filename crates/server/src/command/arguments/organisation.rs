//! `tvasteg organisation …`.

use clap::{Args, Subcommand};

use super::{ConfigFile, PageLanguage, Switch};

/// What can be done with organisations.
#[derive(Debug, Subcommand)]
pub enum OrganisationCommand {
    /// Add an organisation
    Add(Add),
    /// List all organisations
    List(List),
    /// Change an organisation
    Set(Set),
    /// Let nobody of an organisation sign in, and end their sessions
    Suspend(Suspend),
}

/// `organisation add`.
#[derive(Debug, Args)]
pub struct Add {
    /// The configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// Its name in addresses, fixed for good: small letters, digits and hyphens
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// Its one canonical base URL, if it has a host name of its own; without it the installation's with /o/SLUG
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// What it is like.
    #[command(flatten)]
    pub settings: Settings,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `organisation list`.
#[derive(Debug, Args)]
pub struct List {
    /// The configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `organisation set`.
#[derive(Debug, Args)]
pub struct Set {
    /// The configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// Its name in addresses
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// A new canonical base URL. Tells first what it would strand; done only with --yes
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Change the base URL all the same
    #[arg(long, requires = "base_url")]
    pub yes: bool,
    /// What to change.
    #[command(flatten)]
    pub settings: Settings,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `organisation suspend`.
#[derive(Debug, Args)]
pub struct Suspend {
    /// The configuration.
    #[command(flatten)]
    pub config: ConfigFile,
    /// Its name in addresses
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// Let its people in again
    #[arg(long)]
    pub end: bool,
}

/// What an organisation is like; empty text takes a value away.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Its name for people
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The mailbox of its support
    #[arg(long, value_name = "ADDRESS")]
    pub support_email: Option<String>,
    /// The telephone number of its support, written as people dial it
    #[arg(long, value_name = "NUMBER")]
    pub support_phone: Option<String>,
    /// When its support answers, in words
    #[arg(long, value_name = "TEXT")]
    pub support_hours: Option<String>,
    /// Its accent colour, such as #1f6f5c
    #[arg(long, value_name = "COLOUR")]
    pub accent: Option<String>,
    /// The add-on "use two-step verification"; while it is off, role cards demand nothing
    #[arg(long, value_enum, value_name = "on|off", hide_possible_values = true)]
    pub add_on: Option<Switch>,
    /// For how many days a trusted device skips a second step that no role demands
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(0..=365))]
    pub default_trusted_days: Option<u32>,
    /// The language of its pages where nothing else tells
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub language: Option<PageLanguage>,
}

impl Settings {
    /// Whether nothing at all is asked for.
    pub fn is_empty(&self) -> bool {
        let texts = [
            &self.name,
            &self.support_email,
            &self.support_phone,
            &self.support_hours,
            &self.accent,
        ];
        texts.iter().all(|text| text.is_none())
            && self.add_on.is_none()
            && self.default_trusted_days.is_none()
            && self.language.is_none()
    }
}
