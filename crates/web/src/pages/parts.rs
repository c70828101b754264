//! Pieces that several pages share.

use super::icon::Svg;

/// What went wrong, and what to do now: shown above the heading with `role="alert"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What happened, in a few words.
    pub title: String,
    /// What to do now. May be empty.
    pub detail: String,
}

impl Problem {
    /// A problem from its two sentences.
    pub fn new(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            detail: detail.into(),
        }
    }

    /// A problem told in one sentence.
    pub fn said(sentence: impl Into<String>) -> Self {
        Self::new(sentence, "")
    }
}

/// "Step 2 of 3".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which one this is, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

/// *Send a new code*, and how long until that may be asked for.
#[derive(Clone, Debug)]
pub struct Resend {
    /// Where the button posts to.
    pub action: String,
    /// Seconds to wait; 0 when it may be pressed now.
    pub wait_seconds: u32,
    /// The clock time at which it may be pressed, for a browser without scripts.
    pub wait_until: String,
}

/// A page that waits for something outside, and asks how far it has come.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Where that is told.
    pub progress: String,
    /// The page itself, whichever of its forms it is the answer to.
    pub page: String,
    /// The link by which whoever has no script looks again; nothing where there is nothing left to wait for.
    pub again: Option<String>,
    /// Whether that link led here: the page says then that nothing has come yet.
    pub looked: bool,
}

/// A way to prove who one is, as a row that can be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The factor's kind, for `data-factor`.
    pub factor: String,
    /// What the button sends in the field `choice`.
    pub value: String,
    /// Its name ("Authenticator app").
    pub name: String,
    /// One line about it, or where it goes ("to a•••s@demo.example").
    pub about: String,
    /// Its picture.
    pub icon: Svg,
    /// Whether it is the one used last (or, where a factor is to be chosen anew, the one recommended).
    pub first: bool,
    /// Why it cannot be chosen now; `None` when it can.
    pub unavailable: Option<String>,
}

/// A line of facts: what, and how it is.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What.
    pub name: String,
    /// How it is.
    pub value: String,
}
