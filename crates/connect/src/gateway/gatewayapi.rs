//! GatewayAPI: text messages over its newer interface, in the EU or worldwide; a key works on one of the two only.
//!
//! Its reports go to one address that is entered there once, signed where a secret was entered with it.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::wire::{self, Digest};
use super::{
    Accepted, Carries, Driver, Gateway, Inbound, MessageWhy, Money, Report, ReportFault, Reported,
    SettingFault, SettingField, Settings, Shape, Sms, Unsent,
};
use crate::Secret;
use crate::http::{Answer, Http, Request};

const REGIONS: &[&str] = &["eu", "com"];

/// GatewayAPI.
pub(super) static DRIVER: Driver = Driver {
    key: "gatewayapi",
    name: "GatewayAPI",
    carries: &[Carries::Sms],
    tells_balance: true,
    signs_reports: true,
    takes_report_url: false,
    fields: &[
        SettingField::of("token", Shape::Secret).needed(),
        SettingField::of("region", Shape::OneOf(REGIONS)).or("eu"),
        SettingField::of("sender", Shape::Line),
        SettingField::of("callback_secret", Shape::Secret),
        SettingField::of("endpoint", Shape::Line).leading(),
    ],
    open: |settings, http| Ok(Arc::new(GatewayApi::of(settings, http)?)),
};

struct GatewayApi {
    http: Http,
    /// Where messages go.
    messages: String,
    /// Where the account is asked about.
    account: String,
    token: Secret,
    sender: Option<String>,
    callback_secret: Option<Secret>,
}

impl GatewayApi {
    fn of(settings: &Settings, http: Http) -> Result<Self, SettingFault> {
        let region = settings.find("region").unwrap_or("eu");
        if !REGIONS.contains(&region) {
            return Err(SettingFault::Unusable {
                field: "region",
                why: "it is neither eu nor com",
            });
        }
        let usual = |host: &str| format!("https://{host}.{region}");
        let sender = settings.find("sender");
        Ok(Self {
            http,
            messages: wire::endpoint(settings, &usual("messaging.gatewayapi"))?,
            account: wire::endpoint(settings, &usual("gatewayapi"))?,
            token: Secret::new(settings.need("token")?.to_owned()),
            sender: sender
                .map(|typed| wire::sender("sender", typed))
                .transpose()?,
            callback_secret: settings
                .find("callback_secret")
                .map(|secret| Secret::new(secret.to_owned())),
        })
    }

    fn headers(&self) -> Vec<(String, String)> {
        vec![wire::authorization("Token", self.token.reveal())]
    }

    fn send_request(&self, sms: &Sms) -> Result<Request, Unsent> {
        let from = sms.from.as_deref().or(self.sender.as_deref());
        let from = from.ok_or_else(wire::no_sender)?;
        let to = sms.to.trim_start_matches('+');
        let to: u64 = to.parse().map_err(|_| wire::no_number())?;
        let document = json!({
            "sender": from.trim_start_matches('+'),
            "recipient": to,
            "message": sms.text,
            "reference": sms.reference,
            "expiration": wire::duration(sms.lives_for),
        });
        let url = format!("{}/mobile/single", self.messages);
        Ok(wire::post_json(url, self.headers(), &document))
    }

    fn account_request(&self) -> Request {
        wire::get(format!("{}/rest/me", self.account), self.headers())
    }
}

fn read_sent(answer: &Answer) -> Result<Accepted, Unsent> {
    let document = wire::json(answer).unwrap_or(Value::Null);
    match (answer.status, wire::plain(document.get("msg_id"))) {
        (200..=299, Some(id)) => Ok(Accepted {
            id: Some(id),
            ..Accepted::default()
        }),
        (422, _) => Err(misfit(answer, &document)),
        _ => Err(refused(answer, &document)),
    }
}

fn refused(answer: &Answer, document: &Value) -> Unsent {
    let text = ["message", "detail"]
        .iter()
        .find_map(|name| document.get(name)?.as_str());
    wire::refused(answer, None, text)
}

