//! A gateway that keeps its messages in memory: what the demo shows in its outbox, and what tests read.
//!
//! It carries text messages and calls, and can be told to fail as a gateway would. Nothing ever leaves the process, no report ever comes
//! back, and no organisation can choose it: whoever wants one makes it and hands it in under the key [`KEY`].

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use super::{
    Accepted, AccountWhy, Call, Carries, Gateway, Inbound, MessageWhy, Money, Report, ReportFault,
    Said, Sms, Spoken, Unsent,
};

/// The driver's name in the database. The list of drivers does not have it.
pub const KEY: &str = "built-in";

/// Messages that stay here.
pub struct MemoryGateway {
    most: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kept: VecDeque<KeptMessage>,
    planned: VecDeque<Planned>,
}

/// A message as it was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMessage {
    /// [`Sms::reference`], [`Call::reference`].
    pub id: String,
    /// How it would have gone.
    pub channel: Carries,
    /// The recipient, as it was given.
    pub to: String,
    /// The text; of a call, what is read aloud, once through, its digits together.
    pub text: String,
    /// The moment it was handed over.
    pub at_unix_ms: i64,
}

/// How a coming send shall fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// The message is refused.
    Message(MessageWhy),
    /// The account is refused.
    Account(AccountWhy),
    /// Not this time.
    Transient,
    /// The answer is lost after the message was handed over.
    Unknown {
        /// Whether it was accepted all the same, which the caller cannot know.
        arrived: bool,
    },
}

impl MemoryGateway {
    /// Keeps the newest `most` messages.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            state: Mutex::default(),
        }
    }

    /// What was accepted, newest first.
    pub fn kept(&self) -> Vec<KeptMessage> {
        self.state().kept.iter().cloned().collect()
    }

    /// Lets the next messages fail, one by one in this order, after those already planned.
    pub fn fail_next(&self, planned: impl IntoIterator<Item = Planned>) {
        self.state().planned.extend(planned);
    }

    fn take(&self, message: KeptMessage) -> Result<Accepted, Unsent> {
        let accepted = Accepted {
            id: Some(message.id.clone()),
            ..Accepted::default()
        };
        let mut state = self.state();
        let planned = state.planned.pop_front();
        if matches!(planned, None | Some(Planned::Unknown { arrived: true })) {
            state.kept.push_front(message);
            state.kept.truncate(self.most);
        }
        planned.map_or(Ok(accepted), |planned| Err(planned.unsent()))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Planned {
    fn unsent(self) -> Unsent {
        let said = Said {
            text: Some("as planned".to_owned()),
            ..Said::default()
        };
        match self {
            Self::Message(why) => Unsent::Message { why, said },
            Self::Account(why) => Unsent::Account { why, said },
            Self::Transient => Unsent::Transient {
                retry_after: None,
                said,
            },
            Self::Unknown { .. } => Unsent::Unknown { said },
        }
    }
}

fn read_aloud(script: &[Spoken]) -> String {
    let pieces: Vec<&str> = script
        .iter()
        .filter_map(|piece| match piece {
            Spoken::Words(words) => Some(words.as_str()),
            Spoken::Digits(digits) => Some(digits.as_str()),
            Spoken::Pause => None,
        })
        .collect();
    pieces.join(" ")
}

#[async_trait]
impl Gateway for MemoryGateway {
    async fn send_sms(&self, sms: &Sms, at_unix_ms: i64) -> Result<Accepted, Unsent> {
        self.take(KeptMessage {
            id: sms.reference.clone(),
            channel: Carries::Sms,
            to: sms.to.clone(),
            text: sms.text.clone(),
            at_unix_ms,
        })
    }

    async fn call(&self, call: &Call, at_unix_ms: i64) -> Result<Accepted, Unsent> {
        self.take(KeptMessage {
            id: call.reference.clone(),
            channel: Carries::Voice,
            to: call.to.clone(),
            text: read_aloud(&call.script),
            at_unix_ms,
        })
    }

    fn read_reports(&self, _: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        Err(ReportFault::Forged)
    }

    async fn balance(&self, _: i64) -> Result<Option<Money>, Unsent> {
        Ok(None)
    }

    async fn check(&self, _: i64) -> Result<Option<()>, Unsent> {
        Ok(Some(()))
    }

    fn instant(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
