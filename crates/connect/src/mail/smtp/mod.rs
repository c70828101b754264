//! The real mailer: hands each message to the operator's mail server over SMTP submission (RFC 6409, RFC 8314).
//!
//! ```text
//! connecting → greeting → (switching to TLS) → (signing in) → idle ─┐
//!      idle → naming sender → naming recipient → announcing → handing over → idle
//! ```
//!
//! Every step has a time limit, and a failure says at which step it came: before the final dot the message was certainly not accepted,
//! after it nobody knows. A connection is used again only after a message went through; one that failed or was left half-way – a dropped
//! caller – is never spoken to again, since its next answer could belong to an earlier question. Passwords travel inside TLS only, there
//! is no opportunistic TLS, and nothing switches certificate checks off.
//!
//! What lettre gives: the message, the codec, TLS, AUTH PLAIN and LOGIN, SMTPUTF8. What it does not, and stands here: time limits on
//! commands, the step at which a failure came, throwing away what was read before the handshake (`line_gate`), and a pool that never
//! recycles a half-finished conversation. XOAUTH2 is not offered: it needs a token that someone renews.

mod conversation;
mod dial;
mod line_gate;
mod settings;

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::Semaphore;

use self::{conversation::Conversation, dial::Dial};
use super::{
    Accepted, Cause, Mailer, Message, SendFault, Stage,
    compose::{Composed, Sender, compose},
};

pub use settings::{Credentials, Mode, Settings, SettingsFault, Timeouts, UnknownMode};

/// Shorter than any server's or firewall's patience with an idle connection.
const REUSED_WITHIN_MS: u64 = 30_000;

/// Mail over SMTP.
pub struct Smtp {
    dial: Dial,
    sender: Sender,
    idle: Mutex<Vec<Idle>>,
    connections: Semaphore,
}

/// A connection that waits for its next message.
struct Idle {
    conversation: Conversation,
    since_unix_ms: i64,
}

impl Smtp {
    /// Checks the settings. Speaks to nobody yet.
    pub fn new(settings: Settings) -> Result<Self, SettingsFault> {
        let sender = settings.sender()?;
        let connections = Semaphore::new(settings.connections.max(1));
        let dial = Dial::new(settings, sender.domain())?;
        Ok(Self {
            dial,
            sender,
            idle: Mutex::default(),
            connections,
        })
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection used last, where it was used recently. Older ones are closed.
    fn take_idle(&self, at_unix_ms: i64) -> Option<Conversation> {
        let mut idle = self.idle();
        idle.retain(|one| one.since_unix_ms.abs_diff(at_unix_ms) <= REUSED_WITHIN_MS);
        idle.pop().map(|one| one.conversation)
    }

    /// Opens the transaction on a connection that waited, or on a new one where there is none or it died while waiting.
    async fn announce(
        &self,
        composed: &Composed,
        at_unix_ms: i64,
    ) -> Result<Conversation, SendFault> {
        if let Some(mut waited) = self.take_idle(at_unix_ms) {
            match waited.name_sender(composed).await {
                Ok(()) => return Ok(waited),
                Err(fault) if died_waiting(&fault) => {}
                Err(fault) => {
                    waited.leave().await;
                    return Err(fault);
                }
            }
        }
        let mut fresh = self.dial.open().await?;
        match fresh.name_sender(composed).await {
            Ok(()) => Ok(fresh),
            Err(fault) => {
                fresh.leave().await;
                Err(fault)
            }
        }
    }
}

/// Whether the server or the network had hung up before our message began. `421` is the server's farewell.
fn died_waiting(fault: &SendFault) -> bool {
    match fault {
        SendFault::Transient(Cause::Refused(refusal)) => refusal.code == 421,
        SendFault::Transient(cause) => {
            matches!(
                cause,
                Cause::TimedOut(Stage::NamingSender) | Cause::Lost { .. }
            )
        }
        _ => false,
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, message: &Message, at_unix_ms: i64) -> Result<Accepted, SendFault> {
        let composed = compose(&self.sender, message, at_unix_ms)?;
        let _place = self.connections.acquire().await.ok();
        let mut conversation = self.announce(&composed, at_unix_ms).await?;
        match conversation.hand_over(&composed).await {
            Ok(accepted) => {
                self.idle().push(Idle {
                    conversation,
                    since_unix_ms: at_unix_ms,
                });
                Ok(accepted)
            }
            Err(fault) => {
                conversation.leave().await;
                Err(fault)
            }
        }
    }

    fn instant(&self) -> bool {
        false
    }

    async fn check(&self) -> Result<(), SendFault> {
        let _place = self.connections.acquire().await.ok();
        let mut conversation = self.dial.open().await?;
        let outcome = conversation.check().await;
        conversation.leave().await;
        outcome
    }
}
