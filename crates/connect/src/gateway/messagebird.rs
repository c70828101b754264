//! MessageBird: text messages over its older interface; the newer workspaces at Bird have another, which is not spoken here.
//!
//! Its reports come as requests without a body. Where a signing key is set, each carries a token over its complete address; otherwise the
//! secret address is the proof.

mod proof;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::{Value, json};

use super::wire;
use super::{
    Accepted, AccountWhy, Carries, Driver, Gateway, Inbound, MessageWhy, Money, Report,
    ReportFault, Reported, SettingFault, SettingField, Settings, Shape, Sms, Unsent,
};
use crate::Secret;
use crate::http::{Answer, Http, Request};

/// MessageBird.
pub(super) static DRIVER: Driver = Driver {
    key: "messagebird",
    name: "MessageBird",
    carries: &[Carries::Sms],
    tells_balance: true,
    signs_reports: true,
    takes_report_url: true,
    fields: &[
        SettingField::of("access_key", Shape::Secret).needed(),
        SettingField::of("signing_key", Shape::Secret),
        SettingField::of("sender", Shape::Line),
        SettingField::of("endpoint", Shape::Line).leading(),
    ],
    open: |settings, http| Ok(Arc::new(MessageBird::of(settings, http)?)),
};

struct MessageBird {
    http: Http,
    base: String,
    access_key: Secret,
    signing_key: Option<Secret>,
    sender: Option<String>,
}

impl MessageBird {
    fn of(settings: &Settings, http: Http) -> Result<Self, SettingFault> {
        let sender = settings.find("sender");
        Ok(Self {
            http,
            base: wire::endpoint(settings, "https://rest.messagebird.com")?,
            access_key: Secret::new(settings.need("access_key")?.to_owned()),
            signing_key: settings
                .find("signing_key")
                .map(|key| Secret::new(key.to_owned())),
            sender: sender
                .map(|typed| wire::sender("sender", typed))
                .transpose()?,
        })
    }

    fn headers(&self) -> Vec<(String, String)> {
        vec![wire::authorization("AccessKey", self.access_key.reveal())]
    }

    fn send_request(&self, sms: &Sms) -> Result<Request, Unsent> {
        let from = sms.from.as_deref().or(self.sender.as_deref());
        let from = from.ok_or_else(wire::no_sender)?;
        let document = wire::without_nulls(json!({
            "originator": from.trim_start_matches('+'),
            "recipients": [sms.to.trim_start_matches('+')],
            "body": sms.text,
            "reference": sms.reference,
            "reportUrl": sms.report_url,
            "validity": sms.lives_for.as_secs().max(1),
            "datacoding": "auto",
        }));
        let url = format!("{}/messages", self.base);
        Ok(wire::post_json(url, self.headers(), &document))
    }

    fn balance_request(&self) -> Request {
        wire::get(format!("{}/balance", self.base), self.headers())
    }
}

fn read_sent(answer: &Answer) -> Result<Accepted, Unsent> {
    let document = wire::json(answer).unwrap_or(Value::Null);
    let id = wire::plain(document.get("id"));
    if !(200..=299).contains(&answer.status) || id.is_none() {
        return Err(refused(answer, &document));
    }
    let status = wire::plain(document.pointer("/recipients/items/0/status"));
    if status.as_deref() == Some("delivery_failed") {
        return Err(Unsent::Message {
            why: MessageWhy::Other,
            said: wire::said(Some(answer.status), status.as_deref(), None),
        });
    }
    Ok(Accepted {
        id,
        ..Accepted::default()
    })
}

