//! The pictures of the guides, carried in the program: `/assets/guide/{file}`.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Under which they are served.
const PREFIX: &str = "/assets/guide/";

/// Name and content of every picture that had been taken when the program was built.
static PICTURES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/pictures.rs"));

/// Where the picture that a guide calls `pictures/<name>` is served, if there is one.
pub(super) fn address(reference: &str) -> Option<String> {
    let name = reference.strip_prefix("pictures/")?;
    PICTURES
        .iter()
        .any(|(own, _)| *own == name)
        .then(|| format!("{PREFIX}{name}"))
}

/// `GET /assets/guide/{file}`.
pub(super) async fn show(Path(file): Path<String>) -> Response {
    match PICTURES.iter().find(|(name, _)| *name == file) {
        Some((_, content)) => {
            let headers = [
                (header::CONTENT_TYPE, "image/png"),
                (header::CACHE_CONTROL, "public, max-age=3600"),
            ];
            (headers, *content).into_response()
        }
        None => (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response(),
    }
}
