//! The pages of a login: password, answer, choose a factor, trust this device, and where a login ends otherwise.

use askama::Template;

use super::icon;
use super::parts::{Choice, Problem, Resend, Step, Watched};
use super::{Frame, Page, Width};

/// Username and password: where a login begins.
#[derive(Template)]
#[template(path = "login/password.html")]
pub struct PasswordPage {
    /// The frame.
    pub frame: Frame,
    /// Where the form posts `username` and `password` to.
    pub action: String,
    /// What was typed as username, given back after an error.
    pub username: String,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// What just happened elsewhere ("You are signed out.").
    pub status: Option<String>,
    /// The forgotten-password page.
    pub forgot: Option<String>,
    /// What is the whole login: eIDs, passkeys.
    pub identify: Option<Identify>,
}

/// Buttons that lead to showing who one is without a name.
#[derive(Clone, Debug)]
pub struct Identify {
    /// Where the choice is posted.
    pub action: String,
    /// One button for each.
    pub choices: Vec<Choice>,
    /// The choice whose proof the browser itself is asked for, before anything is typed.
    pub of_browser: Option<String>,
}

impl PasswordPage {
    fn asks_browser(&self) -> bool {
        let identify = self.identify.as_ref();
        identify.is_some_and(|identify| identify.of_browser.is_some())
    }
}

impl Page for PasswordPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "password"
    }
    fn heading(&self) -> String {
        self.frame.t("login-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
}

/// A factor's question: the frame around its own fragment.
#[derive(Template)]
#[template(path = "login/answer.html")]
pub struct AnswerPage {
    /// The frame.
    pub frame: Frame,
    /// The factor's kind.
    pub factor: String,
    /// The factor's heading.
    pub heading: String,
    /// The factor's fields and explanation, escaped by its own template.
    pub fragment: String,
    /// Whether the fragment shows a picture beside its text.
    pub wide: bool,
    /// Whether there is the button that goes on.
    pub goes_on: bool,
    /// Whether that button asks the browser for the proof.
    pub asks_browser: bool,
    /// Where the page asks how far something outside has come.
    pub watched: Option<Watched>,
    /// Where the form posts to.
    pub action: String,
    /// The challenge, sent back in the hidden field `challenge`.
    pub challenge: String,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// What just went well.
    pub status: Option<String>,
    /// *Send a new code*, for factors that send.
    pub resend: Option<Resend>,
    /// The address of the page of other factors, where there are any.
    pub other_factor: Option<String>,
    /// Where *back to the login* posts to.
    pub cancel: String,
    /// The support page.
    pub stuck: Option<String>,
    /// Where to ask what became of the code's message, while that is open.
    pub message: Option<UnderWay>,
}

/// A message that is under way, for the script that keeps an eye on it.
#[derive(Clone, Debug)]
pub struct UnderWay {
    /// Where its state is told.
    pub state: String,
    /// The page to be fetched again where nobody took it over.
    pub login: String,
    /// In how many seconds the page says what to do when nothing has come; 0: it says so now.
    pub late_in: u32,
}

impl Page for AnswerPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "answer"
    }
    fn heading(&self) -> String {
        self.heading.clone()
    }
    fn factor(&self) -> Option<&str> {
        Some(&self.factor)
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }
    fn width(&self) -> Width {
        Width::with_picture(self.wide)
    }
}

/// Which factor to answer with.
#[derive(Template)]
#[template(path = "login/choose_factor.html")]
pub struct ChooseFactorPage {
    /// The frame.
    pub frame: Frame,
    /// Where the pressed button posts `choice` to.
    pub action: String,
    /// The factors, strongest first.
    pub choices: Vec<Choice>,
    /// The support page, behind *I cannot use any of these*.
    pub stuck: String,
    /// Where *back to the login* posts to.
    pub cancel: String,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Page for ChooseFactorPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "choose-factor"
    }
    fn heading(&self) -> String {
        self.frame.t("login-choose-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

/// Whether the second step may be skipped on this device for some days.
#[derive(Template)]
#[template(path = "login/trust_device.html")]
pub struct TrustDevicePage {
    /// The frame.
    pub frame: Frame,
    /// Where the pressed button posts `trust` (`yes` or `no`) to.
    pub action: String,
    /// For how many days.
    pub days: u32,
    /// What the device will be called ("Chrome on Windows").
    pub device: String,
}

impl Page for TrustDevicePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "trust-device"
    }
    fn heading(&self) -> String {
        self.frame.t("login-trust-heading")
    }
}

