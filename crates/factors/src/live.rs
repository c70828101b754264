//! Factors that ask a service outside: an eID that opens an app and tells who was in front of it.
//!
//! The factor stays values in, values out. It says which order is to begin, and what its own bytes become when the service answered;
//! whoever runs it makes the calls, keeps the bytes before anybody hears of them, and asks the service again while an order runs.
//!
//! ```text
//! chosen ─► moved (an order to begin) ─► begun ─► Then::Ask ─► seen ─► Then::Ask …
//!                                          └──────────────────────┴─► Then::Rest (proved, ended) │ Then::Begin (anew, unasked)
//! ```

use domain::eid::{EidFault, NewOrder, OrderReference, PhoneOrder, Seen, Started};
use domain::random::Random;
use domain::refusal::Refusal;
use domain::time::Timestamp;

use crate::{DataFault, Form, Setting};

/// The field of a factor's page that moves an order: one of the words below. A form with it is no answer.
pub const MOVE: &str = "order";

/// Begins an order on the device that shows the page.
pub const ON_THIS: &str = "this";

/// Begins an order on another device.
pub const ON_OTHER: &str = "other";

/// Goes back to the choice; what runs is cancelled.
pub const BACK: &str = "back";

/// Begins an order for somebody who called us. No page of the person's has this word, nor the next.
pub const CALL_USER: &str = "call-user";

/// Begins an order for somebody whom we called.
pub const CALL_US: &str = "call-us";

/// What the order is for. The app shows it to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// To sign in, as second step or whole login.
    SignIn,
    /// To prove oneself once more before something of the account is changed.
    Confirm,
    /// To bind the eID to an account.
    Bind,
    /// To show who one is after everything was lost.
    Recover,
    /// To show who one is to support on the telephone: begun by [`CALL_USER`] or [`CALL_US`], and by nothing else.
    Call,
}

/// What a factor with a service outside does beside what every factor does. `data` are the bytes of a challenge or of a draft.
pub trait Live: Send + Sync {
    /// Takes one of the moves ([`MOVE`]) of the factor's page.
    fn moved(
        &self,
        setting: &Setting<'_>,
        occasion: Occasion,
        data: &[u8],
        form: &Form,
        random: &mut dyn Random,
    ) -> Result<Result<Moved, Refusal>, DataFault>;

    /// Whether somebody on the telephone can be identified: [`Occasion::Call`].
    fn identifies_callers(&self) -> bool;

    /// Takes the service's answer to the beginning of an order, which came at `at`. Where these bytes wait for none any more (the person
    /// went back meanwhile) they stay as they are and nothing is done next: an order that began all the same is the caller's to cancel.
    fn begun(
        &self,
        data: &[u8],
        answer: Result<&Started, &EidFault>,
        at: Timestamp,
    ) -> Result<Kept, DataFault>;

    /// Takes what the service said of the running order at `at`; where none runs any more the bytes stay as they are.
    fn seen(
        &self,
        data: &[u8],
        answer: Result<&Seen, &EidFault>,
        at: Timestamp,
        random: &mut dyn Random,
    ) -> Result<Kept, DataFault>;

    /// Whether an order of these bytes runs.
    fn running(&self, data: &[u8]) -> Result<Running, DataFault>;

    /// The text that the app shows for the order of these bytes: it stands with the proof that is kept.
    fn visible_text(&self, data: &[u8]) -> Result<String, DataFault>;

    /// The address that the person's browser had when the order of these bytes began; nothing for a caller.
    fn browser_address(&self, data: &[u8]) -> Result<Option<std::net::IpAddr>, DataFault>;

    /// What the authenticator of somebody whom the service identified is bound under here.
    fn identifier(&self, identified: &domain::eid::Identified) -> Vec<u8>;
}

/// Whether an order runs.
#[derive(Clone, PartialEq, Eq)]
pub enum Running {
    /// None does.
    No,
    /// One is beginning: the service has not answered yet.
    Beginning,
    /// One does, under this name.
    Yes(OrderReference),
}

impl Running {
    /// The name of the order that runs.
    pub fn reference(self) -> Option<OrderReference> {
        match self {
            Self::Yes(reference) => Some(reference),
            Self::No | Self::Beginning => None,
        }
    }
}

/// What a move leads to. No Debug: orders hold a person's number.
pub struct Moved {
    /// The factor's own bytes from now on.
    pub data: Vec<u8>,
    /// Their format.
    pub data_format: i64,
    /// The order to begin; `None` where the person went back.
    pub order: Option<Wanted>,
}

/// An order that is to begin. No Debug: see [`Moved`].
pub enum Wanted {
    /// For the person in front of our page.
    Page(NewOrder),
    /// For somebody on the telephone.
    Call(PhoneOrder),
}

/// What an answer of the service leads to.
pub struct Kept {
    /// The factor's own bytes from now on.
    pub data: Vec<u8>,
    /// Their format.
    pub data_format: i64,
    /// What is to be done next.
    pub then: Then,
    /// Whether it may be that somebody else opened an order for this person: many of these are an attack.
    pub suspicious: bool,
    /// Why nothing came of the order, as the log tells it: the service's own word, or the kind of fault. `None` while it goes well.
    pub ended: Option<String>,
}

/// What is to be done next for an order. No Debug: see [`Moved`].
pub enum Then {
    /// Ask the service again in a while.
    Ask,
    /// Begin another order in its place, unasked: nobody scanned the picture.
    Begin(Box<NewOrder>),
    /// Nothing runs any more: the page tells.
    Rest,
}
