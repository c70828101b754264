//! Mail: one message to one person, composed here and handed to a mail server.
//!
//! The words arrive finished; this module turns them into a correct MIME message, hands it over and says what became of it. It never
//! chooses an address, never retries on its own, and never keeps a message longer than the conversation. Two mailers exist: [`smtp`]
//! speaks to a real server, [`outbox`] keeps the messages in memory for the demo and for tests. Both compose the message, so what one
//! refuses the other refuses too.

mod address;
mod compose;
mod fault;
pub mod outbox;
pub mod smtp;

use async_trait::async_trait;

pub use fault::{Cause, Field, MessageFault, Refusal, SendFault, Stage};

/// One mail to one person, in words that are already in the reader's language.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Unique and ours; becomes the left part of `Message-ID`, and a retry of the same message keeps it. Letters, digits, `-`, `_`, `.`;
    /// at most 64.
    pub id: String,
    /// The recipient's bare address: exactly one.
    pub to: String,
    /// The subject, one line.
    pub subject: String,
    /// The text part: what a reader without HTML sees.
    pub text: String,
    /// The HTML part: the same words.
    pub html: String,
    /// The language tag of the words: `sv`, `en`.
    pub language: String,
    /// Where an answer goes, if anywhere: the organisation's support address.
    pub reply_to: Option<String>,
}

/// What the server said when it took the message over. Accepted is not delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The server's own words, often with its queue number; for the operator's log.
    pub reply: String,
}

/// Something that takes mail over.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands over one message, dated `at_unix_ms`. One attempt: whether to try again is [`SendFault::may_retry`].
    async fn send(&self, message: &Message, at_unix_ms: i64) -> Result<Accepted, SendFault>;

    /// Whether handing over costs no waiting, so that a page may do it before it answers.
    fn instant(&self) -> bool;

    /// Whether a message would be taken now: reaches the server, secures the line and signs in, and sends nothing.
    async fn check(&self) -> Result<(), SendFault>;
}
