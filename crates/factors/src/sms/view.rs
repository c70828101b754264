//! The templates of this factor's pages.

use askama::Template;
use domain::message::MessageChannel;
use text::Text;

use crate::number::{AskNumber, Confirm, Pages, Prompt};

/// The pages of text messages.
pub(super) struct SmsPages;

#[derive(Template)]
#[template(path = "sms/number.html")]
struct NumberPage<'a> {
    view: &'a AskNumber<SmsPages>,
    text: &'a Text,
}

#[derive(Template)]
#[template(path = "sms/enrol.html")]
struct ConfirmPage<'a> {
    view: &'a Confirm<SmsPages>,
    text: &'a Text,
}

#[derive(Template)]
#[template(path = "sms/prompt.html")]
struct PromptPage<'a> {
    view: &'a Prompt<SmsPages>,
    text: &'a Text,
}

// Writing to a text cannot fail.
impl Pages for SmsPages {
    const KIND: &'static str = "sms";
    const CHANNEL: MessageChannel = MessageChannel::Sms;

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
