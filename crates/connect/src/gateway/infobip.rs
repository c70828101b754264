//! Infobip: text messages over version 3 of its interface, at an address of the account's own.
//!
//! An answer of 200 may hold a refusal. The message's name is ours from the start, so that a report finds it even where the answer was
//! lost. Its reports are not signed: the secret address is the proof. It has no way to ask for a balance that we could rely on.

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

const DOMAIN: &str = ".api.infobip.com";

/// Infobip.
pub(super) static DRIVER: Driver = Driver {
    key: "infobip",
    name: "Infobip",
    carries: &[Carries::Sms],
    tells_balance: false,
    signs_reports: false,
    takes_report_url: true,
    fields: &[
        SettingField::of("base", Shape::Line).needed().leading(),
        SettingField::of("api_key", Shape::Secret).needed(),
        SettingField::of("sender", Shape::Line),
        SettingField::of("endpoint", Shape::Line).leading(),
    ],
    open: |settings, http| Ok(Arc::new(Infobip::of(settings, http)?)),
};

struct Infobip {
    http: Http,
    base: String,
    api_key: Secret,
    sender: Option<String>,
}

impl Infobip {
    fn of(settings: &Settings, http: Http) -> Result<Self, SettingFault> {
        let usual = format!("https://{}{DOMAIN}", own_name(settings.need("base")?)?);
        let sender = settings.find("sender");
        Ok(Self {
            http,
            base: wire::endpoint(settings, &usual)?,
            api_key: Secret::new(settings.need("api_key")?.to_owned()),
            sender: sender
                .map(|typed| wire::sender("sender", typed))
                .transpose()?,
        })
    }

    fn send_request(&self, sms: &Sms) -> Result<Request, Unsent> {
        let from = sms.from.as_deref().or(self.sender.as_deref());
        let from = from.ok_or_else(wire::no_sender)?;
        let webhooks = sms.report_url.as_ref().map(|url| {
            json!({
                "delivery": { "url": url, "notify": true },
                "contentType": "application/json",
            })
        });
        let document = json!({ "messages": [wire::without_nulls(json!({
            "sender": from.trim_start_matches('+'),
            "destinations": [{
                "to": sms.to.trim_start_matches('+'),
                "messageId": sms.reference,
            }],
            "content": { "text": sms.text },
            "options": { "validityPeriod": {
                "amount": sms.lives_for.as_secs().div_ceil(60).max(1),
                "timeUnit": "MINUTES",
            }},
            "webhooks": webhooks,
        }))]});
        let headers = vec![wire::authorization("App", self.api_key.reveal())];
        let url = format!("{}/sms/3/messages", self.base);
        Ok(wire::post_json(url, headers, &document))
    }
}

/// The account's own part of the address, as it is or with the rest behind it.
fn own_name(typed: &str) -> Result<String, SettingFault> {
    let name = typed.trim_start_matches("https://").trim_end_matches('/');
    let name = name.strip_suffix(DOMAIN).unwrap_or(name);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if name.is_empty() || name.len() > 63 || !name.bytes().all(fits) {
        return Err(SettingFault::Unusable {
            field: "base",
            why: "it is no address that ends with .api.infobip.com",
        });
    }
    Ok(name.to_ascii_lowercase())
}

fn read_sent(answer: &Answer, reference: &str) -> Result<Accepted, Unsent> {
    let document = wire::json(answer).unwrap_or(Value::Null);
    if !(200..=299).contains(&answer.status) {
        return Err(refused(answer, &document));
    }
    let find = |pointer| wire::plain(document.pointer(pointer));
    let name = find("/messages/0/status/name");
    let said = || {
        let words = find("/messages/0/status/description");
        wire::said(Some(answer.status), name.as_deref(), words.as_deref())
    };
    match find("/messages/0/status/groupName").as_deref() {
        Some("ACCEPTED" | "PENDING" | "DELIVERED") => Ok(Accepted {
            id: find("/messages/0/messageId").or(Some(reference.to_owned())),
            parts: find("/messages/0/details/messageCount").and_then(|parts| parts.parse().ok()),
            price: None,
        }),
        Some("UNDELIVERABLE" | "EXPIRED" | "REJECTED") => {
            if name.as_deref() == Some("REJECTED_NOT_ENOUGH_CREDITS") {
                return Err(Unsent::Account {
                    why: AccountWhy::Balance,
                    said: said(),
                });
            }
            Err(Unsent::Message {
                why: MessageWhy::Other,
                said: said(),
            })
        }
        _ => Err(Unsent::Unknown { said: said() }),
    }
}

