//! The values that a factor is handed: when, where, for whom, in which language.

use std::net::IpAddr;

use domain::eid::Visit;
use domain::factor::Mark;
use domain::id::{AuthenticatorId, UserId};
use domain::message::MessageSettings;
use domain::organisation::Organisation;
use domain::time::Timestamp;
use text::Text;

/// A keyed hash whose key lies outside the database.
pub trait KeyedHash {
    /// The hash of `bytes` under the current key.
    fn hash(&self, bytes: &[u8]) -> Vec<u8>;

    /// Whether `stored` is the hash of `bytes` under any live key; compared in constant time.
    fn matches(&self, bytes: &[u8], stored: &[u8]) -> bool;
}

/// An address that the person is registered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAddress {
    /// `email` or `phone`.
    pub channel: String,
    /// The address in clear.
    pub value: String,
    /// Whether it was confirmed.
    pub verified: bool,
}

/// Everything around a step of a factor.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The moment of the request.
    pub now: Timestamp,
    /// The person's language.
    pub text: &'a Text,
    /// The organisation.
    pub organisation: &'a Organisation,
    /// The person; `None` where nobody is known yet.
    pub user: Option<UserId>,
    /// The person's username.
    pub username: &'a str,
    /// The person's registered addresses.
    pub addresses: &'a [KnownAddress],
    /// What the organisation decided about text messages and calls.
    pub messages: &'a MessageSettings,
    /// Where the request comes from, in words (`Chrome on Windows, 203.0.113.7`).
    pub origin: &'a str,
    /// Where the request comes from.
    pub address: IpAddr,
    /// The browser and its page, as an eID weighs them.
    pub visit: &'a Visit,
    /// The keyed hash for codes.
    pub keyed: &'a dyn KeyedHash,
    /// A moment as the organisation's clock shows it (`10.42`).
    pub clock: &'a dyn Fn(Timestamp) -> String,
    /// When the code that is out expires. For a step that may send one (every `begin_`, `continue_enrolment`, `ask_again`): when that
    /// one will expire.
    pub code_expires_at: Timestamp,
}

/// An enrolled authenticator with its data opened. No Debug: data may hold a secret.
#[derive(Clone)]
pub struct Authenticator {
    /// Its key.
    pub id: AuthenticatorId,
    /// What the person calls it.
    pub label: String,
    /// The factor's own bytes.
    pub data: Vec<u8>,
    /// The format of `data`.
    pub data_format: i64,
    /// The mailbox or number it comes through.
    pub channel: Option<Mark>,
    /// The highest mark (time step) it ever accepted; -1 before the first.
    pub consumed_through: i64,
}
