//! One connection, and one message over it at a time.
//!
//! ```text
//! MAIL FROM → RCPT TO → DATA → the message → "." → 250
//! └── a failure here: certainly not accepted ──┘└─ here: unknown
//! ```

use std::{fmt::Display, time::Duration};

use lettre::transport::smtp::{
    self,
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Noop, Rcpt},
    extension::{Extension, MailBodyParameter, MailParameter},
    response::Response,
};
use tokio::time::timeout;

use super::{
    dial::{fault_of, lost},
    settings::Timeouts,
};
use crate::mail::{Accepted, Cause, Refusal, SendFault, Stage, compose::Composed};

const MOST_QUOTED: usize = 300;
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// A connection that is secured and signed in.
pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    timeouts: Timeouts,
    used: bool,
}

impl Conversation {
    pub(super) fn new(connection: AsyncSmtpConnection, timeouts: Timeouts) -> Self {
        Self {
            connection,
            timeouts,
            used: false,
        }
    }

    /// `MAIL FROM`. A connection that waited has little time to answer: a new one is the better use of it.
    pub(super) async fn name_sender(&mut self, composed: &Composed) -> Result<(), SendFault> {
        let mut parameters = Vec::new();
        // Only a recipient's name outside ASCII makes the message so; SMTPUTF8 includes 8BITMIME (RFC 6531).
        if !composed.bytes.is_ascii() {
            if !self
                .connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(SendFault::NameNotCarried);
            }
            parameters.push(MailParameter::SmtpUtfEight);
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let patience = if self.used {
            self.timeouts.connect.min(self.timeouts.command)
        } else {
            self.timeouts.command
        };
        let command = Mail::new(Some(composed.from.clone()), parameters);
        self.command(Stage::NamingSender, patience, 250, command)
            .await
    }

    /// `RCPT TO`, `DATA` and the message.
    pub(super) async fn hand_over(&mut self, composed: &Composed) -> Result<Accepted, SendFault> {
        let patience = self.timeouts.command;
        let recipient = Rcpt::new(composed.to.clone(), Vec::new());
        self.command(Stage::NamingRecipient, patience, 250, recipient)
            .await
            .map_err(|fault| without_address(fault, composed.to.as_ref()))?;
        self.command(Stage::Announcing, patience, 354, Data).await?;
        let accepted = self.message(&composed.bytes).await?;
        self.used = true;
        Ok(accepted)
    }

    /// `NOOP`.
    pub(super) async fn check(&mut self) -> Result<(), SendFault> {
        self.command(Stage::Checking, self.timeouts.command, 250, Noop)
            .await
    }

    /// `QUIT`, where the connection still listens.
    pub(super) async fn leave(mut self) {
        // Nothing depends on the answer; a connection that does not give it is closed all the same.
        let _ = timeout(FAREWELL, self.connection.abort()).await;
    }

    async fn command(
        &mut self,
        stage: Stage,
        patience: Duration,
        code: u16,
        command: impl Display,
    ) -> Result<(), SendFault> {
        match timeout(patience, self.connection.command(command)).await {
            Err(_) => Err(SendFault::Transient(Cause::TimedOut(stage))),
            Ok(Err(error)) => Err(fault_of(stage, error)),
            Ok(Ok(response)) if is_the_answer(&response, code) => Ok(()),
            Ok(Ok(response)) => Err(SendFault::Transient(Cause::OutOfStep {
                stage,
                code: response.code().into(),
            })),
        }
    }

    async fn message(&mut self, bytes: &[u8]) -> Result<Accepted, SendFault> {
        let stage = Stage::HandingOver;
        let mut dot_may_be_out = false;
        // The iterator is asked for more once the last byte is written, right before the final dot.
        let parts = std::iter::once(bytes).chain(std::iter::from_fn(|| {
            dot_may_be_out = true;
            None
        }));
        let outcome = timeout(self.timeouts.command, self.connection.message_iter(parts)).await;
        let lost_as = |cause| {
            if dot_may_be_out {
                SendFault::Unknown(cause)
            } else {
                SendFault::Transient(cause)
            }
        };
        match outcome {
            Err(_) => Err(lost_as(Cause::TimedOut(stage))),
            Ok(Err(error)) if error.status().is_some() => Err(fault_of(stage, error)),
            Ok(Err(error)) => Err(lost_as(lost(stage, error))),
            Ok(Ok(response)) if is_the_answer(&response, 250) => Ok(Accepted {
                reply: quoted(&response.message().collect::<Vec<_>>().join(" ")),
            }),
            Ok(Ok(response)) => Err(SendFault::Unknown(Cause::OutOfStep {
                stage,
                code: response.code().into(),
            })),
        }
    }
}

/// `251` is a `250` that tells of forwarding; other answers of success belong to other questions.
fn is_the_answer(response: &Response, code: u16) -> bool {
    let given = u16::from(response.code());
    given == code || (code == 250 && matches!(given, 251 | 252))
}

/// The server's no, if `error` is one, without what it may have echoed.
pub(super) fn refusal_of(stage: Stage, error: &smtp::Error) -> Option<Refusal> {
    let code = u16::from(error.status()?);
    let words = std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default();
    let (status, rest) = match words.split_once(' ') {
        Some((first, rest)) if is_enhanced_status(first) => (Some(first.to_owned()), rest),
        _ if is_enhanced_status(&words) => (Some(words.clone()), ""),
        _ => (None, words.as_str()),
    };
    let may_echo = matches!(stage, Stage::SigningIn | Stage::HandingOver);
    let text = (!may_echo && !rest.is_empty()).then(|| quoted(rest));
    Some(Refusal {
        stage,
        code,
        status,
        text,
    })
}

fn is_enhanced_status(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    matches!(parts.as_slice(), ["2" | "4" | "5", subject, detail]
        if [subject, detail].iter().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())))
}

/// Somebody else's words on one line of bounded length.
fn quoted(words: &str) -> String {
    words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MOST_QUOTED)
        .collect()
}

/// Servers repeat the recipient in their refusal; our logs do not.
fn without_address(fault: SendFault, address: &str) -> SendFault {
    let cleaned = |refusal: Refusal| {
        let text = refusal.text.map(|text| {
            let (lower, sought) = (text.to_ascii_lowercase(), address.to_ascii_lowercase());
            if lower.contains(&sought) {
                lower.replace(&sought, "…")
            } else {
                text
            }
        });
        Refusal { text, ..refusal }
    };
    match fault {
        SendFault::Permanent(refusal) => SendFault::Permanent(cleaned(refusal)),
        SendFault::Transient(Cause::Refused(refusal)) => {
            SendFault::Transient(Cause::Refused(cleaned(refusal)))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests;
