//! The installation: its organisations, and what becomes of a new one.

use askama::Template;

use crate::pages::{Frame, Page, Problem, Width};

/// All organisations.
#[derive(Template)]
#[template(path = "operator/organisations.html")]
pub struct OrganisationsPage {
    /// The frame.
    pub frame: Frame,
    /// The organisations, by their names in addresses.
    pub rows: Vec<OrganisationRow>,
    /// What they come to.
    pub total: String,
    /// The page to add one.
    pub add: String,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// An organisation.
#[derive(Clone, Debug)]
pub struct OrganisationRow {
    /// Its name for people.
    pub name: String,
    /// Its address.
    pub address: String,
    /// How many people it has.
    pub people: String,
    /// When somebody signed in last.
    pub last: String,
    /// How many logins there were lately.
    pub sign_ins: String,
    /// Whether addresses without an organisation are its own.
    pub default: bool,
    /// Whether it is suspended.
    pub suspended: bool,
    /// The page that suspends it or lets it in again; none for one's own.
    pub change: Option<String>,
}

impl OrganisationRow {
    /// The key of what can be done to it.
    pub fn act(&self) -> &'static str {
        if self.suspended {
            "operator-let-in"
        } else {
            "operator-suspend"
        }
    }
}

impl Page for OrganisationsPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "operator"
    }
    fn heading(&self) -> String {
        self.frame.t("operator-heading")
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

/// An organisation that was just created.
#[derive(Template)]
#[template(path = "operator/created.html")]
pub struct CreatedPage {
    /// The frame.
    pub frame: Frame,
    /// What happened.
    pub heading: String,
    /// What becomes of the invitation.
    pub about: String,
    /// The invitation's link, where it is to be handed over. Shown once.
    pub link: Option<String>,
    /// Back.
    pub back: String,
}

impl Page for CreatedPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "operator-created"
    }
    fn heading(&self) -> String {
        self.heading.clone()
    }
}
