//! `tvasteg user …`.

use clap::{Args, Subcommand};

use super::Whose;

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add somebody and print the invitation link, with which a first password is chosen
    Add(Add),
    /// List the people of an organisation
    List(List),
    /// Print a one-use enrolment pass for somebody who lost every second factor
    Recover(Recover),
    /// Let somebody no longer sign in, and end their sessions
    Suspend(Suspend),
}

/// `user add`.
#[derive(Debug, Args)]
pub struct Add {
    /// Whose.
    #[command(flatten)]
    pub whose: Whose,
    /// The name to sign in with
    #[arg(long, value_name = "USERNAME")]
    pub username: String,
    /// The name for people; without it the username
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The e-mail address. A role for machines (API integrator) needs none
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// Make them an owner of the organisation
    #[arg(long)]
    pub owner: bool,
    /// The keys of their roles
    #[arg(long, value_name = "KEY", num_args = 1.., action = clap::ArgAction::Append)]
    pub role: Vec<String>,
    /// For how many days they may put off setting up a second step that their role demands
    #[arg(long, value_name = "DAYS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=365))]
    pub grace_days: u32,
    /// Mail the invitation instead of printing its link
    #[arg(long)]
    pub mail: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `user list`.
#[derive(Debug, Args)]
pub struct List {
    /// Whose.
    #[command(flatten)]
    pub whose: Whose,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `user recover`.
#[derive(Debug, Args)]
pub struct Recover {
    /// Whose.
    #[command(flatten)]
    pub whose: Whose,
    /// Whom
    #[arg(value_name = "USERNAME")]
    pub username: String,
    /// For how many minutes the pass works
    #[arg(long, value_name = "MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u32).range(10..=1440))]
    pub minutes: u32,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `user suspend`.
#[derive(Debug, Args)]
pub struct Suspend {
    /// Whose.
    #[command(flatten)]
    pub whose: Whose,
    /// Whom
    #[arg(value_name = "USERNAME")]
    pub username: String,
    /// Let them in again
    #[arg(long)]
    pub end: bool,
}
