//! What an eID is told of a request's browser and of the page it belongs to: values, none of which decides anything here.

use std::collections::BTreeMap;

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use domain::eid::Visit;

use crate::cookies;
use crate::state::{Site, WebState};

/// As much of a `User-Agent` as an eID reads.
const LONGEST_USER_AGENT: usize = 256;

/// As much as an app may bring back.
const LONGEST_RETURNED: usize = 100;

/// What this request tells. `host` is the guard's: one of the installation's or an organisation's own; `base` stands before the path.
pub(crate) fn of(
    parts: &Parts,
    state: &WebState,
    (host, base): (&str, &str),
    query: &BTreeMap<String, String>,
) -> Visit {
    let site = &state.site;
    Visit {
        user_agent: user_agent(&parts.headers),
        device: cookies::browser(&parts.headers, site).map(|drawn| state.app.browser_mark(&drawn)),
        page: page(site, host, base, parts.uri.path()),
        host: host_name(host).to_owned(),
        returned_with: query
            .get("returned")
            .filter(|value| is_returned(value))
            .cloned(),
    }
}

fn user_agent(headers: &HeaderMap) -> String {
    let bytes = headers
        .get(header::USER_AGENT)
        .map_or(&b""[..], |value| value.as_bytes());
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    let mut end = text.len().min(LONGEST_USER_AGENT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

/// The page that the person sees: a login's forms all post below the one address at which it is shown.
fn page(site: &Site, host: &str, base: &str, path: &str) -> String {
    if !site.is_secure() || host.is_empty() {
        return String::new();
    }
    let own = path.strip_prefix(base).unwrap_or(path);
    let page = match own.strip_prefix("/login/") {
        Some("identify") | None => own,
        Some(_) => "/login",
    };
    format!("https://{host}{base}{page}")
}

/// A host without its port.
fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|sign| sign.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Whether it may be what we gave an app to bring back: signs that stand in an address as they are.
fn is_returned(value: &str) -> bool {
    (1..=LONGEST_RETURNED).contains(&value.len())
        && value
            .bytes()
            .all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_'))
}

#[cfg(test)]
mod tests;