/// A refusal: `{"errors":[{"code":9,"description":"…","parameter":"…"}]}`.
fn refused(answer: &Answer, document: &Value) -> Unsent {
    let Some(first) = document.pointer("/errors/0") else {
        return wire::refused(answer, None, None);
    };
    let word = |name| wire::plain(first.get(name));
    let (code, text) = (word("code"), word("description"));
    let said = wire::said(Some(answer.status), code.as_deref(), text.as_deref());
    let account = |why| Unsent::Account {
        why,
        said: said.clone(),
    };
    match (answer.status, code.as_deref()) {
        (400..=499, Some("2")) => account(AccountWhy::Credentials),
        (400..=499, Some("25")) => account(AccountWhy::Balance),
        (400 | 422, _) => Unsent::Message {
            why: field_of(word("parameter").as_deref()),
            said,
        },
        _ => wire::refused(answer, code.as_deref(), text.as_deref()),
    }
}

fn field_of(parameter: Option<&str>) -> MessageWhy {
    match parameter {
        Some("recipients" | "recipient") => MessageWhy::Number,
        Some("originator") => MessageWhy::Sender,
        Some("body") => MessageWhy::Content,
        _ => MessageWhy::Other,
    }
}

/// What is left. An account that is billed afterwards, or counts credits, has no amount of money to tell.
fn read_balance(answer: &Answer) -> Result<Option<Money>, Unsent> {
    let document = wire::json(answer).unwrap_or(Value::Null);
    if !(200..=299).contains(&answer.status) {
        return Err(refused(answer, &document));
    }
    let word = |name| wire::plain(document.get(name));
    let (Some(payment), Some(kind), Some(amount)) = (word("payment"), word("type"), word("amount"))
    else {
        return Err(wire::unreadable(answer));
    };
    let currency = match kind.as_str() {
        "euros" => "EUR",
        "pounds" => "GBP",
        "dollars" => "USD",
        code if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => code,
        _ => return Ok(None),
    };
    if payment == "postpaid" {
        return Ok(None);
    }
    let micros = wire::micros(&amount).ok_or_else(|| wire::unreadable(answer))?;
    Ok(Some(Money {
        micros,
        currency: currency.to_owned(),
    }))
}

fn read_report(inbound: &Inbound<'_>, event: Option<String>) -> Result<Report, ReportFault> {
    let query = inbound.url.split_once('?').map_or("", |(_, query)| query);
    let fields = wire::fields_of(query.as_bytes());
    let find = |name| wire::find(&fields, name).filter(|value| !value.is_empty());
    let (id, reference) = (find("id"), find("reference"));
    let status = find("status").ok_or(ReportFault::Malformed)?;
    if id.is_none() && reference.is_none() {
        return Err(ReportFault::Malformed);
    }
    let state = state_of(status);
    let reason = wire::reason(status, find("statusErrorCode"), find("statusReason"));
    Ok(Report {
        reference: reference.map(str::to_owned),
        id: id.map(str::to_owned),
        state,
        reason: (state != Reported::Delivered).then_some(reason),
        price: None,
        event,
    })
}

/// A word we do not know settles nothing.
fn state_of(status: &str) -> Reported {
    match status {
        "delivered" => Reported::Delivered,
        "expired" => Reported::Expired,
        "delivery_failed" => Reported::Failed,
        _ => Reported::Underway,
    }
}

#[async_trait]
impl Gateway for MessageBird {
    async fn send_sms(&self, sms: &Sms, _: i64) -> Result<Accepted, Unsent> {
        let request = self.send_request(sms)?;
        read_sent(&wire::exchange(&self.http, request).await?)
    }

    fn read_reports(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        let event = match &self.signing_key {
            Some(key) => proof::check(key, inbound)?,
            None => None,
        };
        Ok(vec![read_report(inbound, event)?])
    }

    async fn balance(&self, _: i64) -> Result<Option<Money>, Unsent> {
        read_balance(&wire::exchange(&self.http, self.balance_request()).await?)
    }

    async fn check(&self, _: i64) -> Result<Option<()>, Unsent> {
        let answer = wire::exchange(&self.http, self.balance_request()).await?;
        read_balance(&answer).map(|_| Some(()))
    }
}
