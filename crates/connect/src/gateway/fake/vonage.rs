//! Vonage: text messages as forms answered with HTTP 200 always, calls as JSON under a signed token; reports signed in three forms.

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};

use super::{
    AcceptedMessage,
    behaviour::Refusal,
    report::{OwnedInbound, ReportForm},
    rules::{address, between, digits, gsm, sender_digits, some},
    seal,
    seen::{Fields, Seen},
    wire::{About, Asked, Draft, Reply, Telling, Wire, Wrong, asked, settings},
};
use crate::gateway::{Carries, Reported, Settings};

const KEY: &str = "abcd1234";
const SECRET: &str = "VonageSecret1234";
const SIGNATURE_SECRET: &str = "vonage-hemlighet-som-undertecknar-rapporter";
const APPLICATION: &str = "aaaaaaaa-bbbb-cccc-dddd-0123456789ab";
/// Made for this fake and used nowhere else.
const PRIVATE_KEY: &str = include_str!("vonage/private-key.pem");
const PUBLIC_KEY: &str = include_str!("vonage/public-key.pem");

pub(super) struct Vonage;

fn status(code: &str, text: &str, draft: &Draft) -> Reply {
    let mut message = json!({"status": code, "error-text": text});
    if !draft.to.is_empty() {
        message["to"] = json!(draft.to);
    }
    Reply::json(200, &json!({"message-count": "1", "messages": [message]}))
}

/// Whether a request says the account's key and secret, by HTTP Basic or among its values.
fn lets_in(seen: &Seen, key: Option<String>, secret: Option<String>) -> bool {
    seen.basic().or(key.zip(secret)) == Some((KEY.to_owned(), SECRET.to_owned()))
}

/// Whether a call's token is one of our application's.
fn token_fits(seen: &Seen) -> bool {
    let Some(token) = seen.authorization("Bearer") else {
        return false;
    };
    let Ok(key) = DecodingKey::from_rsa_pem(PUBLIC_KEY.as_bytes()) else {
        return false;
    };
    let mut rules = Validation::new(Algorithm::RS256);
    // The fake has no clock: what it can tell is how long the token lives.
    rules.validate_exp = false;
    rules.validate_aud = false;
    jsonwebtoken::decode::<Value>(token, &key, &rules).is_ok_and(|read| {
        let claims = read.claims;
        let lives = claims["exp"]
            .as_i64()
            .zip(claims["iat"].as_i64())
            .map(|(until, from)| until - from);
        claims["application_id"] == APPLICATION
            && claims["jti"].as_str().is_some_and(some)
            && lives.is_some_and(|seconds| (1..=900).contains(&seconds))
    })
}

impl Vonage {
    fn sms(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::form(seen);
        let body = fields.all();
        if !lets_in(
            seen,
            fields.may("api_key", some),
            fields.may("api_secret", some),
        ) {
            return Err(Wrong::Credentials);
        }
        let draft = Draft {
            body,
            to: fields.need("to", digits),
            from: Some(fields.need("from", sender_digits)),
            text: fields.need("text", some),
            report_url: fields.may("callback", |url| address(url) && url.len() <= 100),
            reference: fields.may("client-ref", |text| some(text) && text.len() <= 100),
            ..Draft::default()
        };
        let kind = fields.may("type", |kind| kind == "text" || kind == "unicode");
        fields.require(
            gsm(&draft.text) || kind.as_deref() == Some("unicode"),
            "characters outside the GSM alphabet would be lost",
        );
        let wished = fields.may("status-report-req", |value| value == "1" || value == "0");
        fields.require(
            draft.report_url.is_none() || wished.as_deref() != Some("0"),
            "a callback and no report wished for",
        );
        fields.may("ttl", |value| between(value, 20_000, 604_800_000));
        fields.may("message-class", |value| between(value, 0, 3));
        asked(fields, draft)
    }

    fn call(seen: &Seen) -> Result<Asked, Wrong> {
        if !token_fits(seen) {
            return Err(Wrong::Credentials);
        }
        let mut fields = Fields::json(seen);
        let mut draft = Draft {
            about: About::Call,
            body: fields.all(),
            ..Draft::default()
        };
        let phone = |fields: &mut Fields| {
            fields.need("type", |kind| kind == "phone");
            fields.need("number", digits)
        };
        draft.to = fields.only("to", phone).unwrap_or_default();
        draft.from = fields.object("from", phone);
        fields.require(draft.from.is_some(), "from is missing");
        draft.text = ncco(&mut fields).join("\n");
        fields.number("ringing_timer", 1..=120);
        fields.number("length_timer", 1..=7200);
        if let Some(Value::Array(urls)) = fields.raw("event_url") {
            draft.report_url = urls.first().and_then(Value::as_str).map(str::to_owned);
            fields.require(
                urls.len() == 1 && draft.report_url.as_deref().is_some_and(address),
                "event_url is no list of one address",
            );
        }
        fields.may("event_method", |method| method == "POST");
        asked(fields, draft)
    }
}

