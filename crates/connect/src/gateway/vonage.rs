//! Vonage: text messages over its SMS interface, and calls over its voice interface, which has another host and another key.
//!
//! The SMS interface answers HTTP 200 to everything; what became of each part stands inside. Its reports bring our own name back. They are
//! signed where the account has a signature secret (see [`reports`]); without one the secret address alone is the proof. An address for
//! reports longer than 100 characters does not fit into a message: then the one that is entered at Vonage is used.

mod reports;
#[cfg(test)]
mod tests;
mod voice;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use super::{
    Accepted, AccountWhy, Call, Carries, Driver, Gateway, Inbound, MessageWhy, Money, Opened,
    Report, ReportFault, SettingFault, SettingField, Settings, Shape, Sms, Unsent, wire,
};
use crate::Secret;
use crate::http::{Answer, Http, Request};
use reports::Proof;
use voice::Voice;

const USUAL: &str = "https://rest.nexmo.com";
/// Prices and balances are in euro, whatever the account pays with.
const CURRENCY: &str = "EUR";
/// The longest address for reports that a message carries.
const MOST_CALLBACK: usize = 100;
/// The shortest and the longest a message may wait at Vonage, in milliseconds.
const LIVES: (u128, u128) = (20_000, 604_800_000);
const METHODS: Shape = Shape::OneOf(&["sha256", "sha512", "sha1"]);

/// Vonage.
pub(super) static DRIVER: Driver = Driver {
    key: "vonage",
    name: "Vonage",
    carries: &[Carries::Sms, Carries::Voice],
    tells_balance: true,
    // Only where the account has it switched on: the address stays secret.
    signs_reports: false,
    // Ours is longer than a text message at Vonage carries (`MOST_CALLBACK`): an administrator enters it there.
    takes_report_url: false,
    fields: &[
        SettingField::of("api_key", Shape::Line).needed(),
        SettingField::of("api_secret", Shape::Secret).needed(),
        SettingField::of("sender", Shape::Line),
        SettingField::of("signature_secret", Shape::Secret),
        SettingField::of("signature_method", METHODS).or("sha256"),
        SettingField::of("application_id", Shape::Line),
        SettingField::of("private_key", Shape::SecretLines),
        SettingField::of("voice_from", Shape::Line),
        SettingField::of("endpoint", Shape::Line).leading(),
    ],
    open,
};

struct Vonage {
    http: Http,
    endpoint: String,
    api_key: String,
    api_secret: Secret,
    sender: Option<String>,
    voice: Option<Voice>,
    voice_from: Option<String>,
    proof: Option<Proof>,
}

fn open(settings: &Settings, http: Http) -> Opened {
    Ok(Arc::new(account(settings, http)?))
}

fn account(settings: &Settings, http: Http) -> Result<Vonage, SettingFault> {
    let sender = settings.find("sender");
    let voice_from = settings.find("voice_from");
    Ok(Vonage {
        http,
        endpoint: wire::endpoint(settings, USUAL)?,
        api_key: settings.need("api_key")?.to_owned(),
        api_secret: Secret::new(settings.need("api_secret")?.to_owned()),
        sender: sender
            .map(|from| wire::sender("sender", from))
            .transpose()?,
        voice: Voice::new(settings)?,
        voice_from: voice_from
            .map(|from| wire::number("voice_from", from))
            .transpose()?,
        proof: Proof::new(settings)?,
    })
}

impl Vonage {
    fn sms_request(&self, sms: &Sms) -> Result<Request, Unsent> {
        let from = sms.from.as_ref().or(self.sender.as_ref());
        let from = from.ok_or_else(wire::no_sender)?;
        let lives_for = milliseconds(sms.lives_for);
        let mut fields = vec![
            ("api_key", self.api_key.as_str()),
            ("api_secret", self.api_secret.reveal()),
            ("from", digits(from)),
            ("to", digits(&sms.to)),
            ("text", &sms.text),
            ("ttl", &lives_for),
            ("status-report-req", "1"),
            ("client-ref", &sms.reference),
        ];
        if !wire::is_gsm(&sms.text) {
            fields.push(("type", "unicode"));
        }
        let report_url = sms.report_url.as_deref();
        if let Some(url) = report_url.filter(|url| url.len() <= MOST_CALLBACK) {
            fields.push(("callback", url));
        }
        let url = format!("{}/sms/json", self.endpoint);
        Ok(wire::post_form(url, Vec::new(), &fields))
    }

    fn call_request(&self, call: &Call, at_unix_ms: i64) -> Result<Request, Unsent> {
        let voice = self.voice.as_ref();
        let voice = voice.ok_or_else(|| wire::unfit("no application for calls is set"))?;
        let from = call.from.as_ref().or(self.voice_from.as_ref());
        voice.request(call, from.ok_or_else(wire::no_sender)?, at_unix_ms)
    }

    fn balance_request(&self) -> Request {
        let url = format!("{}/account/get-balance", self.endpoint);
        let credentials = wire::basic(&self.api_key, self.api_secret.reveal());
        wire::get(url, vec![credentials])
    }
}

