//! Imports on the wire.

use app::administer::import::{Applied, ImportView, PreviewRow, Undone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time::Time;

/// What a table is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewImportQuery {
    /// What the file is called.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub(in crate::api) name: String,
}

/// An import.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Import")]
pub(in crate::api) struct WireImport {
    /// Its key.
    id: String,
    /// What the file is called.
    file_name: String,
    /// `receiving`, `mapping`, `checking`, `checked`, `applied`, `undone`.
    state: String,
    /// Why the file as a whole cannot be read, by its code.
    fault: Option<String>,
    /// Rows that were looked at.
    rows: i64,
    /// People to add.
    new: i64,
    /// People to change.
    changed: i64,
    /// People who are so already.
    unchanged: i64,
    /// Rows that cannot be.
    error: i64,
    /// When it was begun.
    created_at: Time,
    /// When it was applied.
    applied_at: Option<Time>,
    /// When it was undone.
    undone_at: Option<Time>,
    /// Rises with every change: what is applied names the version that it was looked at.
    version: i64,
}

impl From<&ImportView> for WireImport {
    fn from(view: &ImportView) -> Self {
        Self {
            id: view.id.to_string(),
            file_name: view.file_name.clone(),
            state: view.state.as_str().to_owned(),
            fault: view.counts.fault.clone(),
            rows: view.counts.rows,
            new: view.counts.new,
            changed: view.counts.changed,
            unchanged: view.counts.unchanged,
            error: view.counts.error,
            created_at: Time(view.created_at),
            applied_at: Time::of(view.applied_at),
            undone_at: Time::of(view.undone_at),
            version: view.version,
        }
    }
}

/// What a row comes to.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ImportRow")]
pub(in crate::api) struct WireImportRow {
    /// Its number in the file.
    pub(in crate::api) number: i64,
    /// `new`, `changed`, `unchanged`, `error`; `removed`, `restored` after undoing.
    verdict: String,
    /// Why it cannot be, by its code.
    reason: Option<String>,
}

impl From<&PreviewRow> for WireImportRow {
    fn from(row: &PreviewRow) -> Self {
        Self {
            number: row.number,
            verdict: row.verdict.clone(),
            reason: row.reason.clone(),
        }
    }
}

/// An import to put in force.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ApplyImport {
    /// The version that it was looked at.
    pub(in crate::api) version: i64,
    /// Whether rows that cannot be are left out; else they keep it from being applied.
    #[serde(default)]
    pub(in crate::api) without_errors: bool,
}

/// What was put in force.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AppliedImport")]
pub(in crate::api) struct WireApplied {
    /// People who were added.
    added: i64,
    /// People who were changed.
    changed: i64,
}

impl From<&Applied> for WireApplied {
    fn from(applied: &Applied) -> Self {
        Self {
            added: applied.added,
            changed: applied.changed,
        }
    }
}

/// What was taken back.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "UndoneImport")]
pub(in crate::api) struct WireUndone {
    /// People who were added and are gone.
    removed: u64,
    /// People who were changed and are as before.
    restored: u64,
}

impl From<&Undone> for WireUndone {
    fn from(undone: &Undone) -> Self {
        Self {
            removed: undone.removed,
            restored: undone.restored,
        }
    }
}
