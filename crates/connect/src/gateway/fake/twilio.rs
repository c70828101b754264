//! Twilio: forms with HTTP Basic; reports signed with the account's token over address and values.

use serde_json::json;

use super::{
    AcceptedMessage,
    behaviour::Refusal,
    report::OwnedInbound,
    rules::{between, plus, sender_plus},
    seal,
    seen::{Fields, Seen},
    wire::{About, Asked, Draft, Reply, Telling, Wire, Wrong, asked, settings},
};
use crate::gateway::{Carries, Reported, Settings};

const SID: &str = "AC0123456789abcdef0123456789abcdef";
const TOKEN: &str = "fedcba9876543210fedcba9876543210";

pub(super) struct Twilio;

/// An https address whose host has no underscore.
fn callback(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        url.scheme() == "https" && url.host_str().is_some_and(|host| !host.contains('_'))
    })
}

fn switch(text: &str) -> bool {
    text == "true" || text == "false"
}

impl Twilio {
    fn sms(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::form(seen);
        let mut draft = Draft {
            body: fields.all(),
            to: fields.need("To", plus),
            text: fields.need("Body", |text| (1..=1600).contains(&text.chars().count())),
            from: fields.may("From", sender_plus),
            report_url: fields.may("StatusCallback", callback),
            ..Draft::default()
        };
        let service = fields.may("MessagingServiceSid", |sid| sid.starts_with("MG"));
        fields.require(
            draft.from.is_some() != service.is_some(),
            "exactly one of From and MessagingServiceSid",
        );
        draft.from = draft.from.or(service);
        fields.may("ValidityPeriod", |value| between(value, 1, 36_000));
        fields.may("SmartEncoded", switch);
        fields.may("MessageIntent", |value| value == "otp");
        fields.may("RiskCheck", |value| value == "enable" || value == "disable");
        fields.may("ContentRetention", |value| {
            value == "discard" || value == "retain"
        });
        fields.may("AddressRetention", |value| {
            value == "obfuscate" || value == "retain"
        });
        asked(fields, draft)
    }

    fn call(seen: &Seen) -> Result<Asked, Wrong> {
        let mut fields = Fields::form_with_lists(seen, &["StatusCallbackEvent"]);
        let body = fields.all();
        let twiml = fields.need("Twiml", |text| (1..=4000).contains(&text.chars().count()));
        let said = said(&twiml);
        fields.require(said.is_some(), "Twiml cannot be read");
        let draft = Draft {
            about: About::Call,
            body,
            to: fields.need("To", plus),
            from: Some(fields.need("From", plus)),
            text: said.unwrap_or_default(),
            report_url: fields.may("StatusCallback", callback),
            ..Draft::default()
        };
        fields.may("StatusCallbackMethod", |value| value == "POST");
        fields.may("StatusCallbackEvent", |value| {
            value
                .split(' ')
                .all(|event| matches!(event, "initiated" | "ringing" | "answered" | "completed"))
        });
        fields.may("Timeout", |value| between(value, 1, 600));
        fields.may("TimeLimit", |value| between(value, 1, 14_400));
        fields.may("MachineDetection", |value| {
            value == "Enable" || value == "DetectMessageEnd"
        });
        asked(fields, draft)
    }
}

/// What a `TwiML` document says, one line an element; nothing where it is not well formed or says what this fake does not know.
fn said(twiml: &str) -> Option<String> {
    let twiml = twiml.trim();
    let twiml = twiml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .unwrap_or(twiml)
        .trim();
    let mut rest = twiml
        .strip_prefix("<Response>")?
        .strip_suffix("</Response>")?;
    let mut lines = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start().strip_prefix('<')?;
        let (tag, after) = rest.split_once('>')?;
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        match name.trim_end_matches('/') {
            "Say" => {
                let language = attributes.split("language=\"").nth(1)?.split('"').next()?;
                if !matches!(language, "sv-SE" | "en-GB" | "en-US") {
                    return None;
                }
                let (words, after) = after.split_once("</Say>")?;
                if words.contains('<') || words.trim().is_empty() {
                    return None;
                }
                lines.push(unescaped(words)?);
                rest = after;
            }
            "Pause" | "Hangup" if tag.ends_with('/') => rest = after,
            _ => return None,
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The characters that five names stand for; nothing where an ampersand stands alone.
fn unescaped(words: &str) -> Option<String> {
    let mut pieces = words.split('&');
    let mut whole = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, after) = piece.split_once(';')?;
        whole.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" | "#34" => '"',
            "apos" | "#39" | "#x27" => '\'',
            _ => return None,
        });
        whole.push_str(after);
    }
    Some(whole)
}

fn error(status: u16, code: u32, message: &str) -> Reply {
    let body = json!({
        "code": code, "message": message, "more_info": format!("https://www.twilio.com/docs/errors/{code}"), "status": status,
    });
    Reply::json(status, &body)
}

impl Wire for Twilio {
    fn settings(&self, _: &str) -> Settings {
        settings([("account_sid", SID), ("auth_token", TOKEN)])
    }

    fn is_about_account(&self, method: &str, _: &str) -> bool {
        method == "GET"
    }

