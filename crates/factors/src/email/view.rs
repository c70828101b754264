//! What the pages of this factor show.

use askama::Template;
use domain::email::EmailAddress;
use domain::time::Timestamp;
use serde_json::{Value, json};
use text::Text;

use crate::{Setting, View};

/// The first page of an enrolment: which mailbox.
pub(super) struct AskAddress {
    suggested: String,
}

impl AskAddress {
    pub(super) fn new(setting: &Setting<'_>) -> Self {
        let mail = || {
            setting
                .addresses
                .iter()
                .filter(|address| address.channel == "email")
        };
        let best = mail()
            .find(|address| address.verified)
            .or_else(|| mail().next());
        Self {
            suggested: best.map_or_else(String::new, |address| address.value.clone()),
        }
    }
}

#[derive(Template)]
#[template(path = "email/address.html")]
struct AddressPage<'a> {
    view: &'a AskAddress,
    text: &'a Text,
}

impl View for AskAddress {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-email-address-heading")
    }

    fn html(&self, text: &Text) -> String {
        // Writing to a text cannot fail.
        AddressPage { view: self, text }
            .render()
            .unwrap_or_default()
    }

    fn json(&self) -> Value {
        json!({ "stage": "address", "fields": ["address"], "suggested": self.suggested })
    }

    fn asks_for_answer(&self) -> bool {
        false
    }
}

/// The second page: the code that was sent there.
pub(super) struct Confirm {
    address: String,
    valid_until: String,
}

impl Confirm {
    pub(super) fn new(
        setting: &Setting<'_>,
        address: &EmailAddress,
        expires_at: Timestamp,
    ) -> Self {
        Self {
            address: address.as_str().to_owned(),
            valid_until: (setting.clock)(expires_at),
        }
    }
}

#[derive(Template)]
#[template(path = "email/enrol.html")]
struct ConfirmPage<'a> {
    view: &'a Confirm,
    text: &'a Text,
}

impl View for Confirm {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-email-prompt-heading")
    }

    fn html(&self, text: &Text) -> String {
        ConfirmPage { view: self, text }
            .render()
            .unwrap_or_default()
    }

    fn json(&self) -> Value {
        json!({ "stage": "code", "fields": ["code", "address"], "sent_to": self.address })
    }
}

/// The page of a challenge: the code, and where it was sent, masked.
pub(super) struct Prompt {
    masked: String,
    valid_until: String,
}

impl Prompt {
    pub(super) fn new(
        setting: &Setting<'_>,
        address: &EmailAddress,
        expires_at: Timestamp,
    ) -> Self {
        Self {
            masked: address.masked(),
            valid_until: (setting.clock)(expires_at),
        }
    }
}

#[derive(Template)]
#[template(path = "email/prompt.html")]
struct PromptPage<'a> {
    view: &'a Prompt,
    text: &'a Text,
}

impl View for Prompt {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-email-prompt-heading")
    }

    fn html(&self, text: &Text) -> String {
        PromptPage { view: self, text }.render().unwrap_or_default()
    }

    fn json(&self) -> Value {
        json!({ "fields": ["code"], "sent_to": self.masked })
    }
}
