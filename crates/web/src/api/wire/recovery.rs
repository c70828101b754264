//! Recovery cases on the wire.

use domain::recovery::{Case, Proof};
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
    /// `call-back`, `manager`, `in-person`, `eid`, `link-followed`.
    kind: String,
    /// When it was proved.
    at: Time,
    /// The identification that is kept of it, of an `eid`.
    identification: Option<String>,
}

impl From<&Proof> for WireProof {
    fn from(proof: &Proof) -> Self {
        Self {
            kind: proof.kind.as_str().to_owned(),
            at: Time(proof.at),
            identification: proof.identification.map(|id| id.to_string()),
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
