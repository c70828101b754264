//! 46elks: forms with HTTP Basic; reports carry no signature.

use serde_json::{Value, json};

use super::{
    AcceptedMessage,
    behaviour::Refusal,
    report::OwnedInbound,
    rules::{address, between, parts, plus, sender_plus, some},
    seen::{Fields, Seen},
    wire::{About, Asked, Draft, Reply, Telling, Wire, Wrong, asked, settings},
};
use crate::gateway::{Carries, Reported, Settings};

const USERNAME: &str = "u0123456789abcdef";
const PASSWORD: &str = "0123456789ABCDEF&:åäö";

pub(super) struct Elks;

impl Elks {
    fn sms(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::form(seen);
        let draft = Draft {
            body: fields.all(),
            from: Some(fields.need("from", sender_plus)),
            to: fields.need("to", plus),
            text: fields.need("message", some),
            report_url: fields.may("whendelivered", address),
            ..Draft::default()
        };
        // Not the gateway's rule but ours: a code is never kept in somebody's history.
        let unlogged = fields.may("dontlog", |value| value == "message");
        fields.require(unlogged.is_some(), "dontlog is missing");
        fields.may("flashsms", |value| value == "yes" || value == "no");
        asked(fields, draft)
    }

    fn call(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::form(seen);
        let draft = Draft {
            about: About::Call,
            body: fields.all(),
            from: Some(fields.need("from", plus)),
            to: fields.need("to", plus),
            text: fields.need("voice_start", start),
            report_url: fields.may("whenhangup", address),
            ..Draft::default()
        };
        fields.may("timeout", |value| between(value, 1, 600));
        asked(fields, draft)
    }
}

/// An address, or an action that can be played with all that comes after it.
fn start(text: &str) -> bool {
    fn plays(action: &Value) -> bool {
        let Some(members) = action.as_object() else {
            return action.as_str().is_some_and(address);
        };
        members
            .get("play")
            .and_then(Value::as_str)
            .is_some_and(|play| address(play) || play.starts_with("sound/"))
            && members
                .get("next")
                .is_none_or(|next| plays(next) || *next == json!({"hangup": ""}))
            && members
                .keys()
                .all(|name| matches!(name.as_str(), "play" | "skippable" | "next"))
    }
    address(text)
        || serde_json::from_str(text)
            .is_ok_and(|action: Value| action.is_object() && plays(&action))
}

impl Wire for Elks {
    fn settings(&self, _: &str) -> Settings {
        settings([("username", USERNAME), ("password", PASSWORD)])
    }

    fn is_about_account(&self, _: &str, path: &str) -> bool {
        path == "/a1/me"
    }

    fn judge(&self, seen: &Seen) -> Result<Asked, Wrong> {
        if seen.basic() != Some((USERNAME.to_owned(), PASSWORD.to_owned())) {
            return Err(Wrong::Credentials);
        }
        match (seen.method.as_str(), seen.path.as_str()) {
            ("GET", "/a1/me") => Ok(Asked::Account),
            ("POST", "/a1/sms") => Self::sms(seen),
            ("POST", "/a1/calls") => Self::call(seen),
            _ => Err(Wrong::Path),
        }
    }

    fn misfit(&self, what: &str) -> Reply {
        Reply::text(400, what)
    }

    fn taken(&self, message: &AcceptedMessage) -> Reply {
        let body = match message.channel {
            Carries::Sms => json!({
                "id": message.id, "status": "created", "direction": "outgoing", "from": message.from, "to": message.to,
                "message": message.text, "created": "2026-11-21T09:30:00.123000",
                "parts": parts(&message.text), "cost": 3500 * parts(&message.text),
            }),
            Carries::Voice => json!({
                "id": message.id, "direction": "outgoing", "from": message.from, "to": message.to,
                "created": "2026-11-21T09:30:00.123000",
            }),
        };
        Reply::json(200, &body)
    }

    fn refused(&self, why: Refusal, draft: &Draft) -> Reply {
        match why {
            Refusal::Number => Reply::text(400, "Invalid to number"),
            Refusal::Sender => Reply::json(403, &json!({"error": "Invalid from sender"})),
            Refusal::Money => Reply::text(403, "Not enough credits"),
            Refusal::Key => Reply::text(401, "API access requires Basic HTTP authentication."),
            Refusal::Throttled => Reply::text(429, "Too many requests"),
            Refusal::Server => Reply::text(500, "Internal server error"),
            Refusal::Inside => Reply::json(
                200,
                &json!({"status": "failed", "direction": "outgoing", "from": draft.from, "to": draft.to}),
            ),
        }
    }

    fn about_account(&self) -> Option<Reply> {
        let body = json!({
            "id": USERNAME, "displayname": "Exempelbolaget", "currency": "SEK", "balance": 1_234_500, "creditalert": 0,
            "email": "drift@example.se", "mobilenumber": "+46701740699",
        });
        Some(Reply::json(200, &body))
    }

    fn name(&self, channel: Carries, number: u64) -> String {
        match channel {
            Carries::Sms => format!("s{number:032x}"),
            Carries::Voice => format!("c{number:032x}"),
        }
    }

    fn word(&self, channel: Carries, state: Reported) -> &'static str {
        match (channel, state) {
            (Carries::Sms, Reported::Underway) => "sent",
            (Carries::Sms, Reported::Delivered) => "delivered",
            (Carries::Voice, Reported::Delivered) => "success",
            (_, _) => "failed",
        }
    }

    fn report(&self, telling: &Telling<'_>) -> OwnedInbound {
        let message = telling.message;
        let word = self.word(message.channel, telling.state);
        match message.channel {
            Carries::Voice => {
                OwnedInbound::form(&telling.url, &[("callid", &message.id), ("result", word)])
            }
            Carries::Sms if telling.state == Reported::Delivered => OwnedInbound::form(
                &telling.url,
                &[
                    ("id", &message.id),
                    ("status", word),
                    ("delivered", "2026-11-21T09:30:04.567000"),
                ],
            ),
            Carries::Sms => {
                OwnedInbound::form(&telling.url, &[("id", &message.id), ("status", word)])
            }
        }
    }

    fn signs(&self) -> bool {
        false
    }
}
