#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use axum::http::HeaderValue;

use super::*;

fn site(base_url: &str) -> Site {
    Site {
        base_url: base_url.to_owned(),
        hosts: Vec::new(),
        trusted_proxies: Vec::new(),
    }
}

#[test]
fn the_page_of_a_form_is_the_one_it_stands_on() {
    let site = site("https://id.example");
    for (base, path, page) in [
        ("", "/login", "https://id.example/login"),
        ("", "/login/answer", "https://id.example/login"),
        ("", "/login/identify", "https://id.example/login/identify"),
        (
            "",
            "/recover/identify",
            "https://id.example/recover/identify",
        ),
        (
            "/o/demo",
            "/o/demo/login/enrol/step",
            "https://id.example/o/demo/login",
        ),
        // An organisation may be called like one of our own paths.
        (
            "/o/login",
            "/o/login/login",
            "https://id.example/o/login/login",
        ),
        (
            "/o/login",
            "/o/login/login/answer",
            "https://id.example/o/login/login",
        ),
        (
            "",
            "/account/security/add/an-eid",
            "https://id.example/account/security/add/an-eid",
        ),
    ] {
        assert_eq!(super::page(&site, "id.example", base, path), page);
    }
    assert_eq!(
        super::page(&site, "id.example:8443", "", "/login"),
        "https://id.example:8443/login"
    );
}

#[test]
fn no_app_is_sent_back_to_a_page_that_is_not_reached_by_https() {
    assert_eq!(
        page(
            &site("http://localhost:8080"),
            "localhost:8080",
            "",
            "/login"
        ),
        ""
    );
    assert_eq!(page(&site("https://id.example"), "", "", "/login"), "");
}

#[test]
fn a_host_is_told_without_its_port() {
    for (host, name) in [
        ("id.example", "id.example"),
        ("id.example:8443", "id.example"),
        ("127.0.0.1:8080", "127.0.0.1"),
        ("[::1]:8080", "[::1]"),
        ("", ""),
    ] {
        assert_eq!(host_name(host), name);
    }
}

#[test]
fn a_browser_of_many_words_is_cut_between_two_signs() {
    let mut headers = HeaderMap::new();
    assert_eq!(user_agent(&headers), "");
    headers.insert(header::USER_AGENT, HeaderValue::from_static("Firefox/1"));
    assert_eq!(user_agent(&headers), "Firefox/1");
    // 255 signs, then one of two bytes across the end.
    let long = format!("{}ö and more", "x".repeat(255));
    headers.insert(
        header::USER_AGENT,
        HeaderValue::from_bytes(long.as_bytes()).unwrap(),
    );
    assert_eq!(user_agent(&headers), "x".repeat(255));
}

#[test]
fn only_what_we_could_have_given_an_app_is_taken_back() {
    let longest = "a".repeat(LONGEST_RETURNED);
    for ours in ["aZ09-_", &longest] {
        assert!(is_returned(ours), "{ours}");
    }
    let longer = "a".repeat(LONGEST_RETURNED + 1);
    for not_ours in ["", "a b", "<a>", "a/b", "å", "a.b", &longer] {
        assert!(!is_returned(not_ours), "{not_ours}");
    }
}
