//! Sinch: text messages over its XMS interface, a batch of one for each; the token belongs to a service plan, the plan to a region.
//!
//! It tells no balance. Its reports are signed where the plan has a secret for them; otherwise the secret address is the proof.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use data_encoding::BASE64;
use serde_json::{Value, json};

use super::wire::{self, Digest};
use super::{
    Accepted, Carries, Driver, Gateway, Inbound, MessageWhy, Money, Report, ReportFault, Reported,
    SettingFault, SettingField, Settings, Shape, Sms, Unsent,
};
use crate::Secret;
use crate::http::{Answer, Http, Request};

const REGIONS: &[&str] = &["eu", "us", "au", "br", "ca"];
/// Set aside for fiction: whom the dry run asks about.
const NOBODY: &str = "46701740605";

/// Sinch.
pub(super) static DRIVER: Driver = Driver {
    key: "sinch",
    name: "Sinch",
    carries: &[Carries::Sms],
    tells_balance: false,
    signs_reports: true,
    takes_report_url: true,
    fields: &[
        SettingField::of("service_plan_id", Shape::Line).needed(),
        SettingField::of("token", Shape::Secret).needed(),
        SettingField::of("region", Shape::OneOf(REGIONS)).or("eu"),
        SettingField::of("sender", Shape::Line),
        SettingField::of("callback_secret", Shape::Secret),
        SettingField::of("endpoint", Shape::Line).leading(),
    ],
    open: |settings, http| Ok(Arc::new(Sinch::of(settings, http)?)),
};

struct Sinch {
    http: Http,
    /// As far as the service plan.
    base: String,
    token: Secret,
    sender: Option<String>,
    callback_secret: Option<Secret>,
}

