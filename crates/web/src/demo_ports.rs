//! What the demo hands in: its outbox, its clock, its people, its telephone. The program that runs it brings them; without them its addresses are unknown.

use domain::personal_number::PersonalNumber;
use domain::time::{Span, Timestamp};

/// The demo behind its pages.
pub trait Demo: Send + Sync {
    /// Moves the server's clock forward and tells the moment it shows then; `None` where the clock ends before that.
    fn advance(&self, by: Span) -> Option<Timestamp>;

    /// What would have been sent, newest first.
    fn outbox(&self) -> Vec<DemoMessage>;

    /// The people to sign in as.
    fn people(&self) -> Vec<DemoPerson>;

    /// The password of everybody who has none of their own.
    fn password(&self) -> &str;

    /// The telephone with the eID's app, where the demo has one.
    fn phone(&self) -> Option<&dyn DemoPhone> {
        None
    }
}

/// A message that would have been sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoMessage {
    /// Its id.
    pub id: String,
    /// `email`, `sms` or `voice`.
    pub channel: &'static str,
    /// A bare address, or a number in E.164.
    pub to: String,
    /// The subject; empty where there is none.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was sent.
    pub at: Timestamp,
}

/// Somebody to sign in as. What is to be seen with them stands in the catalogue, under `demo-person-<username>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// The username.
    pub username: String,
    /// The role's name.
    pub role: String,
    /// A password of their own.
    pub password: Option<String>,
}

/// A telephone of the demo, with an eID's app in it: what it could open, and what the person in front of it does.
pub trait DemoPhone: Send + Sync {
    /// The open orders, the oldest first.
    fn orders(&self) -> Vec<DemoOrder>;

    /// The person does something with an order, which is named by what opens the app for it.
    fn act(&self, auto_start_token: &str, act: DemoAct) -> Result<(), DemoRefusal>;

    /// The person scans a picture, whose text this is; tells what opens the app for the order.
    fn scan(&self, picture: &str) -> Result<String, DemoRefusal>;

    /// The people who have the eID: name and number.
    fn people(&self) -> Vec<(String, PersonalNumber)>;
}

/// An order that the telephone could open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOrder {
    /// What opens the app for it.
    pub auto_start_token: String,
    /// The text of the picture in this second; none of an order on a call.
    pub qr: Option<String>,
    /// What the app shows.
    pub visible_text: String,
    /// What the service says of it now.
    pub hint: String,
}

/// What the person does with an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DemoAct {
    /// Opens it.
    Open,
    /// Signs it as this person, opened or not.
    Sign(PersonalNumber),
    /// Cancels it.
    Cancel,
    /// It fails, and the service says why.
    Fail(String),
}

/// Why the app does not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoRefusal {
    /// There is no such order, or no longer.
    NoSuchOrder,
    /// The order is for somebody else.
    OtherPerson,
    /// It is open already.
    AlreadyOpen,
    /// The picture is none, or a forged one.
    NoPicture,
    /// The picture is too old.
    OldPicture,
}

impl DemoRefusal {
    /// Each of them.
    pub const ALL: [Self; 5] = [
        Self::NoSuchOrder,
        Self::OtherPerson,
        Self::AlreadyOpen,
        Self::NoPicture,
        Self::OldPicture,
    ];

    /// Its code; its words stand in the catalogue under `demo-phone-refused-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchOrder => "no-such-order",
            Self::OtherPerson => "other-person",
            Self::AlreadyOpen => "already-open",
            Self::NoPicture => "no-picture",
            Self::OldPicture => "old-picture",
        }
    }
}
