//! Requests that somebody else's page makes a browser send (A35), and fetching, which changes nothing (R46).

use axum::http::Method;
use tests::request::Asking;
use tests::together::sets_session;
use tests::world::{PASSWORD, World};
use tests::{Browser, each_engine};
use web::router::Reach;

use crate::people::{cilla_with_app, signed_in_by_mail, waiting_for_a_step};

/// Every way in which a request is forged, from one that would have been right.
fn forged(right: &Asking, elsewhere: &str) -> Vec<(&'static str, Asking)> {
    let body = String::from_utf8(right.body.clone()).expect("text");
    let without_tag = body
        .split('&')
        .filter(|pair| !pair.starts_with("csrf="))
        .collect::<Vec<_>>()
        .join("&");
    let plain = || right.clone().without("sec-fetch-site").without("origin");
    vec![
        ("no tag", right.clone().saying(without_tag.clone())),
        (
            "an empty tag",
            right.clone().saying(format!("csrf=&{without_tag}")),
        ),
        (
            "another browser's tag",
            right
                .clone()
                .saying(format!("csrf={elsewhere}&{without_tag}")),
        ),
        (
            "a cut tag",
            right.clone().saying(body.replacen("csrf=", "csrf=A", 1)),
        ),
        (
            "from another site",
            right.clone().with("sec-fetch-site", "cross-site"),
        ),
        (
            "from a neighbouring site",
            right.clone().with("sec-fetch-site", "same-site"),
        ),
        (
            "from another origin",
            plain().with("origin", "https://evil.example"),
        ),
        ("from nowhere", plain().with("origin", "null")),
        (
            "from a name that begins like ours",
            plain().with("origin", "https://id.example.test.evil.example"),
        ),
        (
            "from another port",
            plain().with("origin", "https://id.example.test:8443"),
        ),
        ("as text", right.clone().with("content-type", "text/plain")),
        (
            "as a file",
            right
                .clone()
                .with("content-type", "multipart/form-data; boundary=x"),
        ),
        (
            "as JSON",
            right.clone().with("content-type", "application/json"),
        ),
        ("without a kind", right.clone().without("content-type")),
    ]
}

