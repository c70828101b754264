//! Infobip: JSON with a key, refusals inside an answer that says 200; reports carry no signature that is described.

use serde_json::{Value, json};

use super::{
    AcceptedMessage,
    behaviour::Refusal,
    report::OwnedInbound,
    rules::{address, digits, sender_digits, some},
    seen::{Fields, Seen},
    wire::{Asked, Draft, Reply, Telling, Wire, Wrong, asked, settings},
};
use crate::gateway::{Carries, Reported, Settings};

const KEY: &str = "0123456789abcdef-0123-4567-infobip";

pub(super) struct Infobip;

impl Infobip {
    fn sms(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::json(seen);
        let mut draft = fields.only("messages", message).unwrap_or_default();
        draft.body = serde_json::from_slice(&seen.body).unwrap_or_default();
        asked(fields, draft)
    }
}

fn message(fields: &mut Fields) -> Draft {
    let mut draft = Draft {
        from: fields.may("sender", sender_digits),
        ..Draft::default()
    };
    let destination = fields.only("destinations", |fields| {
        let reference = fields.may("messageId", |text| (1..=200).contains(&text.len()));
        (fields.need("to", digits), reference)
    });
    (draft.to, draft.reference) = destination.unwrap_or_default();
    draft.text = fields
        .object("content", |fields| {
            fields.may("transliteration", some);
            fields.need("text", some)
        })
        .unwrap_or_default();
    fields.require(!draft.text.is_empty(), "content is missing");
    fields.object("options", |fields| {
        fields.truth("flash");
        fields.object("validityPeriod", |fields| {
            let amount = fields.number("amount", 1..=172_800);
            fields.require(amount.is_some(), "amount is missing");
            fields.need("timeUnit", |unit| {
                matches!(unit, "SECONDS" | "MINUTES" | "HOURS")
            });
        });
    });
    draft.report_url = fields
        .object("webhooks", |fields| {
            fields.may("contentType", |kind| kind == "application/json");
            fields.may("callbackData", some);
            fields.object("delivery", |fields| {
                fields.truth("notify");
                fields.need("url", address)
            })
        })
        .flatten();
    draft
}

fn group(name: &str) -> u32 {
    match name {
        "ACCEPTED" => 0,
        "PENDING" => 1,
        "UNDELIVERABLE" => 2,
        "DELIVERED" => 3,
        "EXPIRED" => 4,
        _ => 5,
    }
}

fn status(group_name: &str, id: u32, name: &str, description: &str) -> Value {
    json!({
        "groupId": group(group_name), "groupName": group_name, "id": id, "name": name, "description": description,
    })
}

fn answered(id: &str, to: &str, status: &Value, parts: u32) -> Reply {
    let message = json!({
        "messageId": id, "destination": to, "status": status, "details": {"messageCount": parts},
    });
    Reply::json(
        200,
        &json!({"bulkId": "4388-8a7b-2c1d", "messages": [message]}),
    )
}

fn rejected(draft: &Draft, id: u32, name: &str, description: &str) -> Reply {
    let own = draft.reference.as_deref().unwrap_or("ib-refused");
    answered(
        own,
        &draft.to,
        &status("REJECTED", id, name, description),
        1,
    )
}

fn error(status: u16, code: &str, description: &str, violations: &Value) -> Reply {
    let body = json!({
        "errorCode": code, "description": description, "action": "Check the request.", "violations": violations, "resources": [],
    });
    Reply::json(status, &body)
}

impl Wire for Infobip {
    fn settings(&self, _: &str) -> Settings {
        settings([("base", "abc123"), ("api_key", KEY)])
    }

    fn is_about_account(&self, method: &str, _: &str) -> bool {
        method == "GET"
    }

