//! The cookies: a session, a login under way, a trusted device for each organisation, and what tells one browser from others for an eID.
//! Opaque, `HttpOnly`, `SameSite=Lax`, and `__Host-` wherever people come over https.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::token::Token;

use crate::state::Site;

/// The longest `Cookie` header that is read; what is longer is as good as none.
const LONGEST_HEADER: usize = 8192;

/// How long a browser keeps a trusted device's cookie; whether it is worth anything is decided by the server's clock.
const DEVICE_SECONDS: u32 = 400 * 24 * 3600;

/// How long a browser is told from others: a year, counted anew by nothing.
const BROWSER_SECONDS: u32 = 365 * 24 * 3600;

/// The language that somebody chose by its link.
pub(crate) const LANGUAGE: &str = "tvasteg_language";

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// The session.
    Session,
    /// The login under way.
    Login,
    /// Somebody without a name who shows who they are: drawn anew each time that begins, so that nobody else can know it (A05).
    Identify,
    /// The trusted device, of the organisation with this slug.
    Device(&'a str),
}

/// What stands before a name: only this very host may have set such a cookie.
fn prefix(site: &Site) -> &'static str {
    if site.is_secure() { "__Host-" } else { "" }
}

fn name(site: &Site, kind: Kind<'_>) -> String {
    let prefix = prefix(site);
    match kind {
        Kind::Session => format!("{prefix}tvasteg_session"),
        Kind::Login => format!("{prefix}tvasteg_login"),
        Kind::Identify => format!("{prefix}tvasteg_identify"),
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
        Kind::Session | Kind::Login | Kind::Identify => String::new(),
    };
    header(site, &name(site, kind), &token.expose(), &life)
}

/// The header that takes a cookie away.
pub(crate) fn clear(site: &Site, kind: Kind<'_>) -> Option<HeaderValue> {
    header(site, &name(site, kind), "", "; Max-Age=0")
}

fn header(site: &Site, name: &str, value: &str, life: &str) -> Option<HeaderValue> {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}");
    HeaderValue::from_str(&text).ok()
}

fn browser_name(site: &Site) -> String {
    format!("{}tvasteg_browser", prefix(site))
}

/// What tells this browser from others: 128 bits that belong to nobody, and open nothing.
pub(crate) fn browser(headers: &HeaderMap, site: &Site) -> Option<String> {
    let is_ours = |value: &String| {
        value.len() == app::BROWSER_DIGITS
            && value
                .bytes()
                .all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'))
    };
    text(headers, &browser_name(site)).filter(is_ours)
}

/// The header that lets a browser be told from others later.
pub(crate) fn keep_browser(site: &Site, drawn: &str) -> Option<HeaderValue> {
    let life = format!("; Max-Age={BROWSER_SECONDS}");
    header(site, &browser_name(site), drawn, &life)
}

/// The header that keeps a chosen language.
pub(crate) fn keep_language(site: &Site, code: &str) -> Option<HeaderValue> {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    HeaderValue::from_str(&format!(
        "{LANGUAGE}={code}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}"
    ))
    .ok()
}
