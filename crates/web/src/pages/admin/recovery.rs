//! The support desk: the cases, one of them with its checklist, and what is handed over at its end.

use askama::Template;

use super::{Field, Selectable};
use crate::pages::{Fact, Frame, Page, Problem, Watched, Width};

/// The cases, and the way to a new one.
#[derive(Template)]
#[template(path = "admin/recovery.html")]
pub struct RecoveryPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// Where the search leads.
    pub action: String,
    /// What was searched for.
    pub search: Field,
    /// What a search found; nothing where nobody searched.
    pub found: Option<Vec<FoundRow>>,
    /// The open cases, the longest waiting first.
    pub open: Vec<CaseRow>,
    /// The page with more open ones.
    pub open_more: Option<String>,
    /// The closed ones, the newest first.
    pub closed: Vec<CaseRow>,
    /// The page with older ones.
    pub closed_more: Option<String>,
    /// Back to the first page, from further down.
    pub first: Option<String>,
    /// What just went well.
    pub status: Option<String>,
}

/// Somebody whom a search found.
#[derive(Clone, Debug)]
pub struct FoundRow {
    /// Their name.
    pub name: String,
    /// Their username.
    pub username: String,
    /// Where it goes on: their case, or a new one.
    pub href: Option<String>,
    /// The words of that link.
    pub act: String,
    /// Why there is none.
    pub why_not: Option<String>,
}

/// A case in a list.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Its number.
    pub number: String,
    /// Its page.
    pub href: String,
    /// The person's name.
    pub name: String,
    /// Their username.
    pub username: String,
    /// How far it got.
    pub state: String,
    /// The class of the state's tag.
    pub class: &'static str,
    /// How it came to be.
    pub source: String,
    /// When it was opened.
    pub at: String,
}

impl RecoveryPage {
    /// Whether what may stay empty says so: not in a search.
    pub fn marks_optional(&self) -> bool {
        false
    }
}

impl Page for RecoveryPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-recovery"
    }
    fn heading(&self) -> String {
        self.frame.t("admin-area-recovery")
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn width(&self) -> Width {
        Width::Full
    }
}

/// One case.
#[derive(Template)]
#[template(path = "admin/recovery_case.html")]
pub struct CasePage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// Its number.
    pub number: String,
    /// Whose account, for the heading.
    pub person: String,
    /// Its own address.
    pub here: String,
    /// The list.
    pub back: String,
    /// How far it got.
    pub state: String,
    /// The class of the state's tag.
    pub class: &'static str,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// What is to be known before anything else: it is for owners, it was stopped.
    pub warning: Option<String>,
    /// The checklist.
    pub checks: Vec<Check>,
    /// Whether anything can be proved or asked.
    pub open: bool,
    /// That a second person has to approve, within which time, and who may.
    pub second: Option<String>,
    /// What can be asked.
    pub ask: Option<AskForm>,
    /// Why nothing can be asked yet.
    pub missing: Option<String>,
    /// What was asked and waits.
    pub asked: Option<AskedPart>,
    /// Whether it can be given up.
    pub can_close: bool,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// One line of the checklist.
#[derive(Clone, Debug)]
pub struct Check {
    /// The kind of proof, for its fields' ids.
    pub kind: &'static str,
    /// What it is.
    pub name: String,
    /// What to do, and what to say.
    pub script: Vec<String>,
    /// What was noted: a line each.
    pub done: Vec<String>,
    /// Where the button posts to that shows the whole numbers.
    pub show: Option<String>,
    /// The whole numbers, a sentence each, where they were asked for.
    pub numbers: Vec<String>,
    /// What there is to choose from, where a number is called.
    pub places: Vec<Selectable>,
    /// Numbers or mailboxes that prove nothing, and why.
    pub unfit: Vec<String>,
    /// The field for a note, where one is asked for.
    pub note: Option<Field>,
    /// Where the button posts to; none where it cannot be pressed.
    pub action: Option<String>,
    /// The word on the button.
    pub act: String,
    /// The person's eID, where that is what proves it.
    pub eid: Option<EidPart>,
}

/// The eID of somebody on the telephone: one order, from its beginning until it is noted.
#[derive(Clone, Debug)]
pub struct EidPart {
    /// Where an order is begun, with who called; none while one is under way.
    pub begin: Option<String>,
    /// What the factor tells of the order, where one was begun.
    pub fragment: Option<String>,
    /// Where the script asks how far it is, while it is under way.
    pub watched: Option<Watched>,
    /// Where it is given up, while it is under way.
    pub cancel: Option<String>,
    /// Where it is noted, once the person identified.
    pub record: Option<String>,
}

/// What can be asked to be done.
#[derive(Clone, Debug)]
pub struct AskForm {
    /// Where the form leads: a page that says what happens then.
    pub action: String,
    /// What fits the person.
    pub outcomes: Vec<OutcomeChoice>,
    /// For how long a pass works.
    pub minutes: Option<Field>,
    /// How it is handed over.
    pub shape: Option<Field>,
    /// For how many days enrolment may be put off.
    pub days: Option<Field>,
}

/// One way to help.
#[derive(Clone, Debug)]
pub struct OutcomeChoice {
    /// What is sent.
    pub value: &'static str,
    /// What it is called.
    pub name: String,
    /// What happens then.
    pub about: String,
    /// Whether it is the one.
    pub selected: bool,
}

/// What was asked, and what can be done about it.
#[derive(Clone, Debug)]
pub struct AskedPart {
    /// What it is about.
    pub heading: String,
    /// What was asked, by whom and when, and what it waits for: a sentence each.
    pub lines: Vec<String>,
    /// The buttons.
    pub acts: Vec<Act>,
}

/// A button.
#[derive(Clone, Debug)]
pub struct Act {
    /// Where it posts to.
    pub action: String,
    /// Its word.
    pub name: String,
    /// Its class.
    pub class: &'static str,
}

impl CasePage {
    /// How much is to be proved: an eID, where there is one, is enough.
    pub fn lead(&self) -> String {
        let eid = self.checks.iter().any(|check| check.eid.is_some());
        self.frame.t(if eid {
            "support-checks-lead-eid"
        } else {
            "support-checks-lead"
        })
    }

    /// Whether what may stay empty says so.
    pub fn marks_optional(&self) -> bool {
        true
    }
}

impl Page for CasePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-recovery-case"
    }
    fn heading(&self) -> String {
        self.frame.t1("support-case-heading", "name", &self.person)
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

/// What is handed over, shown once.
#[derive(Template)]
#[template(path = "admin/recovery_pass.html")]
pub struct PassPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// The link, or the code in groups.
    pub written: String,
    /// Whether it is a code, read aloud.
    pub is_code: bool,
    /// Where the person types the code.
    pub page: String,
    /// Until when it works.
    pub until: String,
    /// What to say, a sentence each.
    pub script: Vec<String>,
    /// The case.
    pub back: String,
}

impl Page for PassPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-recovery-pass"
    }
    fn heading(&self) -> String {
        self.frame.t(if self.is_code {
            "support-pass-heading-code"
        } else {
            "support-pass-heading-link"
        })
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}
