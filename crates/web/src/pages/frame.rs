//! What surrounds every page: whose it is, in which language, where help is, and the token its forms carry.

use text::{Argument, Text};

use super::assets;
use super::icon::Svg;
use super::parts::{Problem, Step};

/// What the layout needs to know of the page inside it.
pub trait Page {
    /// The frame around the page.
    fn frame(&self) -> &Frame;
    /// The page's name in `main[data-page]`: part of the contract.
    fn name(&self) -> &'static str;
    /// The one `h1`, and the title.
    fn heading(&self) -> String;
    /// The factor concerned, for `main[data-factor]`.
    fn factor(&self) -> Option<&str> {
        None
    }
    /// What went wrong with what was just sent.
    fn problem(&self) -> Option<&Problem> {
        None
    }
    /// What just went well ("Sent again."), as a status.
    fn status(&self) -> Option<&str> {
        None
    }
    /// Where in a row of pages this one is.
    fn step(&self) -> Option<Step> {
        None
    }
    /// Whether the page needs the second stylesheet, of somebody signed in.
    fn rich(&self) -> bool {
        self.frame().nav.is_some() || self.width() == Width::Full
    }
    /// Whether the page is one of the administration's, which have a stylesheet of their own.
    fn administers(&self) -> bool {
        self.frame()
            .nav
            .as_ref()
            .is_some_and(|nav| !nav.areas.is_empty())
    }
    /// How wide the column is.
    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// How wide a page's column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// One question.
    Narrow,
    /// A picture beside its text.
    Wide,
    /// An account or demo page.
    Full,
}

impl Width {
    /// One question, with a picture beside its text or without.
    pub const fn with_picture(has_picture: bool) -> Self {
        if has_picture {
            Self::Wide
        } else {
            Self::Narrow
        }
    }

    /// The class on `main`.
    pub fn class(self) -> &'static str {
        match self {
            Self::Narrow => "narrow",
            Self::Wide => "wide",
            Self::Full => "page",
        }
    }
}

/// The frame around a page.
#[derive(Clone)]
pub struct Frame {
    /// The reader's language.
    pub text: Text,
    /// The organisation's name.
    pub organisation: String,
    /// The address of the organisation's logo; without one its name stands beside the product's mark.
    pub logo: Option<String>,
    /// The address of the organisation's accent stylesheet ([`super::accent::accent_css`]).
    pub accent: Option<String>,
    /// The client the person is on the way to ("to continue to X").
    pub client_name: Option<String>,
    /// Whom to ask.
    pub help: Help,
    /// The pair of language links, each an address that shows this very page in that language.
    pub languages: Vec<Language>,
    /// The token that every form sends back in its hidden field `csrf`.
    pub csrf: String,
    /// The bar of somebody signed in.
    pub nav: Option<Nav>,
    /// When the session ends unless the person stays: shown by the script a minute before.
    pub session_end: Option<SessionEnd>,
    /// What is to be known above any page: that what was pressed is still to be done.
    pub notice: Option<String>,
    /// Whether this is the demo, which says so and links to `/demo/`.
    pub demo: bool,
}

/// Whom to ask, and when they answer. All of it is configured per organisation; what is empty is not shown.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// Who helps ("IT support").
    pub name: Option<String>,
    /// Their telephone number as it is written.
    pub phone: Option<String>,
    /// Their mail address.
    pub email: Option<String>,
    /// When they answer ("weekdays 8–17").
    pub hours: Option<String>,
    /// The address of a page with more.
    pub page: Option<String>,
    /// The address of the beginners' guide.
    pub guide: Option<String>,
    /// The address of the accessibility statement.
    pub accessibility: Option<String>,
}

impl Help {
    /// Whether there is any way to reach somebody.
    pub fn reachable(&self) -> bool {
        self.phone.is_some() || self.email.is_some() || self.page.is_some()
    }

    /// The telephone number as a `tel:` address wants it.
    pub fn dial(&self) -> String {
        let digits = |c: &char| c.is_ascii_digit() || *c == '+';
        self.phone
            .iter()
            .flat_map(|phone| phone.chars())
            .filter(digits)
            .collect()
    }
}