/// What the actions of a call say.
fn ncco(fields: &mut Fields) -> Vec<String> {
    let Some(Value::Array(actions)) = fields.raw("ncco") else {
        fields.fault("ncco is no list");
        return Vec::new();
    };
    let mut said = Vec::new();
    for (nth, action) in actions.into_iter().enumerate() {
        let mut action = Fields::of(&format!("ncco[{nth}]."), action);
        action.need("action", |kind| kind == "talk");
        said.push(action.need("text", |text| (1..=1500).contains(&text.chars().count())));
        action.need("language", |language| {
            matches!(language, "sv-SE" | "en-GB" | "en-US")
        });
        action.number("loop", 1..=10);
        action.number("style", 0..=20);
        action.truth("bargeIn");
        action.truth("premium");
        if let Err(faults) = action.finish() {
            fields.fault(&faults);
        }
    }
    fields.require(!said.is_empty(), "ncco says nothing");
    said
}

impl Wire for Vonage {
    fn settings(&self, _: &str) -> Settings {
        settings([
            ("api_key", KEY),
            ("api_secret", SECRET),
            ("signature_secret", SIGNATURE_SECRET),
            ("signature_method", "sha256"),
            ("application_id", APPLICATION),
            ("private_key", PRIVATE_KEY),
        ])
    }

    fn is_about_account(&self, method: &str, _: &str) -> bool {
        method == "GET"
    }

    fn judge(&self, seen: &Seen) -> Result<Asked, Wrong> {
        match (seen.method.as_str(), seen.path.as_str()) {
            ("GET", "/account/get-balance") => {
                let mut query = seen.query();
                if lets_in(seen, query.remove("api_key"), query.remove("api_secret")) {
                    Ok(Asked::Account)
                } else {
                    Err(Wrong::Credentials)
                }
            }
            ("POST", "/sms/json") => Self::sms(seen),
            ("POST", "/v1/calls") => Self::call(seen),
            _ => Err(Wrong::Path),
        }
    }

    fn misfit(&self, what: &str) -> Reply {
        status("3", what, &Draft::default())
    }

    fn taken(&self, message: &AcceptedMessage) -> Reply {
        let to = message.to.trim_start_matches('+');
        if message.channel == Carries::Voice {
            let body = json!({
                "uuid": message.id, "status": "started", "direction": "outbound", "conversation_uuid": format!("CON-{}", message.id),
            });
            return Reply::json(201, &body);
        }
        let parts: Vec<Value> = (0..message.parts)
            .map(|part| {
                let mut entry = json!({
                    "to": to, "message-id": if part == 0 { message.id.clone() } else { format!("{}{part}", message.id) },
                    "status": "0", "remaining-balance": "15.53590000", "message-price": "0.03330000", "network": "24001",
                });
                if let Some(reference) = &message.reference {
                    entry["client-ref"] = json!(reference);
                }
                entry
            })
            .collect();
        Reply::json(
            200,
            &json!({"message-count": parts.len().to_string(), "messages": parts}),
        )
    }

    fn refused(&self, why: Refusal, draft: &Draft) -> Reply {
        if draft.about != About::Sms {
            return refused_plainly(why);
        }
        match why {
            Refusal::Number => status("7", "Number barred", draft),
            Refusal::Sender => status("15", "Invalid sender address", draft),
            Refusal::Money => status("9", "Partner quota exceeded", draft),
            Refusal::Key => status("4", "Bad Credentials", draft),
            Refusal::Throttled => status("1", "Throughput Rate Exceeded", draft),
            Refusal::Server => Reply::text(500, "Internal Server Error"),
            Refusal::Inside => status("6", "Unroutable message - rejected", draft),
        }
    }

    fn about_account(&self) -> Option<Reply> {
        Some(Reply::json(
            200,
            &json!({"value": 10.28, "autoReload": false}),
        ))
    }

    fn name(&self, channel: Carries, number: u64) -> String {
        match channel {
            Carries::Sms => format!("0C0000{number:010X}"),
            Carries::Voice => format!("63f61863-4a51-4f6b-86e1-{number:012x}"),
        }
    }

