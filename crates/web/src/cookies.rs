//! The three cookies: a session, a login under way, a trusted device for each organisation. Opaque, `HttpOnly`, `SameSite=Lax`, and
//! `__Host-` wherever people come over https.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::token::Token;

use crate::state::Site;

/// The longest `Cookie` header that is read; what is longer is as good as none.
const LONGEST_HEADER: usize = 8192;

/// How long a browser keeps a trusted device's cookie; whether it is worth anything is decided by the server's clock.
const DEVICE_SECONDS: u32 = 400 * 24 * 3600;

/// The language that somebody chose by its link.
pub(crate) const LANGUAGE: &str = "tvasteg_language";

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// The session.
    Session,
    /// The login under way.
    Login,
    /// The trusted device, of the organisation with this slug.
    Device(&'a str),
}

fn name(site: &Site, kind: Kind<'_>) -> String {
    let prefix = if site.is_secure() { "__Host-" } else { "" };
    match kind {
        Kind::Session => format!("{prefix}tvasteg_session"),
        Kind::Login => format!("{prefix}tvasteg_login"),
        Kind::Device(slug) => format!("{prefix}tvasteg_device_{slug}"),
    }
}

/// The cookie's text, if the browser sent exactly one of that name.
pub(crate) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter(|value| value.len() <= LONGEST_HEADER)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned());
    let first = found.next()?;
    // Two of one name means that somebody planted one: neither is believed (A05).
    found.all(|other| other == first).then_some(first)
}

/// The token in a cookie; anything malformed is no token.
pub(crate) fn token(headers: &HeaderMap, site: &Site, kind: Kind<'_>) -> Option<Token> {
    Token::parse(&text(headers, &name(site, kind))?)
}

/// The header that sets a cookie.
pub(crate) fn set(site: &Site, kind: Kind<'_>, token: &Token) -> Option<HeaderValue> {
    let life = match kind {
        Kind::Device(_) => format!("; Max-Age={DEVICE_SECONDS}"),
        Kind::Session | Kind::Login => String::new(),
    };
    header(site, kind, &token.expose(), &life)
}

/// The header that takes a cookie away.
pub(crate) fn clear(site: &Site, kind: Kind<'_>) -> Option<HeaderValue> {
    header(site, kind, "", "; Max-Age=0")
}

fn header(site: &Site, kind: Kind<'_>, value: &str, life: &str) -> Option<HeaderValue> {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    let text = format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}",
        name(site, kind)
    );
    HeaderValue::from_str(&text).ok()
}

/// The header that keeps a chosen language.
pub(crate) fn keep_language(site: &Site, code: &str) -> Option<HeaderValue> {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    HeaderValue::from_str(&format!(
        "{LANGUAGE}={code}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}"
    ))
    .ok()
}