    fn judge(&self, seen: &Seen) -> Result<Asked, Wrong> {
        if seen.basic() != Some((SID.to_owned(), TOKEN.to_owned())) {
            return Err(Wrong::Credentials);
        }
        let account = format!("/2010-04-01/Accounts/{SID}");
        match (seen.method.as_str(), seen.path.strip_prefix(&account)) {
            ("GET", Some("/Balance.json")) => Ok(Asked::Account),
            ("POST", Some("/Messages.json")) => Self::sms(seen),
            ("POST", Some("/Calls.json")) => Self::call(seen),
            _ => Err(Wrong::Path),
        }
    }

    fn misfit(&self, what: &str) -> Reply {
        error(400, 21_604, what)
    }

    fn taken(&self, message: &AcceptedMessage) -> Reply {
        let mut body = json!({
            "sid": message.id, "status": "queued", "account_sid": SID, "to": message.to, "from": message.from,
            "date_created": "Sat, 21 Nov 2026 09:30:00 +0000", "price": null, "price_unit": "USD",
        });
        if message.channel == Carries::Sms {
            body["error_code"] = json!(null);
            body["error_message"] = json!(null);
            body["num_segments"] = json!(message.parts.to_string());
        }
        Reply::json(201, &body)
    }

    fn refused(&self, why: Refusal, draft: &Draft) -> Reply {
        match why {
            Refusal::Number => error(
                400,
                21_211,
                &format!("The 'To' number {} is not a valid phone number.", draft.to),
            ),
            Refusal::Sender => error(
                400,
                21_606,
                "The From phone number is not a valid, SMS-capable number",
            ),
            Refusal::Money => error(402, 20_005, "Account not active"),
            Refusal::Key => error(401, 20_003, "Authenticate"),
            Refusal::Throttled => error(429, 20_429, "Too Many Requests"),
            Refusal::Server => error(500, 20_500, "Internal Server Error"),
            Refusal::Inside => Reply::json(
                201,
                &json!({
                    "sid": "SM00000000000000000000000000000bad", "status": "failed", "error_code": 30005,
                    "error_message": "Unknown destination handset", "num_segments": "1", "price": null, "price_unit": "USD",
                    "to": draft.to, "from": draft.from, "date_created": "Sat, 21 Nov 2026 09:30:00 +0000",
                }),
            ),
        }
    }

    fn about_account(&self) -> Option<Reply> {
        let body = json!({"account_sid": SID, "balance": "123.45", "currency": "USD"});
        Some(Reply::json(200, &body))
    }

    fn name(&self, channel: Carries, number: u64) -> String {
        match channel {
            Carries::Sms => format!("SM{number:032x}"),
            Carries::Voice => format!("CA{number:032x}"),
        }
    }

    fn word(&self, channel: Carries, state: Reported) -> &'static str {
        match (channel, state) {
            (Carries::Sms, Reported::Underway) => "sent",
            (Carries::Sms, Reported::Delivered) => "delivered",
            (Carries::Sms, _) => "undelivered",
            (Carries::Voice, Reported::Underway) => "ringing",
            (Carries::Voice, Reported::Delivered) => "completed",
            (Carries::Voice, Reported::Failed) => "busy",
            (Carries::Voice, Reported::Expired) => "no-answer",
        }
    }

    fn report(&self, telling: &Telling<'_>) -> OwnedInbound {
        let message = telling.message;
        let word = self.word(message.channel, telling.state);
        let from = message.from.clone().unwrap_or_default();
        let (id, status) = match message.channel {
            Carries::Sms => ("MessageSid", "MessageStatus"),
            Carries::Voice => ("CallSid", "CallStatus"),
        };
        let mut pairs = vec![
            ("AccountSid", SID),
            (id, message.id.as_str()),
            (status, word),
            ("To", &message.to),
            ("From", &from),
            ("ApiVersion", "2010-04-01"),
        ];
        match (message.channel, telling.state) {
            (Carries::Sms, Reported::Failed) => pairs.push(("ErrorCode", "30003")),
            (Carries::Sms, Reported::Expired) => pairs.push(("ErrorCode", "30036")),
            _ => {}
        }
        OwnedInbound::form(&telling.url, &pairs)
    }

    fn sign(&self, report: &mut OwnedInbound, _: &Telling<'_>, secret: Option<&str>) {
        let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(&report.body)
            .into_owned()
            .collect();
        pairs.sort();
        pairs.dedup();
        let mut signed = report.url.clone();
        let mut last = None;
        for (name, value) in &pairs {
            if last != Some(name) {
                signed.push_str(name);
            }
            signed.push_str(value);
            last = Some(name);
        }
        let signature = seal::sha1_base64(secret.unwrap_or(TOKEN).as_bytes(), signed.as_bytes());
        report.header("x-twilio-signature", signature);
    }

    fn dates_reports(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_heard_as_it_would_be_spoken() {
        let heard = said(
            "<Response><Say language=\"sv-SE\" loop=\"2\">Din kod till A &amp; B är</Say><Pause length=\"1\"/><Say language=\"sv-SE\">1, 2</Say></Response>",
        );
        assert_eq!(heard.as_deref(), Some("Din kod till A & B är\n1, 2"));
        assert_eq!(
            said("<Response><Say language=\"sv-SE\">A & B</Say></Response>"),
            None
        );
        assert_eq!(said("<Response><Say>A</Say></Response>"), None);
        assert_eq!(said("<Response><Say language=\"sv-SE\">A</Response>"), None);
        assert_eq!(said("Din kod"), None);
    }
}
