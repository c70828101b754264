//! A gateway that nobody else knows, in the form that [`Generic`]'s settings describe: JSON under a key in a header, success a member of the
//! answer; reports under HTTP Basic and a keyed hash of the body.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::{
    AcceptedMessage,
    behaviour::Refusal,
    report::OwnedInbound,
    rules::{address, plus, sender_plus, some},
    seal,
    seen::{Fields, Seen},
    wire::{Asked, Draft, Reply, Telling, Wire, Wrong, asked, settings},
};
use crate::gateway::{Carries, Reported, Settings};

const KEY: &str = "generic-key-0123456789";
const SECRET: &str = "generic-hemlighet";
const REPORT_USER: &str = "rapport";
const REPORT_PASSWORD: &str = "lösen:ord";

pub(super) struct Generic;

impl Generic {
    fn sms(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::json(seen);
        let draft = Draft {
            body: fields.all(),
            to: fields.need("to", plus),
            from: Some(fields.need("from", sender_plus)),
            text: fields.need("text", some),
            reference: Some(fields.need("ref", some)),
            report_url: fields
                .may("callback", |text| text.is_empty() || address(text))
                .filter(|url| !url.is_empty()),
            ..Draft::default()
        };
        fields.truth("flash");
        asked(fields, draft)
    }
}

fn refusal(status: u16, words: &str) -> Reply {
    Reply::json(
        status,
        &json!({"accepted": false, "error": {"text": words}}),
    )
}

impl Wire for Generic {
    fn settings(&self, endpoint: &str) -> Settings {
        let body = json!({
            "to": "{to_plus}", "from": "{from}", "text": "{text}", "ref": "{ref}", "callback": "{callback_url}", "flash": false,
        })
        .to_string();
        settings([
            ("method", "POST"),
            ("url", &format!("{endpoint}/v2/send")),
            ("headers", &format!("X-Api-Key: {KEY}")),
            ("body_type", "json"),
            ("body", &body),
            ("success_status", "200-299"),
            ("success_pointer", "/accepted"),
            ("id_pointer", "/message/id"),
            ("error_pointer", "/error/text"),
            ("retry_statuses", "429,500-599"),
            ("report_format", "json"),
            ("report_reference_pointer", "/ref"),
            ("report_id_pointer", "/message/id"),
            ("report_state_pointer", "/state"),
            ("report_reason_pointer", "/reason"),
            (
                "report_states",
                "ENROUTE = underway\nDELIVRD = delivered\nUNDELIV = failed\nEXPIRED = expired",
            ),
            ("report_user", REPORT_USER),
            ("report_password", REPORT_PASSWORD),
            ("hmac_header", "X-Signature"),
            ("hmac_secret", SECRET),
            ("hmac_algorithm", "sha256"),
            ("hmac_encoding", "hex"),
        ])
    }

    fn is_about_account(&self, method: &str, _: &str) -> bool {
        method == "GET"
    }

    fn judge(&self, seen: &Seen) -> Result<Asked, Wrong> {
        if seen.header("x-api-key") != Some(KEY) {
            return Err(Wrong::Credentials);
        }
        if seen.is("POST", "/v2/send") {
            Self::sms(seen)
        } else {
            Err(Wrong::Path)
        }
    }

    fn misfit(&self, what: &str) -> Reply {
        refusal(400, what)
    }

    fn taken(&self, message: &AcceptedMessage) -> Reply {
        Reply::json(
            200,
            &json!({"accepted": true, "message": {"id": message.id}}),
        )
    }

    fn refused(&self, why: Refusal, _: &Draft) -> Reply {
        match why {
            Refusal::Number => refusal(400, "no such number"),
            Refusal::Sender => refusal(400, "no such sender"),
            Refusal::Money => refusal(402, "no money left"),
            Refusal::Key => refusal(401, "no such key"),
            Refusal::Throttled => refusal(429, "too many requests"),
            Refusal::Server => refusal(500, "an error of ours"),
            Refusal::Inside => refusal(200, "not taken"),
        }
    }

    fn about_account(&self) -> Option<Reply> {
        None
    }

    fn name(&self, _: Carries, number: u64) -> String {
        format!("g-{number}")
    }

    fn word(&self, _: Carries, state: Reported) -> &'static str {
        match state {
            Reported::Underway => "ENROUTE",
            Reported::Delivered => "DELIVRD",
            Reported::Failed => "UNDELIV",
            Reported::Expired => "EXPIRED",
        }
    }

    fn report(&self, telling: &Telling<'_>) -> OwnedInbound {
        let message = telling.message;
        let mut body = json!({
            "ref": message.reference, "message": {"id": message.id}, "state": self.word(message.channel, telling.state),
        });
        if telling.state == Reported::Failed {
            body["reason"] = json!("unknown subscriber");
        }
        let mut report = OwnedInbound::json(&telling.url, &body);
        let basic = STANDARD.encode(format!("{REPORT_USER}:{REPORT_PASSWORD}"));
        report.header("authorization", format!("Basic {basic}"));
        report
    }

    fn sign(&self, report: &mut OwnedInbound, _: &Telling<'_>, secret: Option<&str>) {
        let signature = seal::hmac_sha256_hex(secret.unwrap_or(SECRET).as_bytes(), &report.body);
        report.header("x-signature", signature);
    }

    fn dates_reports(&self) -> bool {
        false
    }
}
