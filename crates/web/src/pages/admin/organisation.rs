//! *Organisation*: what it is called, how it looks and what it decides, each with the way to change it.

use askama::Template;

use crate::pages::{Fact, Frame, Page, Problem, Width};

/// The page.
#[derive(Template)]
#[template(path = "admin/organisation.html")]
pub struct OrganisationPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// The parts of the settings.
    pub sections: Vec<SettingsSection>,
    /// How its colour looks.
    pub preview: Option<AccentPreview>,
    /// Whether the add-on "use two-step verification" is on.
    pub add_on: bool,
    /// The page of its switch.
    pub switch: String,
    /// Whether whoever looks may use it.
    pub may_switch: bool,
    /// The page about numbers, countries and masking, where it is open to whoever looks.
    pub messages: Option<String>,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// A part of the settings.
#[derive(Clone, Debug)]
pub struct SettingsSection {
    /// Its id on the page.
    pub id: &'static str,
    /// What it is about.
    pub heading: String,
    /// How it is.
    pub facts: Vec<Fact>,
    /// The page to change it.
    pub change: String,
}

/// How a colour looks.
#[derive(Clone, Debug)]
pub struct AccentPreview {
    /// What becomes of it on light and on dark pages, a sentence each.
    pub lines: Vec<String>,
    /// The picture (SVG).
    pub picture: String,
}

impl OrganisationPage {
    /// The id of the section that the preview stands in.
    pub fn has_preview(&self, section: &SettingsSection) -> bool {
        section.id == "general" && self.preview.is_some()
    }
}

impl Page for OrganisationPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-settings"
    }
    fn heading(&self) -> String {
        self.frame.t("admin-area-organisation")
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

/// The switch of the add-on.
#[derive(Template)]
#[template(path = "admin/switch.html")]
pub struct SwitchPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// Whether it is on.
    pub on: bool,
    /// Whether whoever looks may switch it.
    pub allowed: bool,
    /// What switching it does, a sentence each.
    pub effects: Vec<String>,
    /// Whether the organisation's name has to be typed.
    pub confirm: bool,
    /// The organisation's name.
    pub name: String,
    /// What was typed.
    pub typed: String,
    /// Where the form posts to.
    pub action: String,
    /// Back.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for SwitchPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-add-on"
    }
    fn heading(&self) -> String {
        self.frame.t(if self.on {
            "settings-add-on-off-heading"
        } else {
            "settings-add-on-on-heading"
        })
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

/// The logo.
#[derive(Template)]
#[template(path = "admin/logo.html")]
pub struct LogoPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// What stands there, as an address.
    pub logo: Option<String>,
    /// What the form was made from.
    pub made_from: String,
    /// Where the form posts to.
    pub action: String,
    /// Where taking it away posts to.
    pub remove: String,
    /// Back.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for LogoPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-logo"
    }
    fn heading(&self) -> String {
        self.frame.t("settings-logo")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}
