//! The pages of somebody signed in: overview, *Security and login*, and the confirmations behind its buttons.

mod confirm;
mod security;

pub use confirm::{ChangePasswordPage, OwnDataPage, RemovePage, RenamePage, SwitchOffPage};
pub use security::{
    AuthenticatorRow, DeviceRow, EventRow, Offer, PasswordState, Protection, RecoveryCodesState,
    Removal, SecurityPage, SessionRow, SwitchOff,
};

use askama::Template;

use super::parts::Fact;
use super::{Frame, Page, Width};

/// The overview: who is signed in, how well protected, where to go.
#[derive(Template)]
#[template(path = "account/overview.html")]
pub struct AccountPage {
    /// The frame, with its bar.
    pub frame: Frame,
    /// The person's name.
    pub person: String,
    /// How well protected the account is.
    pub protection: Protection,
    /// *Security and login*.
    pub security: String,
    /// Username, roles, last sign-in, …
    pub facts: Vec<Fact>,
    /// What just happened.
    pub status: Option<String>,
}

impl Page for AccountPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "account"
    }
    fn heading(&self) -> String {
        self.frame.t1("account-heading", "person", &self.person)
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn width(&self) -> Width {
        Width::Full
    }
}
