//! Machines' credentials: the list, and the one page that shows a secret.

use askama::Template;

use crate::pages::{Frame, Page, Problem, Width};

/// The list.
#[derive(Template)]
#[template(path = "admin/credentials.html")]
pub struct CredentialsPage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// The credentials, the oldest first.
    pub rows: Vec<CredentialRow>,
    /// The page with more of them.
    pub next: Option<String>,
    /// The accounts that machines use.
    pub machines: Vec<MachineRow>,
    /// The form for a new credential, where there is an account for it.
    pub add: Option<String>,
    /// The form for a new account, where the person may add one.
    pub add_account: Option<String>,
    /// The description of the API.
    pub document: String,
    /// What just went well.
    pub status: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// A credential.
#[derive(Clone, Debug)]
pub struct CredentialRow {
    /// What people call it.
    pub label: String,
    /// The account that it belongs to.
    pub account: String,
    /// What it may do, a line each.
    pub scopes: Vec<String>,
    /// How it stands.
    pub state: String,
    /// The class of the state's tag.
    pub class: &'static str,
    /// When it ends.
    pub ends: String,
    /// When it was last used.
    pub last_used: String,
    /// The page that rotates it, where it stands.
    pub rotate: Option<String>,
    /// The page that revokes it, where it stands.
    pub revoke: Option<String>,
}

/// A machine's account.
#[derive(Clone, Debug)]
pub struct MachineRow {
    /// Its name.
    pub name: String,
    /// Its username.
    pub username: String,
    /// That it is suspended, where it is.
    pub suspended: Option<String>,
}

impl Page for CredentialsPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-credentials"
    }
    fn heading(&self) -> String {
        self.frame.t("credentials-heading")
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

/// A credential that was just made.
#[derive(Template)]
#[template(path = "admin/credential_made.html")]
pub struct CredentialMadePage {
    /// The frame, with the administration's bar.
    pub frame: Frame,
    /// What its bearer shows.
    pub token: String,
    /// When it ends.
    pub ends: String,
    /// Back to the list.
    pub back: String,
}

impl Page for CredentialMadePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "admin-credential-made"
    }
    fn heading(&self) -> String {
        self.frame.t("credential-made-heading")
    }
    fn width(&self) -> Width {
        Width::Wide
    }
}
