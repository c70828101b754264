//! Twilio: text messages, and calls that speak.
//!
//! Its reports are signed over the whole public address and every field (see [`reports`]); the address holds our name for the message.

mod reports;
mod speech;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use super::{
    Accepted, AccountWhy, Call, Carries, Driver, Gateway, Inbound, MessageWhy, Money, Opened,
    Report, ReportFault, SettingFault, SettingField, Settings, Shape, Sms, Unsent, wire,
};
use crate::http::{Answer, Http, Request};
use reports::Keys;

const USUAL: &str = "https://api.twilio.com";
/// For so many seconds it rings: less than it takes until a mailbox answers.
const RINGS_FOR: &str = "30";
/// No call is longer, in seconds.
const MOST_SECONDS: &str = "120";
/// The shortest and the longest a message may wait at Twilio, in seconds.
const LIVES: (u64, u64) = (5, 36_000);
const REDACTION: Shape = Shape::OneOf(&["off", "on"]);

/// Twilio.
pub(super) static DRIVER: Driver = Driver {
    key: "twilio",
    name: "Twilio",
    carries: &[Carries::Sms, Carries::Voice],
    tells_balance: true,
    signs_reports: true,
    takes_report_url: true,
    fields: &[
        SettingField::of("account_sid", Shape::Line).needed(),
        SettingField::of("auth_token", Shape::Secret).needed(),
        SettingField::of("api_key", Shape::Line),
        SettingField::of("api_secret", Shape::Secret),
        SettingField::of("signature_secret", Shape::Secret),
        SettingField::of("sender", Shape::Line),
        SettingField::of("messaging_service", Shape::Line),
        SettingField::of("voice_from", Shape::Line),
        SettingField::of("redaction", REDACTION).or("off"),
        SettingField::of("endpoint", Shape::Line).leading(),
    ],
    open,
};

struct Twilio {
    http: Http,
    /// The address of the account, below which everything lies.
    base: String,
    credentials: (String, String),
    keys: Keys,
    sender: Option<String>,
    messaging_service: Option<String>,
    voice_from: Option<String>,
    redacts: bool,
}

fn open(settings: &Settings, http: Http) -> Opened {
    Ok(Arc::new(account(settings, http)?))
}

fn account(settings: &Settings, http: Http) -> Result<Twilio, SettingFault> {
    let account_sid = wire::word(settings, "account_sid")?;
    let auth_token = settings.need("auth_token")?;
    let credentials = if settings.find("api_key").is_some() {
        wire::basic(
            wire::word(settings, "api_key")?,
            settings.need("api_secret")?,
        )
    } else {
        wire::basic(account_sid, auth_token)
    };
    let sender = settings.find("sender");
    let service = settings.find("messaging_service");
    let voice_from = settings.find("voice_from");
    let endpoint = wire::endpoint(settings, USUAL)?;
    Ok(Twilio {
        http,
        base: format!("{endpoint}/2010-04-01/Accounts/{account_sid}"),
        credentials,
        keys: Keys::new(auth_token, settings.find("signature_secret")),
        sender: sender
            .map(|from| wire::sender("sender", from))
            .transpose()?,
        messaging_service: service
            .map(|_| wire::word(settings, "messaging_service").map(str::to_owned))
            .transpose()?,
        voice_from: voice_from
            .map(|from| wire::number("voice_from", from))
            .transpose()?,
        redacts: settings.find("redaction") == Some("on"),
    })
}

impl Twilio {
    fn sms_request(&self, sms: &Sms) -> Result<Request, Unsent> {
        let lives_for = seconds(sms.lives_for);
        let report_url = with_reference(sms.report_url.as_deref(), &sms.reference);
        let mut fields = vec![("To", sms.to.as_str()), self.origin(sms)?];
        fields.extend([
            ("Body", sms.text.as_str()),
            ("ValidityPeriod", &lives_for),
            ("SmartEncoded", "true"),
            ("RiskCheck", "enable"),
        ]);
        if self.redacts {
            fields.extend([
                ("ContentRetention", "discard"),
                ("AddressRetention", "obfuscate"),
            ]);
        }
        if let Some(url) = &report_url {
            fields.push(("StatusCallback", url));
        }
        Ok(self.post("Messages.json", &fields))
    }

    /// Who sends: the message's own sender, or the account's messaging service, or the account's own sender.
    fn origin<'a>(&'a self, sms: &'a Sms) -> Result<(&'static str, &'a str), Unsent> {
        let service = self.messaging_service.as_deref();
        let service = service.map(|service| ("MessagingServiceSid", service));
        let own = sms.from.as_deref().map(|from| ("From", from));
        let usual = self.sender.as_deref().map(|from| ("From", from));
        own.or(service).or(usual).ok_or_else(wire::no_sender)
    }

    fn call_request(&self, call: &Call) -> Result<Request, Unsent> {
        let from = call.from.as_ref().or(self.voice_from.as_ref());
        let from = from.ok_or_else(wire::no_sender)?;
        let twiml = speech::twiml(call)?;
        let report_url = with_reference(call.report_url.as_deref(), &call.reference);
        let mut fields = vec![
            ("To", call.to.as_str()),
            ("From", from),
            ("Twiml", &twiml),
            ("Timeout", RINGS_FOR),
            ("TimeLimit", MOST_SECONDS),
        ];
        if let Some(url) = &report_url {
            fields.extend([
                ("StatusCallback", url.as_str()),
                ("StatusCallbackEvent", "answered"),
                ("StatusCallbackEvent", "completed"),
            ]);
        }
        Ok(self.post("Calls.json", &fields))
    }

    fn post(&self, what: &str, fields: &[(&str, &str)]) -> Request {
        let url = format!("{}/{what}", self.base);
        wire::post_form(url, vec![self.credentials.clone()], fields)
    }

    fn balance_request(&self) -> Request {
        let url = format!("{}/Balance.json", self.base);
        wire::get(url, vec![self.credentials.clone()])
    }
}

