//! An answer of the API: a status, headers, and JSON. It can be kept and given again, byte for byte.

use app::idempotency::KeptAnswer;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

use super::problem::Problem;

/// What a handler gives.
pub(super) type Outcome = Result<Answer, Problem>;

/// An answer.
pub(super) struct Answer {
    status: u16,
    headers: Vec<(HeaderName, HeaderValue)>,
    content_type: String,
    body: String,
}

/// An answer as it is kept beside its key.
#[derive(Serialize, Deserialize)]
struct Kept {
    headers: Vec<(String, String)>,
    content_type: String,
    body: String,
}

impl Answer {
    /// JSON with this status.
    pub(super) fn json(status: u16, body: &impl Serialize) -> Self {
        match serde_json::to_string(body) {
            Ok(body) => Self {
                status,
                headers: Vec::new(),
                content_type: "application/json".to_owned(),
                body,
            },
            Err(error) => {
                tracing::error!(%error, "an answer could not be written as JSON");
                Self::nothing_with(500)
            }
        }
    }

    /// Done.
    pub(super) fn ok(body: &impl Serialize) -> Outcome {
        Ok(Self::json(200, body))
    }

    /// Made, and where it lies.
    pub(super) fn created(at: &str, body: &impl Serialize) -> Outcome {
        let mut answer = Self::json(201, body);
        if let Ok(at) = HeaderValue::from_str(at) {
            answer.set(header::LOCATION, at);
        }
        Ok(answer)
    }

    /// Done, and nothing to tell.
    pub(super) fn done() -> Outcome {
        Ok(Self::nothing_with(204))
    }

    fn nothing_with(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content_type: String::new(),
            body: String::new(),
        }
    }

    /// The same answer as another type of content.
    pub(super) fn typed(mut self, content_type: &str) -> Self {
        content_type.clone_into(&mut self.content_type);
        self
    }

    /// Sets a header.
    pub(super) fn set(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.push((name, value));
    }

    /// As it is kept.
    pub(super) fn kept(&self) -> KeptAnswer {
        let headers = self.headers.iter().filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        });
        let kept = Kept {
            headers: headers.collect(),
            content_type: self.content_type.clone(),
            body: self.body.clone(),
        };
        KeptAnswer {
            status: self.status,
            bytes: serde_json::to_vec(&kept).unwrap_or_default(),
        }
    }

    /// As it was kept. Nothing where another release wrote it and nobody here can read it.
    pub(super) fn of_kept(kept: &KeptAnswer) -> Option<Self> {
        let Kept {
            headers,
            content_type,
            body,
        } = serde_json::from_slice(&kept.bytes).ok()?;
        let headers = headers.into_iter().filter_map(|(name, value)| {
            Some((
                HeaderName::try_from(name).ok()?,
                HeaderValue::try_from(value).ok()?,
            ))
        });
        Some(Self {
            status: kept.status,
            headers: headers.collect(),
            content_type,
            body,
        })
    }

    /// The response. Nothing of it is kept on the way, and no cookie is set.
    pub(super) fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Body::from(self.body)).into_response();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_TYPE);
        if let Ok(content_type) = HeaderValue::try_from(self.content_type)
            && !content_type.is_empty()
        {
            headers.insert(header::CONTENT_TYPE, content_type);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        response
    }
}
