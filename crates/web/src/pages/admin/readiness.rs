//! The readiness report of a role card, and the letters that follow from it.

use askama::Template;

use crate::pages::{Frame, Page, Problem, Width};

/// The report.
#[derive(Template)]
#[template(path = "admin/readiness.html")]
pub struct ReadinessPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// Its heading.
    pub heading: String,
    /// The card.
    pub back: String,
    /// That the card is typed and not saved, and the report of the saved one.
    pub draft: Option<(String, String)>,
    /// From when it holds.
    pub from: Option<String>,
    /// How many are ready, in one sentence.
    pub summary: String,
    /// How many lose their way in with a single device.
    pub on_one_device: Option<String>,
    /// How many stand how.
    pub counts: Vec<ReadinessCount>,
    /// The people of this page.
    pub rows: Vec<ReadinessPerson>,
    /// Whether this page begins further down.
    pub begins_later: bool,
    /// The next page.
    pub next: Option<String>,
    /// The first page, from further down.
    pub first: Option<String>,
    /// All of it as a table for other programs.
    pub csv: String,
    /// The letter to all of them, about the card as it is saved.
    pub letters: Option<String>,
    /// Whether the card has to be saved before anybody is written to.
    pub save_first: bool,
    /// What just went well.
    pub status: Option<String>,
}

/// How many stand so.
#[derive(Clone, Debug)]
pub struct ReadinessCount {
    /// How.
    pub name: String,
    /// How many.
    pub people: String,
    /// The list of those alone.
    pub href: String,
    /// Whether that is the list that is shown.
    pub current: bool,
}

/// Somebody who has the card.
#[derive(Clone, Debug)]
pub struct ReadinessPerson {
    /// Their name.
    pub name: String,
    /// The name to sign in with.
    pub username: String,
    /// Their page.
    pub href: Option<String>,
    /// How they stand.
    pub state: String,
    /// The class of its tag.
    pub class: &'static str,
    /// Until when they may put it off.
    pub grace: Option<String>,
    /// Why, a sentence each.
    pub why: Vec<String>,
    /// The factors that they have.
    pub factors: String,
    /// When they last signed in.
    pub last_in: String,
    /// How to mend it.
    pub mend: Option<ReadinessMend>,
}

/// A way to mend something.
#[derive(Clone, Debug)]
pub struct ReadinessMend {
    /// Where.
    pub href: String,
    /// What is done there.
    pub what: String,
}

impl Page for ReadinessPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-readiness"
    }
    fn heading(&self) -> String {
        self.heading.clone()
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn width(&self) -> Width {
        Width::Full
    }
}

/// The letters, before they are ordered.
#[derive(Template)]
#[template(path = "admin/readiness_letters.html")]
pub struct LettersPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// How many go out, and to whom.
    pub lead: String,
    /// How many get none.
    pub unreachable: Option<String>,
    /// Each text that somebody gets.
    pub texts: Vec<LetterTextShown>,
    /// Where the form posts to.
    pub action: String,
    /// Whether there is anybody to write to.
    pub can_send: bool,
    /// Back to the report.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// A text, and who gets it.
#[derive(Clone, Debug)]
pub struct LetterTextShown {
    /// How many get it, and why.
    pub to: String,
    /// That the day in it is not the same for all of them.
    pub days_differ: bool,
    /// It in each language.
    pub letters: Vec<LetterShown>,
}

/// A letter in one language.
#[derive(Clone, Debug)]
pub struct LetterShown {
    /// Its code.
    pub language: &'static str,
    /// The language's name.
    pub name: String,
    /// The subject.
    pub subject: String,
    /// The paragraphs.
    pub lines: Vec<String>,
}

impl Page for LettersPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-readiness-letters"
    }
    fn heading(&self) -> String {
        self.frame.t("readiness-letters-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}
