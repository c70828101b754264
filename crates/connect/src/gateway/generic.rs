//! Any other gateway that takes text messages over HTTP, in the form an administrator writes down: address, headers, a body with holes,
//! what in the answer means success, and how its reports are read.
//!
//! It follows no redirect, calls no address inside a network of ours unless the operator allows it, and never joins strings into a body.
//! It tells no balance and makes no calls.

mod answers;
mod proof;
mod reports;
mod sending;
mod template;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use self::answers::Answers;
use self::reports::Reports;
use self::sending::Sending;
use super::wire;
use super::{
    Accepted, Carries, Driver, Gateway, Inbound, Money, Report, ReportFault, SettingFault,
    SettingField, Settings, Shape, Sms, Unsent,
};
use crate::http::{Http, HttpFault};

const METHODS: Shape = Shape::OneOf(&["POST", "GET", "PUT"]);
const BODY_TYPES: Shape = Shape::OneOf(&["form", "json", "query"]);
const REPORT_FORMATS: Shape = Shape::OneOf(&["json", "form", "query"]);
const HASHES: Shape = Shape::OneOf(&["sha256", "sha512", "sha1"]);
const ENCODINGS: Shape = Shape::OneOf(&["hex", "base64"]);

/// Any gateway over HTTP.
pub(super) static DRIVER: Driver = Driver {
    key: "generic",
    name: "HTTP",
    carries: &[Carries::Sms],
    tells_balance: false,
    signs_reports: false,
    takes_report_url: false,
    fields: &[
        SettingField::of("method", METHODS).or("POST"),
        SettingField::of("url", Shape::Line).needed().leading(),
        SettingField::of("headers", Shape::SecretLines),
        SettingField::of("body_type", BODY_TYPES).or("form"),
        SettingField::of("body", Shape::Lines).needed(),
        SettingField::of("timeout_seconds", Shape::Line).or("10"),
        SettingField::of("success_status", Shape::Line).or("200-299"),
        SettingField::of("success_pointer", Shape::Line),
        SettingField::of("success_pattern", Shape::Line),
        SettingField::of("id_pointer", Shape::Line),
        SettingField::of("id_pattern", Shape::Line),
        SettingField::of("id_header", Shape::Line),
        SettingField::of("error_pointer", Shape::Line),
        SettingField::of("retry_statuses", Shape::Line).or("429,500-599"),
        SettingField::of("ca", Shape::Lines).leading(),
        SettingField::of("client_pem", Shape::SecretLines),
        SettingField::of("report_format", REPORT_FORMATS).or("json"),
        SettingField::of("report_list_pointer", Shape::Line),
        SettingField::of("report_reference_pointer", Shape::Line),
        SettingField::of("report_id_pointer", Shape::Line),
        SettingField::of("report_state_pointer", Shape::Line),
        SettingField::of("report_reason_pointer", Shape::Line),
        SettingField::of("report_states", Shape::Lines),
        SettingField::of("report_user", Shape::Line),
        SettingField::of("report_password", Shape::Secret),
        SettingField::of("hmac_header", Shape::Line),
        SettingField::of("hmac_secret", Shape::Secret),
        SettingField::of("hmac_algorithm", HASHES).or("sha256"),
        SettingField::of("hmac_encoding", ENCODINGS).or("hex"),
        SettingField::of("hmac_prefix", Shape::Line),
    ],
    open,
};

struct Generic {
    http: Http,
    sending: Sending,
    answers: Answers,
    reports: Reports,
    within: Duration,
}

fn open(settings: &Settings, http: Http) -> Result<Arc<dyn Gateway>, SettingFault> {
    Ok(Arc::new(read(settings, http)?))
}

fn read(settings: &Settings, http: Http) -> Result<Generic, SettingFault> {
    let http = match (settings.find("ca"), settings.find("client_pem")) {
        (None, None) => http,
        (ca, identity) => with_certificates(&http, ca, identity)?,
    };
    Ok(Generic {
        http,
        sending: Sending::of(settings)?,
        answers: Answers::of(settings)?,
        reports: Reports::of(settings)?,
        within: timeout(settings)?,
    })
}

fn with_certificates(
    http: &Http,
    ca: Option<&str>,
    identity: Option<&str>,
) -> Result<Http, SettingFault> {
    let bytes = |pem: &str| pem.as_bytes().to_vec();
    let unusable = |field, why| move |_: HttpFault| SettingFault::Unusable { field, why };
    // One after the other, so that the fault names the field.
    http.with_certificates(ca.map(bytes), None)
        .map_err(unusable("ca", "it is no certificate in PEM"))?;
    http.with_certificates(ca.map(bytes), identity.map(bytes))
        .map_err(unusable(
            "client_pem",
            "it is no certificate with its key in PEM",
        ))
}

fn timeout(settings: &Settings) -> Result<Duration, SettingFault> {
    settings
        .find("timeout_seconds")
        .unwrap_or("10")
        .parse()
        .ok()
        .filter(|seconds| (3..=30).contains(seconds))
        .map(Duration::from_secs)
        .ok_or(SettingFault::Unusable {
            field: "timeout_seconds",
            why: "it is no number from 3 to 30",
        })
}

#[async_trait]
impl Gateway for Generic {
    async fn send_sms(&self, sms: &Sms, _: i64) -> Result<Accepted, Unsent> {
        let request = self.sending.request(sms, self.within)?;
        let answer = wire::exchange(&self.http, request).await?;
        self.answers.read(&answer)
    }

    fn read_reports(&self, inbound: &Inbound<'_>) -> Result<Vec<Report>, ReportFault> {
        self.reports.read(inbound)
    }

    async fn balance(&self, _: i64) -> Result<Option<Money>, Unsent> {
        Ok(None)
    }

    async fn check(&self, _: i64) -> Result<Option<()>, Unsent> {
        Ok(None)
    }
}
