//! `/healthz` and `/readyz`: whether the process runs, and whether it can serve.

use app::health;
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

/// `GET /readyz`: 200, or 503 with the reason.
pub(super) async fn ready(State(state): State<WebState>) -> Reply {
    match health::obstacle(&state.app, state.clock.now()).await {
        None => {
            let json = json!({ "ready": true, "reasons": [] }).to_string();
            Reply::text(StatusCode::OK, "application/json", json)
        }
        Some(obstacle) => {
            let reason = json!({ "code": obstacle.code, "detail": obstacle.detail });
            let json = json!({ "ready": false, "reasons": [reason] }).to_string();
            Reply::text(StatusCode::SERVICE_UNAVAILABLE, "application/json", json)
                .retry_after(AGAIN_IN)
        }
    }
}