/// The password again, before something is changed.
#[derive(Template)]
#[template(path = "login/reauthenticate.html")]
pub struct ReauthenticatePage {
    /// The frame.
    pub frame: Frame,
    /// Where the form posts `password` to.
    pub action: String,
    /// Who is asked: shown, and told to password managers.
    pub username: String,
    /// Where *cancel* posts to.
    pub cancel: String,
    /// Why it is asked ("before your recovery codes are shown").
    pub why: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// Where in the enrolment this is.
    pub step: Option<Step>,
}

impl Page for ReauthenticatePage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "reauthenticate"
    }
    fn heading(&self) -> String {
        self.frame.t("login-again-heading")
    }
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn step(&self) -> Option<Step> {
        self.step
    }
}

/// The login ends here: what happened, and what to do.
#[derive(Template)]
#[template(path = "login/refused.html")]
pub struct RefusedPage {
    /// The frame.
    pub frame: Frame,
    /// What happened, from the refusal's own sentence.
    pub reason: String,
    /// What to do now. May be empty.
    pub detail: String,
    /// The login page.
    pub again: Option<String>,
}

impl Page for RefusedPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "refused"
    }
    fn heading(&self) -> String {
        self.frame.t("login-refused-heading")
    }
}

/// The login took too long, or was ended in another tab.
#[derive(Template)]
#[template(path = "login/expired.html")]
pub struct ExpiredPage {
    /// The frame.
    pub frame: Frame,
    /// The login page; it leads on to where the person was going.
    pub again: String,
}

impl Page for ExpiredPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "expired"
    }
    fn heading(&self) -> String {
        self.frame.t("login-expired-heading")
    }
}

/// *I cannot use any of these*: whom to ask and what to have ready.
#[derive(Template)]
#[template(path = "login/support.html")]
pub struct SupportPage {
    /// The frame.
    pub frame: Frame,
    /// The account, once the password was right.
    pub username: Option<String>,
    /// Where support is asked for help from, where that can be done.
    pub ask: Option<String>,
    /// The person's case.
    pub case: Option<OwnCase>,
    /// Where a code from support is typed.
    pub code: String,
    /// The eIDs that are a way back without support.
    pub identify: Option<Identify>,
    /// Back to the factors.
    pub back: Option<String>,
    /// The login page.
    pub again: String,
    /// Where the login that is under way in this browser is left, which then comes first: it would be shown again else.
    pub cancel: Option<String>,
    /// What went wrong.
    pub problem: Option<Problem>,
}

/// A case at support's desk, as its person sees it.
#[derive(Clone, Debug)]
pub struct OwnCase {
    /// The number to read aloud.
    pub number: String,
    /// When it was opened.
    pub at: String,
    /// How it stands.
    pub said: String,
    /// Whether it goes on.
    pub open: bool,
}

impl Page for SupportPage {
    fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "support"
    }
    fn heading(&self) -> String {
        self.frame.t("login-support-heading")
    }
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person signed out.
    SignedOut,
    /// Nothing was done for a while, or the day was over.
    TimedOut,
    /// It was ended from another device or by support.
    Elsewhere,
}

/// The session has ended.
#[derive(Template)]
#[template(path = "login/session_ended.html")]
pub struct SessionEndedPage {
    /// The frame.
    pub frame: Frame,
    /// Why.
    pub ended: Ended,
    /// The login page; it leads back to the same place.
    pub again: String,
}

impl SessionEndedPage {
    fn explanation(&self) -> String {
        self.frame.t(match self.ended {
            Ended::SignedOut => "login-ended-signed-out",
            Ended::TimedOut => "login-ended-timed-out",
            Ended::Elsewhere => "login-ended-elsewhere",
        })
    }
}

impl Page for SessionEndedPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "session-ended"
    }
    fn heading(&self) -> String {
        self.frame.t("login-ended-heading")
    }
}
