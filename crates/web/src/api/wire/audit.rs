//! The audit log on the wire.

use std::collections::BTreeMap;

use app::administer::audit::{EventView, ListedEvent};
use app::sealing::Verification;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time::Time;

/// Which rows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct AuditQuery {
    /// Who did it: a username or an id.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub(in crate::api) who: String,
    /// Whom it concerns: a username or an id.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub(in crate::api) whom: String,
    /// What happened, by its code.
    #[serde(default)]
    #[schemars(length(max = 60))]
    pub(in crate::api) kind: String,
    /// How it ended: `done`, `refused`, or a refusal's code.
    #[serde(default)]
    #[schemars(length(max = 60))]
    pub(in crate::api) outcome: String,
    /// From which address; for credentials with `people:read`.
    #[serde(default)]
    #[schemars(length(max = 60))]
    pub(in crate::api) address: String,
    /// Not before this moment.
    pub(in crate::api) from: Option<Time>,
    /// Before this moment.
    pub(in crate::api) until: Option<Time>,
    /// How many rows at most: 1 to 200, 50 unless said otherwise.
    #[schemars(range(min = 1, max = 200))]
    pub(in crate::api) limit: Option<u32>,
    /// Where the page begins: what `next` said.
    #[schemars(length(max = 500))]
    pub(in crate::api) after: Option<String>,
}

/// A row of the log.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AuditEvent")]
pub(in crate::api) struct WireEvent {
    /// Its key.
    id: String,
    /// When it happened.
    at: Time,
    /// What happened, by its code.
    kind: String,
    /// `done`, or the code of the refusal.
    outcome: String,
    /// Who did it.
    actor: Option<String>,
    /// Their username, while the account is there.
    actor_username: Option<String>,
    /// Whom it concerns.
    subject: Option<String>,
    /// Their username, while the account is there.
    subject_username: Option<String>,
    /// Facts without personal data.
    details: BTreeMap<String, String>,
    /// From which address, until that is erased; for credentials with `people:read`.
    address: Option<String>,
}

impl WireEvent {
    /// A row. Where somebody was, only those see who may see people.
    pub(in crate::api) fn of(event: &ListedEvent, sees_addresses: bool) -> Self {
        let row = &event.row;
        let personal = row.personal.as_ref().filter(|_| sees_addresses);
        Self {
            id: row.id.to_string(),
            at: Time(row.at),
            kind: row.kind.clone(),
            outcome: row.outcome.clone(),
            actor: row.actor.map(|id| id.to_string()),
            actor_username: event.actor.as_ref().map(|own| own.username.clone()),
            subject: row.subject.map(|id| id.to_string()),
            subject_username: event.subject.as_ref().map(|own| own.username.clone()),
            details: row.details.clone(),
            address: personal.and_then(|own| own.address.clone()),
        }
    }
}

/// A row of the log with where it stands in the chain.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SealedEvent")]
pub(in crate::api) struct WireSealedEvent {
    /// The row.
    event: WireEvent,
    /// The seal that covers it; null while it awaits sealing.
    seal: Option<i64>,
    /// Its place under that seal, from one.
    place: Option<i64>,
}

impl WireSealedEvent {
    /// A row with its place.
    pub(in crate::api) fn of(view: &EventView, sees_addresses: bool) -> Self {
        Self {
            event: WireEvent::of(&view.event, sees_addresses),
            seal: view.sealed.map(|(seal, _)| seal),
            place: view.sealed.map(|(_, place)| place),
        }
    }
}

/// What the newest part of the log turned out to be.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Verification")]
pub(in crate::api) struct WireVerification {
    /// Whether nothing was found that is not as it was.
    in_order: bool,
    /// The first thing that is not as it was, by its code.
    finding: Option<String>,
    /// Seals that were gone through.
    seals: i64,
    /// Rows that were gone through.
    rows: i64,
    /// Rows that await sealing.
    unsealed: i64,
}

impl From<&Verification> for WireVerification {
    fn from(found: &Verification) -> Self {
        Self {
            in_order: found.finding.is_none(),
            finding: found.finding.as_ref().map(|own| own.code().to_owned()),
            seals: found.tally.seals,
            rows: found.tally.rows,
            unsealed: found.unsealed,
        }
    }
}
