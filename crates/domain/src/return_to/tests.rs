//! A40: only a path on our own host is returned to. The corpus is judged by a browser's own address parser too.

use proptest::prelude::*;
use url::Url;

use super::own_path;

const HERE: &str = "https://login.kommun.example/o/demo/login?lang=sv";

#[test]
fn own_paths_are_taken_as_they_are() {
    for path in [
        "/",
        "/account",
        "/account/security",
        "/account/security?added=totp",
        "/admin/users/0190163d-8694-739b-aea5-966c26f8ad91",
        "/o/demo/login",
        "/demo/app/?a=b&c=d",
        "/o/demo/authorize?redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=a%2Bb",
        "/o/demo/authorize?redirect_uri=https://app.example/cb",
        "/search?q=%C3%A5%C3%A4%C3%B6",
        "/%C3%A5sa",
        "/a%20b",
        "/a.b/..c/...",
        "/.well-known/change-password",
        "/?//evil.example",
        "/a?b=../..",
        "/~bo/file_(1).txt;v=2",
        "/a:b",
    ] {
        assert_eq!(own_path(path), Some(path), "{path:?}");
    }
}

/// What must not be returned to.
const ELSEWHERE: &[&str] = &[
    "",
    " ",
    "account",
    "./account",
    "../account",
    "?next=/account",
    "#top",
    // another host
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/account",
    "//login.kommun.example",
    "//@evil.example",
    "//[::1]/",
    "//0x7f000001/",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "//\\evil.example",
    "/account//evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/a\\..\\\\evil.example",
    // another scheme
    "https://evil.example",
    "https://login.kommun.example/account",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "http:account",
    "HTTPS://evil.example",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript://login.kommun.example/%0aalert(1)",
    "/javascript:alert(1)\n",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "blob:https://evil.example/1",
    "mailto:a@evil.example",
    "about:blank",
    // a name before the host
    "https://login.kommun.example@evil.example/",
    "/@evil.example",
    "/account@evil.example",
    "//login.kommun.example:443@evil.example",
    "@evil.example",
    // encoded slashes and dots
    "/%2fevil.example",
    "/%2Fevil.example",
    "%2f%2fevil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/%5C%5Cevil.example",
    "/account%2f%2fevil.example",
    "/%2e%2e/%2fevil.example",
    "/%2e%2e/account",
    "/.%2e/account",
    "/%2E/account",
    "/..",
    "/.",
    "/../account",
    "/a/../../account",
    "/a/./b",
    "/..%2f..%2fevil.example",
    "/%",
    "/%2",
    "/%zz",
    "/%å",
    "/a%2",
    // line breaks, tabs, NUL, spaces
    "/account\r\nLocation: https://evil.example",
    "/account\nSet-Cookie: a=b",
    "/account\r",
    "/\n/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    " /account",
    "/account ",
    "/acc ount",
    "/%0d%0aLocation:%20https://evil.example",
    "/%0a/evil.example",
    "/%09/evil.example",
    "/%00",
    "/account\0",
    "/%7f",
    // fragments, quotes, brackets
    "/account#//evil.example",
    "/#",
    "/account?a=b#c",
    "/\"onmouseover=alert(1)",
    "/<script>alert(1)</script>",
    "/?<script>",
    // signs that look like slashes, or are not seen
    "/åsa",
    "\u{ff0f}\u{ff0f}evil.example",
    "/\u{ff0f}evil.example",
    "/\u{2215}evil.example",
    "/\u{202e}evil",
    "/\u{200b}/evil.example",
    "\u{feff}/account",
    "/\u{a0}/evil.example",
    "/\u{85}/evil.example",
    "/evil。example",
];

#[test]
fn a40_nothing_elsewhere_is_returned_to() {
    assert!(ELSEWHERE.len() >= 60);
    for text in ELSEWHERE {
        assert_eq!(own_path(text), None, "{text:?}");
    }
}

#[test]
fn a_path_has_at_most_two_thousand_bytes() {
    let path = |length: usize| format!("/{}", "a".repeat(length - 1));
    assert!(own_path(&path(2_000)).is_some());
    assert!(own_path(&path(2_001)).is_none());
    assert!(own_path(&path(1_000_000)).is_none());
    assert!(own_path(&"%2e".repeat(300_000)).is_none());
}

/// Where a browser on our login page goes with this address.
fn followed(address: &str) -> Url {
    Url::parse(HERE).unwrap().join(address).unwrap()
}

/// The text as a proxy hands it on that decodes once too often.
fn decoded_once(text: &str) -> String {
    let decoded = super::percent_decoded(text).unwrap_or_else(|| text.as_bytes().to_vec());
    String::from_utf8_lossy(&decoded).into_owned()
}

fn tricky_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "/",
        "\\",
        "//",
        ".",
        "..",
        "a",
        "evil.example",
        "@",
        ":",
        "https:",
        "?",
        "#",
        "%2f",
        "%2F",
        "%5c",
        "%2e",
        "%09",
        "%0a",
        "%00",
        "%25",
        "%",
        "\t",
        "\n",
        "\r",
        " ",
        ";",
        "å",
        "\u{ff0f}",
        "=",
        "&",
    ]);
    prop::collection::vec(pieces, 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn whatever_is_taken_stays_on_our_host_for_a_browser(text in tricky_text(), slash: bool) {
        let text = if slash { format!("/{text}") } else { text };
        if let Some(path) = own_path(&text) {
            prop_assert_eq!(path, &text);
            for address in [path.to_owned(), decoded_once(path.split('?').next().unwrap())] {
                let there = followed(&address);
                prop_assert_eq!(there.origin(), Url::parse(HERE).unwrap().origin());
                prop_assert!(!there.path().starts_with("//"), "{}", there);
                prop_assert_eq!(there.username(), "");
            }
            prop_assert!(followed(path).fragment().is_none());
        }
    }

    #[test]
    fn any_text_at_all_is_answered(text in any::<String>()) {
        let _ = own_path(&text);
    }
}
