//! What the gateways' tests have in common: a message, its account's settings, answers and reports as they come over the wire.

#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;

use super::{AccountWhy, Inbound, MessageWhy, Settings, Sms, Unsent};
use crate::http::{Answer, Http, HttpSettings, Request};

/// The moment of every test, 2026-09-21T14:13:20Z.
pub(super) const NOW: i64 = 1_790_000_000_000;
pub(super) const REPORT_URL: &str = "https://login.example.se/reports/s3cret?x=1&y=2";

/// A client that nothing is sent with. One is enough: it reads the system's certificates.
pub(super) fn http() -> Http {
    static HTTP: OnceLock<Http> = OnceLock::new();
    let http = HTTP.get_or_init(|| {
        // Another test of this process may have been first, which serves as well.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        Http::new(&HttpSettings::default()).unwrap()
    });
    http.clone()
}

pub(super) fn settings(pairs: &[(&str, &str)]) -> Settings {
    let pairs = pairs.iter();
    Settings(
        pairs
            .map(|&(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
    )
}

pub(super) fn sms() -> Sms {
    Sms {
        to: "+46701740605".to_owned(),
        from: Some("Tvasteg".to_owned()),
        text: "123456 är din kod\n\n@login.example.se #123456".to_owned(),
        reference: "0190c0de-7000".to_owned(),
        report_url: Some(REPORT_URL.to_owned()),
        lives_for: Duration::from_mins(5),
    }
}

pub(super) fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        headers: vec![("retry-after".to_owned(), "7".to_owned())],
        body: body.as_bytes().to_vec(),
    }
}

/// A request's method, address, one header and its body as a JSON document.
pub(super) fn seen(request: &Request) -> (&str, &str, Option<&str>, Value) {
    let header = |name: &str| super::wire::find(&request.headers, name);
    let body = request.body.as_deref().unwrap_or(b"null");
    if request.body.is_some() {
        assert_eq!(header("content-type"), Some("application/json"));
    }
    (
        request.method,
        &request.url,
        header("authorization"),
        serde_json::from_slice(body).unwrap(),
    )
}

/// What became of a message, in one word.
pub(super) fn word<T>(outcome: &Result<T, Unsent>) -> &'static str {
    match outcome {
        Ok(_) => "ok",
        Err(Unsent::Message { why, .. }) => MessageWhy::code(*why),
        Err(Unsent::Account { why, .. }) => AccountWhy::code(*why),
        Err(Unsent::Transient { retry_after, .. }) => {
            assert!(retry_after.is_none_or(|wait| wait == Duration::from_secs(7)));
            "transient"
        }
        Err(Unsent::Unknown { .. }) => "unknown",
    }
}

/// A report as it comes.
pub(super) struct Came {
    pub(super) method: &'static str,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) now_unix_ms: i64,
}

impl Came {
    /// A document, posted.
    pub(super) fn posted(body: &str) -> Self {
        Self {
            method: "POST",
            url: REPORT_URL.to_owned(),
            headers: Vec::new(),
            body: body.to_owned(),
            now_unix_ms: NOW,
        }
    }

    /// A request without a body.
    pub(super) fn fetched(url: &str) -> Self {
        Self {
            method: "GET",
            url: url.to_owned(),
            ..Self::posted("")
        }
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn at(self, now_unix_ms: i64) -> Self {
        Self {
            now_unix_ms,
            ..self
        }
    }

    pub(super) fn inbound(&self) -> Inbound<'_> {
        Inbound {
            method: self.method,
            url: &self.url,
            headers: &self.headers,
            body: self.body.as_bytes(),
            now_unix_ms: self.now_unix_ms,
        }
    }
}