    fn judge(&self, seen: &Seen) -> Result<Asked, Wrong> {
        if seen.authorization("App") != Some(KEY) {
            return Err(Wrong::Credentials);
        }
        match (seen.method.as_str(), seen.path.as_str()) {
            ("GET", "/account/1/balance") => Ok(Asked::Account),
            ("POST", "/sms/3/messages") => Self::sms(seen),
            _ => Err(Wrong::Path),
        }
    }

    fn misfit(&self, what: &str) -> Reply {
        let violations = json!([{"property": "request", "violation": what}]);
        error(400, "E400", "Request cannot be processed", &violations)
    }

    fn taken(&self, message: &AcceptedMessage) -> Reply {
        let id = message.reference.as_deref().unwrap_or(&message.id);
        let status = status(
            "PENDING",
            26,
            "PENDING_ACCEPTED",
            "Message sent to next instance",
        );
        answered(
            id,
            message.to.trim_start_matches('+'),
            &status,
            message.parts,
        )
    }

    fn refused(&self, why: Refusal, draft: &Draft) -> Reply {
        match why {
            Refusal::Number => {
                let violations = json!([{
                    "property": "messages[0].destinations[0].to", "violation": "must be a valid phone number",
                }]);
                error(400, "E400", "Request cannot be processed", &violations)
            }
            Refusal::Sender => rejected(draft, 8, "REJECTED_SENDER", "Sender is not allowed"),
            Refusal::Money => rejected(
                draft,
                12,
                "REJECTED_NOT_ENOUGH_CREDITS",
                "Not enough credits",
            ),
            Refusal::Key => {
                let exception =
                    json!({"messageId": "UNAUTHORIZED", "text": "Invalid login details"});
                Reply::json(
                    401,
                    &json!({"requestError": {"serviceException": exception}}),
                )
            }
            Refusal::Throttled => error(429, "E429", "Too many requests", &json!([])),
            Refusal::Server => error(500, "E500", "Something went wrong", &json!([])),
            Refusal::Inside => rejected(draft, 6, "REJECTED_NETWORK", "Network is forbidden"),
        }
    }

    fn about_account(&self) -> Option<Reply> {
        Some(Reply::json(
            200,
            &json!({"balance": 47.8, "currency": "EUR"}),
        ))
    }

    fn name(&self, _: Carries, number: u64) -> String {
        format!("2250be2d4219-3af1-78856-{number:012x}")
    }

    fn word(&self, _: Carries, state: Reported) -> &'static str {
        match state {
            Reported::Underway => "PENDING",
            Reported::Delivered => "DELIVERED",
            Reported::Failed => "UNDELIVERABLE",
            Reported::Expired => "EXPIRED",
        }
    }

    fn report(&self, telling: &Telling<'_>) -> OwnedInbound {
        let message = telling.message;
        let word = self.word(message.channel, telling.state);
        let error = match telling.state {
            Reported::Failed => json!({
                "groupId": 1, "groupName": "HANDSET_ERRORS", "id": 27, "name": "EC_ABSENT_SUBSCRIBER", "permanent": false,
            }),
            _ => {
                json!({"groupId": 0, "groupName": "OK", "id": 0, "name": "NO_ERROR", "permanent": false})
            }
        };
        let sent = &message.body["messages"][0];
        let result = json!({
            "bulkId": "4388-8a7b-2c1d", "messageId": message.reference.as_deref().unwrap_or(&message.id),
            "to": message.to.trim_start_matches('+'), "sender": message.from,
            "sentAt": "2026-11-21T09:30:00.123+0000", "doneAt": "2026-11-21T09:30:04.567+0000",
            "messageCount": message.parts, "mccMnc": "24001", "callbackData": sent["webhooks"]["callbackData"],
            "price": {"pricePerMessage": 0.042, "currency": "EUR"},
            "status": status(word, 5, word, "As the network said"), "error": error,
        });
        OwnedInbound::json(&telling.url, &json!({"results": [result]}))
    }

    fn signs(&self) -> bool {
        false
    }
}
