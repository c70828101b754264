//! Whether the accounts at eIDs would be let in: asked now and then without an order, by each node for itself, and remembered.
//!
//! Only the worker asks. Whoever reads what is remembered – a page, a monitor that asks in a loop – makes nobody ask anything.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use domain::eid::{EidFault, TlsFault};
use domain::time::{Span, Timestamp};
use tokio::task::JoinSet;

use super::{Account, Eids};

/// How often an eID is asked at the most.
const ASK_EVERY: Span = Span::minutes(10);

/// How long an answer is waited for.
const WITHIN: Duration = Duration::from_secs(15);

/// What keeps an account from being let in, told apart because each has another remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Hindrance {
    /// Its certificate was not issued under the root we were given.
    #[error("its certificate was not issued under the configured root")]
    WrongRoot,
    /// Its certificate is another host's than that of the address we were given.
    #[error("its certificate is for another host name than the configured address")]
    WrongHost,
    /// Its certificate has run out, or our clock is wrong.
    #[error("its certificate has expired or is not valid yet (is this machine's clock right?)")]
    TheirsExpired,
    /// Our certificate has run out.
    #[error("our certificate has expired")]
    OursExpired,
    /// It does not take our certificate.
    #[error("it does not accept our certificate")]
    OursRefused,
    /// What answers under the address is no such service.
    #[error("there is no such service under the configured address")]
    WrongAddress,
    /// It is closed for a while and says so.
    #[error("it is under maintenance")]
    Closed,
    /// No connection stands, or no answer came in time.
    #[error("it cannot be reached")]
    NoConnection,
    /// It answered, but not as it should.
    #[error("it does not answer as it should")]
    Trouble,
}

impl Hindrance {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::WrongRoot,
        Self::WrongHost,
        Self::TheirsExpired,
        Self::OursExpired,
        Self::OursRefused,
        Self::WrongAddress,
        Self::Closed,
        Self::NoConnection,
        Self::Trouble,
    ];

    /// Its word: the end of its text's key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongRoot => "wrong-root",
            Self::WrongHost => "wrong-host",
            Self::TheirsExpired => "theirs-expired",
            Self::OursExpired => "ours-expired",
            Self::OursRefused => "ours-refused",
            Self::WrongAddress => "wrong-address",
            Self::Closed => "closed",
            Self::NoConnection => "no-connection",
            Self::Trouble => "trouble",
        }
    }

    const fn of(fault: &EidFault) -> Self {
        match fault {
            EidFault::Tls(TlsFault::WrongRoot) => Self::WrongRoot,
            EidFault::Tls(TlsFault::WrongHost) => Self::WrongHost,
            EidFault::Tls(TlsFault::TheirsExpired) => Self::TheirsExpired,
            EidFault::Tls(TlsFault::OursExpired) => Self::OursExpired,
            EidFault::Tls(TlsFault::OursRefused(_)) | EidFault::Refused { .. } => Self::OursRefused,
            EidFault::Misdirected { .. } => Self::WrongAddress,
            EidFault::Maintenance => Self::Closed,
            EidFault::Tls(TlsFault::Other(_)) | EidFault::Unreachable { .. } => Self::NoConnection,
            EidFault::AlreadyInProgress
            | EidFault::InvalidOrder(_)
            | EidFault::Canceled
            | EidFault::Busy { .. }
            | EidFault::Trouble { .. }
            | EidFault::Broken(_) => Self::Trouble,
        }
    }
}

/// What an eID said when it was last asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probed {
    /// When that was.
    pub at: Timestamp,
    /// What kept us out; nothing where it would have let us in.
    pub hindrance: Option<Hindrance>,
}

/// What is known of an account without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The service's name.
    pub service: String,
    /// When our certificate ends.
    pub certificate_ends: Timestamp,
    /// The name of the root that is trusted, where it is one we know.
    pub known_root: Option<&'static str>,
    /// The root's SHA-256 fingerprint, capital hexadecimal digits.
    pub root_fingerprint: String,
    /// What it said when it was last asked; nothing where it was not asked yet.
    pub probed: Option<Probed>,
}

impl Eids {
    /// Asks each account whether it would be let in, where it was not asked for ten minutes.
    pub async fn probe_due(&self, now: Timestamp) {
        self.probe_within(now, WITHIN).await;
    }

    pub(super) async fn probe_within(&self, now: Timestamp, within: Duration) {
        let mut asking = JoinSet::new();
        for (place, one) in self.0.iter().enumerate() {
            let is_due = one
                .probed()
                .is_none_or(|last| now < last.at || now.since(last.at) >= ASK_EVERY);
            if is_due {
                let eid = Arc::clone(&one.account.eid);
                let asked = async move { tokio::time::timeout(within, eid.probe(now)).await };
                asking.spawn(async move { (place, asked.await) });
            }
        }
        while let Some(asked) = asking.join_next().await {
            if let Ok((place, outcome)) = asked
                && let Some(one) = self.0.get(place)
            {
                let hindrance = match outcome {
                    Ok(Ok(())) => None,
                    Ok(Err(fault)) => Some(Hindrance::of(&fault)),
                    Err(_) => Some(Hindrance::NoConnection),
                };
                one.note(Probed { at: now, hindrance });
            }
        }
    }

    /// What is known of the accounts that this organisation depends on.
    pub fn known_for(&self, slug: &str) -> Vec<Known> {
        self.serving(slug).map(Account::known).collect()
    }

    /// What is known of every account.
    pub fn known(&self) -> Vec<Known> {
        self.0.iter().map(Account::known).collect()
    }
}

impl Account {
    fn probed(&self) -> Option<Probed> {
        *self.probed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers it, and tells the log where it is another than before.
    fn note(&self, probed: Probed) {
        let before = self.probed().and_then(|before| before.hindrance);
        let service = &self.account.service;
        let organisation = self.account.organisation.as_deref().unwrap_or("all");
        match probed.hindrance {
            Some(why) if before != Some(why) => {
                tracing::warn!(%service, organisation, %why, "an eID would not let us in");
            }
            None if before.is_some() => {
                tracing::info!(%service, organisation, "an eID would let us in again");
            }
            _ => {}
        }
        *self.probed.lock().unwrap_or_else(PoisonError::into_inner) = Some(probed);
    }

    fn known(&self) -> Known {
        let standing = self.account.eid.standing();
        Known {
            service: self.account.service.clone(),
            certificate_ends: standing.certificate_ends,
            known_root: standing.known_root,
            root_fingerprint: standing.root_fingerprint.clone(),
            probed: self.probed(),
        }
    }
}
