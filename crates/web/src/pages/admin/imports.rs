//! Import and export: the files, the columns, the progress and the rows.

use askama::Template;

use super::{Field, Fieldset, Selectable};
use crate::pages::{Frame, Page, Problem, Width};

/// The list of files.
#[derive(Template)]
#[template(path = "admin/imports.html")]
pub struct ImportListPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// Where a file is chosen.
    pub new: String,
    /// Everybody as a table.
    pub export: String,
    /// The files, the newest first.
    pub rows: Vec<ImportListRow>,
    /// The page with older ones.
    pub older: Option<String>,
    /// The page with the newest, from further down.
    pub newest: Option<String>,
    /// What just went well.
    pub status: Option<String>,
}

/// A file that was read in.
#[derive(Clone, Debug)]
pub struct ImportListRow {
    /// What it was called.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What it holds.
    pub kind: String,
    /// How far it is.
    pub state: String,
    /// How many rows were looked at.
    pub rows: String,
    /// When it was read in.
    pub at: String,
}

/// The page on which a file is chosen.
#[derive(Template)]
#[template(path = "admin/import_new.html")]
pub struct ImportNewPage {
    /// The frame.
    pub frame: Frame,
    /// Where the form leads.
    pub action: String,
    /// The list.
    pub back: String,
    /// What is to be known of the file.
    pub hint: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// The page on which columns are put right.
#[derive(Template)]
#[template(path = "admin/import_columns.html")]
pub struct ImportMappingPage {
    /// The frame.
    pub frame: Frame,
    /// What the file was called.
    pub file: String,
    /// Where the form leads.
    pub action: String,
    /// Where throwing the file away posts to.
    pub discard: String,
    /// The version of its row.
    pub version: i64,
    /// What the file is, where it is no table.
    pub source: Option<String>,
    /// The sign between cells.
    pub separator: Field,
    /// The columns.
    pub columns: Vec<MappedColumn>,
    /// What else is chosen.
    pub options: Vec<Fieldset>,
    /// Whether nothing can be made of the file.
    pub unreadable: bool,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// A column of the file.
#[derive(Clone, Debug)]
pub struct MappedColumn {
    /// The name of its field.
    pub name: String,
    /// Its heading in the file.
    pub heading: String,
    /// What stands in the first rows.
    pub sample: Vec<String>,
    /// What it may be.
    pub options: Vec<Selectable>,
}

/// The progress while rows are looked at.
#[derive(Template)]
#[template(path = "admin/import_checking.html")]
pub struct ImportCheckingPage {
    /// The frame.
    pub frame: Frame,
    /// What the file was called.
    pub file: String,
    /// How much is done, in hundredths.
    pub percent: u64,
    /// The same in words.
    pub progress: String,
    /// Where throwing the file away posts to.
    pub discard: String,
}

/// The rows of an import.
#[derive(Template)]
#[template(path = "admin/import_rows.html")]
pub struct ImportRowsPage {
    /// The frame.
    pub frame: Frame,
    /// The heading.
    pub heading: String,
    /// What the file was called.
    pub file: String,
    /// What is said above the rows.
    pub told: Vec<String>,
    /// How many rows came to what.
    pub counts: Vec<ImportCount>,
    /// The rows.
    pub rows: Vec<ImportRowLine>,
    /// The page with the next rows.
    pub next: Option<String>,
    /// The page with the first rows, from further down.
    pub first: Option<String>,
    /// The rows with errors as a table.
    pub report: Option<String>,
    /// Where applying posts to.
    pub apply: Option<String>,
    /// The words of its button.
    pub apply_label: String,
    /// The words of the tick that leaves errors out.
    pub without: Option<String>,
    /// The page to change the columns.
    pub columns: Option<String>,
    /// Where throwing the file away posts to.
    pub discard: Option<String>,
    /// The page that asks whether to undo it.
    pub undo: Option<String>,
    /// The version of its row.
    pub version: i64,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// How many rows came to one thing.
#[derive(Clone, Debug)]
pub struct ImportCount {
    /// How many of what.
    pub name: String,
    /// The page with these rows alone.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
}

/// A row.
#[derive(Clone, Debug)]
pub struct ImportRowLine {
    /// Its number in the file.
    pub number: String,
    /// Whom it names.
    pub username: String,
    /// What they are called.
    pub name: String,
    /// What it comes to.
    pub verdict: String,
    /// The class of the verdict's tag.
    pub class: &'static str,
    /// Why it is an error.
    pub reason: Option<String>,
    /// What it changes, a line each.
    pub changes: Vec<String>,
}

impl ImportMappingPage {
    /// Whether what may stay empty says so.
    pub fn marks_optional(&self) -> bool {
        false
    }
}

impl Page for ImportListPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-imports"
    }
    fn heading(&self) -> String {
        self.frame.t("import-heading")
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn width(&self) -> Width {
        Width::Full
    }
}

impl Page for ImportNewPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-import-new"
    }
    fn heading(&self) -> String {
        self.frame.t("import-new")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

impl Page for ImportMappingPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-import-columns"
    }
    fn heading(&self) -> String {
        self.frame.t("import-mapping-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn width(&self) -> Width {
        Width::Full
    }
}

impl Page for ImportCheckingPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-import-checking"
    }
    fn heading(&self) -> String {
        self.frame.t("import-checking-heading")
    }
}

impl Page for ImportRowsPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-import"
    }
    fn heading(&self) -> String {
        self.heading.clone()
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
