//! `/healthz` and `/readyz`: whether the process runs, and whether it can serve.

use app::health::{self, Obstacle};
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;

use crate::reply::Reply;
use crate::state::WebState;

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

/// `GET /readyz`: 200, or 503 with the reason. A warning is no reason: the node serves.
pub(super) async fn ready(State(state): State<WebState>) -> Reply {
    let now = state.clock.now();
    let told = |one: Obstacle| json!({ "code": one.code, "detail": one.detail });
    let warnings: Vec<_> = health::warnings(&state.app, now)
        .into_iter()
        .map(told)
        .collect();
    match health::obstacle(&state.app, now).await {
        None => {
            let json = json!({ "ready": true, "reasons": [], "warnings": warnings }).to_string();
            Reply::text(StatusCode::OK, "application/json", json)
        }
        Some(obstacle) => {
            let reasons = [told(obstacle)];
            let json =
                json!({ "ready": false, "reasons": reasons, "warnings": warnings }).to_string();
            Reply::text(StatusCode::SERVICE_UNAVAILABLE, "application/json", json)
                .retry_after(AGAIN_IN)
        }
    }
}
