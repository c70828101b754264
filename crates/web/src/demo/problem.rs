//! What a program is told that asks the demo for what cannot be done.

use axum::http::StatusCode;
use serde_json::json;

use crate::reply::Reply;

/// A problem as programs read it (RFC 9457).
pub(super) fn problem(status: StatusCode, code: &str, detail: &str) -> Reply {
    let title = status.canonical_reason().unwrap_or("Problem");
    let body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "code": code, "detail": detail });
    Reply::text(status, "application/problem+json", body.to_string())
}
