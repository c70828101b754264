//! Text that wants to be more than text: in pages, letters, the log and other people's browsers (A52, A53).

use app::administer::{self, By, NewUser, OrganisationChange};
use axum::http::Method;
use tests::world::{OSKARS_PASSWORD, PASSWORD, World};
use tests::{Authenticator, Browser, Page, each_engine};

use crate::people::signed_in_by_mail;

/// Each of them makes a tag called `x-canary` where it is not written as text.
const PAYLOADS: [&str; 7] = [
    "<x-canary>",
    "\"><x-canary onmouseover=\"x\">",
    "'><x-canary onmouseover='x'>",
    "</title></textarea></script><x-canary>",
    "<script>x-canary</script><x-canary>",
    "{{ x-canary }}<x-canary>&lt;x-canary&gt;",
    "=HYPERLINK(\"x-canary\")<x-canary>",
];

/// Lines and directions, for whatever has a header or a log.
const BREAKS: [&str; 5] = [
    "a\r\nBcc: thief@evil.example",
    "a\nX: y",
    "a\u{2028}b",
    "a\0b",
    "a\u{85}b",
];

fn is_plain(page: &Page, where_from: &str) {
    for tag in page.tags() {
        assert!(
            !tag.name.contains("canary"),
            "{where_from}: a tag was made of text at {}",
            page.address
        );
        assert!(
            !tag.attributes().any(|(name, _)| name.starts_with("on")),
            "{where_from}: {}",
            page.address
        );
    }
    assert!(
        !page.body.contains("<script>x-canary"),
        "{where_from}: {}",
        page.address
    );
    for (name, value) in &page.headers {
        assert!(
            !value.to_str().unwrap_or("").contains("x-canary") || name == "location",
            "{where_from}: the header {name}"
        );
    }
}

/// Every page that somebody can fetch, in both languages.
async fn look_at_everything(world: &World, browser: &Browser, username: &str, where_from: &str) {
    let ids: Vec<String> = world
        .authenticators(username)
        .await
        .iter()
        .map(|own| own.id.to_string())
        .collect();
    let empty = [String::new()];
    for route in web::router::table()
        .iter()
        .filter(|route| route.method == Method::GET)
    {
        let ids = if route.path.contains("{id}") {
            ids.as_slice()
        } else {
            empty.as_slice()
        };
        for id in ids {
            for language in ["sv", "en"] {
                let address = route
                    .path
                    .replace("{org}", "demo")
                    .replace("{kind}", "totp")
                    .replace("{id}", id)
                    .replace("{token}", "x");
                let page = browser
                    .asking(Method::GET, &format!("{address}?lang={language}"))
                    .send()
                    .await;
                is_plain(&page, where_from);
            }
        }
    }
}

