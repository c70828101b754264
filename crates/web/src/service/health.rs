//! `/healthz` and `/readyz`: whether the process runs, and whether it can serve.

use axum::extract::State;
use axum::http::StatusCode;
use domain::time::{Span, Timestamp};
use serde::Serialize;
use store::{Fault, Readiness};

use crate::reply::Reply;
use crate::state::WebState;

/// How far this machine's clock may be off the database's.
const MOST_OFF: Span = Span::seconds(2);

/// Seconds after which it is worth asking again.
const AGAIN_IN: i64 = 5;

/// `GET /healthz`.
pub(super) async fn alive() -> Reply {
    Reply::text(
        StatusCode::OK,
        "text/plain; charset=utf-8",
        "ok\n".to_owned(),
    )
}

/// Why a node cannot serve.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Reason {
    code: &'static str,
    detail: String,
}

/// What a node answers.
#[derive(Serialize)]
struct Answer {
    ready: bool,
    reasons: Vec<Reason>,
}

/// `GET /readyz`.
pub(super) async fn ready(State(state): State<WebState>) -> Reply {
    let asked = state.app.store.ready().await;
    let reasons: Vec<Reason> = reason(asked.as_ref(), state.clock.now())
        .into_iter()
        .collect();
    let status = if reasons.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    match serde_json::to_string(&Answer {
        ready: reasons.is_empty(),
        reasons,
    }) {
        Ok(json) if status == StatusCode::OK => Reply::text(status, "application/json", json),
        Ok(json) => Reply::text(status, "application/json", json).retry_after(AGAIN_IN),
        Err(_) => Reply::bare(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn reason(asked: Result<&Readiness, &Fault>, now: Timestamp) -> Option<Reason> {
    match asked {
        Err(fault) => Some(Reason {
            code: code_of(fault),
            detail: fault.to_string(),
        }),
        Ok(Readiness { database_clock }) => {
            database_clock.and_then(|theirs| clock_is_off(theirs, now))
        }
    }
}

fn clock_is_off(theirs: Timestamp, now: Timestamp) -> Option<Reason> {
    let off = if now >= theirs {
        now.since(theirs)
    } else {
        theirs.since(now)
    };
    (off > MOST_OFF).then(|| Reason {
        code: "clock",
        detail: format!(
            "this machine's clock and the database's are {} s apart",
            off.as_seconds_up()
        ),
    })
}

const fn code_of(fault: &Fault) -> &'static str {
    match fault {
        Fault::SchemaNewer { .. } | Fault::SchemaMissing { .. } | Fault::SchemaDiffers { .. } => {
            "schema"
        }
        Fault::WrongKey { .. } => "key",
        _ => "database",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

    fn with_clock(database_clock: Option<Timestamp>) -> Option<&'static str> {
        reason(Ok(&Readiness { database_clock }), NOW).map(|reason| reason.code)
    }

    #[test]
    fn a_clock_may_be_two_seconds_off_either_way() {
        assert_eq!(with_clock(None), None);
        for millis in [0, 1, 2000] {
            assert_eq!(with_clock(Some(NOW + Span::millis(millis))), None);
            assert_eq!(with_clock(Some(NOW - Span::millis(millis))), None);
        }
        assert_eq!(with_clock(Some(NOW + Span::millis(2001))), Some("clock"));
        assert_eq!(with_clock(Some(NOW - Span::millis(2001))), Some("clock"));
    }

    #[test]
    fn a_fault_says_what_is_wrong() {
        let told = |fault: &Fault| reason(Err(fault), NOW).map(|reason| reason.code);
        assert_eq!(told(&Fault::Busy), Some("database"));
        assert_eq!(
            told(&Fault::SchemaNewer { found: 9, known: 1 }),
            Some("schema")
        );
        assert_eq!(
            told(&Fault::SchemaMissing { found: 0, known: 1 }),
            Some("schema")
        );
        assert_eq!(
            told(&Fault::WrongKey {
                key_id: "k1".to_owned()
            }),
            Some("key")
        );
    }
}
