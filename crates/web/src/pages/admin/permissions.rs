//! The organisation's catalogue of permissions, and taking a table of them in.

use askama::Template;

use super::Field;
use crate::pages::{Frame, Page, Problem, Width, icon};

/// The catalogue.
#[derive(Template)]
#[template(path = "admin/permissions.html")]
pub struct PermissionsPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// The organisation's own permissions, by area.
    pub groups: Vec<PermissionGroup>,
    /// What is built in.
    pub built_in: Vec<(String, String)>,
    /// The page to add one.
    pub add: String,
    /// The page to take in a table.
    pub import: String,
    /// Back to the cards.
    pub back: String,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// Permissions under one heading.
#[derive(Clone, Debug)]
pub struct PermissionGroup {
    /// The heading.
    pub name: String,
    /// The permissions.
    pub rows: Vec<PermissionRow>,
}

/// A permission of the organisation's own.
#[derive(Clone, Debug)]
pub struct PermissionRow {
    /// Its name.
    pub name: String,
    /// Its unchanging key.
    pub key: String,
    /// How many role cards give it, as a sentence.
    pub cards: String,
    /// The page to change it.
    pub change: String,
    /// The page that asks whether to remove it.
    pub remove: String,
    /// Where moving it posts to.
    pub arrange: String,
    /// Whether it can move up in its group.
    pub up: bool,
    /// Whether it can move down in its group.
    pub down: bool,
}

impl Page for PermissionsPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-permissions"
    }
    fn heading(&self) -> String {
        self.frame.t("role-catalogue")
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}

/// Taking in a table: what each line would do, before anything is done.
#[derive(Template)]
#[template(path = "admin/permission_import.html")]
pub struct PermissionImportPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// Where the form posts to.
    pub action: String,
    /// The table as it was pasted.
    pub table: Field,
    /// What it would do, once it was read.
    pub dry_run: Option<ImportDryRun>,
    /// Back to the catalogue.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// What a table would do.
#[derive(Clone, Debug)]
pub struct ImportDryRun {
    /// How much, as a sentence.
    pub summary: String,
    /// Line by line.
    pub lines: Vec<ImportLine>,
    /// How many lines more there are than are shown, as a sentence.
    pub more: Option<String>,
    /// What applying it names: the counts that were shown. None where it cannot be applied.
    pub expected: Option<String>,
}

/// A line of a table.
#[derive(Clone, Debug)]
pub struct ImportLine {
    /// Its row.
    pub row: String,
    /// The word for what it would do.
    pub verdict: String,
    /// The class of that word's tag.
    pub class: &'static str,
    /// What it names.
    pub what: String,
    /// What is changed, or what is wrong.
    pub detail: String,
}

impl PermissionImportPage {
    /// Whether what may stay empty says so.
    pub fn marks_optional(&self) -> bool {
        false
    }
}

impl Page for PermissionImportPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-permission-import"
    }
    fn heading(&self) -> String {
        self.frame.t("role-import")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}
