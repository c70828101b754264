//! `MessageBird` (Bird's older interface): JSON with a key; reports are requests that say all in their address, under a signed token.

use serde_json::{Value, json};

use super::{
    AcceptedMessage,
    behaviour::Refusal,
    report::OwnedInbound,
    rules::{address, digits, sender_digits, some},
    seal,
    seen::{Fields, Seen},
    wire::{Asked, Draft, Reply, Telling, Wire, Wrong, asked, settings},
};
use crate::gateway::{Carries, Reported, Settings};

const KEY: &str = "live_0123456789abcdefghijklmno";
const SIGNING_KEY: &str = "messagebird-hemlighet-0123456789";

pub(super) struct MessageBird;

impl MessageBird {
    fn sms(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::json(seen);
        let body = fields.all();
        let to = match fields.raw("recipients") {
            Some(Value::Array(list)) if list.len() == 1 => list[0]
                .as_str()
                .map(str::to_owned)
                .or_else(|| list[0].as_u64().map(|number| number.to_string())),
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        fields.require(
            to.as_deref().is_some_and(digits),
            "recipients is not one number",
        );
        let draft = Draft {
            body,
            to: to.unwrap_or_default(),
            from: Some(fields.need("originator", sender_digits)),
            text: fields.need("body", some),
            reference: fields.may("reference", some),
            report_url: fields.may("reportUrl", address),
            ..Draft::default()
        };
        fields.number("validity", 1..=172_800);
        fields.may("datacoding", |coding| {
            matches!(coding, "plain" | "unicode" | "auto")
        });
        fields.may("type", |kind| kind == "sms");
        fields.require(
            draft.report_url.is_none() || draft.reference.is_some(),
            "no report comes without a reference",
        );
        asked(fields, draft)
    }
}

fn error(status: u16, code: u32, description: &str, parameter: &Value) -> Reply {
    let error = json!({"code": code, "description": description, "parameter": parameter});
    Reply::json(status, &json!({"errors": [error]}))
}

impl Wire for MessageBird {
    fn settings(&self, _: &str) -> Settings {
        settings([("access_key", KEY), ("signing_key", SIGNING_KEY)])
    }

    fn is_about_account(&self, method: &str, _: &str) -> bool {
        method == "GET"
    }

    fn judge(&self, seen: &Seen) -> Result<Asked, Wrong> {
        if seen.authorization("AccessKey") != Some(KEY) {
            return Err(Wrong::Credentials);
        }
        match (seen.method.as_str(), seen.path.as_str()) {
            ("GET", "/balance") => Ok(Asked::Account),
            ("POST", "/messages") => Self::sms(seen),
            _ => Err(Wrong::Path),
        }
    }

    fn misfit(&self, what: &str) -> Reply {
        error(422, 9, what, &json!(null))
    }

    fn taken(&self, message: &AcceptedMessage) -> Reply {
        let item = json!({
            "recipient": message.to.trim_start_matches('+').parse::<u64>().unwrap_or_default(), "status": "sent",
            "statusDatetime": "2026-11-21T09:30:00+00:00",
        });
        let body = json!({
            "id": message.id, "href": format!("https://rest.messagebird.com/messages/{}", message.id), "direction": "mt",
            "type": "sms", "originator": message.from, "body": message.text, "reference": message.reference,
            "createdDatetime": "2026-11-21T09:30:00+00:00",
            "recipients": {"totalCount": 1, "totalSentCount": 1, "items": [item]},
        });
        Reply::json(201, &body)
    }

    fn refused(&self, why: Refusal, _: &Draft) -> Reply {
        match why {
            Refusal::Number => error(
                422,
                9,
                "no (correct) recipients found",
                &json!("recipients"),
            ),
            Refusal::Sender => error(422, 9, "originator is invalid", &json!("originator")),
            Refusal::Money => error(402, 25, "Not enough balance", &json!(null)),
            Refusal::Key => error(
                401,
                2,
                "Request not allowed (incorrect access_key)",
                &json!("access_key"),
            ),
            Refusal::Throttled => error(429, 98, "Too many requests", &json!(null)),
            Refusal::Server => error(500, 99, "Internal error", &json!(null)),
            Refusal::Inside => Reply::json(
                200,
                &json!({"errors": [{"code": 9, "description": "no (correct) recipients found", "parameter": "recipients"}]}),
            ),
        }
    }

    fn about_account(&self) -> Option<Reply> {
        Some(Reply::json(
            200,
            &json!({"payment": "prepaid", "type": "euros", "amount": 9.25}),
        ))
    }

    fn name(&self, _: Carries, number: u64) -> String {
        format!("{number:032x}")
    }

    fn word(&self, _: Carries, state: Reported) -> &'static str {
        match state {
            Reported::Underway => "buffered",
            Reported::Delivered => "delivered",
            Reported::Failed => "delivery_failed",
            Reported::Expired => "expired",
        }
    }

    fn report(&self, telling: &Telling<'_>) -> OwnedInbound {
        let message = telling.message;
        let failed = telling.state == Reported::Failed;
        let mut pairs = vec![
            ("id", message.id.as_str()),
            ("recipient", message.to.trim_start_matches('+')),
            ("status", self.word(message.channel, telling.state)),
            ("statusDatetime", "2026-11-21T09:30:04+00:00"),
            (
                "statusReason",
                if failed { "unknown subscriber" } else { "" },
            ),
        ];
        if failed {
            pairs.push(("statusErrorCode", "1"));
        }
        if let Some(reference) = &message.reference {
            pairs.push(("reference", reference));
        }
        OwnedInbound::query(&telling.url, &pairs)
    }

    fn sign(&self, report: &mut OwnedInbound, telling: &Telling<'_>, secret: Option<&str>) {
        let seconds = telling.at_unix_ms / 1000;
        let claims = json!({
            "iss": "MessageBird", "nbf": seconds - 1, "exp": seconds + 60,
            "jti": format!("d7bf1f9b-5d4e-4f4e-8f6c-{:012x}", telling.nth),
            "url_hash": seal::sha256_hex(report.url.as_bytes()),
        });
        let token = seal::jwt(secret.unwrap_or(SIGNING_KEY).as_bytes(), &claims);
        report.header("messagebird-signature-jwt", token);
    }
}
