//! Somebody with a security key, in tests: the page asks, the key answers as browsers hand it on.

#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

use domain::time::Timestamp;
use serde_json::Value;

use super::CREDENTIAL;
use crate::testing::{Breaking, Person, SoftAuthenticator};
use crate::{Form, Letter};

/// Holds the key, and remembers what the page asked for last.
pub(crate) struct KeyHolder {
    key: SoftAuthenticator,
    asked: Value,
}

impl Default for KeyHolder {
    fn default() -> Self {
        Self {
            key: SoftAuthenticator::device_bound(),
            asked: Value::Null,
        }
    }
}

impl KeyHolder {
    /// The origin of the pages that speak for the relying party of what was asked last.
    fn origin(&self) -> String {
        let [new, used] = ["/rp/id", "/rpId"].map(|place| self.asked.pointer(place));
        let id = new.or(used).and_then(Value::as_str);
        format!("https://{}", id.expect("a page that asks for a passkey"))
    }
}

fn sent(answer: Option<Value>) -> Form {
    let answer = answer.expect("the key has what is asked for");
    Form::from_iter([(CREDENTIAL, answer.to_string())])
}

impl Person for KeyHolder {
    fn enrol(&mut self, shown: &Value, _: &[Letter], _: Timestamp) -> Form {
        self.asked = shown["options"].clone();
        let origin = self.origin();
        sent(self.key.create(&self.asked, &origin))
    }

    fn looks(&mut self, shown: &Value) {
        self.asked = shown["options"].clone();
    }

    fn answer(&mut self, _: &[Letter], _: Timestamp) -> Form {
        let origin = self.origin();
        sent(self.key.get(&self.asked, &origin))
    }

    fn wrong(&self, _: &[Letter], _: Timestamp) -> Form {
        let (mut key, origin) = (self.key.clone(), self.origin());
        let wrong = Breaking::ChallengeAnother;
        sent(if self.asked["rp"].is_object() {
            key.create_broken(&self.asked, &origin, wrong)
        } else {
            key.get_broken(&self.asked, &origin, wrong)
        })
    }

    /// What the key is asked to sign, for whom, and by which of its passkeys: browsers are told it.
    fn is_public(&self, text: &str) -> bool {
        let words = ["preferred", "required", "login.example.se"];
        words.contains(&text)
            || self.asked["challenge"] == text
            || self.key.ids().iter().any(|id| id == text)
    }
}
