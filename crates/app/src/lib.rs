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
pub(crate) mod alarms;
pub mod asking;
mod browsers;
mod circuit;
pub mod completing;
mod copies;
pub mod credentials;
pub mod decision;
pub mod deliver;
pub mod eids;
pub mod enrol;
pub mod fault;
pub mod gateways;
mod guards;
pub(crate) mod handing;
pub mod health;
mod helping;
pub mod idempotency;
mod identifications;
pub mod identifying;
pub mod keep;
pub mod letters;
pub mod links;
pub mod message_settings;
pub mod new_password;
pub mod notices;
pub mod orders;
pub mod outbox;
mod own_session;
pub mod password_check;
pub mod password_pool;
mod password_queue;
pub mod person_record;
pub mod ports;
pub mod recover;
pub mod related_origins;
pub mod requester;
pub mod sealing;
pub mod session_check;
pub mod sign_in;
pub mod throttle;
mod trouble;

use std::future::Future;
use std::sync::Arc;

use connect::mail::Mailer;
use domain::id::OrganisationId;
use domain::random::Random;
use domain::token::{Token, TokenSecret};
use factors::Registry;
use jiff::tz::TimeZone;
use store::{Entropy, Store};
use text::Catalogue;

pub use browsers::BROWSER_DIGITS;
pub use fault::{Answered, Fault};
pub use ports::Clock;
pub use requester::Requester;

use eids::Eids;
use gateways::Gateways;
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
    /// What text messages and calls go through.
    pub gateways: Gateways,
    /// The accounts at eIDs.
    pub eids: Eids,
    /// The clock, for the moment at which something outside answered. Use cases go by the moment of the request.
    pub clock: Arc<dyn Clock>,
    /// Randomness outside units (a browser's first cookie).
    pub entropy: Arc<dyn Entropy>,
    /// The clock's zone on pages and in letters.
    pub time_zone: TimeZone,
    /// The slug of the organisation that addresses without one belong to.
    pub default_organisation: String,
    pub(crate) orders: orders::OrderBook,
    pub(crate) throttle: Throttle,
    pub(crate) sessions: SessionCache,
    pub(crate) message_settings: message_settings::Remembered,
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
    /// What text messages and calls go through.
    pub gateways: Gateways,
    /// The accounts at eIDs.
    pub eids: Eids,
    /// The clock, for the moment at which something outside answered.
    pub clock: Arc<dyn Clock>,
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
            gateways,
            eids,
            clock,
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
            gateways,
            eids,
            clock,
            entropy,
            time_zone,
            default_organisation,
            orders: orders::OrderBook::default(),
            throttle: Throttle::default(),
            sessions: SessionCache::default(),
            message_settings: message_settings::Remembered::default(),
        })
    }

    /// Whether handing messages over costs no waiting here (the demo, tests).
    pub(crate) fn sends_instantly(&self) -> bool {
        let mail = self.mailer.as_ref().is_some_and(|mailer| mailer.instant());
        mail && self.gateways.are_instant()
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

/// What tags are made for: nothing else of ours is taken for a form's.
const FORM: &str = "form";
const BROWSER: &str = "browser";

impl App {
    /// A token that no row knows yet, so that even the first form is tied to its browser.
    pub fn draw_token(&self, organisation: OrganisationId) -> Token {
        let mut random = Fresh(self.entropy.as_ref());
        let id = domain::random::array(&mut random);
        let secret = TokenSecret::draw(&mut random);
        Token {
            organisation,
            id,
            secret,
        }
    }

    /// A number under which the log knows a request that met a fault.
    pub fn draw_operation(&self) -> String {
        let drawn: [u8; 4] = domain::random::array(&mut Fresh(self.entropy.as_ref()));
        format!("{:08x}", u32::from_be_bytes(drawn))
    }

    /// The tag that ties a form to the browser that holds this cookie.
    pub fn form_tag(&self, cookie: &Token) -> Vec<u8> {
        let tag = self
            .store
            .keys()
            .cookie_tag(FORM, cookie.expose().as_bytes());
        tag.as_bytes().to_vec()
    }

    /// What stands for a browser in the database by its cookie.
    pub(crate) fn browser_tag(&self, cookie: &Token) -> [u8; 16] {
        let keys = self.store.keys();
        let tag = keys.cookie_tag(BROWSER, cookie.expose().as_bytes());
        let mut bytes = [0; 16];
        for (place, byte) in bytes.iter_mut().zip(tag.as_bytes().iter().rev()) {
            *place = *byte;
        }
        bytes
    }

    /// Whether `tag` is the one of this cookie; in constant time.
    pub fn is_form_tag(&self, cookie: &Token, tag: &[u8]) -> bool {
        self.store
            .keys()
            .cookie_tag_matches(FORM, cookie.expose().as_bytes(), tag)
    }
}

/// Randomness outside units: a fresh seed for every draw.
struct Fresh<'a>(&'a dyn Entropy);

impl Random for Fresh<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let seed = self.0.seed();
            chunk.copy_from_slice(&seed[..chunk.len()]);
        }
    }
}
