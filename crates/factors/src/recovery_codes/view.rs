//! What the pages of this factor show.

use askama::Template;
use serde_json::{Value, json};
use text::Text;

use crate::letter::one_line;
use crate::{Setting, View};

/// The set, shown once, and the field to type one of it back.
pub(super) struct Sheet {
    organisation: String,
    username: String,
    codes: Vec<String>,
}

impl Sheet {
    pub(super) fn new(setting: &Setting<'_>, codes: Vec<String>) -> Self {
        Self {
            organisation: setting.organisation.name.clone(),
            username: setting.username.to_owned(),
            codes,
        }
    }
}

#[derive(Template)]
#[template(path = "recovery_codes/enrol.html")]
struct SheetPage<'a> {
    view: &'a Sheet,
    text: &'a Text,
}

impl View for Sheet {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-recovery_codes-enrol-heading")
    }

    fn html(&self, text: &Text) -> String {
        // Writing to a text cannot fail.
        SheetPage { view: self, text }.render().unwrap_or_default()
    }

    fn json(&self) -> Value {
        json!({ "fields": ["code"], "codes": self.codes })
    }

    fn download(&self, text: &Text) -> Option<String> {
        let mut lines = vec![
            text.with2(
                "factor-recovery_codes-file-title",
                "organisation",
                one_line(&self.organisation),
                "account",
                one_line(&self.username),
            ),
            String::new(),
        ];
        lines.extend(self.codes.iter().cloned());
        lines.push(String::new());
        lines.push(text.get("factor-recovery_codes-once"));
        lines.push(text.get("factor-recovery_codes-keep"));
        lines.push(String::new());
        Some(lines.join("\r\n"))
    }
}

/// The field for a code of the set.
pub(super) struct Prompt {
    pub(super) left: u32,
}

impl Prompt {
    fn is_running_out(&self) -> bool {
        self.left <= super::FEW
    }
}

#[derive(Template)]
#[template(path = "recovery_codes/prompt.html")]
struct PromptPage<'a> {
    view: &'a Prompt,
    text: &'a Text,
}

impl View for Prompt {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-recovery_codes-prompt-heading")
    }

    fn html(&self, text: &Text) -> String {
        PromptPage { view: self, text }.render().unwrap_or_default()
    }

    fn json(&self) -> Value {
        json!({ "fields": ["code"], "left": self.left })
    }
}
