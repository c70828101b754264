//! What the pages of this factor show.

use askama::Template;
use otp::{Link, Shown};
use serde_json::{Value, json};
use text::Text;

use crate::qr::Qr;
use crate::{Authenticator, Setting, View};

/// Apps that are known to work, in the order they are suggested. Names, so the same in every language.
const PHONE_APPS: &[&str] = &[
    "Apple Passwords",
    "Google Authenticator",
    "Microsoft Authenticator",
    "Authy",
    "2FA Authenticator (2FAS)",
    "Step Two",
    "Aegis",
];
const COMPUTER_APPS: &[&str] = &["KeePassXC", "Bitwarden", "1Password"];

/// The key as a picture, as text and as a link, and the field for a first code.
pub(super) struct Enrolment {
    qr: Option<Qr>,
    link: String,
    secret: String,
    grouped: String,
    shown: Shown,
    server_time: String,
}

impl Enrolment {
    pub(super) fn new(link: &Link, setting: &Setting<'_>) -> Self {
        let written = link.write();
        Self {
            qr: Qr::of(&written),
            secret: (*link.secret.to_base32()).clone(),
            grouped: (*link.secret.to_grouped_base32()).clone(),
            shown: link.shown(),
            server_time: (setting.clock)(setting.now),
            link: (*written).clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "totp/enrol.html")]
struct EnrolPage<'a> {
    view: &'a Enrolment,
    text: &'a Text,
    phone_apps: String,
    computer_apps: String,
}

impl View for Enrolment {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-totp-enrol-heading")
    }

    fn html(&self, text: &Text) -> String {
        let page = EnrolPage {
            view: self,
            text,
            phone_apps: PHONE_APPS.join(", "),
            computer_apps: COMPUTER_APPS.join(", "),
        };
        // Writing to a text cannot fail.
        page.render().unwrap_or_default()
    }

    fn json(&self) -> Value {
        json!({
            "fields": ["code", "label"],
            "secret": self.secret,
            "link": self.link,
            "issuer": self.shown.issuer,
            "account": self.shown.account,
            "algorithm": "SHA1",
            "digits": 6,
            "period": 30,
        })
    }

    fn has_picture(&self) -> bool {
        true
    }
}

/// The field for a code.
pub(super) struct Prompt {
    issuer: String,
    account: String,
    labels: Vec<String>,
    server_time: String,
}

impl Prompt {
    pub(super) fn new(setting: &Setting<'_>, authenticators: &[Authenticator]) -> Self {
        Self {
            issuer: setting.organisation.name.clone(),
            account: setting.username.to_owned(),
            labels: authenticators
                .iter()
                .map(|authenticator| authenticator.label.clone())
                .collect(),
            server_time: (setting.clock)(setting.now),
        }
    }
}

#[derive(Template)]
#[template(path = "totp/prompt.html")]
struct PromptPage<'a> {
    view: &'a Prompt,
    text: &'a Text,
}

impl View for Prompt {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-totp-prompt-heading")
    }

    fn html(&self, text: &Text) -> String {
        PromptPage { view: self, text }.render().unwrap_or_default()
    }

    fn json(&self) -> Value {
        json!({ "fields": ["code"] })
    }
}
