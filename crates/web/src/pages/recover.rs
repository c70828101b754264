//! The pages behind mailed links: forgotten password, invitation, enrolment pass. A link's page never acts by being
//! fetched (mail scanners fetch links): it shows a button, and the button posts.

use askama::Template;

use super::icon;
use super::login::Identify;
use super::parts::Problem;
use super::{Frame, Page};

/// Who has forgotten the password.
#[derive(Template)]
#[template(path = "recover/forgotten.html")]
pub struct ForgottenPage {
    /// The frame.
    pub frame: Frame,
    /// Where the form posts `username` to.
    pub action: String,
    /// What was typed.
    pub username: String,
    /// Back to the login page.
    pub back: String,
    /// The eIDs that are a way back without a mailed link.
    pub identify: Option<Identify>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for ForgottenPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "recover"
    }
    fn heading(&self) -> String {
        self.frame.t("recover-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

/// *Check your mail*: the same for an account that exists and one that does not.
#[derive(Template)]
#[template(path = "recover/mail_sent.html")]
pub struct MailSentPage {
    /// The frame.
    pub frame: Frame,
    /// The clock time until which the link works.
    pub until: String,
    /// The form, to ask again.
    pub again: String,
    /// Back to the login page.
    pub back: String,
}

impl Page for MailSentPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "mail-sent"
    }
    fn heading(&self) -> String {
        self.frame.t("recover-sent-heading")
    }
}

/// What a mailed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// A forgotten password.
    Password,
    /// A first password.
    Invitation,
    /// A pass to enrol a factor anew.
    EnrolmentPass,
}

/// Where a mailed link lands: what it will do, and the button that does it.
#[derive(Template)]
#[template(path = "recover/link.html")]
pub struct LinkPage {
    /// The frame.
    pub frame: Frame,
    /// What the link is for.
    pub purpose: LinkPurpose,
    /// Whose account.
    pub username: String,
    /// Where the button posts to.
    pub action: String,
    /// The link's token, sent back in the hidden field `token`.
    pub token: String,
    /// The clock time until which it works.
    pub until: String,
}

impl LinkPage {
    fn explanation(&self) -> String {
        self.frame.t(match self.purpose {
            LinkPurpose::Password => "recover-link-password",
            LinkPurpose::Invitation => "recover-link-invitation",
            LinkPurpose::EnrolmentPass => "recover-link-pass",
        })
    }
}

impl Page for LinkPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        match self.purpose {
            LinkPurpose::Password => "link",
            LinkPurpose::Invitation => "invitation",
            LinkPurpose::EnrolmentPass => "enrolment-pass",
        }
    }
    fn heading(&self) -> String {
        match self.purpose {
            LinkPurpose::Password => self.frame.t("recover-link-heading-password"),
            LinkPurpose::Invitation => self.frame.t1(
                "recover-link-heading-invitation",
                "organisation",
                &self.frame.organisation,
            ),
            LinkPurpose::EnrolmentPass => self.frame.t("recover-link-heading-pass"),
        }
    }
}

/// A link that was used, replaced or is too old.
#[derive(Template)]
#[template(path = "recover/link_dead.html")]
pub struct LinkDeadPage {
    /// The frame.
    pub frame: Frame,
    /// The form to ask for a new one, where people may do that themselves.
    pub again: Option<String>,
    /// Back to the login page.
    pub back: String,
}

impl Page for LinkDeadPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "expired"
    }
    fn heading(&self) -> String {
        self.frame.t("recover-dead-heading")
    }
}

/// A new password, or a first one.
#[derive(Template)]
#[template(path = "recover/new_password.html")]
pub struct NewPasswordPage {
    /// The frame.
    pub frame: Frame,
    /// Where the form posts `new_password` to.
    pub action: String,
    /// What must be sent back in the hidden field `token`.
    pub token: String,
    /// Whose account: told to password managers.
    pub username: String,
    /// The least number of characters.
    pub least: u32,
    /// Whether it is the person's first.
    pub first: bool,
    /// What just went well.
    pub status: Option<String>,
    /// What is wrong with the one just tried.
    pub problem: Option<Problem>,
}

impl Page for NewPasswordPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "new-password"
    }
    fn heading(&self) -> String {
        self.frame.t(if self.first {
            "recover-first-heading"
        } else {
            "recover-new-heading"
        })
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
}

/// The code from support, typed with the username.
#[derive(Template)]
#[template(path = "recover/code.html")]
pub struct CodePage {
    /// The frame.
    pub frame: Frame,
    /// Where the form posts `username` and `code` to.
    pub action: String,
    /// What was typed as username.
    pub username: String,
    /// Back to the login page.
    pub back: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for CodePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "enrolment-pass"
    }
    fn heading(&self) -> String {
        self.frame.t("recover-code-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

/// What the link in a letter about a recovery case does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseLink {
    /// It proves that the letter arrived.
    Confirm,
    /// It stops what support is about to do.
    Stop,
    /// It stops what support has done.
    StopDone,
}

/// Where such a link lands: what it does, and the button that does it.
#[derive(Template)]
#[template(path = "recover/case_link.html")]
pub struct CaseLinkPage {
    /// The frame.
    pub frame: Frame,
    /// What it does.
    pub link: CaseLink,
    /// Whose account.
    pub username: String,
    /// When support was asked, where that is told.
    pub asked: Option<String>,
    /// Where the button posts to.
    pub action: String,
}

impl CaseLinkPage {
    fn stops(&self) -> bool {
        self.link != CaseLink::Confirm
    }

    fn explanation(&self) -> String {
        self.frame.t(match self.link {
            CaseLink::Confirm => "recover-confirm-explanation",
            CaseLink::Stop => "recover-stop-explanation",
            CaseLink::StopDone => "recover-stop-explanation-done",
        })
    }
}

impl Page for CaseLinkPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        if self.stops() {
            "recovery-stop"
        } else {
            "recovery-confirm"
        }
    }
    fn heading(&self) -> String {
        self.frame.t(if self.stops() {
            "recover-stop-heading"
        } else {
            "recover-confirm-heading"
        })
    }
}

/// What came of pressing that button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseLinkOutcome {
    /// It is confirmed.
    Confirmed,
    /// It is stopped.
    Stopped,
    /// It is stopped, and the account suspended.
    Suspended,
}

/// The page after it.
#[derive(Template)]
#[template(path = "recover/case_link_done.html")]
pub struct CaseLinkDonePage {
    /// The frame.
    pub frame: Frame,
    /// What came of it.
    pub outcome: CaseLinkOutcome,
}

impl CaseLinkDonePage {
    fn said(&self) -> String {
        self.frame.t(match self.outcome {
            CaseLinkOutcome::Confirmed => "recover-confirmed",
            CaseLinkOutcome::Stopped => "recover-stopped",
            CaseLinkOutcome::Suspended => "recover-stopped-suspended",
        })
    }
}

impl Page for CaseLinkDonePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        if self.outcome == CaseLinkOutcome::Confirmed {
            "recovery-confirmed"
        } else {
            "recovery-stopped"
        }
    }
    fn heading(&self) -> String {
        self.frame.t(if self.outcome == CaseLinkOutcome::Confirmed {
            "recover-confirmed-heading"
        } else {
            "recover-stopped-heading"
        })
    }
}
