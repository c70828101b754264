//! Pages that are a form, and the page that asks before something is removed.

use askama::Template;

use super::Fieldset;
use crate::pages::{Frame, Page, Problem, Width, icon};

/// A form of the administration.
#[derive(Template)]
#[template(path = "admin/form.html")]
pub struct FormPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// The page's name.
    pub name: &'static str,
    /// Its heading.
    pub heading: String,
    /// What it is for.
    pub lead: String,
    /// Something to copy, or to know, before the form.
    pub notes: Vec<Note>,
    /// The fields.
    pub fieldsets: Vec<Fieldset>,
    /// What the form carries unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// Where it posts to.
    pub action: String,
    /// The word on its button.
    pub submit: String,
    /// Back.
    pub back: String,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// Something to know beside a form, perhaps with a text to copy.
#[derive(Clone, Debug)]
pub struct Note {
    /// What it is.
    pub heading: String,
    /// What to do with it.
    pub about: String,
    /// The text to copy.
    pub copied: Option<String>,
}

impl FormPage {
    /// Whether what may stay empty says so.
    pub fn marks_optional(&self) -> bool {
        true
    }
}

impl Page for FormPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        self.name
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
        Width::Wide
    }
}

/// Which kind of gateway to add.
#[derive(Template)]
#[template(path = "admin/kinds.html")]
pub struct KindsPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// The kinds.
    pub kinds: Vec<KindRow>,
    /// Back.
    pub back: String,
}

/// A kind of gateway that can be chosen.
#[derive(Clone, Debug)]
pub struct KindRow {
    /// Its name.
    pub name: String,
    /// What it carries, as a line.
    pub about: String,
    /// The page with its form.
    pub href: String,
}

impl Page for KindsPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-gateway-kinds"
    }
    fn heading(&self) -> String {
        self.frame.t("admin-kinds-heading")
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}

/// Whether something shall be done that cannot be undone.
#[derive(Template)]
#[template(path = "admin/confirm.html")]
pub struct ConfirmPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// The question.
    pub heading: String,
    /// What happens then, a sentence each.
    pub effects: Vec<String>,
    /// What is to be thought of before.
    pub warning: Option<String>,
    /// Where the form posts to.
    pub action: String,
    /// What the form carries unseen.
    pub hidden: Vec<(&'static str, String)>,
    /// The word on its button.
    pub submit: String,
    /// Whether it takes something away: the button is red then.
    pub takes_away: bool,
    /// Back.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for ConfirmPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-confirm"
    }
    fn heading(&self) -> String {
        self.heading.clone()
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}
