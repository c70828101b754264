//! A form with one small file (RFC 7578), read whole: the few fields beside it, and its bytes.

use std::collections::BTreeMap;
use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::{FromRequestParts as _, Request};
use axum::http::header;
use futures_util::stream;
use multer::Multipart;

use super::door::Admin;
use crate::arrival::host;
use crate::forgery;
use crate::reply::Reply;
use crate::state::WebState;

/// What was sent.
pub(super) struct SmallFile {
    fields: BTreeMap<String, String>,
    /// The file's bytes; none where none was chosen.
    pub(super) file: Vec<u8>,
}

impl SmallFile {
    /// The fields of a form without a file.
    pub(super) const fn without(fields: BTreeMap<String, String>) -> Self {
        let file = Vec::new();
        Self { fields, file }
    }

    /// The field called `name`, or an empty text.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// Fields beside the file at the most.
const MOST_FIELDS: usize = 10;

/// Whether a request says that it is such a form.
pub(super) fn is_one(request: &Request) -> bool {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    content_type.is_some_and(|kind| multer::parse_boundary(kind).is_ok())
}

/// A form with a file from the person's own browser, past the door of the administration; `None` where its body is larger than `most`.
pub(super) async fn received(
    request: Request,
    state: &WebState,
    most: usize,
) -> Result<(Admin, Option<SmallFile>), Reply> {
    let (mut parts, body) = request.into_parts();
    let admin = Admin::from_request_parts(&mut parts, state).await?;
    let arrival = &admin.own.arrival;
    if forgery::comes_from_elsewhere(&parts.headers, &host(&parts.headers)) {
        return Err(arrival.status(403));
    }
    let content_type = parts.headers.get(header::CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let Ok(bytes) = axum::body::to_bytes(body, most).await else {
        return Ok((admin, None));
    };
    let Some(sent) = small_file(content_type, bytes).await else {
        return Err(arrival.status(400));
    };
    if !arrival.is_ours(sent.field("csrf")) {
        return Err(arrival.status(403));
    }
    Ok((admin, Some(sent)))
}

/// Reads it; `None` where it is no such form.
async fn small_file(content_type: &str, body: Bytes) -> Option<SmallFile> {
    let boundary = multer::parse_boundary(content_type).ok()?;
    if boundary.is_empty() {
        return None;
    }
    let whole = stream::once(async move { Ok::<_, Infallible>(body) });
    let mut form = Multipart::new(whole, boundary);
    let mut sent = SmallFile {
        fields: BTreeMap::new(),
        file: Vec::new(),
    };
    while let Some(field) = form.next_field().await.ok()? {
        let name = field.name()?.to_owned();
        if field.file_name().is_some() {
            sent.file = field.bytes().await.ok()?.to_vec();
        } else {
            let text = String::from_utf8(field.bytes().await.ok()?.to_vec()).ok()?;
            sent.fields.insert(name, text);
        }
        if sent.fields.len() > MOST_FIELDS {
            return None;
        }
    }
    Some(sent)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use futures_util::FutureExt as _;

    use super::*;

    /// The whole body is there, so that nothing is waited for.
    fn small_file(content_type: &str, body: &[u8]) -> Option<SmallFile> {
        let body = Bytes::copy_from_slice(body);
        super::small_file(content_type, body)
            .now_or_never()
            .unwrap()
    }

    const KIND: &str = "multipart/form-data; boundary=--x";

    fn body(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (head, content) in parts {
            body.extend_from_slice(b"----x\r\nContent-Disposition: form-data; ");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"----x--\r\n");
        body
    }

    #[test]
    fn fields_and_the_file_are_read_to_the_byte() {
        let file = b"\x89PNG\r\n\x1a\n\r\n--x not a boundary\r\n";
        let sent = body(&[
            ("name=\"csrf\"", b"tag"),
            (
                "name=\"logo\"; filename=\"a \\\"b.png\"\r\nContent-Type: image/png",
                file,
            ),
        ]);
        let sent = small_file(KIND, &sent).unwrap();
        assert_eq!(sent.field("csrf"), "tag");
        assert_eq!(sent.file, file);
        assert_eq!(sent.field("none"), "");
    }

    #[test]
    fn what_is_no_such_form_is_none() {
        let whole = body(&[("name=\"csrf\"", b"tag")]);
        for cut in 0..whole.len() - 4 {
            assert!(small_file(KIND, &whole[..cut]).is_none(), "{cut}");
        }
        assert!(small_file("text/plain", &whole).is_none());
        assert!(small_file("multipart/form-data", &whole).is_none());
        assert!(small_file("multipart/form-data; boundary=", &whole).is_none());
        let many: Vec<(String, &[u8])> = (0..20)
            .map(|n| (format!("name=\"{n}\""), &b"a"[..]))
            .collect();
        let many: Vec<(&str, &[u8])> = many
            .iter()
            .map(|(head, content)| (head.as_str(), *content))
            .collect();
        assert!(small_file(KIND, &body(&many)).is_none());
    }
}
