//! Sinch: JSON with a token; reports signed over body, nonce and moment.

use serde_json::{Value, json};

use super::{
    AcceptedMessage,
    behaviour::Refusal,
    report::OwnedInbound,
    rules::{address, moment, number, sender, some},
    seal,
    seen::{Fields, Seen},
    wire::{Asked, Draft, Reply, Telling, Wire, Wrong, asked, settings},
};
use crate::gateway::{Carries, Reported, Settings};

const PLAN: &str = "0123456789abcdef0123456789abcdef";
const TOKEN: &str = "sinch-token-0123456789";
const SECRET: &str = "sinch-hemlighet";

pub(super) struct Sinch;

impl Sinch {
    fn sms(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::json(seen);
        let body = fields.all();
        let to = match fields.raw("to") {
            Some(Value::Array(list)) if list.len() == 1 => list[0].as_str().map(str::to_owned),
            _ => None,
        };
        fields.require(
            to.as_deref().is_some_and(number),
            "to is no list of one number",
        );
        let draft = Draft {
            body,
            to: to.unwrap_or_default(),
            from: fields.may("from", sender),
            text: fields.need("body", |text| (1..=2000).contains(&text.chars().count())),
            report_url: fields.may("callback_url", address),
            reference: fields.may("client_reference", |text| some(text) && text.len() <= 2048),
            ..Draft::default()
        };
        let reports = fields.may("delivery_report", |kind| {
            matches!(
                kind,
                "none" | "summary" | "full" | "per_recipient" | "per_recipient_final"
            )
        });
        fields.require(
            draft.report_url.is_none()
                || reports.is_some_and(|kind| kind.starts_with("per_recipient")),
            "a callback_url and no report to each recipient",
        );
        fields.may("expire_at", moment);
        fields.truth("flash_message");
        fields.truth("truncate_concat");
        fields.number("max_number_of_message_parts", 1..=10);
        fields.number("from_ton", 0..=6);
        fields.number("from_npi", 0..=18);
        fields.may("type", |kind| kind == "mt_text");
        asked(fields, draft)
    }
}

fn error(status: u16, code: &str, text: &str) -> Reply {
    Reply::json(status, &json!({"code": code, "text": text}))
}

impl Wire for Sinch {
    fn settings(&self, _: &str) -> Settings {
        settings([
            ("service_plan_id", PLAN),
            ("token", TOKEN),
            ("callback_secret", SECRET),
        ])
    }

    fn is_about_account(&self, _: &str, path: &str) -> bool {
        path.ends_with("/dry_run")
    }

    fn judge(&self, seen: &Seen) -> Result<Asked, Wrong> {
        if seen.authorization("Bearer") != Some(TOKEN) {
            return Err(Wrong::Credentials);
        }
        let batches = format!("/xms/v1/{PLAN}/batches");
        match (seen.method.as_str(), seen.path.strip_prefix(&batches)) {
            ("POST", Some("")) => Self::sms(seen),
            // As strict as for a message that would be sent.
            ("POST", Some("/dry_run")) => Self::sms(seen).map(|_| Asked::Account),
            _ => Err(Wrong::Path),
        }
    }

    fn misfit(&self, what: &str) -> Reply {
        error(400, "syntax_invalid_parameter_format", what)
    }

    fn taken(&self, message: &AcceptedMessage) -> Reply {
        let body = json!({
            "id": message.id, "to": message.body["to"], "from": message.from, "canceled": false, "body": message.text,
            "type": "mt_text", "created_at": "2026-11-21T09:30:00.123Z", "modified_at": "2026-11-21T09:30:00.123Z",
            "delivery_report": message.body["delivery_report"], "flash_message": false,
        });
        Reply::json(201, &body)
    }

    fn refused(&self, why: Refusal, draft: &Draft) -> Reply {
        match why {
            Refusal::Number => error(
                400,
                "syntax_invalid_parameter_format",
                &format!("Invalid recipient {}", draft.to),
            ),
            Refusal::Sender => error(400, "syntax_invalid_parameter_format", "Invalid sender"),
            Refusal::Money => error(402, "payment_required", "Insufficient balance"),
            Refusal::Key => error(401, "unauthorized", "The token is not valid"),
            Refusal::Throttled => error(429, "too_many_requests", "Too many requests"),
            Refusal::Server => error(500, "internal_error", "Internal error"),
            Refusal::Inside => Reply::json(
                201,
                &json!({"id": "01BAD", "to": [draft.to], "from": draft.from, "canceled": true, "type": "mt_text"}),
            ),
        }
    }

    fn about_account(&self) -> Option<Reply> {
        let body = json!({"number_of_recipients": 1, "number_of_messages": 1});
        Some(Reply::json(200, &body))
    }

    fn name(&self, _: Carries, number: u64) -> String {
        format!("01FC66{number:020}")
    }

    fn word(&self, _: Carries, state: Reported) -> &'static str {
        match state {
            Reported::Underway => "Dispatched",
            Reported::Delivered => "Delivered",
            Reported::Failed => "Failed",
            Reported::Expired => "Expired",
        }
    }

    fn report(&self, telling: &Telling<'_>) -> OwnedInbound {
        let message = telling.message;
        let mut body = json!({
            "type": "recipient_delivery_report_sms", "batch_id": message.id, "recipient": message.to.trim_start_matches('+'),
            "status": self.word(message.channel, telling.state),
            "code": if telling.state == Reported::Delivered { 0 } else { 407 },
            "at": "2026-11-21T09:30:04.567Z", "operator_status_at": "2026-11-21T09:30:00Z",
        });
        if let Some(reference) = &message.reference {
            body["client_reference"] = json!(reference);
        }
        OwnedInbound::json(&telling.url, &body)
    }

    fn sign(&self, report: &mut OwnedInbound, telling: &Telling<'_>, secret: Option<&str>) {
        let nonce = format!("01FJA8B4A7BM43YG{:010}", telling.nth);
        let seconds = telling.at_unix_ms / 1000;
        let mut signed = report.body.clone();
        signed.extend_from_slice(format!(".{nonce}.{seconds}").as_bytes());
        let signature = seal::sha256_base64(secret.unwrap_or(SECRET).as_bytes(), &signed);
        report.header("x-sinch-webhook-signature", signature);
        report.header("x-sinch-webhook-signature-nonce", nonce);
        report.header("x-sinch-webhook-signature-timestamp", seconds.to_string());
        report.header(
            "x-sinch-webhook-signature-algorithm",
            "HmacSHA256".to_owned(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vector_comes_out() {
        assert_eq!(
            seal::sha256_base64(
                b"hemlighet",
                br#"{"type":"recipient_delivery_report_sms","status":"Delivered"}.01FJA8B4A7BM43YGWSG9GBV067.1634579353"#
            ),
            "aUVuM68h9xH0gMn/rwFiftzqVy5fQaHMlUYia07QCLU="
        );
    }
}
