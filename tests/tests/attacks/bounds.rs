//! What an answer costs, what a refusal leaves behind, and requests that are no requests.

use axum::http::Method;
use domain::time::Span;
use tests::world::{PASSWORD, Plan, World, on_like};
use tests::{Engine, each_engine};

use crate::people::{another, cilla_with_app, waiting_for_a_step};

/// What was done between two moments: statements, commits, units.
async fn cost(world: &World, answer: tests::request::Asking) -> (u64, u64, u64) {
    let before = world.store().counted();
    let page = answer.send().await;
    assert_ne!(page.status.as_u16(), 500);
    let after = world.store().counted();
    (
        after.statements - before.statements,
        after.commits - before.commits,
        after.units - before.units,
    )
}

/// An answer is one read of where the login stands, and a unit of six statements and one commit.
#[test]
fn an_answer_is_one_read_and_one_unit_of_six_statements_and_one_commit() {
    each_engine(async |world| {
        let (_, app, _) = cilla_with_app(world).await;
        let browser = waiting_for_a_step(world, "cilla").await;
        let (statements, commits, units) =
            cost(world, browser.answering(&app.code(world.now()))).await;
        assert!(statements <= 7, "{statements} statements");
        assert_eq!((commits, units), (1, 1));
        assert_eq!(world.sessions("cilla").await, 2);
        // A mailed code costs the same.
        let browser = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        let (statements, commits, units) = cost(world, browser.answering(&code)).await;
        assert!(statements <= 7, "{statements} statements");
        assert_eq!((commits, units), (1, 1));
    });
}

/// A refusal commits: its count and its line in the log are there before anybody hears of it.
#[test]
fn a_refusal_commits_its_count_and_its_line_in_the_log() {
    each_engine(async |world| {
        let browser = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        for count in 1..=4 {
            let (_, commits, units) = cost(world, browser.answering(&another(&code))).await;
            assert_eq!((commits, units), (1, 1));
            assert_eq!(world.failures("agnes", "email").await, count);
            assert_eq!(
                world.told("agnes", "factor-checked", "code-wrong").await,
                usize::try_from(count).expect("a few")
            );
        }
    });
}

/// A client that hangs up changes nothing of what was decided: a wrong answer counts, a right one is used up.
#[test]
fn whoever_hangs_up_has_guessed_all_the_same() {
    each_engine(async |world| {
        let browser = waiting_for_a_step(world, "agnes").await;
        let code = world.mailed_code("agnes");
        for _ in 0..3 {
            let answering = tokio::spawn(browser.answering(&another(&code)).send());
            // Let the request reach the store, then hang up.
            while world.store().counted().units == 0 {
                tokio::task::yield_now().await;
            }
            answering.abort();
            let _ = answering.await;
        }
        let answer = browser.answering(&another(&code)).send().await;
        assert!(!answer.alert().is_empty());
        let counted = world.failures("agnes", "email").await;
        let told = world.told("agnes", "factor-checked", "code-wrong").await;
        assert_eq!(
            usize::try_from(counted).expect("a few"),
            told,
            "each count has its line in the log"
        );
        assert!((1..=4).contains(&told));
    });
}

/// Every route with every method that it does not take.
#[test]
fn a_wrong_method_is_refused_with_one_page_and_changes_nothing() {
    each_engine(async |world| {
        let (session, _, _) = cilla_with_app(world).await;
        let before = world.standing().await;
        let table = web::router::table();
        for route in table
            .iter()
            .filter(|route| route.reach != web::router::Reach::Demo)
        {
            let is_for_machines = route.reach == web::router::Reach::Api;
            let address = route
                .path
                .replace("{org}", "demo")
                .replace("{kind}", "totp")
                .replace("{id}", "x");
            let address = address
                .replace("{key}", "x")
                .replace("{act}", "x")
                .replace("{name}", "x")
                .replace("{token}", "x")
                .replace("{file}", "x")
                .replace("{language}", "sv");
            for method in [
                Method::PUT,
                Method::DELETE,
                Method::PATCH,
                Method::OPTIONS,
                Method::TRACE,
                Method::CONNECT,
            ] {
                let serves = |other: &web::router::Route| other.path == route.path;
                if table
                    .iter()
                    .any(|other| serves(other) && other.method == method)
                {
                    continue;
                }
                let page = session.asking(method.clone(), &address).send().await;
                assert_eq!(page.status.as_u16(), 405, "{method} {address}");
                let problem = is_for_machines
                    && page.header("content-type") == Some("application/problem+json");
                assert!(page.is_html() || page.body.is_empty() || problem);
            }
        }
        assert_eq!(world.standing().await, before);
    });
}

/// Addresses that are nobody's, and those of the demo where there is none.
#[test]
fn an_unknown_address_is_a_page_that_says_so() {
    each_engine(async |world| {
        let session = crate::people::signed_in_by_mail(world, "agnes").await;
        let unknown = [
            "/nowhere",
            "/admin/nothing",
            "/operator/nothing/at/all",
            "/api/v1/nothing",
            "/metrics",
            "/demo/",
            "/demo/outbox.json",
            "/demo/clock",
            "/o/nobody/login",
            "/o/DEMO/login",
            "/o/demo%00/login",
            "/o/%2e%2e/login",
            "/o//login",
            "//o/demo/login",
            "/o/demo/login/",
            "/O/demo/login",
            "/assets/../Cargo.toml",
            "/assets/%2e%2e%2fCargo.toml",
            "/assets/x",
            "/account/security/authenticators/x/remove",
            "/account/security/add/nothing",
            "/guide/de",
            "/.well-known/security.txt",
        ];
        for address in unknown {
            for browser in [&session, &world.browser()] {
                let page = browser.asking(Method::GET, address).send().await;
                let status = page.status.as_u16();
                assert!(
                    status == 404 || status == 303 && address.starts_with("/account"),
                    "{address} → {status}"
                );
                let page = browser.asking(Method::POST, address).send().await;
                assert!(page.status.is_client_error(), "{address} → {}", page.status);
            }
        }
    });
}