/// One of the pair of language links.
#[derive(Clone, Debug)]
pub struct Language {
    /// The BCP 47 code (`sv`).
    pub code: String,
    /// Its own name for itself (`Svenska`).
    pub name: String,
    /// The address that shows this page in it.
    pub href: String,
    /// Whether it is the one in use.
    pub current: bool,
}

/// The bar of somebody signed in.
#[derive(Clone, Debug)]
pub struct Nav {
    /// The person's name.
    pub person: String,
    /// The overview.
    pub account: String,
    /// *Security and login*.
    pub security: String,
    /// The administration, for those who have any of it.
    pub admin: Option<String>,
    /// Where *sign out* posts to.
    pub sign_out: String,
    /// Which of them this page is.
    pub current: Current,
    /// On a page of the administration: its areas, which stand in the bar instead.
    pub areas: Vec<AreaLink>,
}

/// An area of the administration, in the bar.
#[derive(Clone, Debug)]
pub struct AreaLink {
    /// What it is called.
    pub name: String,
    /// Where it lies.
    pub href: String,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// The entry of the bar that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Current {
    /// The overview.
    Account,
    /// *Security and login*.
    Security,
    /// A page in between.
    Neither,
}

impl Current {
    /// Whether this is the overview.
    pub fn account(self) -> bool {
        self == Self::Account
    }

    /// Whether this is *Security and login*.
    pub fn security(self) -> bool {
        self == Self::Security
    }
}

/// When a session ends unless the person stays.
#[derive(Clone, Debug)]
pub struct SessionEnd {
    /// Seconds from now.
    pub in_seconds: u32,
    /// Where *stay signed in* posts to; any 2xx answer means that it worked.
    pub extend: String,
    /// Where the browser goes when it has ended.
    pub ended: String,
}

impl Frame {
    /// A bare frame: for pages shown before anybody knows which organisation is meant.
    pub fn bare(text: Text, name: &str) -> Self {
        Self {
            text,
            organisation: name.to_owned(),
            logo: None,
            accent: None,
            client_name: None,
            help: Help::default(),
            languages: Vec::new(),
            csrf: String::new(),
            notice: None,
            nav: None,
            session_end: None,
            demo: false,
        }
    }

    /// The sentence for `key`.
    pub fn t(&self, key: &str) -> String {
        self.text.get(key)
    }

    /// The sentence for `key` with one value in it; a number chooses singular or plural.
    pub fn t1(&self, key: &str, name: &str, value: impl Argument) -> String {
        self.text.with1(key, name, value)
    }

    /// The sentence for `key` with two values in it.
    pub fn t2(
        &self,
        key: &str,
        one: &str,
        first: impl Argument,
        other: &str,
        second: impl Argument,
    ) -> String {
        self.text.with2(key, one, first, other, second)
    }

    /// "Step 2 of 3".
    pub fn step(&self, step: &Step) -> String {
        self.t2("frame-step", "number", step.number, "of", step.of)
    }

    /// The language in use, for `html[lang]`.
    pub fn lang(&self) -> &'static str {
        self.text.code()
    }

    /// The product's mark.
    pub fn mark(&self) -> Svg {
        super::icon::MARK
    }

    /// The address of the pages' stylesheet.
    pub fn css(&self) -> &'static str {
        assets::stylesheet().path()
    }

    /// The address of the stylesheet for the pages of somebody signed in.
    pub fn account_css(&self) -> &'static str {
        assets::account_stylesheet().path()
    }

    /// The address of the stylesheet for the administration.
    pub fn admin_css(&self) -> &'static str {
        assets::admin_stylesheet().path()
    }

    /// The address of the administration's script.
    pub fn admin_js(&self) -> &'static str {
        assets::admin_script().path()
    }

    /// The address of the script that asks the browser for passkeys.
    pub fn passkey_js(&self) -> &'static str {
        assets::passkey_script().path()
    }

    /// The address of the script.
    pub fn js(&self) -> &'static str {
        assets::script().path()
    }

    /// The address of the mark shown in the browser's tab.
    pub fn tab_mark(&self) -> &'static str {
        assets::mark().path()
    }
}
