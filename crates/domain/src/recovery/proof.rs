//! What proves that somebody who asks for help is the one they say.

use serde::{Deserialize, Serialize};

use super::OutcomeKind;
use crate::id::UserId;
use crate::time::Timestamp;

/// A kind of proof. A mail that came in, or the password that was given, is none: whoever asks may have stolen both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// Called back on a number that was known before.
    CallBack,
    /// Somebody who leads them says so, asked by the agent.
    Manager,
    /// Seen in person, with an identity card.
    InPerson,
    /// Followed the link that was sent to the registered mailbox.
    LinkFollowed,
}

impl ProofKind {
    /// All of them, as a checklist names them.
    pub const ALL: [Self; 4] = [
        Self::CallBack,
        Self::Manager,
        Self::InPerson,
        Self::LinkFollowed,
    ];

    /// Its name in the audit log and on forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CallBack => "call-back",
            Self::Manager => "manager",
            Self::InPerson => "in-person",
            Self::LinkFollowed => "link-followed",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether an agent records it; the link is followed by the person.
    pub const fn is_recorded(self) -> bool {
        !matches!(self, Self::LinkFollowed)
    }
}

/// Something that was proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// What kind.
    pub kind: ProofKind,
    /// When.
    pub at: Timestamp,
    /// Who recorded it; `None` for the person's own act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// The number or mailbox, masked; who the manager is; what card was shown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Whether these proofs suffice: two of different kinds, and one to open what too many wrong answers closed, which still asks for every
/// factor. A followed link never suffices alone.
pub fn proofs_suffice(proofs: &[Proof], outcome: OutcomeKind) -> bool {
    let kinds = ProofKind::ALL
        .into_iter()
        .filter(|kind| proofs.iter().any(|proof| proof.kind == *kind));
    let (own, recorded): (Vec<_>, Vec<_>) = kinds.partition(|kind| !kind.is_recorded());
    let needed = if outcome == OutcomeKind::Unlock { 1 } else { 2 };
    !recorded.is_empty() && own.len() + recorded.len() >= needed
}
