//! 46elks: text messages, and calls that play a recording.
//!
//! Its reports carry no signature and none of our names: the secret address is the proof, and holds our name for the message. It keeps no
//! text of ours in its history. It cannot speak Swedish, so a call without a recording is not made.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::{Value, json};

use super::{
    Accepted, AccountWhy, Call, Carries, Driver, Gateway, Inbound, MessageWhy, Money, Opened,
    Report, ReportFault, Reported, SettingField, Settings, Shape, Sms, Unsent, wire,
};
use crate::http::{Answer, Http, Request};

const USUAL: &str = "https://api.46elks.com";
/// For so many seconds it rings: less than it takes until a mailbox answers.
const RINGS_FOR: &str = "30";
/// Prices come in ten-thousandths.
const MICROS_EACH: i64 = 100;

/// 46elks.
pub(super) static DRIVER: Driver = Driver {
    key: "46elks",
    name: "46elks",
    carries: &[Carries::Sms, Carries::Voice],
    tells_balance: true,
    signs_reports: false,
    takes_report_url: true,
    fields: &[
        SettingField::of("username", Shape::Line).needed(),
        SettingField::of("password", Shape::Secret).needed(),
        SettingField::of("sender", Shape::Line),
        SettingField::of("voice_from", Shape::Line),
        SettingField::of("currency", Shape::Line).or("SEK"),
        SettingField::of("endpoint", Shape::Line).leading(),
    ],
    open,
};

struct Elks {
    http: Http,
    endpoint: String,
    credentials: (String, String),
    sender: Option<String>,
    voice_from: Option<String>,
    currency: String,
}

fn open(settings: &Settings, http: Http) -> Opened {
    Ok(Arc::new(account(settings, http)?))
}

fn account(settings: &Settings, http: Http) -> Result<Elks, super::SettingFault> {
    let sender = settings.find("sender");
    let voice_from = settings.find("voice_from");
    Ok(Elks {
        http,
        endpoint: wire::endpoint(settings, USUAL)?,
        credentials: wire::basic(settings.need("username")?, settings.need("password")?),
        sender: sender
            .map(|from| wire::sender("sender", from))
            .transpose()?,
        voice_from: voice_from
            .map(|from| wire::number("voice_from", from))
            .transpose()?,
        currency: wire::currency(settings, "currency", "SEK")?,
    })
}

impl Elks {
    fn sms_request(&self, sms: &Sms) -> Result<Request, Unsent> {
        let from = sms.from.as_ref().or(self.sender.as_ref());
        let from = from.ok_or_else(wire::no_sender)?;
        let report_url = with_reference(sms.report_url.as_deref(), &sms.reference);
        let mut fields = vec![
            ("from", from.as_str()),
            ("to", &sms.to),
            ("message", &sms.text),
            ("dontlog", "message"),
        ];
        if let Some(url) = &report_url {
            fields.push(("whendelivered", url));
        }
        Ok(self.post("sms", &fields))
    }

    fn call_request(&self, call: &Call) -> Result<Request, Unsent> {
        let from = call.from.as_ref().or(self.voice_from.as_ref());
        let from = from.ok_or_else(wire::no_sender)?;
        if wire::number("voice_from", from).is_err() {
            return Err(wire::unfit("calls show a number, never a name"));
        }
        let Some(audio) = &call.audio_url else {
            return Err(wire::unfit("it cannot speak, and there is no recording"));
        };
        let start = json!({
            "play": audio,
            "skippable": false,
            "next": { "play": audio, "skippable": false },
        });
        let start = start.to_string();
        let report_url = with_reference(call.report_url.as_deref(), &call.reference);
        let mut fields = vec![
            ("from", from.as_str()),
            ("to", &call.to),
            ("voice_start", &start),
            ("timeout", RINGS_FOR),
        ];
        if let Some(url) = &report_url {
            fields.push(("whenhangup", url));
        }
        Ok(self.post("calls", &fields))
    }

    fn post(&self, what: &str, fields: &[(&str, &str)]) -> Request {
        let url = format!("{}/a1/{what}", self.endpoint);
        wire::post_form(url, vec![self.credentials.clone()], fields)
    }

    fn me_request(&self) -> Request {
        let url = format!("{}/a1/me", self.endpoint);
        wire::get(url, vec![self.credentials.clone()])
    }

