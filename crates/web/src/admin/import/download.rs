//! A table that is written while it is read: a page at a time, never whole in memory.

use std::future::Future;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

/// The answer that gives these pieces. What cannot be read ends the download short, which a browser shows as a failed one.
pub(super) fn table<S, F, T>(name: &'static str, start: S, next: F) -> Response
where
    S: Send + 'static,
    F: FnMut(S) -> T + Send + 'static,
    T: Future<Output = Result<Option<(String, S)>, std::io::Error>> + Send + 'static,
{
    let mut next = next;
    let pieces = stream::try_unfold(start, move |at| {
        let piece = next(at);
        async move {
            let piece = piece.await?;
            Ok::<_, std::io::Error>(piece.map(|(text, at)| (Bytes::from(text), at)))
        }
    });
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}