/// A53: what an administrator, a person or a browser writes, on every page in both languages.
#[test]
fn a53_what_is_stored_is_text_on_every_page() {
    each_engine(async |world| {
        let organisation = world.demo().await;
        let by = By::operator(world.now());
        let change = OrganisationChange {
            name: Some(PAYLOADS[1].to_owned()),
            support_phone: Some("08-123 456 00".to_owned()),
            support_hours: Some(PAYLOADS[0].to_owned()),
            ..OrganisationChange::default()
        };
        let changed = administer::change_organisation(world.app(), organisation, change, &by).await;
        assert!(changed.is_ok(), "a name with any sign is a name");
        world
            .change_card("accounting", |role| role.name = PAYLOADS[2].to_owned())
            .await;
        let new = NewUser {
            username: "nina".to_owned(),
            name: PAYLOADS[1].to_owned(),
            email: Some("nina@demo.example".to_owned()),
            roles: vec!["accounting".to_owned()],
            password: Some(PASSWORD.to_owned()),
            ..NewUser::default()
        };
        administer::add_user(world.app(), organisation, new, &by)
            .await
            .expect("added");
        let mut browser = world.browser();
        browser.agent = "<x-canary> Firefox/1.0 \"><x-canary> Linux";
        browser.sign_in("nina", PASSWORD).await;
        is_plain(browser.is_at("enrol-choose"), "the role's name");
        let (_, _) = browser.set_up_app(world, PASSWORD).await;
        for payload in PAYLOADS {
            let app = world
                .authenticators("nina")
                .await
                .into_iter()
                .find(|own| own.kind.as_str() == "totp")
                .expect("hers");
            browser
                .go(&format!(
                    "/account/security/authenticators/{}/rename",
                    app.id
                ))
                .await;
            let label: String = payload.chars().take(60).collect();
            browser.press("continue", &[("label", &label)]).await;
            is_plain(browser.is_at("security"), payload);
            assert!(
                browser.page().text().contains(&label),
                "{payload} is shown as it was typed: {}",
                browser.page().text()
            );
        }
        look_at_everything(world, &browser, "nina", "stored").await;
        let letters = world.post.letters();
        assert!(
            letters
                .iter()
                .any(|letter| letter.to == "nina@demo.example"),
            "she was told of her new app"
        );
        for letter in letters {
            assert!(
                !letter.html.contains("<x-canary") && !letter.html.contains("<script"),
                "{}",
                letter.html
            );
            assert!(
                !letter.subject.chars().any(char::is_control),
                "{}",
                letter.subject
            );
        }
    });
}

/// A53: what is typed or asked for and shown again at once.
#[test]
fn a53_what_is_typed_is_text_when_it_is_shown_again() {
    each_engine(async |world| {
        let session = signed_in_by_mail(world, "agnes").await;
        for payload in PAYLOADS {
            let mut browser = world.browser();
            browser.sign_in(payload, payload).await;
            is_plain(browser.is_at("password"), payload);
            browser.go("/o/demo/recover").await;
            browser.press("continue", &[("username", payload)]).await;
            is_plain(browser.page(), payload);
            let query: String = url::form_urlencoded::byte_serialize(payload.as_bytes()).collect();
            let paths = [
                "/o/demo/login",
                "/account/security",
                "/o/demo/recover/x",
                "/guide/sv",
                "/nowhere",
                "/o/nobody/login",
            ];
            for path in paths {
                for name in [
                    "return_to",
                    "lang",
                    "ui_locales",
                    "way",
                    "done",
                    "before",
                    "factor",
                    "sent",
                    "x",
                ] {
                    let page = session
                        .asking(
                            Method::GET,
                            &format!("{path}?{name}={query}&{query}={query}"),
                        )
                        .send()
                        .await;
                    is_plain(&page, payload);
                }
            }
            for header in [
                "user-agent",
                "accept-language",
                "referer",
                "x-forwarded-for",
            ] {
                let page = session
                    .asking(Method::GET, "/account/security")
                    .with(header, payload)
                    .send()
                    .await;
                is_plain(&page, header);
            }
            let hex = data_encoding::HEXUPPER.encode(payload.as_bytes());
            let encoded = hex.as_bytes().chunks(2).fold(String::new(), |text, pair| {
                text + "%" + std::str::from_utf8(pair).expect("hex")
            });
            for path in [
                format!("/{encoded}"),
                format!("/o/{encoded}/login"),
                format!("/o/demo/recover/{encoded}"),
                format!("/account/security/add/{encoded}"),
            ] {
                is_plain(&session.asking(Method::GET, &path).send().await, &path);
            }
        }
        let mut tab = session;
        tab.go("/account/security/add/email").await;
        if tab.page().name() == "enrol" {
            tab.press("continue", &[("address", "\"<x-canary>\"@demo.example")])
                .await;
            is_plain(tab.page(), "an address");
        }
    });
}