    fn word(&self, channel: Carries, state: Reported) -> &'static str {
        match (channel, state) {
            (Carries::Sms, Reported::Underway) => "buffered",
            (Carries::Sms, Reported::Delivered) => "delivered",
            (Carries::Sms, Reported::Expired) => "expired",
            (Carries::Voice, Reported::Underway) => "ringing",
            (Carries::Voice, Reported::Delivered) => "completed",
            (Carries::Voice, Reported::Expired) => "timeout",
            (_, Reported::Failed) => "failed",
        }
    }

    fn report(&self, telling: &Telling<'_>) -> OwnedInbound {
        let message = telling.message;
        if message.channel == Carries::Voice {
            let body = json!({
                "uuid": message.id, "conversation_uuid": format!("CON-{}", message.id), "direction": "outbound",
                "status": self.word(Carries::Voice, telling.state), "to": message.to.trim_start_matches('+'),
                "from": message.from, "timestamp": super::gatewayapi::iso(telling.at_unix_ms),
            });
            return OwnedInbound::json(&telling.url, &body);
        }
        carried(telling, &self.values(telling))
    }

    fn sign(&self, report: &mut OwnedInbound, telling: &Telling<'_>, secret: Option<&str>) {
        let secret = secret.unwrap_or(SIGNATURE_SECRET).as_bytes();
        let seconds = telling.at_unix_ms / 1000;
        if telling.message.channel == Carries::Voice {
            let claims = json!({
                "iat": seconds, "jti": format!("c5ba8f24-1a14-4c10-bfdf-{:012x}", telling.nth), "iss": "Vonage",
                "payload_hash": seal::sha256_hex(&report.body), "api_key": KEY, "application_id": APPLICATION,
            });
            report.header(
                "authorization",
                format!("Bearer {}", seal::jwt(secret, &claims)),
            );
            return;
        }
        let mut values = self.values(telling);
        values.push(("timestamp", seconds.to_string()));
        values.push(("nonce", format!("nonce-{}", telling.nth)));
        values.sort();
        let mut signed = String::new();
        for (name, value) in &values {
            signed.extend(["&", name, "=", &value.replace(['&', '='], "_")]);
        }
        values.push(("sig", seal::hmac_sha256_hex(secret, signed.as_bytes())));
        *report = carried(telling, &values);
    }
}

impl Vonage {
    /// The values of a report about a text message, unsigned.
    fn values(&self, telling: &Telling<'_>) -> Vec<(&'static str, String)> {
        let message = telling.message;
        let delivered = telling.state == Reported::Delivered;
        let mut values = vec![
            ("msisdn", message.to.trim_start_matches('+').to_owned()),
            ("to", message.from.clone().unwrap_or_default()),
            ("network-code", "24001".to_owned()),
            ("messageId", message.id.clone()),
            ("price", "0.03330000".to_owned()),
            ("status", self.word(Carries::Sms, telling.state).to_owned()),
            ("scts", "2611210930".to_owned()),
            ("err-code", if delivered { "0" } else { "1" }.to_owned()),
            ("api-key", KEY.to_owned()),
            ("message-timestamp", "2026-11-21 09:30:04".to_owned()),
        ];
        if let Some(reference) = &message.reference {
            values.push(("client-ref", reference.clone()));
        }
        values
    }
}

/// A report in the form that the account chose.
fn carried(telling: &Telling<'_>, values: &[(&'static str, String)]) -> OwnedInbound {
    let pairs: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    match telling.form {
        ReportForm::Usual | ReportForm::Query => OwnedInbound::query(&telling.url, &pairs),
        ReportForm::Form => OwnedInbound::form(&telling.url, &pairs),
        ReportForm::Json => {
            let members = pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json!(value)))
                .collect();
            OwnedInbound::json(&telling.url, &Value::Object(members))
        }
    }
}

/// Everything but text messages is refused with a status.
fn refused_plainly(why: Refusal) -> Reply {
    let (status, title, detail) = match why {
        Refusal::Number => (400, "Bad Request", "to.number: invalid"),
        Refusal::Sender => (400, "Bad Request", "from.number: invalid"),
        Refusal::Money => (402, "Payment Required", "Low balance"),
        Refusal::Key => (401, "Unauthorized", "You provided invalid credentials."),
        Refusal::Throttled => (429, "Too Many Requests", "Rate limit"),
        Refusal::Server => (500, "Internal Error", "There was an error"),
        Refusal::Inside => (200, "Rejected", "Nothing was started"),
    };
    Reply::json(
        status,
        &json!({"type": "https://developer.vonage.com/api-errors", "title": title, "detail": detail}),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vector_comes_out() {
        let signed = "&api-key=abcd&messageId=0C0000&msisdn=46701740605&status=delivered&timestamp=1700000000&to=Tvasteg";
        assert_eq!(
            seal::hmac_sha256_hex(b"hemlighet", signed.as_bytes()),
            "7869183bb1aad0d7ca78554f883b87204a4e2cd3e64e069f4fbc0f3a71e1d2f1"
        );
    }
}
