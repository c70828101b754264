//! *Messages*: the gateways, what they cost, the guards and the texts, each with the way to change it.

use askama::Template;

use crate::pages::{Fact, Frame, Page, Problem, Width};

/// The page.
#[derive(Template)]
#[template(path = "admin/subscription.html")]
pub struct MessagesPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// What must be in order before a code can be sent.
    pub prerequisites: Vec<Prerequisite>,
    /// The gateways, in the order in which they are tried.
    pub gateways: Vec<GatewayRow>,
    /// The page to add one.
    pub add: String,
    /// The page to send a test message.
    pub test: String,
    /// Whether there is a gateway to test.
    pub can_test: bool,
    /// What is sent, and what it costs.
    pub spending: Vec<Fact>,
    /// Prices and the low mark.
    pub prices: Vec<Fact>,
    /// The page to change them.
    pub change_prices: String,
    /// To whom, from whom, how.
    pub sending: Vec<Fact>,
    /// The page to change it.
    pub change_sending: String,
    /// The guards.
    pub limits: Vec<Fact>,
    /// The page to change them.
    pub change_limits: String,
    /// The texts of text messages.
    pub wordings: Vec<WordingRow>,
    /// The delivery log.
    pub log: String,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// Something that must be in order.
#[derive(Clone, Debug)]
pub struct Prerequisite {
    /// Whether it is.
    pub standing: Need,
    /// What.
    pub what: String,
    /// How it is.
    pub detail: String,
    /// Where it is mended, and the words of the link.
    pub mend: Option<(String, String)>,
}

/// Whether what must be in order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It is.
    Met,
    /// It is not, and could well be.
    Advised,
    /// It is not, and nothing works without it.
    Missing,
}

impl Need {
    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Met => "tag",
            Self::Advised => "tag warn",
            Self::Missing => "tag bad",
        }
    }

    /// The key of its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "admin-need-met",
            Self::Advised => "admin-need-advised",
            Self::Missing => "admin-need-missing",
        }
    }
}

/// How a gateway stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayStanding {
    /// It works, as far as is known.
    Working,
    /// It refuses the account.
    Trouble,
    /// It is switched off.
    Off,
}

impl GatewayStanding {
    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Working => "tag",
            Self::Trouble => "tag bad",
            Self::Off => "tag off",
        }
    }

    /// The key of its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Working => "admin-gateway-working",
            Self::Trouble => "admin-gateway-trouble",
            Self::Off => "admin-gateway-off",
        }
    }
}

/// A gateway.
#[derive(Clone, Debug)]
pub struct GatewayRow {
    /// Its place, from 1.
    pub place: usize,
    /// What the organisation calls it.
    pub name: String,
    /// Its kind and what it carries, as a line.
    pub kind: String,
    /// How it stands.
    pub standing: GatewayStanding,
    /// What is wrong, and what to do.
    pub trouble: Option<String>,
    /// What is left on the account and when that was read, as a line.
    pub balance: String,
    /// How long it lasts, as a line.
    pub lasts: Option<String>,
    /// Whether it does not last long.
    pub low: bool,
    /// Whether the address for reports must be entered at the gateway; the page to change it shows it.
    pub wants_address: bool,
    /// The page to change it.
    pub change: String,
    /// The page that asks whether to remove it.
    pub remove: String,
    /// Where switching it on or off posts to.
    pub switch: String,
    /// Whether it is on.
    pub on: bool,
    /// Where moving it posts to.
    pub arrange: String,
    /// The version of its row.
    pub version: i64,
    /// Whether it is the first.
    pub first: bool,
    /// Whether it is the last.
    pub last: bool,
}

/// The text of text messages for one purpose in one language.
#[derive(Clone, Debug)]
pub struct WordingRow {
    /// What the code is for, and the language.
    pub name: String,
    /// The text.
    pub text: String,
    /// The language of the text.
    pub language: String,
    /// Whether it is the organisation's own.
    pub own: bool,
    /// The page to change it.
    pub change: String,
}

impl Page for MessagesPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-messages"
    }
    fn heading(&self) -> String {
        self.frame.t("admin-area-messages")
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
