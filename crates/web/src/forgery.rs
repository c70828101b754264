//! Against forged requests (A35): a form carries a tag of its browser's own cookie, and a browser that says where a request comes from
//! must say "from here".

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::token::Token;

use crate::state::WebState;

/// The tag that a form carries for this cookie.
pub(crate) fn tag(state: &WebState, cookie: &Token) -> String {
    URL_SAFE_NO_PAD.encode(state.app.form_tag(cookie))
}

/// Whether `sent` is the tag of one of these cookies.
pub(crate) fn is_ours(state: &WebState, cookies: &[Option<Token>], sent: &str) -> bool {
    if sent.len() > 200 {
        return false;
    }
    let Ok(sent) = URL_SAFE_NO_PAD.decode(sent) else {
        return false;
    };
    cookies
        .iter()
        .flatten()
        .any(|cookie| state.app.is_form_tag(cookie, &sent))
}

/// Whether the browser says that the request comes from another site. Old browsers and programs say nothing: the tag decides then.
pub(crate) fn comes_from_elsewhere(headers: &HeaderMap, host: &str) -> bool {
    let value = |name| {
        headers
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    if let Some(site) = value(header::HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    match value(header::ORIGIN) {
        None => false,
        Some(origin) => {
            let own = origin
                .strip_prefix("https://")
                .or_else(|| origin.strip_prefix("http://"));
            own != Some(host)
        }
    }
}
