//! *Security and login*: everything a person has, and what can be done with it.

use askama::Template;

use crate::pages::icon::{self, Svg};
use crate::pages::{Frame, Page, Problem, Width};

/// A person's own factors, trusted devices, sessions and history.
#[derive(Template)]
#[template(path = "account/security.html")]
pub struct SecurityPage {
    /// The frame, with its bar.
    pub frame: Frame,
    /// The person's name.
    pub person: String,
    /// When and from where they signed in last, as a sentence.
    pub last_sign_in: Option<String>,
    /// How well protected the account is.
    pub protection: Protection,
    /// What the roles demand, as a sentence.
    pub demand: Option<String>,
    /// What they have.
    pub authenticators: Vec<AuthenticatorRow>,
    /// What the browser is told of these, each as JSON.
    pub accepted: Vec<String>,
    /// What they can add.
    pub offers: Vec<Offer>,
    /// Their recovery codes.
    pub codes: Option<RecoveryCodesState>,
    /// Their password.
    pub password: Option<PasswordState>,
    /// Their trusted devices.
    pub devices: Vec<DeviceRow>,
    /// Their sessions, this one first.
    pub sessions: Vec<SessionRow>,
    /// Where *sign out everywhere else* posts to, while there is an elsewhere.
    pub end_others: Option<String>,
    /// What has happened, newest first.
    pub history: Vec<EventRow>,
    /// The address of older history.
    pub older: Option<String>,
    /// Switching two-step verification off.
    pub switch_off: SwitchOff,
    /// Where everything on record about the person can be downloaded.
    pub own_data: String,
    /// What just happened.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// How well protected an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Two ways or more.
    Good,
    /// One way, and recovery codes.
    Single,
    /// The password alone.
    PasswordOnly,
}

impl Protection {
    /// The class of the tag.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Good => "tag",
            Self::Single => "tag warn",
            Self::PasswordOnly => "tag bad",
        }
    }

    /// The key of the tag's word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Good => "account-protection-good",
            Self::Single => "account-protection-single",
            Self::PasswordOnly => "account-protection-password-only",
        }
    }

    /// The key of the sentence beside it.
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::Good => "account-protection-good-detail",
            Self::Single => "account-protection-single-detail",
            Self::PasswordOnly => "account-protection-password-only-detail",
        }
    }
}

/// An authenticator.
#[derive(Clone, Debug)]
pub struct AuthenticatorRow {
    /// The factor's kind.
    pub factor: String,
    /// Its picture.
    pub icon: Svg,
    /// The factor's name.
    pub name: String,
    /// What the person calls it, or the masked address.
    pub label: String,
    /// What else there is to say of it.
    pub about: Option<String>,
    /// The day it was added.
    pub added: String,
    /// When it was last used.
    pub last_used: Option<String>,
    /// Whether it is asked for first.
    pub first: bool,
    /// What is to be known of it before it is used (that it is closed).
    pub note: Option<String>,
    /// The rename page, for factors that can have a name.
    pub rename: Option<String>,
    /// Removing it.
    pub removal: Removal,
}

impl AuthenticatorRow {
    /// The address of the page that asks whether to remove it.
    pub fn removable(&self) -> Option<&str> {
        match &self.removal {
            Removal::Allowed(page) => Some(page),
            Removal::Refused(_) => None,
        }
    }

    /// Why it cannot be removed.
    pub fn refused(&self) -> Option<&str> {
        match &self.removal {
            Removal::Allowed(_) => None,
            Removal::Refused(why) => Some(why),
        }
    }
}

/// Whether an authenticator can be removed.
#[derive(Clone, Debug)]
pub enum Removal {
    /// The address of the page that asks.
    Allowed(String),
    /// Why not.
    Refused(String),
}

/// A factor that can be added.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The factor's kind.
    pub factor: String,
    /// Its picture.
    pub icon: Svg,
    /// Its name.
    pub name: String,
    /// One line about it.
    pub about: String,
    /// Where the button posts to.
    pub action: String,
}

/// The recovery codes.
#[derive(Clone, Debug)]
pub struct RecoveryCodesState {
    /// The factor's kind.
    pub factor: String,
    /// Its picture.
    pub icon: Svg,
    /// How many are left.
    pub left: u32,
    /// The day the set was made.
    pub made: Option<String>,
    /// Where *new codes* posts to.
    pub renew: String,
}

/// The password.
#[derive(Clone, Debug)]
pub struct PasswordState {
    /// When it was last changed.
    pub changed: Option<String>,
    /// The page to change it.
    pub change: String,
}

/// A trusted device.
#[derive(Clone, Debug)]
pub struct DeviceRow {
    /// What it is ("Chrome on Windows").
    pub name: String,
    /// The day until which it skips the second step; `None` where today's rules give it nothing any more.
    pub until: Option<String>,
    /// Whether it is the one in use.
    pub current: bool,
    /// Where *forget* posts to.
    pub revoke: String,
}

/// A session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// What it runs on ("Firefox on Linux").
    pub name: String,
    /// Since when, from where, as a line.
    pub detail: String,
    /// Whether it is this one.
    pub current: bool,
    /// Where *sign out* posts to.
    pub revoke: String,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// When.
    pub at: String,
    /// What, as a sentence.
    pub what: String,
    /// From where, with what.
    pub detail: String,
}

/// Whether two-step verification can be switched off.
#[derive(Clone, Debug)]
pub enum SwitchOff {
    /// The address of the page that asks.
    Allowed(String),
    /// Why not.
    Refused(String),
    /// There is nothing to switch off.
    Nothing,
}

impl RecoveryCodesState {
    /// The class of the tag that says how many are left.
    pub fn class(&self) -> &'static str {
        match self.left {
            0 => "tag bad",
            1..=3 => "tag warn",
            _ => "tag",
        }
    }
}

impl Page for SecurityPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "security"
    }
    fn heading(&self) -> String {
        self.frame.t("account-security")
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
