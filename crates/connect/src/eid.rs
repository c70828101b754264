//! An eID, asked over the network: the trait behind which every one of them stands, BankID the first.
//!
//! An eID is asked for one thing at a time and says what happened. It never polls by itself, never repeats anything, keeps no order and
//! never decides whom to let in: references, cadence and what an outcome means are the caller's.

mod open;

use async_trait::async_trait;

pub use open::{EidKind, OpenFault, Part, Parts, open};

use domain::eid::{EidFault, NewOrder, OrderReference, PhoneOrder, Seen, Started};
use domain::time::Timestamp;

/// What an eID must be able to do.
#[async_trait]
pub trait Eid: Send + Sync {
    /// Begins an order for the person in front of our page.
    async fn start(&self, order: &NewOrder) -> Result<Started, EidFault>;

    /// Begins an order for somebody on the telephone.
    async fn identify_caller(&self, order: &PhoneOrder) -> Result<OrderReference, EidFault>;

    /// Asks where an order stands. A final answer is told once: whoever gets it keeps it before doing anything else.
    async fn collect(&self, reference: &OrderReference) -> Result<Seen, EidFault>;

    /// Ends an order that is open. Callers may ignore what it says: an order that is gone cannot be ended.
    async fn cancel(&self, reference: &OrderReference) -> Result<(), EidFault>;

    /// Whether it would answer us, without an order: address, trust and our certificate. `now` tells a certificate of ours that has
    /// expired from one that is refused for something else.
    async fn probe(&self, now: Timestamp) -> Result<(), EidFault>;

    /// What we show to it and trust in it, known without asking.
    fn standing(&self) -> &Standing;
}

/// An account at an eID, as far as a page may show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Where it is called.
    pub address: String,
    /// The name of the root that is trusted, where it is one we know; otherwise the operator alone vouches for it.
    pub known_root: Option<&'static str>,
    /// The root's SHA-256 fingerprint, capital hexadecimal digits.
    pub root_fingerprint: String,
    /// Whom our certificate names.
    pub subject: String,
    /// When our certificate begins.
    pub certificate_begins: Timestamp,
    /// When our certificate ends.
    pub certificate_ends: Timestamp,
}
