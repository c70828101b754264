//! The templates of this factor's pages.

use askama::Template;
use domain::message::MessageChannel;
use text::Text;

use crate::number::{AskNumber, Confirm, Pages, Prompt};

/// The pages of telephone calls.
pub(super) struct VoicePages;

#[derive(Template)]
#[template(path = "voice/number.html")]
struct NumberPage<'a> {
    view: &'a AskNumber<VoicePages>,
    text: &'a Text,
}

#[derive(Template)]
#[template(path = "voice/enrol.html")]
struct ConfirmPage<'a> {
    view: &'a Confirm<VoicePages>,
    text: &'a Text,
}

#[derive(Template)]
#[template(path = "voice/prompt.html")]
struct PromptPage<'a> {
    view: &'a Prompt<VoicePages>,
    text: &'a Text,
}

// Writing to a text cannot fail.
impl Pages for VoicePages {
    const KIND: &'static str = "voice";
    const CHANNEL: MessageChannel = MessageChannel::Voice;

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
