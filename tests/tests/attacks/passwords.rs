//! Passwords: every sign in every place (A37), one normal form (A38), and no work for what cannot be one (A39).

use domain::time::Span;
use tests::world::{OSKARS_PASSWORD, World};
use tests::{Authenticator, Browser, each_engine};

/// Passwords that other systems fail at.
const SIGNS: [&str; 9] = [
    "å ä ö € ; < > & @ \" ' % + \\ och mer",
    "  inledande och avslutande mellanslag  ",
    "%41%42 +plus+ &amp; \\n ingen radbrytning",
    "👩‍👩‍👧‍👦 🔑 nyckeln till allt 🏠",
    "fast\u{a0}mellanslag\u{2003}i\u{3000}lösenfrasen",
    "שלום עולם \u{202b}זבان سری 12345",
    "a\u{30a} a\u{308} o\u{308} sammansatta tecken",
    "' OR 1=1; DROP TABLE users; --",
    "$argon2id$v=19$m=64,t=1,p=1$c2FsdA$aGFzaA",
];

async fn changed(browser: &mut Browser, old: &str, new: &str) {
    browser.go("/account/security/password").await;
    if browser.page().name() == "reauthenticate" {
        browser.press("continue", &[("password", old)]).await;
    }
    browser.is_at("change-password");
    browser
        .press("continue", &[("password", old), ("new_password", new)])
        .await;
    assert_eq!(browser.is_at("security").alert(), "", "{new}");
}

async fn signs_in(world: &World, password: &str) -> bool {
    let mut browser = world.browser();
    browser.sign_in("oskar", password).await;
    browser.has_session()
}

/// A37 and R02.
#[test]
fn a37_every_sign_works_wherever_a_password_is_asked_for() {
    each_engine(async |world| {
        let mut old = OSKARS_PASSWORD.to_owned();
        for new in SIGNS {
            // Set in a session, used at the login, once more for fresh proof.
            let mut browser = world.browser();
            browser.sign_in("oskar", &old).await;
            browser.is_at("account");
            changed(&mut browser, &old, new).await;
            assert!(signs_in(world, new).await, "{new}");
            assert!(!signs_in(world, &old).await || new == old, "{old}");
            world.wait(Span::minutes(6));
            browser.go("/account/security/password").await;
            browser.is_at("reauthenticate");
            browser.press("continue", &[("password", new)]).await;
            browser.is_at("change-password");
            // Set by a mailed link.
            let by_link = format!("{new} nr 2");
            let mut forgotten = world.browser();
            forgotten.go("/o/demo/recover").await;
            forgotten.press("continue", &[("username", "oskar")]).await;
            forgotten.go(&world.mailed_link("oskar")).await;
            forgotten.press("continue", &[]).await;
            forgotten
                .press("continue", &[("new_password", &by_link)])
                .await;
            forgotten.is_at("password");
            assert!(signs_in(world, &by_link).await, "{by_link}");
            old = by_link;
            world.wait(Span::minutes(20));
        }
    });
}

/// A37: and where two-step verification is switched on and off.
#[test]
fn a37_oskars_password_switches_two_step_on_and_off() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        world.wait(Span::minutes(6));
        browser.go("/account/security/add/totp").await;
        browser.is_at("reauthenticate");
        browser
            .press("continue", &[("password", OSKARS_PASSWORD)])
            .await;
        let code = browser.is_at("recovery-codes").recovery_codes().remove(0);
        browser.answer(&code).await;
        let app = Authenticator::typed_in(&browser.is_at("enrol").secret().expect("a key"));
        browser.answer(&app.code(world.now())).await;
        browser.is_at("done");
        world.wait(Span::minutes(6));
        browser.go("/account/security/switch-off").await;
        browser.is_at("reauthenticate");
        browser
            .press("continue", &[("password", OSKARS_PASSWORD)])
            .await;
        browser.answer(&app.code(world.now())).await;
        browser.is_at("switch-off");
        browser.press("switch-off", &[]).await;
        assert_eq!(world.authenticators("oskar").await.len(), 0);
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.is_at("account");
    });
}