/// A52: line breaks end before anything is stored; nothing of them reaches a letter.
#[test]
fn a52_line_breaks_reach_no_letter_and_no_log() {
    each_engine(async |world| {
        let organisation = world.demo().await;
        let by = By::operator(world.now());
        for text in BREAKS {
            let new = NewUser {
                username: "nina".to_owned(),
                name: text.to_owned(),
                ..NewUser::default()
            };
            assert!(
                administer::add_user(world.app(), organisation, new, &by)
                    .await
                    .is_err(),
                "{text:?} is no name"
            );
            let new = NewUser {
                username: text.to_owned(),
                ..NewUser::default()
            };
            assert!(
                administer::add_user(world.app(), organisation, new, &by)
                    .await
                    .is_err(),
                "{text:?} is no username"
            );
            let new = NewUser {
                username: "nina".to_owned(),
                email: Some(format!("nina@demo.example{text}")),
                ..NewUser::default()
            };
            assert!(
                administer::add_user(world.app(), organisation, new, &by)
                    .await
                    .is_err(),
                "{text:?} is no address"
            );
            let change = OrganisationChange {
                name: Some(text.to_owned()),
                ..OrganisationChange::default()
            };
            assert!(
                administer::change_organisation(world.app(), organisation, change, &by)
                    .await
                    .is_err(),
                "{text:?} is no organisation"
            );
        }
        // What a person types: an authenticator's name, an address, a username at the login.
        let mut oskar = world.browser();
        oskar.sign_in("oskar", OSKARS_PASSWORD).await;
        oskar.go("/account/security/add/totp").await;
        let code = oskar.is_at("recovery-codes").recovery_codes().remove(0);
        oskar.answer(&code).await;
        for text in &BREAKS[..3] {
            let app = Authenticator::typed_in(&oskar.is_at("enrol").secret().expect("a key"));
            oskar
                .press(
                    "continue",
                    &[("code", &app.code(world.now())), ("label", text)],
                )
                .await;
            if oskar.page().name() == "done" {
                break;
            }
        }
        for own in world.authenticators("oskar").await {
            assert!(
                !own.label
                    .chars()
                    .any(|sign| sign.is_control() || sign == '\u{2028}'),
                "{:?}",
                own.label
            );
        }
        for text in BREAKS {
            let mut browser = world.browser();
            browser.go("/o/demo/recover").await;
            browser
                .press(
                    "continue",
                    &[("username", &format!("oskar@demo.example{text}"))],
                )
                .await;
        }
        for letter in world.post.letters() {
            assert!(
                letter.to.ends_with("@demo.example") && !letter.to.contains(['\r', '\n']),
                "{}",
                letter.to
            );
            assert!(
                !letter.subject.contains(['\r', '\n']) && !letter.text.contains("Bcc"),
                "{}",
                letter.text
            );
        }
    });
}

/// A52: ten thousand letters are no name, and a name that changes direction disturbs nothing around it.
#[test]
fn a52_a_flood_and_a_change_of_direction_stay_where_they_are() {
    each_engine(async |world| {
        let organisation = world.demo().await;
        let by = By::operator(world.now());
        let flood = "x".repeat(10_000);
        let new = NewUser {
            username: "nina".to_owned(),
            name: flood.clone(),
            ..NewUser::default()
        };
        assert!(
            administer::add_user(world.app(), organisation, new, &by)
                .await
                .is_err()
        );
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.agent = "Mozilla/5.0 \u{202e}Firefox";
        let asking = browser
            .asking(Method::GET, "/account")
            .with("user-agent", &flood);
        assert_eq!(asking.send().await.status.as_u16(), 200);
        browser.go("/account/security/add/totp").await;
        let code = browser.is_at("recovery-codes").recovery_codes().remove(0);
        browser.answer(&code).await;
        let app = Authenticator::typed_in(&browser.is_at("enrol").secret().expect("a key"));
        browser
            .press(
                "continue",
                &[("code", &app.code(world.now())), ("label", &flood[..4000])],
            )
            .await;
        for own in world.authenticators("oskar").await {
            assert!(own.label.chars().count() <= 60);
        }
        for row in world.log("oskar").await {
            let personal = format!("{:?}", row.personal);
            assert!(personal.len() < 600, "{personal}");
        }
    });
}
