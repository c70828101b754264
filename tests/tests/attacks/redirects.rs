//! Where a person is sent afterwards: somewhere here, or nowhere (A40).

use axum::http::Method;
use tests::world::{OSKARS_PASSWORD, PASSWORD};
use tests::{Page, each_engine};

use crate::people::signed_in_by_mail;

/// Addresses that lead elsewhere for somebody: a browser, a proxy that decodes, a careless reader.
const ELSEWHERE: [&str; 70] = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/%5Cevil.example",
    "/%5cevil.example",
    "/%2Fevil.example",
    "/%2fevil.example",
    "%2F%2Fevil.example",
    "%2f%2fevil.example",
    "/%252Fevil.example/..//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "http://evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,evil",
    "vbscript:evil",
    "file:///etc/passwd",
    "mailto:evil@evil.example",
    "//evil.example/account",
    "//id.example.test@evil.example",
    "https://id.example.test@evil.example",
    "https://id.example.test.evil.example",
    "https://id.example.test:443@evil.example",
    "//evil.example#/account",
    "/account@evil.example",
    "/@evil.example",
    "/account\r\nLocation: https://evil.example",
    "/account%0d%0aLocation:%20https://evil.example",
    "/account\nSet-Cookie: x=y",
    "/account%0aSet-Cookie:x=y",
    "/account\t//evil.example",
    "/\t/evil.example",
    "/ /evil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "/%00/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/./\\evil.example",
    "/account/..//evil.example",
    "/account/../../evil.example",
    "/account/%2e%2e/%2e%2e//evil.example",
    "/%2e%2e//evil.example",
    "/.%2e//evil.example",
    "/account//evil.example",
    "/account/%2fevil.example",
    "./account",
    "../account",
    "account",
    "evil.example",
    "?return_to=//evil.example",
    "#//evil.example",
    "/account#//evil.example",
    "/account\"onmouseover=\"evil",
    "/account<script>evil</script>",
    "/\u{2215}evil.example",
    "/\u{ff0f}evil.example",
    "\u{feff}//evil.example",
    "/account\u{85}evil.example",
];

fn encoded(address: &str, path: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("return_to", address)
        .finish();
    format!("{path}?{query}")
}

/// Nothing on the page leads anywhere but here, to support's mailbox or its telephone.
fn leads_here(page: &Page, from: &str) {
    for tag in page.tags() {
        for name in ["href", "action", "src", "formaction"] {
            let Some(address) = tag.attribute(name) else {
                continue;
            };
            let own = address.starts_with('/')
                && !address.starts_with("//")
                && !address.starts_with("/\\");
            let other = ["mailto:", "tel:", "#", "data:image/"]
                .iter()
                .any(|start| address.starts_with(start));
            assert!(own || other, "{from}: <{} {name}={address}>", tag.name);
            // The links of the language switch show the same page with the same query, which is judged again there.
            let return_to = address
                .split_once("return_to=")
                .map_or("", |(_, rest)| rest);
            assert!(
                tag.attribute("hreflang").is_some() || !return_to.contains("evil"),
                "{from}: {address}"
            );
        }
    }
}

/// A40 at the password alone.
#[test]
fn a40_a_login_leads_nowhere_else() {
    each_engine(async |world| {
        for address in ELSEWHERE {
            let mut browser = world.browser();
            browser.go(&encoded(address, "/o/demo/login")).await;
            leads_here(browser.is_at("password"), address);
            let form = browser.pressing(
                "continue",
                &[("username", "oskar"), ("password", OSKARS_PASSWORD)],
            );
            let page = form.send().await;
            assert_eq!(page.location(), Some("/account"), "{address}");
            world.wait(domain::time::Span::seconds(2));
        }
    });
}

/// A40 for somebody who is signed in already, and at every other address that takes one.
#[test]
fn a40_an_address_of_ours_leads_nowhere_else_whatever_it_is_asked_with() {
    each_engine(async |world| {
        let session = signed_in_by_mail(world, "agnes").await;
        for address in ELSEWHERE {
            let page = session
                .asking(Method::GET, &encoded(address, "/login"))
                .send()
                .await;
            assert_eq!(page.location(), Some("/account"), "{address}");
            let mut tab = world.browser();
            for path in [
                "/",
                "/o/demo",
                "/account",
                "/account/ended",
                "/o/demo/login/done",
                "/o/demo/recover",
                "/login/support",
                "/guide",
            ] {
                tab.fetch(&encoded(address, path)).await;
                leads_here(tab.page(), address);
                assert!(
                    !tab.page().location().unwrap_or("").contains("evil") || path == "/account",
                    "{path} {address}"
                );
            }
            if let Ok(referer) = axum::http::HeaderValue::from_bytes(address.as_bytes()) {
                let referer = referer.to_str().unwrap_or("").to_owned();
                if !referer.is_empty() {
                    let asking = tab
                        .asking(Method::GET, "/account/ended")
                        .with("referer", &referer);
                    let page = asking.send().await;
                    leads_here(&page, address);
                }
            }
        }
    });
}

/// A40 through a whole login with a second step and a trusted device; and what is ours is kept.
#[test]
fn a40_a_login_with_two_steps_leads_where_the_person_was_going_and_nowhere_else() {
    each_engine(async |world| {
        for (address, leads) in [
            ("//evil.example", "/account"),
            ("https://evil.example/", "/account"),
            ("/\\evil.example", "/account"),
            ("/account/security", "/account/security"),
            (
                "/account/security?before=x&lang=sv",
                "/account/security?before=x&lang=sv",
            ),
        ] {
            world.wait(domain::time::Span::minutes(2));
            let mut browser = world.browser();
            browser.go(&encoded(address, "/o/demo/login")).await;
            browser
                .press("continue", &[("username", "wilma"), ("password", PASSWORD)])
                .await;
            browser.answer(&world.mailed_code("wilma")).await;
            browser.press("dont-trust", &[]).await;
            assert_eq!(browser.page().address, leads, "{address}");
        }
    });
}

/// A40: the link of a page that ran out.
#[test]
fn a40_a_login_that_ran_out_leads_nowhere_else() {
    each_engine(async |world| {
        for address in ["//evil.example", "/account/security"] {
            let mut browser = world.browser();
            browser.go(&encoded(address, "/o/demo/login")).await;
            browser
                .press("continue", &[("username", "agnes"), ("password", PASSWORD)])
                .await;
            browser.is_at("answer");
            world.wait(domain::time::Span::minutes(31));
            browser.go("/o/demo/login").await;
            leads_here(browser.is_at("expired"), address);
        }
    });
}
