//! `tvasteg role …`.

use clap::{Args, Subcommand};

use super::{Switch, Whose};

/// What can be done with role cards.
#[derive(Debug, Subcommand)]
pub enum RoleCommand {
    /// Add a role card
    Add(Add),
    /// List the role cards of an organisation
    List(List),
    /// Change a role card
    Set(Set),
}

/// `role add`.
#[derive(Debug, Args)]
pub struct Add {
    /// Whose.
    #[command(flatten)]
    pub whose: Whose,
    /// Its unchanging key
    #[arg(value_name = "KEY")]
    pub key: String,
    /// The card.
    #[command(flatten)]
    pub card: Card,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `role set`.
#[derive(Debug, Args)]
pub struct Set {
    /// Whose.
    #[command(flatten)]
    pub whose: Whose,
    /// Its key
    #[arg(value_name = "KEY")]
    pub key: String,
    /// The card.
    #[command(flatten)]
    pub card: Card,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `role list`.
#[derive(Debug, Args)]
pub struct List {
    /// Whose.
    #[command(flatten)]
    pub whose: Whose,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// What stands on a role card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct Card {
    /// Its name for people
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Whether only an owner may assign it
    #[arg(long, value_enum, value_name = "on|off", hide_possible_values = true)]
    pub owner_assigns: Option<Switch>,
    /// Whether it is the role of accounts that machines use
    #[arg(long, value_enum, value_name = "on|off", hide_possible_values = true)]
    pub api_integrator: Option<Switch>,
    /// Whether it requires two-step verification
    #[arg(long, value_enum, value_name = "on|off", hide_possible_values = true)]
    pub two_step: Option<Switch>,
    /// For how many days a trusted device skips the second step; 0 = a second step at every login
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(0..=365))]
    pub trusted_days: Option<u32>,
    /// The factors it allows, separated by commas; "all" for all
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub factors: Option<Vec<String>>,
    /// The weakest proof it accepts: any, aal2 or phr
    #[arg(long, value_name = "LEVEL")]
    pub minimum: Option<String>,
    /// Give it these permissions (keys, separated by commas)
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub permit: Vec<String>,
    /// Take these permissions away from it
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub forbid: Vec<String>,
}
