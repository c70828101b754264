//! The accounts at eIDs: which organisation may ask which service, as the configuration says, how long our certificates there last, and
//! whether we would be let in.
//!
//! Only the worker asks a service, now and then and without an order: whoever reads what is known asks nobody.

mod probes;

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect::eid::Eid;
use domain::time::{Span, Timestamp};
use tokio::sync::watch;

pub use probes::{Hindrance, Known, Probed};

use crate::{App, Clock, Fault};

/// From here on a certificate's end is worth a warning.
const WARN_FROM: Span = Span::days(30);

/// From here on it is an alarm.
const ALARM_FROM: Span = Span::days(14);

/// How often it is looked which services the organisations have, and how often the log is told of a certificate that ends.
const NOTES_EVERY: Duration = Duration::from_mins(1);
const TELLS_EVERY: Span = Span::days(1);

/// One account, and whose it is.
pub struct EidAccount {
    /// The service's name in the configuration; a factor's `needs.service`.
    pub service: String,
    /// The slug of the organisation that it serves; nothing where it serves every one that has none of its own.
    pub organisation: Option<String>,
    /// The service.
    pub eid: Arc<dyn Eid>,
}

/// How pressing the end of a certificate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pressing {
    /// Within thirty days: a new one should be ordered.
    Warning,
    /// Within fourteen days.
    Alarm,
    /// It has ended: nobody can use the eID.
    Over,
}

impl Pressing {
    /// How pressing it is at `now` that a certificate ends then; nothing while it lasts long.
    pub fn of(ends: Timestamp, now: Timestamp) -> Option<Self> {
        if ends <= now {
            return Some(Self::Over);
        }
        match ends.since(now) {
            left if left <= ALARM_FROM => Some(Self::Alarm),
            left if left <= WARN_FROM => Some(Self::Warning),
            _ => None,
        }
    }
}

/// A certificate of ours that ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The service's name.
    pub service: String,
    /// The organisation whose account it is; nothing where it serves all.
    pub organisation: Option<String>,
    /// When it ends.
    pub at: Timestamp,
    /// How many whole days are left.
    pub days: i64,
    /// How pressing that is.
    pub pressing: Pressing,
}

/// In one sentence that does not tell whose it is.
impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, days, .. } = self;
        match self.pressing {
            Pressing::Over => write!(f, "our certificate for {service} has ended"),
            Pressing::Warning | Pressing::Alarm => {
                let within = days + 1;
                write!(f, "our certificate for {service} ends within {within} days")
            }
        }
    }
}

impl EidAccount {
    /// The end of our certificate, where it is near at `now`.
    pub fn ending(&self, now: Timestamp) -> Option<Ending> {
        let at = self.eid.standing().certificate_ends;
        let left = (at.unix_millis() - now.unix_millis()).max(0);
        Some(Ending {
            service: self.service.clone(),
            organisation: self.organisation.clone(),
            at,
            days: left / Span::days(1).as_millis(),
            pressing: Pressing::of(at, now)?,
        })
    }
}

/// All accounts of an installation.
#[derive(Default)]
pub struct Eids(Vec<Account>);

/// An account, and what its service said when it was last asked.
struct Account {
    account: EidAccount,
    probed: Mutex<Option<Probed>>,
}

impl Eids {
    /// An installation with these accounts.
    pub fn new(accounts: Vec<EidAccount>) -> Self {
        let accounts = accounts.into_iter().map(|account| Account {
            account,
            probed: Mutex::new(None),
        });
        Self(accounts.collect())
    }

    /// The service that this organisation asks: its own account before the one for all.
    pub fn find(&self, service: &str, slug: &str) -> Option<&Arc<dyn Eid>> {
        let of = |whose: Option<&str>| {
            self.iter()
                .find(|one| one.service == service && one.organisation.as_deref() == whose)
        };
        of(Some(slug)).or_else(|| of(None)).map(|one| &one.eid)
    }

