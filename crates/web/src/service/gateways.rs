//! What gateways fetch and send: delivery reports, and the recording of a call. Both addresses are secret and lead nowhere without it.

use app::deliver::{self, Arrived, Taken};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use domain::token::Token;
use serde::Deserialize;

use crate::reply::Reply;
use crate::state::WebState;

/// What the address of a report may say beside its token.
#[derive(Deserialize)]
pub(super) struct Named {
    /// The delivery.
    m: Option<String>,
}

/// `GET` or `POST /reports/{token}`. Whoever is told 204 does not come again; a fault is a 503, so that they do.
pub(super) async fn report(
    State(state): State<WebState>,
    Path(token): Path<String>,
    Query(named): Query<Named>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let Some(token) = Token::parse(&token) else {
        return Reply::bare(StatusCode::NOT_FOUND);
    };
    let arrived = Arrived {
        method: method.to_string(),
        path_and_query: uri
            .path_and_query()
            .map_or_else(String::new, ToString::to_string),
        headers: headers
            .iter()
            .filter_map(|(name, value)| {
                Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
            })
            .collect(),
        body: body.to_vec(),
        delivery: named.m.and_then(|id| id.parse().ok()),
    };
    match deliver::take_report(&state.app, &token, arrived, state.clock.now()).await {
        Ok(Taken::Noted) => Reply::bare(StatusCode::NO_CONTENT),
        Ok(Taken::Nobody) => Reply::bare(StatusCode::NOT_FOUND),
        Ok(Taken::Forged) => Reply::bare(StatusCode::FORBIDDEN),
        Ok(Taken::Unreadable) => Reply::bare(StatusCode::BAD_REQUEST),
        Err(fault) => {
            tracing::error!(%fault, "a delivery report could not be noted");
            Reply::bare(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// `GET /recordings/{file}`: a call's recording, `<token>.wav`.
pub(super) async fn recording(State(state): State<WebState>, Path(file): Path<String>) -> Response {
    let Some(token) = file.strip_suffix(".wav").and_then(Token::parse) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match deliver::recording(&state.app, &token, state.clock.now()).await {
        Ok(Some(wav)) => ([(header::CONTENT_TYPE, "audio/wav")], wav).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(fault) => {
            tracing::error!(%fault, "a recording could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
