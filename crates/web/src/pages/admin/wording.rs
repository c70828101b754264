//! The text of a text message, edited: what it becomes, and how much room it takes.

use askama::Template;

use crate::pages::{Frame, Page, Problem, Width};

/// The page.
#[derive(Template)]
#[template(path = "admin/wording.html")]
pub struct WordingPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// What the code is for, and the language.
    pub what: String,
    /// The language of the text.
    pub language: String,
    /// What stands in the field.
    pub text: String,
    /// The product's own text.
    pub usual: String,
    /// Whether the organisation has its own.
    pub own: bool,
    /// What the form carries unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// Where the form posts to.
    pub action: String,
    /// Back.
    pub back: String,
    /// What it becomes.
    pub measured: Option<Measured>,
    /// The name of the organisation, as the live count puts it in.
    pub organisation: String,
    /// The minutes, as the live count puts them in.
    pub minutes: String,
    /// The last line.
    pub last_line: String,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// A finished text, measured.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The text as a telephone shows it, last line included.
    pub finished: String,
    /// How much room it takes, as a sentence.
    pub size: String,
}

impl Page for WordingPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-wording"
    }
    fn heading(&self) -> String {
        self.frame.t("admin-wording-heading")
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
