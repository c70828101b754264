//! The pages that ask before something changes. Each names what will happen, and works without a script.

use askama::Template;

use crate::pages::{Frame, Page, Problem};

/// A new name for an authenticator.
#[derive(Template)]
#[template(path = "account/rename.html")]
pub struct RenamePage {
    /// The frame, with its bar.
    pub frame: Frame,
    /// The factor's kind.
    pub factor: String,
    /// The factor's name.
    pub factor_name: String,
    /// Where the form posts `label` to.
    pub action: String,
    /// The name it has.
    pub label: String,
    /// Back to *Security and login*.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for RenamePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "rename"
    }
    fn heading(&self) -> String {
        self.frame.t("account-rename-heading")
    }
    fn factor(&self) -> Option<&str> {
        Some(&self.factor)
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

/// Whether an authenticator shall be removed.
#[derive(Template)]
#[template(path = "account/remove.html")]
pub struct RemovePage {
    /// The frame, with its bar.
    pub frame: Frame,
    /// The factor's kind.
    pub factor: String,
    /// The factor's name.
    pub factor_name: String,
    /// What the person calls it.
    pub label: String,
    /// Where the form posts to.
    pub action: String,
    /// Whether it is the last one: then nothing but the password protects the account.
    pub last: bool,
    /// Back to *Security and login*.
    pub back: String,
}

impl Page for RemovePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "remove"
    }
    fn heading(&self) -> String {
        self.frame
            .t1("account-remove-heading", "name", &self.factor_name)
    }
    fn factor(&self) -> Option<&str> {
        Some(&self.factor)
    }
}

/// Whether two-step verification shall be switched off altogether.
#[derive(Template)]
#[template(path = "account/switch_off.html")]
pub struct SwitchOffPage {
    /// The frame, with its bar.
    pub frame: Frame,
    /// Where the form posts `password` to.
    pub action: String,
    /// Who is asked: told to password managers.
    pub username: String,
    /// Whether the password is asked for here; not where it was just proved.
    pub ask_password: bool,
    /// What goes: the authenticators' names.
    pub ends: Vec<String>,
    /// How many trusted devices go.
    pub devices: u32,
    /// Back to *Security and login*.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for SwitchOffPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "switch-off"
    }
    fn heading(&self) -> String {
        self.frame.t("account-off-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

/// Everything on record about oneself, to be downloaded.
#[derive(Template)]
#[template(path = "account/own_data.html")]
pub struct OwnDataPage {
    /// The frame, with its bar.
    pub frame: Frame,
    /// Where the form posts to.
    pub action: String,
    /// Back to *Security and login*.
    pub back: String,
}

impl Page for OwnDataPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "own-data"
    }
    fn heading(&self) -> String {
        self.frame.t("account-data-heading")
    }
}

/// A new password instead of the old one.
#[derive(Template)]
#[template(path = "account/change_password.html")]
pub struct ChangePasswordPage {
    /// The frame, with its bar.
    pub frame: Frame,
    /// Where the form posts `password` (the old one) and `new_password` to.
    pub action: String,
    /// Who is asked: told to password managers.
    pub username: String,
    /// Whether the old one is asked for here; not where it was just proved.
    pub ask_password: bool,
    /// The least number of characters.
    pub least: u32,
    /// Back to *Security and login*.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for ChangePasswordPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "change-password"
    }
    fn heading(&self) -> String {
        self.frame.t("account-password-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}
