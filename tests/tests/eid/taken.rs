//! A proof that belongs to another account leads nowhere, and takes nothing with it.

use tests::eid::{BO, CILLA, EID, each_engine};
use tests::world::{PASSWORD, World};
use tests::{Browser, Page};

use crate::play::{look, pass_codes, press, shows_who, stage};

/// What is bound to somebody, by kind.
async fn bound(world: &World, username: &str) -> Vec<String> {
    let own = world.authenticators(username).await;
    let mut kinds: Vec<String> = own.iter().map(|one| one.kind.to_string()).collect();
    kinds.sort_unstable();
    kinds
}

/// Binds what the person with this number shows, on the page of an enrolment.
async fn bind<'a>(world: &World, browser: &'a mut Browser, digits: &str) -> &'a Page {
    press(browser, "this").await;
    world.signed_by(digits).await;
    look(browser).await;
    assert_eq!(stage(browser.page()), "proved", "{}", browser.page().text());
    browser.press("continue", &[]).await
}

/// Told why, and back where the enrolment of the eID begins.
fn begins_anew(browser: &Browser) {
    let page = browser.is_at("enrol");
    assert_eq!(page.status.as_u16(), 422);
    assert_ne!(page.alert(), "");
    assert_eq!((page.factor(), &*stage(page)), (Some(EID), "choose"));
}

#[test]
fn a_number_of_anothers_is_not_bound_and_leaves_no_codes_behind() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        browser.choose(EID).await;
        pass_codes(&mut browser, PASSWORD).await;
        bind(world, &mut browser, BO).await;
        begins_anew(&browser);
        assert!(bound(world, "cilla").await.is_empty());
        assert!(!browser.has_session());
        // The codes that were typed back still stand for her own.
        bind(world, &mut browser, CILLA).await;
        browser.is_at("done");
        assert_eq!(bound(world, "cilla").await, [EID, "recovery_codes"]);
    });
}

#[test]
fn a_number_of_anothers_spends_no_pass_and_ends_nothing_that_stands() {
    each_engine(async |world| {
        world.open_the_way_back().await;
        world.bind_number("cilla", CILLA).await;
        let before = bound(world, "bo").await;
        let mut browser = world.browser();
        browser.sign_in("bo", PASSWORD).await;
        browser.go("/o/demo/login/support").await;
        shows_who(world, &mut browser, BO).await;
        browser.is_at("enrol-choose");
        browser.choose(EID).await;
        pass_codes(&mut browser, PASSWORD).await;
        bind(world, &mut browser, CILLA).await;
        begins_anew(&browser);
        assert_eq!(bound(world, "bo").await, before);
        assert_eq!(world.told("bo", "pass-used", "done").await, 0);
        // His own is bound anew, in the place of all that stood.
        bind(world, &mut browser, BO).await;
        browser.is_at("done");
        assert_eq!(bound(world, "bo").await, [EID, "recovery_codes"]);
        assert_eq!(world.told("bo", "pass-used", "done").await, 1);
    });
}
