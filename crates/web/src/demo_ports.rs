//! What the demo hands in: its outbox, its clock, its people. The program that runs it brings them; without them its addresses are unknown.

use domain::time::{Span, Timestamp};

/// The demo behind its pages.
pub trait Demo: Send + Sync {
    /// Moves the server's clock forward and tells the moment it shows then; `None` where the clock ends before that.
    fn advance(&self, by: Span) -> Option<Timestamp>;

    /// What would have been sent, newest first.
    fn outbox(&self) -> Vec<DemoMessage>;

    /// The people to sign in as.
    fn people(&self) -> Vec<DemoPerson>;

    /// The password of everybody who has none of their own.
    fn password(&self) -> &str;
}

/// A message that would have been sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoMessage {
    /// Its id.
    pub id: String,
    /// `email`, `sms` or `voice`.
    pub channel: &'static str,
    /// A bare address, or a number in E.164.
    pub to: String,
    /// The subject; empty where there is none.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was sent.
    pub at: Timestamp,
}

/// Somebody to sign in as. What is to be seen with them stands in the catalogue, under `demo-person-<username>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// The username.
    pub username: String,
    /// The role's name.
    pub role: String,
    /// A password of their own.
    pub password: Option<String>,
}
