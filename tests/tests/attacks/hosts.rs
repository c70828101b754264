//! The host of a request decides no link and no cookie (A51).

use app::administer::{self, By};
use app::administer::{Handing, NewUser};
use axum::http::Method;
use tests::world::{BASE_URL, PASSWORD, Plan, on_like};
use tests::{Engine, each_engine};
use web::state::Network;

const POISONS: [(&str, &str); 9] = [
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-proto", "http"),
    ("x-forwarded-server", "evil.example"),
    ("x-forwarded-prefix", "/evil.example"),
    ("x-original-host", "evil.example"),
    ("x-host", "evil.example"),
    ("forwarded", "host=evil.example;proto=http"),
    ("x-original-url", "https://evil.example/"),
    ("x-rewrite-url", "/evil.example"),
];

/// A51, with and without a proxy that is believed.
#[test]
fn a51_a_mailed_link_is_made_of_the_configured_address() {
    let trusting = Plan {
        trusted_proxies: vec![Network::parse("203.0.113.0/24").expect("a network")],
        ..Plan::default()
    };
    for plan in [Plan::default(), trusting] {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            on_like(engine, &plan, async |world| {
                for (number, (name, value)) in POISONS.into_iter().enumerate() {
                    world.wait(domain::time::Span::minutes(30));
                    let mut browser = world.browser();
                    browser.go("/o/demo/recover").await;
                    let asking = browser
                        .pressing("continue", &[("username", "oskar")])
                        .with(name, value);
                    browser.send(asking).await;
                    assert_eq!(
                        world.mail_to("oskar").len(),
                        number + 1,
                        "{name}: the mail was sent"
                    );
                    let mail = world.mail_to("oskar").remove(0);
                    assert!(
                        mail.text.contains(&format!("{BASE_URL}/o/demo/recover/")),
                        "{name}"
                    );
                    assert!(
                        !mail.text.contains("evil") && !mail.text.contains("http://"),
                        "{name}: {}",
                        mail.text
                    );
                    // No page, redirect or cookie takes it up either.
                    let asking = browser.asking(Method::GET, "/account").with(name, value);
                    let page = asking.send().await;
                    assert!(
                        !page.body.contains("evil")
                            && !page.location().unwrap_or("").contains("evil"),
                        "{name}"
                    );
                }
            });
        }
    }
}

/// A51: a host that is nobody's is answered with 421 and nothing else, on every route.
#[test]
fn a51_an_unknown_host_is_refused_on_every_route() {
    each_engine(async |world| {
        let hosts = [
            "evil.example",
            "id.example.test.evil.example",
            "id.example.test:8443",
            "id.example.test@evil.example",
            "ID.EXAMPLE.TEST.",
            "",
            "[::1]",
            "127.0.0.1",
        ];
        for host in hosts {
            for route in web::router::table() {
                if matches!(route.path, "/healthz" | "/readyz")
                    || route.reach == web::router::Reach::Demo
                {
                    continue;
                }
                let address = route
                    .path
                    .replace("{org}", "demo")
                    .replace("{kind}", "totp")
                    .replace("{id}", "x")
                    .replace("{token}", "x");
                let address = address.replace("{file}", "x").replace("{language}", "sv");
                let browser = world.browser();
                let page = browser
                    .asking(route.method.clone(), &address)
                    .with("host", host)
                    .send()
                    .await;
                assert_eq!(
                    page.status.as_u16(),
                    421,
                    "{host} {} {address}",
                    route.method
                );
                assert!(!page.headers.contains_key("set-cookie"));
            }
        }
        let mut browser = world.browser();
        browser.go("/o/demo/recover").await;
        let asking = browser
            .pressing("continue", &[("username", "oskar")])
            .with("host", "evil.example")
            .with("origin", "https://evil.example");
        browser.send(asking).await;
        assert!(world.mail_to("oskar").is_empty());
    });
}

/// A51: the same name in other letters is the same host.
#[test]
fn a51_the_hosts_own_name_is_taken_in_any_case() {
    each_engine(async |world| {
        let browser = world.browser();
        let page = browser
            .asking(Method::GET, "/o/demo/login")
            .with("host", "ID.Example.Test")
            .send()
            .await;
        assert_eq!(page.status.as_u16(), 200);
    });
}

/// A51 for invitations: no request decides their address.
#[test]
fn a51_an_invitation_leads_to_the_configured_address() {
    each_engine(async |world| {
        let new = NewUser {
            username: "nina".to_owned(),
            name: "Nina Ny".to_owned(),
            email: Some("nina@demo.example".to_owned()),
            roles: vec!["customer".to_owned()],
            invitation: Some(Handing::Mail),
            ..NewUser::default()
        };
        administer::add_user(
            world.app(),
            world.demo().await,
            new,
            &By::operator(world.now()),
        )
        .await
        .expect("added");
        let link = world.mailed_link("nina");
        assert!(link.starts_with("/o/demo/recover/"), "{link}");
    });
}

/// A51: what a proxy says of the requester's address is believed from a trusted one alone.
#[test]
fn a51_nobody_escapes_a_count_by_claiming_other_addresses() {
    each_engine(async |world| {
        for number in 0..10 {
            let mut browser = world.browser();
            browser.go("/o/demo/login").await;
            let asking = browser
                .pressing(
                    "continue",
                    &[("username", "agnes"), ("password", "a wrong password")],
                )
                .with("x-forwarded-for", &format!("198.51.100.{number}"))
                .with("x-real-ip", &format!("198.51.100.{number}"))
                .with("forwarded", &format!("for=198.51.100.{number}"));
            browser.send(asking).await;
        }
        let mut browser = world.browser();
        browser.sign_in("agnes", PASSWORD).await;
        assert_eq!(browser.page().status.as_u16(), 429);
    });
}