impl Sinch {
    fn of(settings: &Settings, http: Http) -> Result<Self, SettingFault> {
        let region = settings.find("region").unwrap_or("eu");
        if !REGIONS.contains(&region) {
            return Err(SettingFault::Unusable {
                field: "region",
                why: "it is none of eu, us, au, br, ca",
            });
        }
        let usual = format!("https://{region}.sms.api.sinch.com");
        let host = wire::endpoint(settings, &usual)?;
        let plan = wire::word(settings, "service_plan_id")?;
        let sender = settings.find("sender");
        Ok(Self {
            http,
            base: format!("{host}/xms/v1/{plan}"),
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
        vec![wire::authorization("Bearer", self.token.reveal())]
    }

    fn send_request(&self, sms: &Sms, at_unix_ms: i64) -> Request {
        let from = sms.from.as_deref().or(self.sender.as_deref());
        let report = match sms.report_url {
            Some(_) => "per_recipient_final",
            None => "none",
        };
        let document = wire::without_nulls(json!({
            "to": [sms.to.trim_start_matches('+')],
            "from": from.map(|from| from.trim_start_matches('+')),
            "body": sms.text,
            "delivery_report": report,
            "callback_url": sms.report_url,
            "client_reference": sms.reference,
            "expire_at": wire::expiry(at_unix_ms, sms.lives_for),
        }));
        wire::post_json(format!("{}/batches", self.base), self.headers(), &document)
    }

    fn dry_run_request(&self) -> Request {
        let from = self.sender.as_deref();
        let document = wire::without_nulls(json!({
            "to": [NOBODY],
            "from": from.map(|from| from.trim_start_matches('+')),
            "body": "-",
        }));
        let url = format!("{}/batches/dry_run", self.base);
        wire::post_json(url, self.headers(), &document)
    }
}

fn read_sent(answer: &Answer) -> Result<Accepted, Unsent> {
    let document = wire::json(answer).unwrap_or(Value::Null);
    match (answer.status, wire::plain(document.get("id"))) {
        (200..=299, Some(_)) if document.get("canceled") == Some(&Value::Bool(true)) => {
            Err(Unsent::Message {
                why: MessageWhy::Other,
                said: wire::said(Some(answer.status), Some("canceled"), None),
            })
        }
        (200..=299, Some(id)) => Ok(Accepted {
            id: Some(id),
            ..Accepted::default()
        }),
        _ => Err(refused(answer, &document)),
    }
}

/// A refusal. Its 403 is about the account, or about this number or sender: the code alone tells, and a number that somebody typed must not
/// make the account look closed.
fn refused(answer: &Answer, document: &Value) -> Unsent {
    let code = wire::plain(document.get("code"));
    let text = wire::plain(document.get("text"));
    match (answer.status, code.as_deref()) {
        (403, Some(code)) if code != "blocked_account" => Unsent::Message {
            why: MessageWhy::Other,
            said: wire::said(Some(403), Some(code), text.as_deref()),
        },
        _ => wire::refused(answer, code.as_deref(), text.as_deref()),
    }
}

/// A dry run of a message that is refused for what it holds was let in all the same.
fn read_dry_run(answer: &Answer) -> Result<Option<()>, Unsent> {
    match read_sent(answer) {
        Err(Unsent::Message { .. } | Unsent::Unknown { .. }) | Ok(_) => Ok(Some(())),
        Err(unsent) => Err(unsent),
    }
}

fn check_signature(secret: &Secret, inbound: &Inbound<'_>) -> Result<(), ReportFault> {
    let header = |name| inbound.header(name).ok_or(ReportFault::Forged);
    let given = header("x-sinch-webhook-signature")?;
    let nonce = header("x-sinch-webhook-signature-nonce")?;
    let stamp = header("x-sinch-webhook-signature-timestamp")?;
    let pieces: [&[u8]; 5] = [inbound.body, b".", nonce.as_bytes(), b".", stamp.as_bytes()];
    let right = BASE64.encode(&wire::hmac(
        Digest::Sha256,
        secret.reveal().as_bytes(),
        &pieces,
    ));
    if !wire::same(given.trim().as_bytes(), right.as_bytes()) {
        return Err(ReportFault::Forged);
    }
    let seconds: i64 = stamp.trim().parse().map_err(|_| ReportFault::Malformed)?;
    wire::fresh(seconds.saturating_mul(1000), inbound.now_unix_ms)
}

fn read_report(inbound: &Inbound<'_>, signed: bool) -> Result<Vec<Report>, ReportFault> {
    let document: Value =
        serde_json::from_slice(inbound.body).map_err(|_| ReportFault::Malformed)?;
    let kind = document.get("type").and_then(Value::as_str);
    if kind != Some("recipient_delivery_report_sms") {
        // A plan sends its answers and summaries to the same address.
        return Ok(Vec::new());
    }
    let id = wire::plain(document.get("batch_id"));
    let reference = wire::plain(document.get("client_reference"));
    let status = wire::plain(document.get("status")).ok_or(ReportFault::Malformed)?;
    if id.is_none() && reference.is_none() {
        return Err(ReportFault::Malformed);
    }
    let state = state_of(&status);
    let code = wire::plain(document.get("code"));
    let reason = wire::reason(&status, code.as_deref(), None);
    Ok(vec![Report {
        reference,
        id,
        state,
        reason: (state != Reported::Delivered).then_some(reason),
        price: None,
        event: inbound
            .header("x-sinch-webhook-signature-nonce")
            .filter(|_| signed)
            .map(str::to_owned),
    }])
}

/// A word we do not know settles nothing.
fn state_of(status: &str) -> Reported {
    match status.to_ascii_lowercase().as_str() {
        "delivered" => Reported::Delivered,
        "expired" => Reported::Expired,
        "aborted" | "cancelled" | "rejected" | "deleted" | "failed" => Reported::Failed,
        _ => Reported::Underway,
    }
}

#[async_trait]
impl Gateway for Sinch {
    async fn send_sms(&self, sms: &Sms, at_unix_ms: i64) -> Result<Accepted, Unsent> {
        let request = self.send_request(sms, at_unix_ms);
        read_sent(&wire::exchange(&self.http, request).await?)
    }

    fn read_reports(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        if let Some(secret) = &self.callback_secret {
            check_signature(secret, inbound)?;
        }
        read_report(inbound, self.callback_secret.is_some())
    }

    async fn balance(&self, _: i64) -> Result<Option<Money>, Unsent> {
        Ok(None)
    }

    async fn check(&self, _: i64) -> Result<Option<()>, Unsent> {
        read_dry_run(&wire::exchange(&self.http, self.dry_run_request()).await?)
    }
}
