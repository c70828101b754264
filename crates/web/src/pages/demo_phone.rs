//! The demo's telephone: what an eID's app would show, and its buttons.

use askama::Template;

use super::{Frame, Page, Problem, Width};

/// `/demo/bankid`.
#[derive(Template)]
#[template(path = "demo_phone.html")]
pub struct DemoPhonePage {
    /// The frame.
    pub frame: Frame,
    /// Why what was asked for was not done.
    pub problem: Option<Problem>,
    /// The open orders, the oldest first.
    pub orders: Vec<PhoneOrder>,
    /// Who has the eID.
    pub people: Vec<Bearer>,
    /// Whether there are fields to type in; the page then holds still.
    pub typing: bool,
    /// This page's own address, to look again.
    pub here: String,
    /// The page with fields to type in.
    pub type_at: String,
    /// Where the text of a picture is posted to.
    pub scan: String,
}

/// An open order.
#[derive(Clone, Debug)]
pub struct PhoneOrder {
    /// Where its buttons post to.
    pub address: String,
    /// Whether the app has it open.
    pub is_opened: bool,
    /// The same in words.
    pub state: String,
    /// What the app shows.
    pub visible_text: String,
}

/// Somebody who can sign.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// "Sign as …".
    pub label: String,
    /// Their number.
    pub number: String,
}

impl Page for DemoPhonePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "demo-phone"
    }
    fn heading(&self) -> String {
        self.frame.t("demo-phone-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn rich(&self) -> bool {
        true
    }
    fn width(&self) -> Width {
        Width::Narrow
    }
}