/// A field that was not accepted: `{"detail":[{"loc":["body","recipient"],"msg":"…","type":"…"}]}`.
fn misfit(answer: &Answer, document: &Value) -> Unsent {
    let Some(first) = document.pointer("/detail/0") else {
        return refused(answer, document);
    };
    let named = |name: &str| {
        let places = first.get("loc").and_then(Value::as_array);
        places.is_some_and(|places| places.iter().any(|place| place == name))
    };
    let why = if named("recipient") {
        MessageWhy::Number
    } else if named("sender") {
        MessageWhy::Sender
    } else if named("message") {
        MessageWhy::Content
    } else {
        MessageWhy::Other
    };
    let word = |name| wire::plain(first.get(name));
    Unsent::Message {
        why,
        said: wire::said(
            Some(answer.status),
            word("type").as_deref(),
            word("msg").as_deref(),
        ),
    }
}

fn read_account(answer: &Answer) -> Result<Money, Unsent> {
    let document = wire::json(answer).unwrap_or(Value::Null);
    let money = || {
        Some(Money {
            micros: wire::micros(&wire::plain(document.get("credit"))?)?,
            currency: wire::plain(document.get("currency"))?,
        })
    };
    match answer.status {
        200..=299 => money().ok_or_else(|| wire::unreadable(answer)),
        _ => Err(refused(answer, &document)),
    }
}

fn check_signature(secret: &Secret, inbound: &Inbound<'_>) -> Result<(), ReportFault> {
    let given = inbound
        .header("signature")
        .and_then(|value| value.trim().strip_prefix("v1="))
        .ok_or(ReportFault::Forged)?;
    let right = wire::hmac(Digest::Sha256, secret.reveal().as_bytes(), &[inbound.body]);
    let right = HEXLOWER.encode(&right);
    if wire::same(given.to_ascii_lowercase().as_bytes(), right.as_bytes()) {
        Ok(())
    } else {
        Err(ReportFault::Forged)
    }
}

fn check_age(document: &Value, now_unix_ms: i64) -> Result<(), ReportFault> {
    let moment = document
        .get("timestamp")
        .and_then(Value::as_str)
        .and_then(|text| text.parse::<jiff::Timestamp>().ok())
        .ok_or(ReportFault::Malformed)?;
    wire::fresh(moment.as_millisecond(), now_unix_ms)
}

fn read_report(document: &Value) -> Result<Vec<Report>, ReportFault> {
    let kind = document.get("event_type").and_then(Value::as_str);
    let kind = kind.ok_or(ReportFault::Malformed)?;
    if !kind.starts_with("message.status.") && !kind.starts_with("messaging.status.") {
        return Ok(Vec::new());
    }
    let find = |pointer| wire::plain(document.pointer(pointer));
    let (id, reference) = (find("/event/msg_id"), find("/event/reference"));
    let status = find("/event/status").ok_or(ReportFault::Malformed)?;
    if id.is_none() && reference.is_none() {
        return Err(ReportFault::Malformed);
    }
    let state = state_of(&status);
    let code = find("/event/error/hex_code");
    let details = find("/event/error/details");
    let reason = wire::reason(&status, code.as_deref(), details.as_deref());
    Ok(vec![Report {
        reference,
        id,
        state,
        reason: (state != Reported::Delivered).then_some(reason),
        price: None,
        event: find("/event_id"),
    }])
}

/// A word we do not know settles nothing.
fn state_of(status: &str) -> Reported {
    match status.to_ascii_uppercase().as_str() {
        "DELIVERED" | "READ" => Reported::Delivered,
        "EXPIRED" => Reported::Expired,
        "DELETED" | "UNDELIVERABLE" | "REJECTED" => Reported::Failed,
        _ => Reported::Underway,
    }
}

#[async_trait]
impl Gateway for GatewayApi {
    async fn send_sms(&self, sms: &Sms, _: i64) -> Result<Accepted, Unsent> {
        let request = self.send_request(sms)?;
        read_sent(&wire::exchange(&self.http, request).await?)
    }

    fn read_reports(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        if let Some(secret) = &self.callback_secret {
            check_signature(secret, inbound)?;
        }
        let document: Value =
            serde_json::from_slice(inbound.body).map_err(|_| ReportFault::Malformed)?;
        if self.callback_secret.is_some() {
            check_age(&document, inbound.now_unix_ms)?;
        }
        read_report(&document)
    }

    async fn balance(&self, _: i64) -> Result<Option<Money>, Unsent> {
        let answer = wire::exchange(&self.http, self.account_request()).await?;
        read_account(&answer).map(Some)
    }

    async fn check(&self, _: i64) -> Result<Option<()>, Unsent> {
        let answer = wire::exchange(&self.http, self.account_request()).await?;
        read_account(&answer).map(|_| Some(()))
    }
}