/// What a form at this route would carry, with everything that it could need.
async fn right_form(world: &World, browser: &Browser, path: &str, username: &str) -> Vec<Asking> {
    let organisation = world.demo().await;
    let user = world.user(username).await.id;
    let devices = world
        .read(move |tx| tx.trusted_devices_of_user(organisation, user))
        .await;
    let sessions = world
        .read(move |tx| tx.sessions_of_user(organisation, user))
        .await;
    let mut ids: Vec<String> = world
        .authenticators(username)
        .await
        .iter()
        .map(|own| own.id.to_string())
        .collect();
    ids.extend(devices.iter().map(|own| own.id.to_string()));
    ids.extend(sessions.iter().map(|own| own.id.to_string()));
    let path = path
        .replace("{org}", "demo")
        .replace("{kind}", "email")
        .replace("{token}", "x");
    let addresses: Vec<String> = if path.contains("{id}") {
        ids.iter().map(|id| path.replace("{id}", id)).collect()
    } else {
        vec![path]
    };
    let page = browser.page();
    let fields = [
        ("csrf", page.csrf().unwrap_or_default()),
        ("challenge", page.field("challenge").unwrap_or_default()),
        ("username", username.to_owned()),
        ("password", PASSWORD.to_owned()),
        ("new_password", "tjuvens egen lösenfras".to_owned()),
        ("choice", "email".to_owned()),
        ("label", "the thief's".to_owned()),
        ("trust", "yes".to_owned()),
        ("address", "thief@elsewhere.example".to_owned()),
        ("advance_seconds", "86400".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    addresses
        .iter()
        .map(|address| browser.asking(Method::POST, address).filled(&fields))
        .collect()
}

/// A35 for somebody signed in, with proof as fresh as can be.
#[test]
fn a35_a_forged_form_changes_nothing_of_somebody_signed_in() {
    each_engine(async |world| {
        let (mut session, _, _) = cilla_with_app(world).await;
        session.go("/account/security").await;
        let mut other = signed_in_by_mail(world, "stina").await;
        other.go("/account/security").await;
        let elsewhere = other.page().csrf().expect("a tag");
        let before = world.standing().await;
        let mut tried = 0;
        for route in web::router::table()
            .iter()
            .filter(|route| route.method == Method::POST && route.reach == Reach::Session)
        {
            for right in right_form(world, &session, route.path, "cilla").await {
                for (how, asking) in forged(&right, &elsewhere) {
                    let page = asking.send().await;
                    let refused = page.status.is_client_error();
                    assert!(
                        refused && !sets_session(&page),
                        "{how}: {} → {}",
                        route.path,
                        page.status
                    );
                    tried += 1;
                }
                assert_eq!(world.standing().await, before, "{}", route.path);
            }
        }
        assert!(tried > 100, "{tried}");
        assert!(world.mail_to("thief@elsewhere.example").is_empty());
        session.go("/account/security").await;
        session.is_at("security");
        // The same forms, sent from the page that they belong to, do what they say: nothing else stopped them.
        let own = right_form(world, &session, "/account/security/add/{kind}", "cilla")
            .await
            .remove(0);
        session.send(own).await;
        assert_ne!(session.page().status.as_u16(), 403);
    });
}

/// A35 at the login: a forged form takes nobody on, ends nothing, and signs nobody in to somebody else's account.
#[test]
fn a35_a_forged_form_takes_no_login_on_and_ends_none() {
    each_engine(async |world| {
        let mut waiting = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        let mut other = world.browser();
        other.go("/o/demo/login").await;
        let elsewhere = other.page().csrf().expect("a tag");
        let sent = world.mail_to("agnes").len();
        for route in web::router::table()
            .iter()
            .filter(|route| route.method == Method::POST && route.reach == Reach::Login)
        {
            for right in right_form(world, &waiting, route.path, "agnes").await {
                for (how, asking) in forged(&right, &elsewhere) {
                    let page = asking.send().await;
                    assert!(!sets_session(&page), "{how}: {}", route.path);
                    assert!(
                        page.status.is_client_error() || page.location().is_some(),
                        "{how}: {} → {}",
                        route.path,
                        page.status
                    );
                    let signs_in = page
                        .headers
                        .get_all("set-cookie")
                        .iter()
                        .any(|value| value.to_str().unwrap_or("").contains("_login="));
                    assert!(
                        !signs_in || route.path.ends_with("/recover/password"),
                        "{how}: {} begins a login",
                        route.path
                    );
                }
            }
        }
        assert_eq!(
            world.mail_to("agnes").len(),
            sent,
            "nothing was sent for it"
        );
        assert_eq!(
            world.failures("agnes", "email").await,
            0,
            "nothing was counted for it"
        );
        waiting.answer(&code).await;
        waiting.is_at("account");
    });
}

/// A35: login forgery: a page elsewhere signs the victim in to the attacker's account.
#[test]
fn a35_nobody_is_signed_in_from_elsewhere() {
    each_engine(async |world| {
        let mut attacker = world.browser();
        attacker.go("/o/demo/login").await;
        let form = attacker.pressing(
            "continue",
            &[
                ("username", "oskar"),
                ("password", tests::world::OSKARS_PASSWORD),
            ],
        );
        // The victim's browser has no cookie of ours, or one of its own.
        let mut victim = world.browser();
        victim.go("/o/demo/login").await;
        let own = victim
            .asking(Method::GET, "/")
            .headers
            .get("cookie")
            .expect("a cookie")
            .clone();
        for cookie in [None, Some(own.to_str().expect("text"))] {
            let mut asking = form
                .clone()
                .without("cookie")
                .without("sec-fetch-site")
                .without("origin");
            if let Some(cookie) = cookie {
                asking = asking.with("cookie", cookie);
            }
            let page = asking.send().await;
            assert!(!sets_session(&page) && page.status.is_client_error());
        }
        let page = form
            .clone()
            .with("sec-fetch-site", "cross-site")
            .send()
            .await;
        assert!(!sets_session(&page));
        let page = form.send().await;
        assert!(
            sets_session(&page),
            "in the browser that fetched the form it signs in"
        );
    });
}

/// R46.
#[test]
fn a35_fetching_changes_nothing() {
    each_engine(async |world| {
        let (session, _, _) = cilla_with_app(world).await;
        let ids: Vec<String> = world
            .authenticators("cilla")
            .await
            .iter()
            .map(|own| own.id.to_string())
            .collect();
        let before = world.standing().await;
        let mails = world.outbox.kept().len();
        for route in web::router::table()
            .iter()
            .filter(|route| route.method == Method::GET)
        {
            for kind in ["totp", "email", "recovery_codes"] {
                for id in &ids {
                    let address = route
                        .path
                        .replace("{org}", "demo")
                        .replace("{kind}", kind)
                        .replace("{id}", id)
                        .replace("{token}", "x");
                    for query in ["", "?done=removed&way=other&before=x&lang=sv"] {
                        let asking = session
                            .asking(Method::GET, &format!("{address}{query}"))
                            .with("sec-fetch-site", "cross-site");
                        let page = asking.send().await;
                        assert!(!sets_session(&page), "{address}");
                    }
                }
            }
        }
        assert_eq!(world.standing().await, before);
        assert_eq!(world.outbox.kept().len(), mails);
    });
}
