//! What the command line says.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// How to call it.
pub(crate) const USAGE: &str = "usage: bench [PART…] [--seconds N] [--data DIR] [--postgres URL] [--users N] [--large]\n\
    parts: all (the default), statements, logins, answers, passkeys, pages, people, orders, messages, imports, audit, timing, scale, readiness, footprint, storage";

/// How many rounds a figure and its yardstick take in turns.
pub(crate) const ROUNDS: usize = 5;

/// What is measured, where and how long.
pub(crate) struct Options {
    /// The parts, in the order in which they were named.
    pub(crate) parts: Vec<String>,
    /// How long each figure is taken in all its rounds.
    pub(crate) seconds: u64,
    /// A folder on the disk that is to be measured.
    pub(crate) data: PathBuf,
    /// A PostgreSQL superuser's URL, with fsync on.
    pub(crate) postgres: Option<String>,
    /// How many people the large installation has.
    pub(crate) users: u64,
    /// Whether what is measured among 100 000 people is measured among a million too.
    pub(crate) large: bool,
}

impl Options {
    /// Reads the words after the program's name.
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self {
            parts: Vec::new(),
            seconds: 5,
            data: PathBuf::from("."),
            postgres: None,
            users: 1_000_000,
            large: false,
        };
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .with_context(|| format!("{word} needs a value"))
            };
            match word.as_str() {
                "--seconds" => {
                    options.seconds = value()?.parse().context("--seconds is a number")?;
                }
                "--data" => options.data = PathBuf::from(value()?),
                "--postgres" => options.postgres = Some(value()?),
                "--users" => options.users = value()?.parse().context("--users is a number")?,
                "--large" => options.large = true,
                flag if flag.starts_with('-') => bail!("{flag} is unknown\n{USAGE}"),
                _ => options.parts.push(word),
            }
        }
        Ok(options)
    }

    /// How long one round takes.
    pub(crate) fn round(&self) -> Duration {
        Duration::from_secs(self.seconds.max(1)) / u32::try_from(ROUNDS).unwrap_or(1)
    }
}
