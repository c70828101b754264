//! What is this factor's own among those whose codes go to a telephone: its words, its message, its templates.

use askama::Template;
use domain::challenge::Purpose;
use domain::factor::Profile;
use domain::message::MessageChannel;
use domain::phone::PhoneNumber;
use domain::time::Timestamp;
use text::{Language, Text};

use super::{PROFILE, Sms, message};
use crate::number::{AskNumber, ByPhone, Confirm, Prompt};
use crate::{Letter, Setting};

#[derive(Template)]
#[template(path = "sms/number.html")]
struct NumberPage<'a> {
    view: &'a AskNumber<Sms>,
    text: &'a Text,
}

#[derive(Template)]
#[template(path = "sms/enrol.html")]
struct ConfirmPage<'a> {
    view: &'a Confirm<Sms>,
    text: &'a Text,
}

#[derive(Template)]
#[template(path = "sms/prompt.html")]
struct PromptPage<'a> {
    view: &'a Prompt<Sms>,
    text: &'a Text,
}

// Writing to a text cannot fail.
impl ByPhone for Sms {
    const PROFILE: &'static Profile = &PROFILE;
    const WORDS: [(Language, &'static str); 2] = [
        (Language::Sv, include_str!("sv.ftl")),
        (Language::En, include_str!("en.ftl")),
    ];
    const LABEL: &'static str = "sms code";
    const CHANNEL: MessageChannel = MessageChannel::Sms;

    fn message(
        setting: &Setting<'_>,
        purpose: Purpose,
        number: &PhoneNumber,
        code: &str,
        expires_at: Timestamp,
    ) -> Letter {
        message::of(setting, purpose, number, code, expires_at)
    }

    fn usual_text(purpose: Purpose, text: &Text) -> Option<String> {
        Some(message::wording(purpose, text))
    }

    fn number(view: &AskNumber<Self>, text: &Text) -> String {
        NumberPage { view, text }.render().unwrap_or_default()
    }

    fn confirm(view: &Confirm<Self>, text: &Text) -> String {
        ConfirmPage { view, text }.render().unwrap_or_default()
    }

    fn prompt(view: &Prompt<Self>, text: &Text) -> String {
        PromptPage { view, text }.render().unwrap_or_default()
    }
}
