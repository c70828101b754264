//! What an agent sees who has the person on the telephone: where the order stands, and what to say meanwhile. The buttons are the desk's.

use askama::Template;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use serde_json::{Value, json};
use text::Text;

use super::data::{Question, Stage};
use super::word;
use crate::{Progressing, View};

/// The agent's view of an order at this moment.
pub(super) struct Page {
    stage: &'static str,
    /// The key of the sentence that tells where it stands.
    status: &'static str,
    /// BankID's own word, while it runs.
    hint: Option<String>,
}

impl Page {
    /// The view of a challenge whose order was begun for a caller; nothing of any other.
    pub(super) fn of(question: &Question, now: Timestamp) -> Option<Self> {
        let order = question.order.as_ref()?;
        order.wish.device.caller()?;
        let at = |stage, status| Self {
            stage,
            status,
            hint: None,
        };
        if let Some(word) = order.ended(now) {
            return Some(at("ended", ended(word)));
        }
        Some(match &order.stage {
            Stage::Proved(_) => match question.proof(now, "") {
                Ok(_) => at("proved", "factor-bankid-call-proved"),
                Err(Refusal::OrderAnothers) => at("ended", ended(word::ANOTHERS)),
                Err(_) => at("ended", ended(word::RISKY)),
            },
            Stage::Open(open) => Self {
                hint: open.hint.clone(),
                ..at("call", pending(open.hint.as_deref()))
            },
            Stage::Starting { .. } | Stage::Ended { .. } => {
                at("starting", "factor-bankid-starting")
            }
        })
    }

    fn waits(&self) -> bool {
        matches!(self.stage, "starting" | "call")
    }
}

/// The key of what the agent reads while the order runs.
fn pending(hint: Option<&str>) -> &'static str {
    let is = |word| hint.is_some_and(|hint| hint.eq_ignore_ascii_case(word));
    if word::waits_for_scan(hint) {
        "factor-bankid-call-open"
    } else if is("userCallConfirm") {
        "factor-bankid-call-confirm"
    } else if is("userMrtd") {
        "factor-bankid-call-document"
    } else if is("userSign") {
        "factor-bankid-call-sign"
    } else {
        "factor-bankid-call-going"
    }
}

/// The key of what the agent reads where nothing came of it. What is nobody's fault is told as to anybody else.
fn ended(word: &str) -> &'static str {
    match word.to_ascii_lowercase().as_str() {
        "expiredtransaction" | "startfailed" => "factor-bankid-call-ended-expired",
        "certificateerr" => "factor-bankid-call-ended-blocked",
        "usercancel" => "factor-bankid-call-ended-cancelled",
        "cancelled" | word::CANCELED | word::ALREADY => "factor-bankid-call-ended-other",
        "userdeclinedcall" => "factor-bankid-call-ended-declined",
        "notsupportedbyuserapp" => "factor-bankid-call-ended-old-app",
        "transactionriskblocked" | word::RISKY => "factor-bankid-call-ended-risk",
        word::ANOTHERS => "factor-bankid-call-ended-anothers",
        // These say nothing of the person: the same sentence serves the agent.
        word => word::ended(word, super::data::Device::Other),
    }
}

#[derive(Template)]
#[template(path = "bankid/call.html")]
struct CallPage<'a> {
    view: &'a Page,
    text: &'a Text,
}

impl View for Page {
    fn heading(&self, text: &Text) -> String {
        text.get("factor-bankid-call-heading")
    }

    fn html(&self, text: &Text) -> String {
        // Writing to a text cannot fail.
        CallPage { view: self, text }.render().unwrap_or_default()
    }

    fn json(&self) -> Value {
        let mut shown = json!({ "stage": self.stage, "fields": [] });
        if let Some(hint) = &self.hint {
            shown["hint"] = json!(hint);
        }
        shown
    }

    fn asks_for_answer(&self) -> bool {
        self.stage == "proved"
    }

    fn progress(&self, text: &Text) -> Option<Progressing> {
        Some(Progressing {
            stage: self.stage,
            // Nothing is sent by itself: the agent says that it was the one on the telephone.
            proved: false,
            status: text.get(self.status),
            picture: None,
        })
    }
}