/// A number as Vonage writes it: without its plus. A name stays as it is.
fn digits(number: &str) -> &str {
    number.strip_prefix('+').unwrap_or(number)
}

fn milliseconds(lives_for: Duration) -> String {
    lives_for.as_millis().clamp(LIVES.0, LIVES.1).to_string()
}

/// Reads the answer to a text message: one entry for each part.
fn accepted(answer: &Answer) -> Result<Accepted, Unsent> {
    let told = wire::json(answer).unwrap_or_default();
    if !(200..300).contains(&answer.status) {
        return Err(refusal(answer, &told));
    }
    let parts = told.get("messages").and_then(Value::as_array);
    let Some((first, parts)) = parts.and_then(|parts| Some((parts.first()?, parts))) else {
        return Err(wire::refused(answer, None, None));
    };
    let taken = |part: &&Value| status_of(part).as_deref() == Some("0");
    if let Some(failed) = parts.iter().find(|part| !taken(part)) {
        let part_is_under_way = parts.iter().any(|part| taken(&part));
        return Err(part_refused(answer, failed, part_is_under_way));
    }
    Ok(Accepted {
        id: wire::plain(first.get("message-id")),
        parts: parts.len().try_into().ok(),
        price: price_of(parts),
    })
}

fn status_of(part: &Value) -> Option<String> {
    wire::plain(part.get("status"))
}

fn price_of(parts: &[Value]) -> Option<Money> {
    let each = parts.iter().map(|part| {
        let price = wire::plain(part.get("message-price"))?;
        Some(wire::price(&price, CURRENCY)?.micros)
    });
    let micros = each.sum::<Option<i64>>()?;
    Some(Money {
        micros,
        currency: CURRENCY.to_owned(),
    })
}

/// What the status of a part that was not taken means. Where another part was taken, something is on its way.
fn part_refused(answer: &Answer, part: &Value, part_is_under_way: bool) -> Unsent {
    let status = status_of(part);
    let words = wire::plain(part.get("error-text"));
    let said = wire::said(Some(answer.status), status.as_deref(), words.as_deref());
    if part_is_under_way || status.is_none() {
        return Unsent::Unknown { said };
    }
    let why = match status.as_deref().unwrap_or_default() {
        "1" | "5" | "10" | "13" => {
            return Unsent::Transient {
                retry_after: wire::retry_after(answer),
                said,
            };
        }
        "4" | "14" => Err(AccountWhy::Credentials),
        "8" | "11" => Err(AccountWhy::Suspended),
        "9" => Err(AccountWhy::Balance),
        "7" => Ok(MessageWhy::Number),
        "12" => Ok(MessageWhy::Content),
        "15" => Ok(MessageWhy::Sender),
        // 2 missing, 3 invalid, 6 invalid message, 16 bad ttl; others are not described and count as final here.
        _ => Ok(MessageWhy::Other),
    };
    match why {
        Ok(why) => Unsent::Message { why, said },
        Err(why) => Unsent::Account { why, said },
    }
}

/// A refusal by status: the voice interface, the balance, or something in front of them.
fn refusal(answer: &Answer, told: &Value) -> Unsent {
    let words = ["detail", "title", "error-code-label", "error_title"]
        .into_iter()
        .find_map(|name| wire::plain(told.get(name)));
    let code = wire::plain(told.get("error-code"));
    wire::refused(answer, code.as_deref(), words.as_deref())
}

fn balance_in(answer: &Answer) -> Result<Option<Money>, Unsent> {
    let told = wire::json(answer).unwrap_or_default();
    if answer.status != 200 {
        return Err(refusal(answer, &told));
    }
    let left = wire::plain(told.get("value")).and_then(|left| wire::micros(&left));
    let micros = left.ok_or_else(|| wire::unfit("what answered is not Vonage"))?;
    Ok(Some(Money {
        micros,
        currency: CURRENCY.to_owned(),
    }))
}

#[async_trait]
impl Gateway for Vonage {
    async fn send_sms(&self, sms: &Sms, _: i64) -> Result<Accepted, Unsent> {
        let answer = wire::exchange(&self.http, self.sms_request(sms)?).await?;
        accepted(&answer)
    }

    async fn call(&self, call: &Call, at_unix_ms: i64) -> Result<Accepted, Unsent> {
        let request = self.call_request(call, at_unix_ms)?;
        let answer = wire::exchange(&self.http, request).await?;
        voice::accepted(&answer)
    }

    fn read_reports(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        Ok(vec![reports::read(inbound, self.proof.as_ref())?])
    }

    async fn balance(&self, _: i64) -> Result<Option<Money>, Unsent> {
        let answer = wire::exchange(&self.http, self.balance_request()).await?;
        balance_in(&answer)
    }

    async fn check(&self, at_unix_ms: i64) -> Result<Option<()>, Unsent> {
        self.balance(at_unix_ms).await?;
        Ok(Some(()))
    }
}