/// Bodies and fields that are no form.
#[test]
fn what_is_no_form_is_refused_in_one_sentence() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.go("/o/demo/login").await;
        let right = browser.pressing("continue", &[("username", "agnes"), ("password", PASSWORD)]);
        let text = String::from_utf8(right.body.clone()).expect("text");
        let many = format!("{text}{}", "&a=b".repeat(50));
        let bodies: Vec<(Vec<u8>, u16)> = vec![
            (Vec::new(), 422),
            (b"&&&===".to_vec(), 422),
            (vec![0xff, 0xfe, 0x00], 422),
            (format!("{text}%00").into_bytes(), 400),
            (
                text.replace("username=agnes", "username=ag%00nes")
                    .into_bytes(),
                400,
            ),
            (many.into_bytes(), 400),
            (vec![b'a'; 70_000], 413),
            (vec![b'a'; 5_000_000], 413),
            (format!("{}={}", "a".repeat(101), "b").into_bytes(), 400),
        ];
        for (body, expected) in bodies {
            let page = right.clone().saying(body.clone()).send().await;
            assert!(
                page.status.is_client_error(),
                "{} → {}",
                String::from_utf8_lossy(&body[..body.len().min(80)]),
                page.status
            );
            if body.len() < 64 {
                assert!(
                    page.status.as_u16() == expected || page.status.as_u16() == 400,
                    "{} → {}",
                    body.len(),
                    page.status
                );
            } else {
                assert_eq!(page.status.as_u16(), expected, "{} bytes", body.len());
            }
        }
        let twice = format!("{text}&username=stina");
        let page = right.saying(twice).send().await;
        assert!(page.status.as_u16() < 500);
    });
}

/// The first page of every area in both languages, with nothing but what a browser sends.
#[test]
fn a_page_comes_in_the_language_that_was_asked_for() {
    on_like(Engine::Sqlite, &Plan::default(), async |world| {
        for (accepted, query, expected) in [
            (Some("sv"), "", "sv"),
            (Some("en-GB,en;q=0.9"), "", "en"),
            (Some("de,fr"), "", "sv"),
            (None, "", "sv"),
            (Some("en"), "?lang=sv", "sv"),
            (Some("sv"), "?lang=en", "en"),
            (Some("sv"), "?lang=xx", "sv"),
            (Some("*;q=0.1,en;q=x"), "?ui_locales=en", "en"),
        ] {
            let mut browser = world.browser();
            browser.language = accepted;
            browser.go(&format!("/o/demo/login{query}")).await;
            assert_eq!(browser.page().language(), expected, "{accepted:?} {query}");
            browser.go("/o/demo/recover").await;
            let kept = if query.contains("lang=sv") || query.contains("lang=en") {
                expected
            } else {
                browser.page().language()
            };
            assert_eq!(browser.page().language(), kept, "the choice is kept");
        }
    });
}

/// A26 for mail: whoever asks in somebody's name, from wherever, has them sent three links in ten minutes and ten a day.
#[test]
fn a26_a_flood_of_requests_sends_a_person_three_links_and_no_more() {
    each_engine(async |world| {
        for (minutes, most) in [(0, 3), (11, 6), (11, 9), (11, 10), (11, 10)] {
            world.wait(Span::minutes(minutes));
            for number in 0..12_u8 {
                let mut browser = world.browser().coming_from([198, 51, 100, number]);
                browser.go("/o/demo/recover").await;
                let name = if number % 2 == 0 {
                    "oskar"
                } else {
                    "oskar@demo.example"
                };
                browser.press("continue", &[("username", name)]).await;
                assert!(!browser.page().told().is_empty(), "the page says the same");
            }
            assert_eq!(world.mail_to("oskar").len(), most);
        }
        world.wait(Span::days(1));
        let mut browser = world.browser();
        browser.go("/o/demo/recover").await;
        browser.press("continue", &[("username", "oskar")]).await;
        assert_eq!(
            world.mail_to("oskar").len(),
            11,
            "the next day they are sent again"
        );
    });
}

/// A26 for codes: whoever knows a password cannot fill a mailbox either, by logins or by asking again.
#[test]
fn a26_somebody_is_mailed_a_bounded_number_of_codes_in_ten_minutes() {
    each_engine(async |world| {
        for number in 0..60_u8 {
            let mut browser = world.browser().coming_from([198, 51, 100, number]);
            browser.sign_in("agnes", PASSWORD).await;
            assert!(
                matches!(browser.page().name(), "answer" | "choose-factor"),
                "{}",
                browser.page().name()
            );
        }
        let sent = world.mail_to("agnes").len();
        assert!(sent <= 20, "{sent} codes");
        let mut browser = world.browser();
        browser.sign_in("agnes", PASSWORD).await;
        browser.choose("email").await;
        assert!(
            !browser.page().alert().is_empty(),
            "the page says why none is sent"
        );
        world.wait(Span::minutes(11));
        browser.choose("email").await;
        browser.answer(&world.mailed_code("agnes")).await;
        browser.is_at("account");
    });
}
