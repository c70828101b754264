//! A form that was sent: its fields, bounded, and the tag that ties it to its browser.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use factors::Form;

use crate::arrival::{Arrival, host};
use crate::forgery;
use crate::reply::Reply;
use crate::state::WebState;

/// How much of a form is read.
struct Bounds {
    /// The largest body, in bytes.
    body: usize,
    /// The longest field, in bytes.
    field: usize,
    /// The longest that a browser gave and nobody typed.
    given: usize,
    /// The most fields.
    fields: usize,
}

/// What a person types about themselves is shorter, a password included.
const OWN: Bounds = Bounds {
    body: crate::router::MOST_BODY,
    field: 4096,
    given: 48 * 1024,
    fields: 40,
};

/// A role card has a tick for every permission, and lists are pasted into some forms.
const ADMINISTRATION: Bounds = Bounds {
    body: 256 * 1024,
    field: 128 * 1024,
    given: 0,
    fields: 2000,
};

impl Bounds {
    /// The bounds of forms at this path.
    fn of(path: &str) -> &'static Self {
        let is_administration = ["/admin/", "/operator/"]
            .iter()
            .any(|area| path.starts_with(area));
        if is_administration {
            &ADMINISTRATION
        } else {
            &OWN
        }
    }

    fn most(&self, name: &str) -> usize {
        if name == factors::FROM_BROWSER {
            self.given
        } else {
            self.field
        }
    }
}

/// A request with its form.
pub(crate) struct Sent {
    pub(crate) arrival: Arrival,
    fields: BTreeMap<String, String>,
}

impl FromRequest<WebState> for Sent {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Reply> {
        let (mut parts, body) = request.into_parts();
        let bounds = Bounds::of(parts.uri.path());
        let mut arrival =
            <Arrival as axum::extract::FromRequestParts<WebState>>::from_request_parts(
                &mut parts, state,
            )
            .await?;
        let content_type = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("");
        if !content_type.starts_with("application/x-www-form-urlencoded") {
            return Err(arrival.status(StatusCode::BAD_REQUEST.as_u16()));
        }
        if forgery::comes_from_elsewhere(&parts.headers, &host(&parts.headers)) {
            return Err(arrival.status(StatusCode::FORBIDDEN.as_u16()));
        }
        let Ok(bytes) = axum::body::to_bytes(body, bounds.body).await else {
            return Err(arrival.status(StatusCode::PAYLOAD_TOO_LARGE.as_u16()));
        };
        let fields: Vec<(String, String)> = url::form_urlencoded::parse(&bytes)
            .into_owned()
            .take(bounds.fields + 1)
            .collect();
        let fits = fields.len() <= bounds.fields
            && fields.iter().all(|(name, value)| {
                let most = bounds.most(name);
                value.len() <= most && name.len() <= 100 && !value.contains('\0')
            });
        if !fits {
            return Err(arrival.status(StatusCode::BAD_REQUEST.as_u16()));
        }
        let fields: BTreeMap<String, String> = fields.into_iter().collect();
        if fields
            .get(factors::live::MOVE)
            .is_some_and(|moved| !moved.is_empty())
        {
            arrival.be_known();
        }
        Ok(Self { arrival, fields })
    }
}

impl Sent {
    /// The field called `name`, or an empty text.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Whether the form belongs to this browser.
    pub(crate) fn is_ours(&self) -> bool {
        self.arrival.is_ours(self.field("csrf"))
    }

    /// Every field but the tag.
    pub(crate) fn fields(&self) -> BTreeMap<String, String> {
        let mut fields = self.fields.clone();
        fields.remove("csrf");
        fields
    }

    /// The fields as a factor sees them.
    pub(crate) fn form(&self) -> Form {
        let own = ["csrf", "challenge"];
        self.fields
            .iter()
            .filter(|(name, _)| !own.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}
