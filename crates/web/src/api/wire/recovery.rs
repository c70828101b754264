//! Recovery cases on the wire.

use domain::recovery::{Case, Outcome, PassShape, Proof, ProofKind};
use domain::time::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time::Time;

/// Which cases.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct CasesQuery {
    /// Those that are over, instead of those that are open.
    #[serde(default)]
    pub(in crate::api) closed: bool,
    /// Where the page begins: what `next` said.
    #[schemars(length(max = 500))]
    pub(in crate::api) after: Option<String>,
}

/// A recovery case.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "RecoveryCase")]
pub(in crate::api) struct WireCase {
    /// Its key.
    id: String,
    /// The number that is read aloud.
    number: String,
    /// Whose account.
    user: String,
    /// `open`, `asked`, `approved`, `acted`, `stopped`, `closed`.
    state: String,
    /// What happened, in the words of whoever opened it.
    reason: String,
    /// Its number in another system.
    ticket: String,
    /// What was proved.
    proofs: Vec<WireProof>,
    /// The second person who approved it.
    approver: Option<String>,
    /// From when it may be done.
    acts_at: Option<Time>,
    /// When it was opened.
    created_at: Time,
    /// When it ends by itself.
    expires_at: Time,
    /// When it was done, stopped or closed.
    closed_at: Option<Time>,
}

impl WireCase {
    /// A case as it stands now.
    pub(in crate::api) fn of(case: &Case, now: Timestamp) -> Self {
        Self {
            id: case.id.to_string(),
            number: case.number.as_str().to_owned(),
            user: case.user.to_string(),
            state: case.standing(now).as_str().to_owned(),
            reason: case.reason.clone(),
            ticket: case.ticket.clone(),
            proofs: case.proofs.iter().map(WireProof::from).collect(),
            approver: case.approver.map(|id| id.to_string()),
            acts_at: Time::of(case.acts_at),
            created_at: Time(case.created_at),
            expires_at: Time(case.expires_at),
            closed_at: Time::of(case.closed_at),
        }
    }
}

/// Something that was proved.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Proof")]
struct WireProof {
    /// What it is.
    kind: String,
    /// When it was proved.
    at: Time,
}

impl From<&Proof> for WireProof {
    fn from(proof: &Proof) -> Self {
        Self {
            kind: proof.kind.as_str().to_owned(),
            at: Time(proof.at),
        }
    }
}

/// A case to open.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewCase {
    /// Whose account.
    #[schemars(length(max = 100))]
    pub(in crate::api) user: String,
    /// Whether a mail from the registered address brought it.
    #[serde(default)]
    pub(in crate::api) by_mail: bool,
    /// What happened.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub(in crate::api) reason: String,
    /// Its number in another system.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub(in crate::api) ticket: String,
}

/// What whoever handles a case can note as proved. A followed link notes itself.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "ProofKind")]
pub(in crate::api) enum WireProofKind {
    /// Called back on a number that was known before.
    CallBack,
    /// Somebody who leads them says so.
    Manager,
    /// Seen in person, with an identity card.
    InPerson,
}

impl From<WireProofKind> for ProofKind {
    fn from(kind: WireProofKind) -> Self {
        match kind {
            WireProofKind::CallBack => Self::CallBack,
            WireProofKind::Manager => Self::Manager,
            WireProofKind::InPerson => Self::InPerson,
        }
    }
}

/// A proof to note.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct WireNewProof {
    /// What was proved.
    pub(in crate::api) kind: WireProofKind,
    /// The number that was called, for a call back.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub(in crate::api) number: Option<String>,
    /// Who it was and how.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub(in crate::api) note: String,
}

/// What shall be done in a case.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct WireAsk {
    /// Which way.
    outcome: WireOutcome,
    /// For how many minutes a pass works.
    #[serde(default)]
    #[schemars(range(min = 10, max = 1440))]
    minutes: Option<u32>,
    /// For how many days enrolment may be put off.
    #[serde(default)]
    #[schemars(range(max = 365))]
    days: Option<u32>,
}

/// Which way somebody comes in again.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "RecoveryOutcome")]
enum WireOutcome {
    /// A link that opens enrolment.
    PassLink,
    /// A code that opens enrolment.
    PassCode,
    /// Wrong answers are forgotten.
    Unlock,
    /// Enrolment may be put off.
    Grace,
    /// Two-step ends for the account.
    SwitchOff,
}

impl WireAsk {
    /// What is asked for; nothing where a pass or grace lacks its time.
    pub(in crate::api) fn outcome(&self) -> Option<Outcome> {
        Some(match self.outcome {
            WireOutcome::PassLink => Outcome::Pass {
                shape: PassShape::Link,
                minutes: self.minutes?,
            },
            WireOutcome::PassCode => Outcome::Pass {
                shape: PassShape::Code,
                minutes: self.minutes?,
            },
            WireOutcome::Unlock => Outcome::Unlock,
            WireOutcome::Grace => Outcome::Grace { days: self.days? },
            WireOutcome::SwitchOff => Outcome::SwitchOff,
        })
    }
}