fn seconds(lives_for: Duration) -> String {
    lives_for.as_secs().clamp(LIVES.0, LIVES.1).to_string()
}

fn with_reference(report_url: Option<&str>, reference: &str) -> Option<String> {
    report_url.map(|url| wire::with_reference(url, reference))
}

/// Reads the answer to a text message or a call: both tell `sid`, `status` and, where it already failed, `error_code`.
fn accepted(answer: &Answer) -> Result<Accepted, Unsent> {
    let told = wire::json(answer).unwrap_or_default();
    if !(200..300).contains(&answer.status) {
        return Err(refusal(answer, &told));
    }
    let Some(id) = wire::plain(told.get("sid")) else {
        return Err(wire::refused(answer, None, None));
    };
    let status = told.get("status").and_then(Value::as_str);
    if matches!(status, Some("failed" | "undelivered" | "canceled")) {
        let code = wire::plain(told.get("error_code"));
        let words = wire::plain(told.get("error_message"));
        return Err(Unsent::Message {
            why: code
                .as_deref()
                .and_then(why_of)
                .unwrap_or(MessageWhy::Other),
            said: wire::said(
                Some(answer.status),
                code.as_deref().or(status),
                words.as_deref(),
            ),
        });
    }
    let currency = told.get("price_unit").and_then(Value::as_str);
    Ok(Accepted {
        id: Some(id),
        parts: wire::plain(told.get("num_segments"))
            .and_then(|parts| parts.parse().ok())
            .filter(|parts| *parts > 0),
        price: wire::plain(told.get("price"))
            .zip(currency)
            .and_then(|(price, currency)| wire::price(&price, currency)),
    })
}

/// A refusal: the older form (`code`, `message`) or the newer (RFC 9457: `code`, `title`, `detail`).
fn refusal(answer: &Answer, told: &Value) -> Unsent {
    let code = wire::plain(told.get("code"));
    let words = ["message", "detail", "title"]
        .into_iter()
        .find_map(|name| wire::plain(told.get(name)));
    let said = wire::said(Some(answer.status), code.as_deref(), words.as_deref());
    match (answer.status, code.as_deref()) {
        (400..=499, Some("20003")) => Unsent::Account {
            why: AccountWhy::Credentials,
            said,
        },
        (400..=499, Some("20429")) => Unsent::Transient {
            retry_after: wire::retry_after(answer),
            said,
        },
        (400 | 403 | 404 | 422, Some(code)) => match why_of(code) {
            Some(why) => Unsent::Message { why, said },
            None => wire::refused(answer, Some(code), words.as_deref()),
        },
        (_, code) => wire::refused(answer, code, words.as_deref()),
    }
}

/// What Twilio's codes say about the message itself.
fn why_of(code: &str) -> Option<MessageWhy> {
    Some(match code {
        "21211" | "21614" => MessageWhy::Number,
        "21408" => MessageWhy::Country,
        "21610" => MessageWhy::OptedOut,
        "21606" | "21659" => MessageWhy::Sender,
        "30007" => MessageWhy::Content,
        "30450" => MessageWhy::Fraud,
        _ => return None,
    })
}

/// What is left; nothing where Twilio keeps it with another account (a sub-account has none of its own).
fn balance_in(answer: &Answer) -> Result<Option<Money>, Unsent> {
    let told = wire::json(answer).unwrap_or_default();
    match answer.status {
        200 => {
            let left = wire::plain(told.get("balance")).and_then(|left| wire::micros(&left));
            let currency = told.get("currency").and_then(Value::as_str);
            let (Some(micros), Some(currency)) = (left, currency) else {
                return Err(wire::unfit("what answered is not Twilio"));
            };
            Ok(Some(Money {
                micros,
                currency: currency.to_owned(),
            }))
        }
        404 => Ok(None),
        _ => Err(refusal(answer, &told)),
    }
}

#[async_trait]
impl Gateway for Twilio {
    async fn send_sms(&self, sms: &Sms, _: i64) -> Result<Accepted, Unsent> {
        let answer = wire::exchange(&self.http, self.sms_request(sms)?).await?;
        accepted(&answer)
    }

    async fn call(&self, call: &Call, _: i64) -> Result<Accepted, Unsent> {
        let answer = wire::exchange(&self.http, self.call_request(call)?).await?;
        accepted(&answer)
    }

    fn read_reports(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        self.keys.prove(inbound)?;
        Ok(vec![reports::read(inbound)?])
    }

    async fn balance(&self, _: i64) -> Result<Option<Money>, Unsent> {
        let answer = wire::exchange(&self.http, self.balance_request()).await?;
        balance_in(&answer)
    }

    async fn check(&self, at_unix_ms: i64) -> Result<Option<()>, Unsent> {
        Ok(self.balance(at_unix_ms).await?.map(|_| ()))
    }
}
