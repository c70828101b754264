//! How far an import is and what was chosen for it, as its row keeps them.

use domain::factor::FactorKind;
use domain::id::{ImportId, UserId};
use domain::import::{Column, Encoding, Kind, Mapping, Separator};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use store::Import;

use super::source::SourceKind;
use crate::Fault;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The file is on its way.
    Receiving,
    /// The columns are to be looked at.
    Mapping,
    /// The rows are looked at.
    Checking,
    /// What it comes to is known.
    Checked,
    /// It is in force.
    Applied,
    /// It was taken back.
    Undone,
}

impl State {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Receiving, "receiving"),
        (Self::Mapping, "mapping"),
        (Self::Checking, "checking"),
        (Self::Checked, "checked"),
        (Self::Applied, "applied"),
        (Self::Undone, "undone"),
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(state, _)| *state == self)
            .map_or("", |(_, name)| name)
    }

    fn named(name: &str) -> Self {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map_or(Self::Receiving, |(state, _)| *state)
    }
}

/// What was chosen for an import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// In which form the file is; a [`SourceKind`]'s name.
    pub source: String,
    /// The separator's name.
    pub separator: String,
    /// Which column stands where, by name.
    pub columns: Vec<(String, usize)>,
    /// The kinds of factor that numbers are bound to.
    pub factors: Vec<String>,
    /// Keys of roles that everybody in the file gets.
    pub roles: Vec<String>,
    /// Whether people who were added and have no password are invited afterwards.
    pub invite: bool,
    /// Whether an owner (or the operator) ordered it.
    pub by_owner: bool,
    /// Whether a machine ordered it.
    pub by_machine: bool,
    /// The keys of the rights of whoever ordered it; an owner needs none.
    pub rights: Vec<String>,
    /// The policy epoch that the rows were looked at under.
    pub policy_epoch: i64,
}

impl Choices {
    /// The separator.
    pub fn separator(&self) -> Separator {
        Separator::named(&self.separator).unwrap_or(Separator::Semicolon)
    }

    /// The form of the file.
    pub fn source(&self) -> SourceKind {
        SourceKind::named(&self.source)
    }

    /// The mapping.
    pub fn mapping(&self) -> Mapping {
        let mut mapping = Mapping::default();
        for (name, at) in &self.columns {
            if let Some(column) = Column::named(name) {
                mapping.put(column, *at);
            }
        }
        mapping
    }

    /// Keeps this mapping.
    pub fn set_mapping(&mut self, mapping: &Mapping) {
        self.columns = mapping
            .places()
            .iter()
            .map(|(column, at)| (column.as_str().to_owned(), *at))
            .collect();
    }

    /// The kinds of factor that numbers are bound to.
    pub fn factor_kinds(&self) -> impl Iterator<Item = FactorKind> {
        self.factors.iter().map(FactorKind::named)
    }
}

/// How many rows came to what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Bytes of the file.
    pub bytes: u64,
    /// Its parts.
    pub parts: i64,
    /// Rows that were looked at.
    pub rows: i64,
    /// People to add.
    pub new: i64,
    /// People to change.
    pub changed: i64,
    /// People who are so already.
    pub unchanged: i64,
    /// Rows that cannot be.
    pub error: i64,
    /// How the bytes were read.
    pub encoding: Option<String>,
    /// Why the file as a whole cannot be read: a stable code.
    pub fault: Option<String>,
    /// People who were added and are gone again.
    pub removed: i64,
    /// People who were changed and are as before.
    pub restored: i64,
    /// Invitations written.
    pub invited: i64,
    /// The row up to which people have been invited.
    pub invited_through: i64,
    /// The row up to which people have been told what was changed.
    pub told_through: i64,
    /// The row up to which people have been told that it was taken back.
    pub untold_through: i64,
}

impl Counts {
    pub(super) fn note(&mut self, verdict: &str) {
        self.rows += 1;
        match verdict {
            "new" => self.new += 1,
            "changed" => self.changed += 1,
            "unchanged" => self.unchanged += 1,
            _ => self.error += 1,
        }
    }

    pub(super) fn read_as(&mut self, encoding: Option<Encoding>) {
        if let Some(encoding) = encoding {
            self.encoding = Some(encoding.name().to_owned());
        }
    }
}

/// A value of a person that a row changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which field: a column's name, or `factor`.
    pub field: String,
    /// What it is now; empty where nothing.
    pub old: String,
    /// What it becomes.
    pub new: String,
}

/// What is kept of a row for whoever looks at it. Sealed; a secret or a hash is never in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filed {
    /// Whom it names, as typed.
    pub username: String,
    /// The name for people.
    pub name: String,
    /// What it changes, or sets where the person is new.
    pub changes: Vec<Change>,
    /// What the reason is about.
    pub what: String,
    /// The mailbox that an invitation would go to is there.
    pub mailbox: bool,
}

/// An import as pages and the command line see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportView {
    /// Its key.
    pub id: ImportId,
    /// What is imported.
    pub kind: Kind,
    /// What the file was called.
    pub file_name: String,
    /// How far it is.
    pub state: State,
    /// What was chosen.
    pub choices: Choices,
    /// How many rows came to what.
    pub counts: Counts,
    /// Bytes that were looked at.
    pub progress: u64,
    /// Who began it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// When it was applied.
    pub applied_at: Option<Timestamp>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// The version of its row.
    pub version: i64,
}

impl ImportView {
    pub(super) fn read(import: &Import) -> Result<Self, Fault> {
        Ok(Self {
            id: import.id,
            kind: Kind::named(&import.kind).unwrap_or(Kind::People),
            file_name: import.file_name.clone(),
            state: State::named(&import.state),
            choices: serde_json::from_str(&import.options)?,
            counts: serde_json::from_str(&import.counts)?,
            progress: u64::try_from(import.progress).unwrap_or(0),
            created_by: import.created_by,
            created_at: import.created_at,
            applied_at: import.applied_at,
            undone_at: import.undone_at,
            expires_at: import.expires_at,
            version: import.version,
        })
    }

    pub(super) fn row(&self) -> Result<Import, Fault> {
        Ok(Import {
            id: self.id,
            kind: self.kind.as_str().to_owned(),
            file_name: self.file_name.clone(),
            state: self.state.as_str().to_owned(),
            options: serde_json::to_string(&self.choices)?,
            counts: serde_json::to_string(&self.counts)?,
            progress: i64::try_from(self.progress).unwrap_or(i64::MAX),
            created_by: self.created_by,
            created_at: self.created_at,
            applied_at: self.applied_at,
            undone_at: self.undone_at,
            expires_at: self.expires_at,
            version: self.version,
        })
    }

    /// How much of the present step is done, in hundredths.
    pub fn percent(&self) -> u64 {
        let whole = self.counts.bytes.max(1);
        (self.progress.saturating_mul(100) / whole).min(100)
    }
}
