//! How a fake treats a request, and what it was told to do next.

use std::{collections::VecDeque, time::Duration};

/// How one request is treated. Whatever is planned, a request that the gateway could not take is refused first, in the gateway's own form,
/// and noted in [`super::Fake::faults`]; only [`Behaviour::HalfOpen`] and [`Behaviour::Reset`] never read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes the message.
    Accept,
    /// Takes the message and answers only after this long.
    Slow(Duration),
    /// Refuses the recipient's number.
    RefuseNumber,
    /// Refuses the sender.
    RefuseSender,
    /// Says that there is no money left.
    NoMoney,
    /// Says that name, key or password is wrong.
    WrongKey,
    /// Too many requests, with a `Retry-After` in seconds where one is given.
    Throttle(Option<u32>),
    /// Fails with this status of the five hundreds.
    ServerFault(u16),
    /// Refuses inside an answer that says HTTP 200 or 201.
    RefuseInside,
    /// Takes the connection and the head of the request, and never answers. Nothing is taken.
    HalfOpen,
    /// Resets the connection before the request is read. Nothing is taken.
    Reset,
    /// Takes the message and never answers.
    Hang,
    /// Takes the message and closes the connection without an answer.
    AcceptThenDrop,
    /// Takes the message and closes the connection in the middle of the answer.
    CutShort,
    /// Takes the message and answers with something that is no JSON.
    Malformed,
    /// Answers this, whatever was asked; nothing is taken.
    Answer(u16, String),
}

/// Why a message is refused; a gateway says it in its own form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Number,
    Sender,
    Money,
    Key,
    Throttled,
    Server,
    Inside,
}

/// What happens to the answer of a message that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    Whole,
    After(Duration),
    Never,
    Dropped,
    CutShort,
    Malformed,
}

/// What is planned: one behaviour a request, then the one that always holds.
#[derive(Debug)]
pub(super) struct Plan {
    messages: VecDeque<Behaviour>,
    account: VecDeque<Behaviour>,
    always: Behaviour,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            messages: VecDeque::new(),
            account: VecDeque::new(),
            always: Behaviour::Accept,
        }
    }
}

impl Plan {
    /// Adds behaviours for the coming messages.
    pub(super) fn add(&mut self, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.messages.extend(behaviours);
    }

    /// Adds behaviours for the coming questions about the account.
    pub(super) fn add_account(&mut self, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.account.extend(behaviours);
    }

    /// What holds when nothing is planned.
    pub(super) fn always(&mut self, behaviour: Behaviour) {
        self.always = behaviour;
    }

    /// Forgets what was planned.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// How the next request is treated.
    pub(super) fn next(&mut self, about_account: bool) -> Behaviour {
        let queue = if about_account {
            &mut self.account
        } else {
            &mut self.messages
        };
        queue.pop_front().unwrap_or_else(|| self.always.clone())
    }
}
