//! The use cases, one verb a file: they open the unit, ask `domain` and `factors`, write `store` and audit.
//!
//! Nothing here knows HTTP, reads a clock or draws randomness outside a unit's own stream. The areas are siblings: none imports another;
//! what they share stands beside this file. A use case gives [`Answered`]: what was done, or why it was refused, or a fault.
//!
//! ```text
//! web ─► sign_in, enrol, recover, account, administer ─► decision (the policy) ─► store, factors
//!                                  └─► outbox ─► deliver ─► connect
//! ```

pub mod account;
pub mod administer;
pub mod asking;
pub mod completing;
pub mod decision;
pub mod deliver;
pub mod enrol;
pub mod fault;
pub mod keep;
pub mod letters;
pub mod links;
pub mod new_password;
pub mod notices;
pub mod outbox;
pub mod password_check;
pub mod password_pool;
pub mod ports;
pub mod recover;
pub mod requester;
pub mod session_check;
pub mod sign_in;
pub mod throttle;

use std::future::Future;
use std::sync::Arc;

use connect::mail::Mailer;
use factors::Registry;
use jiff::tz::TimeZone;
use store::{Entropy, Store};
use text::Catalogue;

pub use fault::{Answered, Fault};
pub use ports::Clock;
pub use requester::Requester;

use password_pool::PasswordPool;
use session_check::SessionCache;
use throttle::Throttle;

/// What an installation is made of; one for the life of the process.
pub struct App {
    /// The one store.
    pub store: Store,
    /// The factors.
    pub registry: Registry,
    /// The languages.
    pub catalogue: Catalogue,
    /// The hash pool.
    pub passwords: PasswordPool,
    /// The mail server; without one no mail can be sent, and the factors that need it are not offered.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Randomness outside units (a browser's first cookie).
    pub entropy: Arc<dyn Entropy>,
    /// The clock's zone on pages and in letters.
    pub time_zone: TimeZone,
    /// The slug of the organisation that addresses without one belong to.
    pub default_organisation: String,
    pub(crate) throttle: Throttle,
    pub(crate) sessions: SessionCache,
}

/// What [`App::new`] is made of.
pub struct Parts {
    /// The one store.
    pub store: Store,
    /// The factors.
    pub registry: Registry,
    /// The languages.
    pub catalogue: Catalogue,
    /// The hash pool.
    pub passwords: PasswordPool,
    /// The mail server, if there is one.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Randomness outside units.
    pub entropy: Arc<dyn Entropy>,
    /// The clock's zone on pages and in letters.
    pub time_zone: TimeZone,
    /// The slug of the organisation that addresses without one belong to.
    pub default_organisation: String,
}

impl App {
    /// Puts an installation together.
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts {
            store,
            registry,
            catalogue,
            passwords,
            mailer,
            entropy,
            time_zone,
            default_organisation,
        } = parts;
        Arc::new(Self {
            store,
            registry,
            catalogue,
            passwords,
            mailer,
            entropy,
            time_zone,
            default_organisation,
            throttle: Throttle::default(),
            sessions: SessionCache::default(),
        })
    }

    /// Runs work to its end even if whoever asked hangs up: what was counted is committed, and what was committed is told.
    pub(crate) async fn to_the_end<T: Send + 'static>(
        work: impl Future<Output = Result<T, Fault>> + Send + 'static,
    ) -> Result<T, Fault> {
        #[allow(
            clippy::disallowed_methods,
            reason = "this is the one place that detaches work from its request"
        )]
        let task = tokio::spawn(work);
        task.await.map_err(|_| Fault::CutShort)?
    }

    /// Starts work that nobody waits for.
    pub(crate) fn aside(work: impl Future<Output = ()> + Send + 'static) {
        #[allow(
            clippy::disallowed_methods,
            reason = "this is the one place that starts work nobody waits for"
        )]
        drop(tokio::spawn(work));
    }
}
