//! A case: one person, why, what was proved, what is to be done, and how far it got.

use super::{ACTED_WITHIN, APPROVED_WITHIN, Outcome, Proof};
use crate::id::{LoginId, PassId, RecoveryCaseId, UserId};
use crate::random::{self, Random};
use crate::time::{Span, Timestamp};

/// How long a case stays open in all; whoever is not helped by then asks anew.
pub const LIVES_FOR: Span = Span::days(7);

/// The number that a person reads aloud on the telephone: it names a case and opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(String);

impl CaseNumber {
    /// Draws one: eight digits.
    pub fn draw(random: &mut dyn Random) -> Self {
        Self(format!("{:08}", random::below(100_000_000, random)))
    }

    /// Reads a number with or without space in it.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 40 {
            return None;
        }
        let digits: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
        let fits = digits.len() == 8 && digits.bytes().all(|digit| digit.is_ascii_digit());
        fits.then_some(Self(digits))
    }

    /// The digits as a column keeps them.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In two groups of four.
    pub fn written(&self) -> String {
        let (front, back) = self.0.split_at(self.0.len().min(4));
        format!("{front} {back}")
    }
}

/// How a case came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The person called, or came by.
    Agent,
    /// The person asked for it at the login, after the right password.
    Person,
    /// A mail came from the registered address.
    Mail,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Agent, Self::Person, Self::Mail];

    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Person => "person",
            Self::Mail => "mail",
        }
    }

    /// The source with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }
}

/// How far a case got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Proofs are gathered.
    Open,
    /// A second person is asked.
    Asked,
    /// It may be done, once its waiting time is over.
    Approved,
    /// It was done.
    Acted,
    /// The person said that it was not them.
    Stopped,
    /// It was given up.
    Closed,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::Asked,
        Self::Approved,
        Self::Acted,
        Self::Stopped,
        Self::Closed,
    ];

    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Acted => "acted",
            Self::Stopped => "stopped",
            Self::Closed => "closed",
        }
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// What somebody asked to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// What.
    pub outcome: Outcome,
    /// Who; `None` for the operator.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its key.
    pub id: RecoveryCaseId,
    /// The number that is read aloud.
    pub number: CaseNumber,
    /// Whose account.
    pub user: UserId,
    /// How it came to be.
    pub source: Source,
    /// The agent who opened it.
    pub agent: Option<UserId>,
    /// The login in which the person asked for it.
    pub login: Option<LoginId>,
    /// How far it got, as it was written last.
    pub state: State,
    /// What happened, in the agent's words.
    pub reason: String,
    /// Its number in another system.
    pub ticket: String,
    /// What was proved.
    pub proofs: Vec<Proof>,
    /// What is to be done.
    pub ask: Option<Ask>,
    /// The second person who approved it.
    pub approver: Option<UserId>,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// From when it may be done.
    pub acts_at: Option<Timestamp>,
    /// The pass that came of it.
    pub pass: Option<PassId>,
    /// When a link was sent to the registered mailbox.
    pub link_sent_at: Option<Timestamp>,
    /// When it was done, stopped or closed.
    pub closed_at: Option<Timestamp>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Rises with every change.
    pub version: i64,
}

impl Case {
    /// Whether nothing can be done in it any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.closed_at.is_some() || now >= self.expires_at
    }

    /// How far it got, as of now: what nobody approved in time, or did in time, is open again.
    pub fn standing(&self, now: Timestamp) -> State {
        let lapsed = match self.state {
            State::Asked => self
                .ask
                .is_none_or(|ask| now.since(ask.at) > APPROVED_WITHIN),
            State::Approved => self
                .acts_at
                .is_none_or(|acts_at| now.since(acts_at) > ACTED_WITHIN),
            _ => false,
        };
        if lapsed { State::Open } else { self.state }
    }

    /// Until when what was asked can be approved.
    pub fn approved_until(&self) -> Option<Timestamp> {
        self.ask.map(|ask| ask.at + APPROVED_WITHIN)
    }

    /// Whether this person had a hand in it: opened it, recorded a proof or asked.
    pub fn had_a_hand(&self, user: Option<UserId>) -> bool {
        let asked = self.ask.is_some_and(|ask| ask.by == user);
        // The operator has no account: whatever has no name of its own was not done by an agent of the organisation.
        let named = user.is_some()
            && (self.agent == user || self.proofs.iter().any(|proof| proof.by == user));
        asked || named
    }
}