/// A refusal, in the newer form or the older one.
fn refused(answer: &Answer, document: &Value) -> Unsent {
    let either = |newer, older| wire::plain(document.pointer(newer).or(document.pointer(older)));
    let code = either("/errorCode", "/requestError/serviceException/messageId");
    let text = either("/description", "/requestError/serviceException/text");
    let property = wire::plain(document.pointer("/violations/0/property"));
    let unsent = wire::refused(answer, code.as_deref(), text.as_deref());
    match (unsent, property) {
        (Unsent::Message { said, .. }, Some(property)) => Unsent::Message {
            why: field_of(&property),
            said,
        },
        (unsent, _) => unsent,
    }
}

/// Which part of the message a violation names: `messages[0].destinations[0].to`.
fn field_of(property: &str) -> MessageWhy {
    match property.rsplit('.').next() {
        Some("to") => MessageWhy::Number,
        Some("sender") => MessageWhy::Sender,
        Some("text") => MessageWhy::Content,
        _ => MessageWhy::Other,
    }
}

fn read_report(result: &Value) -> Result<Report, ReportFault> {
    let find = |pointer| wire::plain(result.pointer(pointer));
    let id = find("/messageId").ok_or(ReportFault::Malformed)?;
    let group = find("/status/groupName").ok_or(ReportFault::Malformed)?;
    let state = state_of(&group);
    let name = find("/status/name").unwrap_or(group);
    let error = find("/error/name").filter(|error| error != "NO_ERROR");
    let reason = wire::reason(&name, error.as_deref(), None);
    Ok(Report {
        reference: Some(id.clone()),
        id: Some(id),
        state,
        reason: (state != Reported::Delivered).then_some(reason),
        price: price_of(result),
        event: None,
    })
}

/// The price of a part times the parts.
fn price_of(result: &Value) -> Option<Money> {
    let price = result.get("price")?;
    let each = wire::plain(price.get("pricePerMessage"))?;
    let each = wire::price(&each, price.get("currency")?.as_str()?)?;
    let parts = result.get("messageCount").and_then(Value::as_i64);
    Some(Money {
        micros: each.micros.checked_mul(parts.unwrap_or(1).max(1))?,
        ..each
    })
}

/// A word we do not know settles nothing.
fn state_of(group: &str) -> Reported {
    match group {
        "DELIVERED" => Reported::Delivered,
        "EXPIRED" => Reported::Expired,
        "UNDELIVERABLE" | "REJECTED" => Reported::Failed,
        _ => Reported::Underway,
    }
}

#[async_trait]
impl Gateway for Infobip {
    async fn send_sms(&self, sms: &Sms, _: i64) -> Result<Accepted, Unsent> {
        let request = self.send_request(sms)?;
        let answer = wire::exchange(&self.http, request).await?;
        read_sent(&answer, &sms.reference)
    }

    fn read_reports(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        let document: Value =
            serde_json::from_slice(inbound.body).map_err(|_| ReportFault::Malformed)?;
        let results = document.get("results").and_then(Value::as_array);
        let results = results.ok_or(ReportFault::Malformed)?;
        results.iter().map(read_report).collect()
    }

    async fn balance(&self, _: i64) -> Result<Option<Money>, Unsent> {
        Ok(None)
    }

    async fn check(&self, _: i64) -> Result<Option<()>, Unsent> {
        Ok(None)
    }
}
