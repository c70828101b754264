//! `GatewayAPI`: JSON with a token and a number as recipient; reports signed over their body.

use serde_json::json;

use super::{
    AcceptedMessage,
    behaviour::Refusal,
    report::OwnedInbound,
    rules::{digits, moment, sender_digits, some},
    seal,
    seen::{Fields, Seen},
    wire::{Asked, Draft, Reply, Telling, Wire, Wrong, asked, settings},
};
use crate::gateway::{Carries, Reported, Settings};

const TOKEN: &str = "gatewayapi-token-0123456789";
const SECRET: &str = "gatewayapi-hemlighet";

pub(super) struct GatewayApi;

/// An ISO 8601 span, a moment, or seconds.
fn expiration(text: &str) -> bool {
    let span = text.strip_prefix("PT").is_some_and(|span| {
        span.strip_suffix(['S', 'M', 'H'])
            .is_some_and(|number| number.parse::<u32>().is_ok())
    });
    span || moment(text)
}

impl GatewayApi {
    fn sms(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::json(seen);
        let body = fields.all();
        let to = fields
            .number("recipient", 10_000_000..=999_999_999_999_999)
            .map(|number| number.to_string());
        fields.require(to.as_deref().is_some_and(digits), "recipient is no number");
        let draft = Draft {
            body,
            to: to.unwrap_or_default(),
            from: Some(fields.need("sender", sender_digits)),
            text: fields.need("message", some),
            reference: fields.may("reference", some),
            ..Draft::default()
        };
        fields.may("label", some);
        fields.may("priority", |value| value == "normal" || value == "urgent");
        fields.may("expiration", expiration);
        asked(fields, draft)
    }
}

impl Wire for GatewayApi {
    fn settings(&self, _: &str) -> Settings {
        settings([("token", TOKEN), ("callback_secret", SECRET)])
    }

    fn is_about_account(&self, method: &str, _: &str) -> bool {
        method == "GET"
    }

    fn judge(&self, seen: &Seen) -> Result<Asked, Wrong> {
        if seen.authorization("Token") != Some(TOKEN) {
            return Err(Wrong::Credentials);
        }
        match (seen.method.as_str(), seen.path.as_str()) {
            ("GET", "/rest/me") => Ok(Asked::Account),
            ("POST", "/mobile/single") => Self::sms(seen),
            _ => Err(Wrong::Path),
        }
    }

    fn misfit(&self, what: &str) -> Reply {
        let detail = json!({"loc": ["body"], "msg": what, "type": "value_error"});
        Reply::json(422, &json!({"detail": [detail]}))
    }

    fn taken(&self, message: &AcceptedMessage) -> Reply {
        let body = json!({
            "msg_id": message.id, "recipient": message.body["recipient"], "reference": message.reference,
        });
        Reply::json(202, &body)
    }

    fn refused(&self, why: Refusal, _: &Draft) -> Reply {
        let field = |name: &str, what: &str| {
            let detail = json!({"loc": ["body", name], "msg": what, "type": "value_error"});
            Reply::json(422, &json!({"detail": [detail]}))
        };
        match why {
            Refusal::Number => field("recipient", "value is not a valid phone number"),
            Refusal::Sender => field("sender", "sender is not allowed"),
            Refusal::Money => Reply::json(402, &json!({"message": "Insufficient credits"})),
            Refusal::Key => Reply::json(401, &json!({"detail": "Invalid token"})),
            Refusal::Throttled => Reply::json(429, &json!({"message": "Too many requests"})),
            Refusal::Server => Reply::text(500, "Internal server error"),
            Refusal::Inside => {
                Reply::json(200, &json!({"message": "The message was not accepted"}))
            }
        }
    }

    fn about_account(&self) -> Option<Reply> {
        let body = json!({"credit": 1234.5, "currency": "DKK", "id": 42});
        Some(Reply::json(200, &body))
    }

    fn name(&self, _: Carries, number: u64) -> String {
        format!("01J{number:023}")
    }

    fn word(&self, _: Carries, state: Reported) -> &'static str {
        match state {
            Reported::Underway => "ENROUTE",
            Reported::Delivered => "DELIVERED",
            Reported::Failed => "UNDELIVERABLE",
            Reported::Expired => "EXPIRED",
        }
    }

    fn report(&self, telling: &Telling<'_>) -> OwnedInbound {
        let message = telling.message;
        let mut event = json!({
            "msg_id": message.id, "recipient": message.body["recipient"], "reference": message.reference,
            "status": self.word(message.channel, telling.state),
        });
        if telling.state == Reported::Failed {
            event["error"] = json!({"hex_code": "0x0001", "details": "Unknown subscriber"});
        }
        let body = json!({
            "event_id": format!("evt-{:020}", telling.nth), "timestamp": iso(telling.at_unix_ms),
            "event_type": "message.status.sms", "event": event,
        });
        OwnedInbound::json(&telling.url, &body)
    }

    fn sign(&self, report: &mut OwnedInbound, _: &Telling<'_>, secret: Option<&str>) {
        let signature = seal::hmac_sha256_hex(secret.unwrap_or(SECRET).as_bytes(), &report.body);
        report.header("signature", format!("v1={signature}"));
    }

    fn report_url_is_configured(&self) -> bool {
        true
    }
}

/// A moment in UTC as ISO 8601 writes it.
pub(super) fn iso(unix_ms: i64) -> String {
    let (days, ms) = (
        unix_ms.div_euclid(86_400_000),
        unix_ms.rem_euclid(86_400_000),
    );
    // Howard Hinnant's civil_from_days.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
        ms / 3_600_000,
        ms / 60_000 % 60,
        ms / 1000 % 60,
        ms % 1000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_the_calendar_has_them() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(iso(1_795_253_405_678), "2026-11-21T09:30:05.678Z");
    }
}
