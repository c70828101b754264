//! `POST /demo/clock`: pushes the server's clock forward, from a program with JSON or from the page's form.
//!
//! A program carries no token; what a browser says comes from elsewhere is refused all the same.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use domain::time::Span;
use serde::Deserialize;
use serde_json::json;

use super::outbox::rfc_3339;
use super::page;
use super::problem::problem;
use crate::arrival::{Arrival, host};
use crate::forgery;
use crate::reply::Reply;

/// Where it is.
pub(super) const HERE: &str = "/demo/clock";

/// The longest push: ten years.
const MOST_SECONDS: u32 = 315_360_000;

/// What a program sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Push {
    advance_seconds: u32,
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// By a program.
    Json(Span),
    /// By the page's form, with the token that it carried.
    Form(Span, String),
}

/// Pushes the clock.
pub(super) async fn advance(
    headers: HeaderMap,
    arrival: Arrival,
    body: Result<Bytes, BytesRejection>,
) -> Reply {
    if forgery::comes_from_elsewhere(&headers, &host(&headers)) {
        return problem(
            StatusCode::FORBIDDEN,
            "forbidden",
            "The request comes from another site.",
        );
    }
    let Ok(body) = body else {
        return problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "The body is larger than anything that can be asked for.",
        );
    };
    let Some(asked) = read(&body) else {
        return malformed();
    };
    let (by, from_page) = match asked {
        Asked::Json(by) => (by, false),
        Asked::Form(_, tag) if !arrival.is_ours(&tag) => return arrival.status(403),
        Asked::Form(by, _) => (by, true),
    };
    let now = arrival
        .state
        .demo
        .as_ref()
        .and_then(|demo| demo.advance(by));
    match now {
        None => malformed(),
        Some(_) if from_page => Reply::onward(page::HERE),
        Some(now) => {
            let body = json!({ "now": rfc_3339(now) }).to_string();
            Reply::text(StatusCode::OK, "application/json", body)
        }
    }
}

/// What a body asks for: JSON where it looks like it, whatever it is called; else a form.
pub(super) fn read(body: &[u8]) -> Option<Asked> {
    if body.trim_ascii_start().first() == Some(&b'{') {
        let push: Push = serde_json::from_slice(body).ok()?;
        return span(push.advance_seconds).map(Asked::Json);
    }
    let field = |wanted: &str| {
        let mut fields = url::form_urlencoded::parse(body);
        fields
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    let by = span(field("advance_seconds")?.parse().ok()?)?;
    Some(Asked::Form(by, field("csrf").unwrap_or_default()))
}

fn span(seconds: u32) -> Option<Span> {
    (seconds <= MOST_SECONDS).then(|| Span::seconds(i64::from(seconds)))
}

fn malformed() -> Reply {
    problem(
        StatusCode::BAD_REQUEST,
        "malformed",
        "The body must be {\"advance_seconds\": n}, with a whole number of seconds from 0 to 315360000 (ten years).",
    )
}
