//! A mailer that keeps its messages in memory: what the demo shows at `/demo/outbox.json`, and what tests read.
//!
//! It composes every message as the real one does and throws the bytes away, so that it refuses what that refuses. It can be told to fail
//! as a server would. Nothing ever leaves the process.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use super::{
    Accepted, Cause, Mailer, Message, MessageFault, Refusal, SendFault, Stage,
    compose::{Sender, compose},
};

/// Mail that stays here.
pub struct Outbox {
    sender: Sender,
    most: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kept: VecDeque<Kept>,
    planned: VecDeque<Planned>,
}

/// A message as it was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// [`Message::id`].
    pub id: String,
    /// The recipient's bare address, as it was given.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The moment it was dated.
    pub at_unix_ms: i64,
}

/// How a coming send shall fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// Refused with 451.
    Transient,
    /// Refused with 550.
    Permanent,
    /// The answer is lost after the message was handed over.
    Unknown {
        /// Whether it was accepted all the same, which the caller cannot know.
        arrived: bool,
    },
}

impl Outbox {
    /// Keeps the newest `most` messages, all from `from`.
    pub fn new(from: &str, most: usize) -> Result<Self, MessageFault> {
        Ok(Self {
            sender: Sender::new(from, None, None)?,
            most,
            state: Mutex::default(),
        })
    }

    /// What was accepted, newest first.
    pub fn kept(&self) -> Vec<Kept> {
        self.state().kept.iter().cloned().collect()
    }

    /// Lets the next sends fail, one by one in this order, after those already planned.
    pub fn fail_next(&self, planned: impl IntoIterator<Item = Planned>) {
        self.state().planned.extend(planned);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn keep(&mut self, message: &Message, at_unix_ms: i64, most: usize) {
        self.kept.push_front(Kept {
            id: message.id.clone(),
            to: message.to.clone(),
            subject: message.subject.clone(),
            text: message.text.clone(),
            at_unix_ms,
        });
        self.kept.truncate(most);
    }
}

#[async_trait]
impl Mailer for Outbox {
    async fn send(&self, message: &Message, at_unix_ms: i64) -> Result<Accepted, SendFault> {
        compose(&self.sender, message, at_unix_ms)?;
        let mut state = self.state();
        let planned = state.planned.pop_front();
        if matches!(planned, None | Some(Planned::Unknown { arrived: true })) {
            state.keep(message, at_unix_ms, self.most);
        }
        match planned {
            None => Ok(Accepted {
                reply: "kept in memory".to_owned(),
            }),
            Some(planned) => Err(planned.fault()),
        }
    }

    fn instant(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), SendFault> {
        Ok(())
    }
}

impl Planned {
    fn fault(self) -> SendFault {
        let refusal = |code, status: &str| Refusal {
            stage: Stage::NamingRecipient,
            code,
            status: Some(status.to_owned()),
            text: Some("as planned".to_owned()),
        };
        match self {
            Self::Transient => SendFault::Transient(Cause::Refused(refusal(451, "4.7.1"))),
            Self::Permanent => SendFault::Permanent(refusal(550, "5.1.1")),
            Self::Unknown { .. } => SendFault::Unknown(Cause::TimedOut(Stage::HandingOver)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]
    use super::*;
    use crate::mail::Field;

    fn message(id: &str) -> Message {
        Message {
            id: id.to_owned(),
            to: "cilla@demo.example".to_owned(),
            subject: "Kod".to_owned(),
            text: format!("Koden är {id}"),
            html: "<p>Kod</p>".to_owned(),
            language: "sv".to_owned(),
            reply_to: None,
        }
    }

    fn ids(outbox: &Outbox) -> Vec<String> {
        outbox.kept().into_iter().map(|kept| kept.id).collect()
    }

    #[tokio::test]
    async fn the_newest_comes_first_and_the_oldest_falls_out() {
        let outbox = Outbox::new("tvasteg@demo.example", 2).unwrap();
        for (id, at) in [("a", 1), ("b", 2), ("c", 3)] {
            outbox.send(&message(id), at).await.unwrap();
        }
        assert_eq!(ids(&outbox), ["c", "b"]);
        let newest = outbox.kept().remove(0);
        assert_eq!(
            (newest.to.as_str(), newest.text.as_str(), newest.at_unix_ms),
            ("cilla@demo.example", "Koden är c", 3)
        );
        assert!(outbox.instant());
        outbox.check().await.unwrap();
    }

    #[tokio::test]
    async fn planned_faults_come_in_order_and_then_end() {
        let outbox = Outbox::new("tvasteg@demo.example", 10).unwrap();
        outbox.fail_next([Planned::Transient, Planned::Permanent]);
        outbox.fail_next([
            Planned::Unknown { arrived: true },
            Planned::Unknown { arrived: false },
        ]);
        let mut retry = Vec::new();
        for id in ["a", "b", "c", "d"] {
            retry.push(outbox.send(&message(id), 0).await.unwrap_err().may_retry());
        }
        outbox.send(&message("e"), 0).await.unwrap();
        assert_eq!(retry, [true, false, false, false]);
        assert_eq!(ids(&outbox), ["e", "c"]);
    }

    #[tokio::test]
    async fn what_a_server_could_not_be_given_is_refused_here_too() {
        let outbox = Outbox::new("tvasteg@demo.example", 10).unwrap();
        outbox.fail_next([Planned::Permanent]);
        let bad = Message {
            subject: "Kod\r\nBcc: x@evil.example".to_owned(),
            ..message("a")
        };
        let fault = outbox.send(&bad, 0).await.unwrap_err();
        assert!(
            matches!(
                fault,
                SendFault::BadMessage(MessageFault::ControlCharacter(Field::Subject))
            ),
            "{fault:?}"
        );
        assert!(outbox.kept().is_empty());
        assert!(
            matches!(
                outbox.send(&message("a"), 0).await,
                Err(SendFault::Permanent(_))
            ),
            "a bad message uses up no plan"
        );
    }
}
