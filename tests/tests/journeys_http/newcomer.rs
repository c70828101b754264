//! A factor that nobody above its folder has ever heard of: with one line in the registry it is chosen, set up, asked for, counted and
//! removed over the same pages as every other.

use std::sync::Arc;

use domain::time::Span;
use factors::testing::Dummy;
use factors::{Email, RecoveryCodes, Registry, Totp};
use tests::world::{PASSWORD, Plan, World, on_like};
use tests::{Browser, Engine};

/// The word that the dummy's enrolment shows.
fn word(browser: &Browser) -> String {
    browser.page().text_of(|tag| tag.name == "strong")
}

async fn answered(world: &World, code: &str) -> Browser {
    let mut browser = world.browser();
    browser.sign_in("cilla", PASSWORD).await;
    assert_eq!(
        browser.is_at("answer").factor(),
        Some("dummy"),
        "one usable factor: straight to it"
    );
    browser.answer(code).await;
    browser
}

#[test]
fn a_new_factor_needs_its_folder_and_one_line_and_nothing_else() {
    let registry = Registry::of(vec![
        Arc::new(Totp),
        Arc::new(Email),
        Arc::new(RecoveryCodes),
        Arc::new(Dummy),
    ]);
    let plan = Plan {
        registry,
        ..Plan::default()
    };
    for engine in [Engine::Sqlite, Engine::Postgres] {
        on_like(engine, &plan, async |world| {
            let mut cilla = world.browser();
            cilla.sign_in("cilla", PASSWORD).await;
            cilla.is_at("enrol-choose");
            cilla.choose("dummy").await;
            cilla.press("continue", &[("password", PASSWORD)]).await;
            let codes = cilla.is_at("recovery-codes").recovery_codes();
            cilla.answer(&codes[0]).await;
            assert_eq!(cilla.is_at("enrol").factor(), Some("dummy"));
            let word = word(&cilla);
            cilla.answer("OTHER-1").await;
            cilla.is_at("enrol");
            cilla.answer(&format!("{word}-1")).await;
            cilla.is_at("done");
            // Asked for at the login; each number once, and rising.
            assert!(
                !answered(world, &format!("{word}-1")).await.has_session(),
                "the one of the enrolment is used"
            );
            assert!(answered(world, &format!("{word}-3")).await.has_session());
            assert!(!answered(world, &format!("{word}-2")).await.has_session());
            assert_eq!(world.failures("cilla", "dummy").await, 1);
            assert!(answered(world, &format!("{word}-4")).await.has_session());
            // Counted and closed like any other.
            for _ in 0..5 {
                answered(world, "OTHER-9").await;
            }
            assert!(
                !answered(world, &format!("{word}-5")).await.has_session(),
                "it waits"
            );
            world.wait(Span::minutes(2));
            let mut session = answered(world, &format!("{word}-6")).await;
            // Listed, and removed once another stands.
            session.go("/account/security").await;
            assert!(session.page().choices().contains(&"dummy".to_owned()));
            session.go("/account/security/add/email").await;
            session
                .press("continue", &[("address", "cilla@demo.example")])
                .await;
            session.answer(&world.mailed_code("cilla")).await;
            session.is_at("done");
            let own = world.authenticators("cilla").await;
            let dummy = own
                .iter()
                .find(|own| own.kind.as_str() == "dummy")
                .expect("hers")
                .id;
            session
                .go(&format!("/account/security/authenticators/{dummy}/remove"))
                .await;
            session.press("remove", &[]).await;
            session.is_at("security");
            assert!(
                world
                    .authenticators("cilla")
                    .await
                    .iter()
                    .all(|own| own.kind.as_str() != "dummy")
            );
        });
    }
}

/// What an earlier program enrolled and this one does not know counts for nothing, and breaks nothing.
#[test]
fn a_factor_that_this_program_does_not_know_counts_for_nothing() {
    let registry = Registry::of(vec![
        Arc::new(Totp),
        Arc::new(RecoveryCodes),
        Arc::new(Email),
        Arc::new(Dummy),
    ]);
    let plan = Plan {
        registry,
        ..Plan::default()
    };
    for engine in [Engine::Sqlite, Engine::Postgres] {
        on_like(engine, &plan, async |world| {
            let mut cilla = world.browser();
            cilla.sign_in("cilla", PASSWORD).await;
            cilla.choose("dummy").await;
            cilla.press("continue", &[("password", PASSWORD)]).await;
            let codes = cilla.is_at("recovery-codes").recovery_codes();
            cilla.answer(&codes[0]).await;
            let word = word(&cilla);
            cilla.answer(&format!("{word}-1")).await;
            cilla.is_at("done");
            world.crash(&Plan::default());
            let mut later = world.browser();
            later.sign_in("cilla", PASSWORD).await;
            assert!(!later.has_session());
            assert!(
                matches!(
                    later.page().name(),
                    "enrol-choose" | "answer" | "choose-factor"
                ),
                "{}",
                later.page().name()
            );
            let mut session = cilla.at_node(world, 0);
            session.go("/account").await;
            assert!(session.page().status.is_success());
        });
    }
}
