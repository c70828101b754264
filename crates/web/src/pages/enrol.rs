//! The pages of an enrolment: choose a factor, bind it, keep the recovery codes, done.

use askama::Template;

use super::icon;
use super::parts::{Choice, Problem, Resend, Step, Watched};
use super::{Frame, Page, Width};

/// Which factor to add. Forced after the password (C1), or of the person's own accord.
#[derive(Template)]
#[template(path = "enrol/choose.html")]
pub struct EnrolChoosePage {
    /// The frame.
    pub frame: Frame,
    /// Where the pressed button posts `choice` to.
    pub action: String,
    /// The factors that policy allows, the recommended one first.
    pub choices: Vec<Choice>,
    /// Whether the login cannot go on without one; it says why.
    pub demanded: bool,
    /// Which role demands it.
    pub role: Option<String>,
    /// How long it may wait.
    pub grace: Option<Grace>,
    /// Where *cancel* posts to.
    pub cancel: String,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// What just went well.
    pub status: Option<String>,
    /// Where in the enrolment this is.
    pub step: Option<Step>,
}

/// The grace period: *later* is allowed until then.
#[derive(Clone, Debug)]
pub struct Grace {
    /// Until when, true to its last moment ("until and including 3 December").
    pub until: String,
    /// How many days are left, in words.
    pub left: String,
    /// Where *later* posts to.
    pub later: String,
}

impl Page for EnrolChoosePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "enrol-choose"
    }
    fn heading(&self) -> String {
        self.frame.t(if self.demanded {
            "enrol-choose-heading-demanded"
        } else {
            "enrol-choose-heading"
        })
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn step(&self) -> Option<Step> {
        self.step
    }
}

/// Binding a factor: the frame around its own fragment.
#[derive(Template)]
#[template(path = "enrol/enrol.html")]
pub struct EnrolPage {
    /// The frame.
    pub frame: Frame,
    /// The factor's kind.
    pub factor: String,
    /// The factor's heading.
    pub heading: String,
    /// The factor's fields and explanation, escaped by its own template.
    pub fragment: String,
    /// Whether there is the button that goes on.
    pub goes_on: bool,
    /// Whether that button asks the browser for the proof.
    pub asks_browser: bool,
    /// Where the page asks how far something outside has come.
    pub watched: Option<Watched>,
    /// Where the form posts to.
    pub action: String,
    /// The challenge, sent back in the hidden field `challenge`.
    pub challenge: String,
    /// Whether the fragment shows a picture beside its text.
    pub wide: bool,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// What just went well.
    pub status: Option<String>,
    /// *Send a new code*, for factors that send.
    pub resend: Option<Resend>,
    /// Back to the choice of factors.
    pub other_factor: Option<String>,
    /// Where *cancel* posts to.
    pub cancel: String,
    /// Where in the enrolment this is.
    pub step: Option<Step>,
}

impl Page for EnrolPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "enrol"
    }
    fn heading(&self) -> String {
        self.heading.clone()
    }
    fn factor(&self) -> Option<&str> {
        Some(&self.factor)
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn step(&self) -> Option<Step> {
        self.step
    }
    fn width(&self) -> Width {
        Width::with_picture(self.wide)
    }
}

/// The recovery codes, shown once, and one of them typed back.
#[derive(Template)]
#[template(path = "enrol/recovery_codes.html")]
pub struct RecoveryCodesPage {
    /// The frame.
    pub frame: Frame,
    /// The kind of the recovery codes' factor.
    pub factor: String,
    /// The factor's heading.
    pub heading: String,
    /// The factor's own page: the set in an element with the id `codes`, and the field where one is typed back.
    pub fragment: String,
    /// Whose they are, for the printed sheet.
    pub username: String,
    /// The day they were made, for the printed sheet.
    pub made_on: String,
    /// The address of the codes as a text file.
    pub download: Option<String>,
    /// Where the form posts `code` to.
    pub action: String,
    /// What must be sent back in the hidden field `challenge`.
    pub challenge: String,
    /// Where *cancel* posts to.
    pub cancel: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// Where in the enrolment this is.
    pub step: Option<Step>,
}

impl Page for RecoveryCodesPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "recovery-codes"
    }
    fn heading(&self) -> String {
        self.heading.clone()
    }
    fn factor(&self) -> Option<&str> {
        Some(&self.factor)
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn step(&self) -> Option<Step> {
        self.step
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}

/// Done: what is active now, and whether a second way should be added in the same sitting.
#[derive(Template)]
#[template(path = "enrol/done.html")]
pub struct DonePage {
    /// The frame.
    pub frame: Frame,
    /// What is active now, each with its name ("Authenticator app").
    pub active: Vec<String>,
    /// Whether recovery codes became active in the same act.
    pub codes: bool,
    /// Whether what was added lives in one device, which it cannot leave.
    pub on_one_device: bool,
    /// How many ways the person has, recovery codes not counted.
    pub ways: u32,
    /// Where a second way is added, as long as there is only one.
    pub add: Option<String>,
    /// Where *continue* leads.
    pub next: String,
}

impl Page for DonePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "done"
    }
    fn heading(&self) -> String {
        self.frame.t("enrol-done-heading")
    }
}