    /// Reads the answer to a text message or a call.
    fn accepted(&self, answer: &Answer) -> Result<Accepted, Unsent> {
        if !(200..300).contains(&answer.status) {
            return Err(refusal(answer));
        }
        let told = wire::json(answer).filter(Value::is_object);
        let Some(told) = told else {
            return Err(wire::refused(answer, None, None));
        };
        let id = wire::plain(told.get("id"));
        let status = told.get("status").or_else(|| told.get("state"));
        match status.and_then(Value::as_str) {
            Some("failed") => {
                return Err(Unsent::Message {
                    why: MessageWhy::Other,
                    said: wire::said(Some(answer.status), Some("failed"), None),
                });
            }
            None if id.is_none() => return Err(wire::refused(answer, None, None)),
            _ => {}
        }
        Ok(Accepted {
            id,
            parts: told
                .get("parts")
                .and_then(Value::as_u64)
                .and_then(|parts| parts.try_into().ok()),
            price: money(told.get("cost"), &self.currency),
        })
    }

    fn balance_in(&self, answer: &Answer) -> Result<Option<Money>, Unsent> {
        if answer.status != 200 {
            return Err(refusal(answer));
        }
        let Some(told) = wire::json(answer).filter(Value::is_object) else {
            return Err(wire::unfit("what answered is not 46elks"));
        };
        let currency = told.get("currency").and_then(Value::as_str);
        Ok(money(
            told.get("balance"),
            currency.unwrap_or(&self.currency),
        ))
    }
}

fn money(amount: Option<&Value>, currency: &str) -> Option<Money> {
    let amount: i64 = wire::plain(amount)?.parse().ok()?;
    Some(Money {
        micros: amount.checked_mul(MICROS_EACH)?,
        currency: currency.to_owned(),
    })
}

fn with_reference(report_url: Option<&str>, reference: &str) -> Option<String> {
    report_url.map(|url| wire::with_reference(url, reference))
}

/// A refusal: plain text or `{"error": …}`. An account without money is told apart by its words alone.
fn refusal(answer: &Answer) -> Unsent {
    let told = wire::json(answer);
    let error = told.as_ref().and_then(|told| told.get("error"));
    let error = error.map_or_else(|| wire::words(answer), |error| wire::plain(Some(error)));
    let words = error.as_deref();
    let said = wire::said(Some(answer.status), None, words);
    let speaks_of_credits = words.is_some_and(|words| {
        let words = words.to_lowercase();
        words.contains("credit") && !words.contains("credential")
    });
    match answer.status {
        402 | 403 if speaks_of_credits => Unsent::Account {
            why: AccountWhy::Balance,
            said,
        },
        // A parameter it does not like.
        400 | 403 if words.is_some() => Unsent::Message {
            why: MessageWhy::Other,
            said,
        },
        _ => wire::refused(answer, None, words),
    }
}

/// A report on a text message (`status`) or on the end of a call (`state`, of one action `result`).
fn report(inbound: &Inbound<'_>) -> Result<Report, ReportFault> {
    if inbound.method != "POST" {
        return Err(ReportFault::Malformed);
    }
    let fields = wire::fields_of(inbound.body);
    let id = wire::find(&fields, "id").or_else(|| wire::find(&fields, "callid"));
    let status = ["status", "state", "result"]
        .into_iter()
        .find_map(|name| wire::find(&fields, name));
    let (Some(id), Some(status)) = (id, status) else {
        return Err(ReportFault::Malformed);
    };
    let state = match status {
        "delivered" | "success" => Reported::Delivered,
        "failed" | "busy" => Reported::Failed,
        _ => Reported::Underway,
    };
    Ok(Report {
        reference: wire::reference_in(inbound.url),
        id: Some(id.to_owned()),
        state,
        reason: (state == Reported::Failed)
            .then(|| wire::clean_code(status))
            .flatten(),
        price: None,
        event: None,
    })
}

#[async_trait]
impl Gateway for Elks {
    async fn send_sms(&self, sms: &Sms, _: i64) -> Result<Accepted, Unsent> {
        let answer = wire::exchange(&self.http, self.sms_request(sms)?).await?;
        self.accepted(&answer)
    }

    async fn call(&self, call: &Call, _: i64) -> Result<Accepted, Unsent> {
        let answer = wire::exchange(&self.http, self.call_request(call)?).await?;
        self.accepted(&answer)
    }

    fn read_reports(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        Ok(vec![report(inbound)?])
    }

    async fn balance(&self, _: i64) -> Result<Option<Money>, Unsent> {
        let answer = wire::exchange(&self.http, self.me_request()).await?;
        self.balance_in(&answer)
    }

    async fn check(&self, at_unix_ms: i64) -> Result<Option<()>, Unsent> {
        self.balance(at_unix_ms).await?;
        Ok(Some(()))
    }
}
