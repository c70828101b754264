//! `/.well-known/webauthn`: whose pages may use the passkeys of this host.
//!
//! A browser fetches it from the host's root alone, without cookies, when a page of another address asks for a passkey of this one.

use app::related_origins::related_origins;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::json;

use crate::arrival::host;
use crate::reply::Reply;
use crate::state::WebState;

/// `GET /.well-known/webauthn`: the origins; 404 where there is none but the host's own.
pub(super) async fn origins(State(state): State<WebState>, headers: HeaderMap) -> Reply {
    let host = host(&headers);
    // Browsers bind a passkey to a host name, whatever the port.
    let name = host
        .rsplit_once(':')
        .map_or(host.as_str(), |(name, _)| name);
    match related_origins(&state.app, name).await {
        Ok(Some(origins)) => {
            let json = json!({ "origins": origins }).to_string();
            Reply::text(StatusCode::OK, "application/json", json)
                .with(
                    HeaderName::from_static("cross-origin-resource-policy"),
                    Some(HeaderValue::from_static("cross-origin")),
                )
                .with(
                    header::ACCESS_CONTROL_ALLOW_ORIGIN,
                    Some(HeaderValue::from_static("*")),
                )
        }
        Ok(None) => Reply::bare(StatusCode::NOT_FOUND),
        Err(fault) => {
            tracing::error!(%fault, "the related origins could not be read");
            Reply::bare(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}
