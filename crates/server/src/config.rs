//! The configuration: a TOML file, overridden by environment variables, checked whole before anything starts.
//!
//! Every key stands once, in [`keys`]; its doc comment is the operator's reference (`docs/operator/configuration.md`). An unknown key is an
//! error that names the nearest known one. Nothing here opens the database, the key file or a connection.

mod fault;
pub mod keys;
mod read;
pub mod reference;
mod setting;
mod syslog;
#[cfg(test)]
mod tests;
mod values;
pub mod write;

use std::collections::HashSet;
use std::path::Path;

pub use fault::ConfigFault;
pub use keys::Config;
pub use setting::{FilePath, List, Number, Secret, Text};
pub use syslog::SyslogTarget;
pub use values::{BaseUrl, DatabaseUrl, LogFormat, LogLevel, MailMode, Network, Slug};

pub use write::replace;

use read::{File, Sources};

/// The file that is read where none is named.
pub const USUAL_FILE: &str = "tvasteg.toml";

const MOST_BYTES: u64 = 1024 * 1024;

/// Which file to read.
#[derive(Debug, Clone)]
pub enum Origin<'a> {
    /// This file, which must exist.
    Named(&'a Path),
    /// `tvasteg.toml` where it exists; without it the environment must say everything.
    Usual,
}

impl Config {
    /// Reads the configuration from a file and the environment's variables, and checks what can be checked without touching anything.
    pub fn load(
        origin: &Origin<'_>,
        environment: &[(String, String)],
    ) -> Result<Self, ConfigFault> {
        let (path, may_lack) = match origin {
            Origin::Named(path) => (*path, false),
            Origin::Usual => (
                Path::new(USUAL_FILE),
                environment.iter().any(|(name, _)| is_key(name)),
            ),
        };
        let file = if path.exists() {
            let text = read::read_text(path, MOST_BYTES)?;
            Some(File::parse(path, &text)?)
        } else if may_lack {
            None
        } else {
            return Err(ConfigFault::Missing {
                path: path.to_owned(),
            });
        };
        let sources = Sources { file, environment };
        sources.check_names()?;
        let config = Self::from_sources(&sources)?;
        config.check_together()?;
        Ok(config)
    }

    /// The base URL, for what cannot do without one.
    pub fn base_url(&self) -> Result<&BaseUrl, ConfigFault> {
        self.server
            .base_url
            .as_ref()
            .ok_or_else(|| ConfigFault::Required {
                path: "server.base_url".to_owned(),
                variable: read::variable("server", None, "base_url"),
            })
    }

    /// The hosts inside the operator's own network that gateways and eIDs may be called at.
    pub fn private_hosts(&self) -> Vec<String> {
        let hosts = self.messages.allow_private.0.iter();
        hosts.map(|host| host.0.clone()).collect()
    }

    fn check_together(&self) -> Result<(), ConfigFault> {
        self.check_eids()?;
        let mail = &self.mail;
        let fail = |what: &str| {
            Err(ConfigFault::Together {
                what: what.to_owned(),
            })
        };
        if mail.mode == MailMode::None {
            return Ok(());
        }
        if mail.host.is_none() {
            return fail(
                "mail.host is missing: give the mail server's name, or set mail.mode to none",
            );
        }
        if mail.from.is_none() {
            return fail(
                "mail.from is missing: give the address that mail comes from, or set mail.mode to none",
            );
        }
        if mail.username.is_some() != mail.password.is_some() {
            return fail("mail.username and mail.password go together: give both or neither");
        }
        if mail.mode == MailMode::Plain && mail.username.is_some() {
            return fail("mail.username needs TLS: set mail.mode to submissions or starttls");
        }
        Ok(())
    }

    /// One organisation has one account at one eID.
    fn check_eids(&self) -> Result<(), ConfigFault> {
        let mut seen = HashSet::new();
        for eid in &self.eid {
            if !seen.insert((eid.kind, eid.organisation.as_ref())) {
                let kind = eid.kind.name();
                let whose = eid.organisation.as_ref().map_or_else(
                    || "for every organisation".to_owned(),
                    |slug| format!("of the organisation {}", slug.0),
                );
                return Err(ConfigFault::Together {
                    what: format!("[[eid]]: two accounts at {kind} {whose}; keep one of them"),
                });
            }
        }
        Ok(())
    }
}

fn is_key(variable: &str) -> bool {
    variable.starts_with(read::PREFIX) && variable.contains("__")
}
