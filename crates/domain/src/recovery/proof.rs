//! What proves that somebody who asks for help is the one they say.

use serde::{Deserialize, Serialize};

use super::OutcomeKind;
use crate::id::{IdentificationId, UserId};
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
    /// Identified with their eID while on the telephone with the agent.
    Eid,
    /// Followed the link that was sent to the registered mailbox.
    LinkFollowed,
}

impl ProofKind {
    /// All of them, as a checklist names them.
    pub const ALL: [Self; 5] = [
        Self::CallBack,
        Self::Manager,
        Self::InPerson,
        Self::Eid,
        Self::LinkFollowed,
    ];

    /// Its name in the audit log and on forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CallBack => "call-back",
            Self::Manager => "manager",
            Self::InPerson => "in-person",
            Self::Eid => "eid",
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

    /// Whether it needs no proof beside it: the person was identified as they were when their eID was bound, by somebody else than us.
    pub const fn stands_alone(self) -> bool {
        matches!(self, Self::Eid)
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
    /// What is kept of it, of an eID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identification: Option<IdentificationId>,
}

/// Whether these proofs suffice: an eID, or two of different kinds, and one to open what too many wrong answers closed, which still asks for
/// every factor. A followed link never suffices alone.
///
/// An eID stands for both proofs and for nothing else (R23): a second person and the waiting time are demanded as the organisation decided.
pub fn proofs_suffice(proofs: &[Proof], outcome: OutcomeKind) -> bool {
    if proofs.iter().any(|proof| proof.kind.stands_alone()) {
        return true;
    }
    let kinds = ProofKind::ALL
        .into_iter()
        .filter(|kind| proofs.iter().any(|proof| proof.kind == *kind));
    let (own, recorded): (Vec<_>, Vec<_>) = kinds.partition(|kind| !kind.is_recorded());
    let needed = if outcome == OutcomeKind::Unlock { 1 } else { 2 };
    !recorded.is_empty() && own.len() + recorded.len() >= needed
}
