//! What changes while a login waits: a factor enrolled elsewhere, a card tightened, a second mailbox. Today's rules decide, not those under
//! which the login began.

use domain::time::Span;
use tests::world::{OSKARS_PASSWORD, PASSWORD, World};
use tests::{Browser, each_engine};

use crate::people::cilla_with_app;

/// A04, its sibling: the attacker's enrolment began before the victim had a factor.
#[test]
fn a04_an_enrolment_that_waited_ends_when_the_person_has_a_factor() {
    each_engine(async |world| {
        let mut early = world.browser();
        early.sign_in("cilla", PASSWORD).await;
        early.is_at("enrol-choose");
        let mut half_way = world.browser();
        half_way.sign_in("cilla", PASSWORD).await;
        half_way.choose("totp").await;
        half_way.press("continue", &[("password", PASSWORD)]).await;
        half_way.is_at("recovery-codes");
        let code = half_way.page().recovery_codes().remove(0);
        let asking = half_way.answering(&code);

        cilla_with_app(world).await;
        let before = world.authenticators("cilla").await.len();

        early.go("/o/demo/login").await;
        assert_ne!(early.page().name(), "enrol-choose");
        half_way.send(asking).await;
        for browser in [&mut early, &mut half_way] {
            browser
                .post("/o/demo/login/enrol/choose", &[("choice", "totp")])
                .await;
            browser.go("/o/demo/login").await;
            assert_ne!(browser.page().name(), "enrol");
            assert!(!browser.has_session());
        }
        assert_eq!(world.authenticators("cilla").await.len(), before);
    });
}

/// A68, R44: fresh proof renews no session past a card that was tightened in the meantime.
#[test]
fn a68_fresh_proof_is_no_way_round_a_tightened_card() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.is_at("account");
        world.wait(Span::minutes(6));
        browser.go("/account/security/password").await;
        browser.is_at("reauthenticate");
        world
            .change_card("customer", |card| card.two_step = true)
            .await;
        browser
            .press("continue", &[("password", OSKARS_PASSWORD)])
            .await;
        browser.is_at("enrol-choose");
        browser.go("/account/security").await;
        assert_ne!(browser.page().name(), "security");
    });
}

/// Adds a mailbox as a second step on the security page; at a first one the recovery codes come first.
async fn add_mailbox(world: &World, browser: &mut Browser, address: &str) {
    browser.go("/account/security/add/email").await;
    if browser.page().name() == "recovery-codes" {
        let code = browser.page().recovery_codes().remove(0);
        browser.answer(&code).await;
    }
    browser.is_at("enrol");
    browser.press("continue", &[("address", address)]).await;
    let code = world.mailed_code(address);
    browser.answer(&code).await;
    browser.is_at("done");
}

/// R22: whoever holds the mailbox that the link went to has that mailbox alone, however many the person has and whichever came first.
#[test]
fn a24_a_reset_needs_another_mailbox_than_the_links_own() {
    const OWN: &str = "oskar@demo.example";
    const OTHER: &str = "oskar@elsewhere.example";
    for order in [[OTHER, OWN], [OWN, OTHER]] {
        each_engine(async |world| {
            let mut oskar = world.browser();
            oskar.sign_in("oskar", OSKARS_PASSWORD).await;
            for address in order {
                add_mailbox(world, &mut oskar, address).await;
                world.wait(Span::minutes(1));
            }
            let mut thief = world.browser();
            thief.go("/o/demo/recover").await;
            thief.press("continue", &[("username", "oskar")]).await;
            let link = world.mailed_link("oskar");
            let to_own = world.mail_to(OWN).len();
            thief.go(&link).await;
            thief.press("continue", &[]).await;
            thief.go("/o/demo/login?way=other").await;
            for own in world.authenticators("oskar").await {
                let choice = format!("email:{}", own.id);
                thief
                    .post("/o/demo/login/choose", &[("choice", &choice)])
                    .await;
            }
            assert_eq!(
                world.mail_to(OWN).len(),
                to_own,
                "no code goes to the mailbox that the link went to"
            );
            thief.go("/o/demo/login").await;
            thief.is_at("answer");
            thief.answer(&world.mailed_code(OTHER)).await;
            let page = thief.page().name().to_owned();
            assert_ne!(page, "answer", "the other mailbox opens it");
        });
    }
}
