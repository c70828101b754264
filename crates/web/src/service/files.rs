//! Files: what the pages load, an organisation's colour, and what robots are told.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::arrival::Arrival;
use crate::pages::accent::accent_css;
use crate::pages::assets::{self, Asset};
use crate::reply::{Answer, Reply};

/// A file whose address changes with it.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A file under an address that stays.
const A_WHILE: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// `GET /assets/{file}`. One of an earlier release is not here any more, and nobody is to remember that.
pub(super) async fn asset(Path(file): Path<String>) -> Reply {
    match assets::find(&format!("{}{file}", assets::PREFIX)) {
        Some(asset) => served(asset, FOR_EVER),
        None => Reply::bare(StatusCode::NOT_FOUND).with(
            header::CACHE_CONTROL,
            Some(HeaderValue::from_static("no-store")),
        ),
    }
}

fn served(asset: &Asset, kept: HeaderValue) -> Reply {
    Reply::text(StatusCode::OK, asset.content_type, asset.body.clone())
        .with(header::CACHE_CONTROL, Some(kept))
}

/// `GET /o/{org}/accent.css`.
pub(super) async fn accent(arrival: Arrival) -> Answer {
    let css = arrival
        .organisation
        .accent
        .as_deref()
        .map(accent_css)
        .unwrap_or_default();
    Ok(Reply::text(StatusCode::OK, "text/css; charset=utf-8", css)
        .with(header::CACHE_CONTROL, Some(A_WHILE)))
}

/// `GET /o/{org}/logo`: the organisation's own picture.
pub(super) async fn logo(arrival: Arrival) -> Response {
    let picture = arrival.organisation.logo.as_deref().and_then(picture);
    match picture {
        Some((kind, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, A_WHILE),
            ];
            (headers, bytes).into_response()
        }
        None => arrival.status(404).into_response(),
    }
}

/// What a data address holds: its kind and its bytes.
fn picture(address: &str) -> Option<(HeaderValue, Vec<u8>)> {
    let (kind, data) = address.strip_prefix("data:")?.split_once(";base64,")?;
    let bytes = BASE64_STANDARD.decode(data).ok()?;
    Some((HeaderValue::from_str(kind).ok()?, bytes))
}

/// `GET /favicon.ico`, which browsers ask for without being told: the mark.
pub(super) async fn mark() -> Reply {
    served(assets::mark(), A_WHILE)
}

/// `GET /robots.txt`: nothing here is for search engines.
pub(super) async fn robots() -> Reply {
    Reply::text(
        StatusCode::OK,
        "text/plain; charset=utf-8",
        "User-agent: *\nDisallow: /\n".to_owned(),
    )
}
