//! The demo's own page: what to try, in order, who the people are, what has been sent, and a clock to push.

use askama::Template;

use super::{Frame, Page, Width};

/// `/demo/`.
#[derive(Template)]
#[template(path = "demo.html")]
pub struct DemoPage {
    /// The frame.
    pub frame: Frame,
    /// The login page.
    pub login: String,
    /// *Security and login*.
    pub security: String,
    /// The people.
    pub people: Vec<Person>,
    /// The password that all have who do not have one of their own.
    pub password: String,
    /// The newest messages, newest first.
    pub messages: Vec<Message>,
    /// The outbox as JSON.
    pub outbox: String,
    /// The server's clock, date and time.
    pub now: String,
    /// Where the clock's buttons post `advance_seconds` to.
    pub clock: String,
    /// The telephone with the eID's app, where the demo has one.
    pub phone: Option<String>,
    /// The sample application, where it exists.
    pub sample_client: Option<String>,
    /// This page's own address, to look again.
    pub here: String,
}

/// Somebody to sign in as.
#[derive(Clone, Debug)]
pub struct Person {
    /// The username.
    pub username: String,
    /// The role's name.
    pub role: String,
    /// What the role demands and what the person has, in a sentence.
    pub state: String,
    /// A password of their own.
    pub password: Option<String>,
}

/// A message in the outbox.
#[derive(Clone, Debug)]
pub struct Message {
    /// "E-mail", "SMS" or "Telephone call".
    pub channel: String,
    /// To whom.
    pub to: String,
    /// The subject, where there is one.
    pub subject: String,
    /// The text.
    pub body: String,
    /// The clock time.
    pub at: String,
}

/// A push of the clock.
struct Push {
    seconds: u32,
    key: &'static str,
}

const PUSHES: [Push; 4] = [
    Push {
        seconds: 30,
        key: "demo-clock-30-seconds",
    },
    Push {
        seconds: 360,
        key: "demo-clock-6-minutes",
    },
    Push {
        seconds: 86_400,
        key: "demo-clock-1-day",
    },
    Push {
        seconds: 1_296_000,
        key: "demo-clock-15-days",
    },
];

impl Page for DemoPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "demo"
    }
    fn heading(&self) -> String {
        self.frame.t("demo-heading")
    }
    fn width(&self) -> Width {
        Width::Full
    }
}
