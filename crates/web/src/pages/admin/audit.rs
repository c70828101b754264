//! The audit log: a page of it, and one row.

use askama::Template;

use super::Field;
use crate::pages::{Fact, Frame, Page, Problem, Width};

/// A page of the log.
#[derive(Template)]
#[template(path = "admin/audit.html")]
pub struct AuditLogPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// What narrows the log down.
    pub filter: Vec<Field>,
    /// Where the filter leads.
    pub action: String,
    /// Whether anything is filtered.
    pub filtered: bool,
    /// Whether this page begins further down.
    pub begins_later: bool,
    /// The rows, newest first.
    pub rows: Vec<LoggedRow>,
    /// Whether looking ended because enough was looked at.
    pub cut_short: bool,
    /// The page with the next older ones.
    pub older: Option<String>,
    /// The page with the newest ones, from further down.
    pub newest: Option<String>,
    /// All of the filter as a table for other programs.
    pub csv: String,
    /// The same as lines of JSON.
    pub json_lines: String,
    /// Where the log is verified.
    pub verify: String,
    /// Where it is decided how long it is kept, for those who may.
    pub retention: Option<String>,
    /// What just went well.
    pub status: Option<String>,
    /// What of the filter cannot be.
    pub problem: Option<Problem>,
}

/// A row of the log.
#[derive(Clone, Debug)]
pub struct LoggedRow {
    /// The page with all of it.
    pub href: String,
    /// When it happened.
    pub at: String,
    /// What happened.
    pub what: String,
    /// Why it was refused.
    pub why: Option<String>,
    /// How it ended.
    pub outcome: String,
    /// The class of the outcome's tag.
    pub class: &'static str,
    /// Who did it.
    pub who: String,
    /// Whom it concerns; empty where it is the same, or nobody.
    pub whom: String,
    /// Where from.
    pub address: String,
}

impl AuditLogPage {
    /// Whether what may stay empty says so: not in a filter.
    pub fn marks_optional(&self) -> bool {
        false
    }
}

impl Page for AuditLogPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-audit"
    }
    fn heading(&self) -> String {
        self.frame.t(if self.begins_later {
            "audit-heading-older"
        } else {
            "admin-area-audit"
        })
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn width(&self) -> Width {
        Width::Full
    }
}

/// One row of the log.
#[derive(Template)]
#[template(path = "admin/audit_entry.html")]
pub struct AuditEntryPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// What happened.
    pub what: String,
    /// When, who, whom, how it ended, where it stands in the chain.
    pub facts: Vec<Fact>,
    /// What else was told.
    pub details: Vec<Fact>,
    /// What was changed.
    pub changes: Vec<Changed>,
    /// The personal part.
    pub personal: Vec<Fact>,
    /// What is to be known of it.
    pub personal_about: String,
    /// The page of the person whom it concerns.
    pub person: Option<String>,
    /// Back.
    pub back: String,
}

/// A field that was changed.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The field.
    pub field: String,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
}

impl Page for AuditEntryPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-audit-entry"
    }
    fn heading(&self) -> String {
        self.what.clone()
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}