/// A38 and R03.
#[test]
fn a38_a_password_has_one_form_however_it_is_typed_and_other_letters_stay_others() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        changed(
            &mut browser,
            OSKARS_PASSWORD,
            "Ångström fil \u{fb01} e\u{301}tude 2026",
        )
        .await;
        let same = [
            "Ångström fil \u{fb01} e\u{301}tude 2026",
            "A\u{30a}ngstro\u{308}m fil \u{fb01} \u{e9}tude 2026",
            "\u{212b}ngström fil \u{fb01} \u{e9}tude 2026",
            "Ångström\u{a0}fil\u{2007}\u{fb01}\u{3000}\u{e9}tude\u{202f}2026",
        ];
        let others = [
            "Ångström fil fi \u{e9}tude 2026",
            "Ångström fil \u{fb01} etude 2026",
            "ångström fil \u{fb01} \u{e9}tude 2026",
            "Ångström fil \u{fb01} \u{e9}tude 2026 ",
            " Ångström fil \u{fb01} \u{e9}tude 2026",
            "Ångström fil \u{fb01} \u{e9}tude \u{ff12}\u{ff10}\u{ff12}\u{ff16}",
            "Ångström  fil \u{fb01} \u{e9}tude 2026",
        ];
        for typed in same {
            assert!(signs_in(world, typed).await, "{typed}");
        }
        for typed in others {
            assert!(!signs_in(world, typed).await, "{typed}");
        }
    });
}

/// A38: nothing is cut: two long passwords that begin alike are two.
#[test]
fn a38_the_end_of_a_long_password_counts() {
    each_engine(async |world| {
        let words = "lång lösenfras av åttio delar ";
        let long: String = words.chars().cycle().take(255).chain(['a']).collect();
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        changed(&mut browser, OSKARS_PASSWORD, &long).await;
        let other: String = long.chars().take(255).chain(['b']).collect();
        let shorter: String = long.chars().take(255).collect();
        let longer = format!("{long}a");
        for (typed, right) in [
            (&other, false),
            (&shorter, false),
            (&longer, false),
            (&long, true),
        ] {
            assert_eq!(signs_in(world, typed).await, right);
        }
    });
}

/// A39.
#[test]
fn a39_what_is_too_long_is_refused_before_any_work() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.go("/o/demo/login").await;
        let mut refused = Vec::new();
        for length in [257, 1025, 4096, 4097, 65_536, 1_048_576] {
            let flood = "ä".repeat(length / 2 + 1);
            for fields in [
                [("username", flood.as_str()), ("password", "x")],
                [("username", "oskar"), ("password", flood.as_str())],
            ] {
                browser.go("/o/demo/login").await;
                let asking = browser.pressing("continue", &fields);
                let page = asking.send().await;
                refused.push(page.status.as_u16());
                assert!(page.status.is_client_error(), "{length}: {}", page.status);
                assert!(
                    page.status.as_u16() != 422 || length <= 4096,
                    "{length}: {}",
                    page.status
                );
            }
            let mut recover = world.browser();
            recover.go("/o/demo/recover").await;
            let page = recover
                .pressing("continue", &[("username", &flood)])
                .send()
                .await;
            assert!(
                page.status.is_client_error() || length <= 4096,
                "{length}: {}",
                page.status
            );
        }
        assert!(refused.contains(&413), "{refused:?}");
        assert!(
            signs_in(world, OSKARS_PASSWORD).await,
            "nobody was locked by it"
        );
    });
}

/// A39: codes, names and headers.
#[test]
fn a39_long_codes_names_and_headers_are_refused() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("agnes", tests::world::PASSWORD).await;
        for length in [7, 200, 4096, 4097, 70_000, 1_048_576] {
            let flood = "1".repeat(length);
            let page = browser.answering(&flood).send().await;
            assert!(page.status.is_client_error(), "{length}: {}", page.status);
        }
        // Text that cannot be a code costs no attempt of the challenge's five: it was no guess, or it was counted; it never opens.
        assert!(!browser.has_session());
        for name in [
            "user-agent",
            "accept-language",
            "cookie",
            "referer",
            "origin",
            "x-forwarded-for",
            "sec-fetch-site",
        ] {
            for length in [1000, 20_000] {
                let asking = browser
                    .asking(axum::http::Method::GET, "/o/demo/login")
                    .with(name, &"ä1;=".repeat(length / 4));
                let page = asking.send().await;
                assert!(
                    page.status.as_u16() < 500,
                    "{name} of {length}: {}",
                    page.status
                );
            }
        }
        let long = format!("/o/demo/login?{}", "a=b&".repeat(10_000));
        let page = browser.asking(axum::http::Method::GET, &long).send().await;
        assert!(page.status.as_u16() < 500);
    });
}