    /// Every account, in the order of the configuration.
    pub fn iter(&self) -> impl Iterator<Item = &EidAccount> {
        self.0.iter().map(|one| &one.account)
    }

    /// The accounts that serve this organisation: its own, and those for all where it has none of its own.
    fn serving(&self, slug: &str) -> impl Iterator<Item = &Account> {
        self.0.iter().filter(move |one| {
            self.find(&one.account.service, slug)
                .is_some_and(|found| Arc::ptr_eq(found, &one.account.eid))
        })
    }

    /// The services that this organisation has an account at, by name, each once and in order.
    fn services_of(&self, slug: &str) -> Vec<String> {
        let serving = self.serving(slug);
        let names: BTreeSet<String> = serving.map(|one| one.account.service.clone()).collect();
        names.into_iter().collect()
    }

    /// Our certificates that this organisation depends on and that end soon.
    pub fn ending_for(&self, slug: &str, now: Timestamp) -> Vec<Ending> {
        self.serving(slug)
            .filter_map(|one| one.account.ending(now))
            .collect()
    }

    /// All of our certificates that end soon.
    pub fn ending(&self, now: Timestamp) -> Vec<Ending> {
        self.iter()
            .filter_map(|account| account.ending(now))
            .collect()
    }
}

/// Writes down which services each organisation has by now, so that the policy, and a preview of it, know. Told again once in a while,
/// because organisations are added while the program runs.
pub async fn note_services(app: &Arc<App>) -> Result<(), Fault> {
    let organisations = app.store.read(store::ReadTx::organisations).await?;
    for organisation in organisations {
        let services = app.eids.services_of(&organisation.slug);
        if services == organisation.services {
            continue;
        }
        let id = organisation.id;
        let unit = move |tx: &mut store::Tx| tx.set_services(id, &services);
        app.store.write(unit).await?;
    }
    Ok(())
}

/// Writes down each minute which services there are until `stop` says true, asks them every ten minutes whether they would let us in, and
/// tells the log once a day of certificates that end.
pub async fn worker(app: Arc<App>, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    let mut tell_at = clock.now();
    tell_of_strangers(&app).await;
    while !*stop.borrow() {
        if let Err(fault) = note_services(&app).await {
            tracing::warn!(%fault, "which eIDs the organisations have could not be written down");
        }
        let now = clock.now();
        if now >= tell_at {
            for ending in app.eids.ending(now) {
                tell(&ending);
            }
            tell_at = now + TELLS_EVERY;
        }
        let next = async {
            app.eids.probe_due(now).await;
            tokio::time::sleep(NOTES_EVERY).await;
        };
        tokio::select! {
            () = next => {}
            // A sender that is gone stops it too.
            gone = stop.changed() => if gone.is_err() { return },
        }
    }
}

fn tell(ending: &Ending) {
    let (service, days) = (&ending.service, ending.days);
    let organisation = ending.organisation.as_deref().unwrap_or("all");
    match ending.pressing {
        Pressing::Warning => {
            tracing::warn!(%service, organisation, days, "our certificate for an eID ends soon");
        }
        Pressing::Alarm => {
            tracing::error!(%service, organisation, days, "our certificate for an eID ends very soon");
        }
        Pressing::Over => {
            tracing::error!(%service, organisation, "our certificate for an eID has ended: nobody can use it");
        }
    }
}

/// An account for an organisation that does not exist serves nobody: probably its name is mistyped.
async fn tell_of_strangers(app: &Arc<App>) {
    let known: HashSet<String> = match app.store.read(store::ReadTx::organisations).await {
        Ok(organisations) => organisations.into_iter().map(|one| one.slug).collect(),
        Err(_) => return,
    };
    for account in app.eids.iter() {
        if let Some(organisation) = &account.organisation
            && !known.contains(organisation)
        {
            let service = &account.service;
            tracing::warn!(%service, %organisation, "an account at an eID is for an organisation that does not exist");
        }
    }
}

#[cfg(test)]
mod tests;
