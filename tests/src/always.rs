//! What every answer keeps, whatever was asked: headers that keep a page to itself, cookies that nobody else can read or plant, and no
//! secret anywhere but on the one page that shows it. Every request of every test ends here.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{Method, header};
use domain::token::Token;

use crate::page::Page;

/// The pages that show a new factor's secrets once.
const SHOWING: [&str; 2] = ["enrol", "recovery-codes"];

/// Cookies that are looked for on later pages: the newest. Thousands are given in a long test.
const MOST_COOKIES: usize = 24;

/// What is held to, for one world: the secrets that were met in it.
#[derive(Clone, Default)]
pub struct Always {
    pub(crate) secrets: Arc<Mutex<BTreeSet<String>>>,
    pub(crate) cookies: Arc<Mutex<VecDeque<String>>>,
    /// Whether people come over https.
    pub secure: bool,
    /// Whether an answer with a status of 500 is a finding; not where a test breaks the ground under the server.
    pub may_fail: bool,
}

impl Always {
    /// Whatever is told here must never be on a page again.
    pub fn never_show(&self, secret: &str) {
        if secret.len() >= 8 {
            self.secrets().insert(secret.to_owned());
        }
    }

    /// The same of a cookie's secret, for as long as it is among the newest.
    pub fn never_show_cookie(&self, value: &str) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.push_back(value.rsplit('.').next().unwrap_or(value).to_owned());
        if cookies.len() > MOST_COOKIES {
            cookies.pop_front();
        }
    }

    /// Everything that must not be shown.
    pub fn told(&self) -> Vec<String> {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        self.secrets()
            .iter()
            .chain(cookies.iter())
            .filter(|secret| secret.len() >= 8)
            .cloned()
            .collect()
    }

    fn secrets(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds one answer to all of it.
    pub fn hold(&self, method: &Method, page: &Page) {
        let what = format!("{method} {} → {}", page.address, page.status);
        assert!(
            self.may_fail || page.status.as_u16() != 500,
            "{what}\n{}",
            page.body
        );
        headers(page, &what, self.secure);
        cookies(page, &what, self.secure);
        leads_nowhere_else(page, &what);
        nothing_runs_inline(page, &what);
        self.shows_no_secret(page, &what);
    }

    fn shows_no_secret(&self, page: &Page, what: &str) {
        if SHOWING.contains(&page.name()) {
            let key = page.secret().into_iter();
            for secret in key.chain(page.recovery_codes()) {
                self.never_show(&secret);
            }
            return;
        }
        let is_file = page.headers.contains_key(header::CONTENT_DISPOSITION);
        for secret in self.told().iter().filter(|_| !is_file) {
            assert!(
                !page.body.contains(secret.as_str()),
                "{what} shows a secret: {secret}"
            );
            for (name, value) in &page.headers {
                let own = name == header::SET_COOKIE;
                let shown = value
                    .to_str()
                    .is_ok_and(|value| value.contains(secret.as_str()));
                assert!(own || !shown, "{what}: the header {name} holds a secret");
            }
        }
    }
}

fn headers(page: &Page, what: &str, secure: bool) {
    let policy = page.header("content-security-policy").unwrap_or("");
    for rule in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(
            policy.split(';').any(|part| part.trim() == rule),
            "{what}: the policy lacks {rule}: {policy}"
        );
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    assert_eq!(
        page.header("x-content-type-options"),
        Some("nosniff"),
        "{what}"
    );
    assert_eq!(page.header("x-frame-options"), Some("DENY"), "{what}");
    assert!(
        matches!(
            page.header("referrer-policy"),
            Some("same-origin" | "no-referrer")
        ),
        "{what}"
    );
    assert_eq!(
        page.header("strict-transport-security").is_some(),
        secure,
        "{what}"
    );
    let kept = page.address.starts_with("/assets/")
        || page.address.contains("accent.css")
        || page.address.contains("/logo") && page.status.is_success();
    let cached = page.header("cache-control").unwrap_or("");
    assert!(
        kept || cached == "no-store",
        "{what}: may be kept: {cached}"
    );
    assert!(
        !page.headers.contains_key("server") && !page.headers.contains_key("x-powered-by"),
        "{what} says what it runs on"
    );
}

/// R41 on every `Set-Cookie` of every test.
fn cookies(page: &Page, what: &str, secure: bool) {
    for value in page.headers.get_all(header::SET_COOKIE) {
        let text = value.to_str().expect("a cookie is text");
        assert!(
            text.len() < 4096,
            "{what}: a cookie of {} bytes",
            text.len()
        );
        let mut parts = text.split(';').map(str::trim);
        let (name, value) = parts
            .next()
            .and_then(|pair| pair.split_once('='))
            .expect("name=value");
        let attributes: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
        let has = |wanted: &str| attributes.iter().any(|attribute| attribute == wanted);
        assert!(has("httponly"), "{what}: {text}");
        assert!(
            has("samesite=lax") || has("samesite=strict"),
            "{what}: {text}"
        );
        assert!(has("path=/"), "{what}: {text}");
        assert_eq!(has("secure"), secure, "{what}: {text}");
        assert!(
            !attributes
                .iter()
                .any(|attribute| attribute.starts_with("domain")),
            "{what}: {text}"
        );
        if name == "tvasteg_language" {
            assert!(matches!(value, "sv" | "en"), "{what}: {text}");
            continue;
        }
        let known = ["session", "device", "login", "identify", "browser"]
            .iter()
            .any(|word| name.contains(word));
        assert!(known, "{what}: an unknown cookie: {text}");
        assert_eq!(name.starts_with("__Host-"), secure, "{what}: {text}");
        if name.ends_with("tvasteg_browser") {
            let drawn = value.len() == 32 && value.bytes().all(|sign| sign.is_ascii_hexdigit());
            assert!(
                drawn,
                "{what}: a browser's cookie that says something: {text}"
            );
            continue;
        }
        let cleared = value.is_empty() && has("max-age=0");
        assert!(
            cleared || Token::parse(value).is_some(),
            "{what}: a cookie that is not opaque: {text}"
        );
    }
}

/// A redirect stays here (A40). Another host of an organisation's own is reached by 308 alone.
fn leads_nowhere_else(page: &Page, what: &str) {
    let Some(location) = page.location() else {
        return;
    };
    if page.status.as_u16() == 308 {
        return;
    }
    let second = location.as_bytes().get(1);
    let own = location.starts_with('/') && !matches!(second, Some(b'/' | b'\\'));
    assert!(
        own && !location.chars().any(char::is_control),
        "{what} leads to {location}"
    );
}

fn nothing_runs_inline(page: &Page, what: &str) {
    for tag in page.tags() {
        let inline = tag
            .attributes()
            .find(|(name, _)| *name == "style" || name.starts_with("on"));
        assert!(inline.is_none(), "{what}: <{} {inline:?}>", tag.name);
        assert!(tag.name != "style", "{what}: a style in the page");
        assert!(
            tag.name != "script" || tag.attribute("src").is_some_and(|src| src.starts_with('/')),
            "{what}: an inline script"
        );
    }
    if page.is_html() && page.status.is_success() {
        let headings = page.tags().filter(|tag| tag.name == "h1").count();
        assert_eq!(headings, 1, "{what} has {headings} headings");
    }
}
