//! `GET /demo/outbox.json`: what would have been sent, for programs.

use axum::extract::State;
use axum::http::StatusCode;
use domain::time::Timestamp;
use serde::Serialize;

use super::DemoMessage;
use crate::reply::Reply;
use crate::state::WebState;

/// Where it is.
pub(super) const HERE: &str = "/demo/outbox.json";

/// A message as it is listed.
#[derive(Serialize)]
struct Listed {
    id: String,
    channel: &'static str,
    to: String,
    subject: String,
    body: String,
    at: String,
}

impl From<DemoMessage> for Listed {
    fn from(message: DemoMessage) -> Self {
        let DemoMessage {
            id,
            channel,
            to,
            subject,
            body,
            at,
        } = message;
        Self {
            id,
            channel,
            to,
            subject,
            body,
            at: rfc_3339(at),
        }
    }
}

/// The messages, newest first.
pub(super) async fn list(State(state): State<WebState>) -> Reply {
    let messages = state
        .demo
        .as_ref()
        .map_or_else(Vec::new, |demo| demo.outbox());
    let listed: Vec<Listed> = messages.into_iter().map(Listed::from).collect();
    match serde_json::to_string(&listed) {
        Ok(json) => Reply::text(StatusCode::OK, "application/json", json),
        Err(_) => Reply::bare(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// A moment as programs read it, in UTC.
pub(super) fn rfc_3339(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.unix_millis())
        .map_or_else(|_| String::new(), |at| at.to_string())
}
