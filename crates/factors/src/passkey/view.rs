//! What the pages show. The browser asks the person, so there is nothing to type: the page holds what the script hands to the browser, and
//! the words for when nothing comes of it.

use askama::Template;
use serde_json::{Value, json};
use text::Text;

use super::data::Question;
use super::{CREDENTIAL, LIVES_FOR};
use crate::{Authenticator, Setting, View};

/// The browser's call that makes one; the other one is `get`.
const CREATE: &str = "create";

/// What the script needs: the call, its options, and for how many seconds they are good.
struct Call {
    name: &'static str,
    options: Value,
    left: i64,
}

impl Call {
    fn new(setting: &Setting<'_>, question: &Question, name: &'static str, options: Value) -> Self {
        let left = LIVES_FOR.as_millis() - question.age(setting.now).as_millis();
        Self {
            name,
            options,
            left: left.max(0) / 1000,
        }
    }

    /// The key of what is said where nothing came of it.
    fn stopped(&self) -> &'static str {
        match self.name {
            CREATE => "factor-passkey-not-made",
            _ => "factor-passkey-stopped",
        }
    }

    fn json(&self) -> Value {
        json!({ "fields": [CREDENTIAL], "options": self.options, "left": self.left })
    }
}

/// Binding a new one.
pub(super) struct Enrolment {
    call: Call,
    organisation: String,
    has_others: bool,
}

impl Enrolment {
    pub(super) fn new(setting: &Setting<'_>, question: &Question, options: Value) -> Self {
        Self {
            call: Call::new(setting, question, CREATE, options),
            organisation: setting.organisation.name.clone(),
            has_others: !question.excluded.is_empty(),
        }
    }
}

#[derive(Template)]
#[template(path = "passkey/enrol.html")]
struct EnrolPage<'a> {
    view: &'a Enrolment,
    call: &'a Call,
    text: &'a Text,
}

impl View for Enrolment {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-passkey-enrol-heading")
    }

    fn html(&self, text: &Text) -> String {
        let page = EnrolPage {
            view: self,
            call: &self.call,
            text,
        };
        // Writing to a text cannot fail.
        page.render().unwrap_or_default()
    }

    fn json(&self) -> Value {
        self.call.json()
    }

    fn asks_browser(&self) -> bool {
        true
    }
}

/// Using one: as second step, or as the whole login.
pub(super) struct Prompt {
    call: Call,
    organisation: String,
    labels: Vec<String>,
}

impl Prompt {
    pub(super) fn new(
        setting: &Setting<'_>,
        question: &Question,
        authenticators: &[Authenticator],
        options: Value,
    ) -> Self {
        Self {
            call: Call::new(setting, question, "get", options),
            organisation: setting.organisation.name.clone(),
            labels: authenticators.iter().map(|own| own.label.clone()).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "passkey/prompt.html")]
struct PromptPage<'a> {
    view: &'a Prompt,
    call: &'a Call,
    text: &'a Text,
}

impl View for Prompt {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-passkey-prompt-heading")
    }

    fn html(&self, text: &Text) -> String {
        let page = PromptPage {
            view: self,
            call: &self.call,
            text,
        };
        page.render().unwrap_or_default()
    }

    fn json(&self) -> Value {
        self.call.json()
    }

    fn asks_browser(&self) -> bool {
        true
    }
}
