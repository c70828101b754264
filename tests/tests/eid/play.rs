//! What people do on the pages of an eID.

use tests::eid::EID;
use tests::world::{PASSWORD, World};
use tests::{Browser, Page};

/// Where a page of an eID stands.
pub(crate) fn stage(page: &Page) -> String {
    let at = page.tags().find_map(|tag| tag.attribute("data-stage"));
    at.unwrap_or("").to_owned()
}

/// What a look by the page's script says.
pub(crate) async fn progress(browser: &Browser, address: &str) -> serde_json::Value {
    let asking = browser.asking(axum::http::Method::GET, address);
    let page = asking.send().await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    serde_json::from_str(&page.body).expect("JSON")
}

/// The request of the button that moves the order: `this`, `other` or `back`.
#[track_caller]
pub(crate) fn moving(browser: &Browser, device: &str) -> tests::request::Asking {
    let page = browser.page();
    let way = page.way(|tag| {
        tag.attribute("name") == Some("order") && tag.attribute("value") == Some(device)
    });
    let Some(tests::page::Way::Form(form)) = way else {
        panic!(
            "nothing begins on {device} at {}: {}",
            page.address,
            page.text()
        )
    };
    browser.filled(&form, &[])
}

/// Presses that button.
pub(crate) async fn press(browser: &mut Browser, device: &str) {
    let asking = moving(browser, device);
    let answer = asking.send().await;
    let to = answer.location().map(str::to_owned);
    browser.take(answer);
    if let Some(to) = to {
        browser.go(&to).await;
    }
}

/// A browser in which bo's password was just taken and the page of his eID is shown.
pub(crate) async fn bo_at_his_eid(world: &World) -> Browser {
    at_eid(world, "bo").await
}

/// The same of somebody who has an eID among others, or alone.
pub(crate) async fn at_eid(world: &World, username: &str) -> Browser {
    let mut browser = world.browser();
    browser.sign_in(username, PASSWORD).await;
    if browser.page().name() == "choose-factor" {
        browser.choose(EID).await;
    }
    browser.is_at("answer");
    assert_eq!(browser.page().factor(), Some(EID));
    assert_eq!(stage(browser.page()), "choose");
    browser
}

/// A browser in which bo's order runs on this device.
pub(crate) async fn bo_with_an_order(world: &World) -> Browser {
    let mut browser = bo_at_his_eid(world).await;
    press(&mut browser, "this").await;
    assert_eq!(stage(browser.page()), "this", "{}", browser.page().text());
    browser
}

/// A browser in which bo was let in by his eID.
pub(crate) async fn bo_signed_in(world: &World) -> Browser {
    let mut browser = bo_with_an_order(world).await;
    world.signed_by(tests::eid::BO).await;
    browser.go("/o/demo/login").await;
    browser.press("continue", &[]).await;
    browser.is_at("account");
    browser
}

/// Looks once more at the page that is shown, as whoever has no script does.
pub(crate) async fn look(browser: &mut Browser) {
    let here = browser.page().address.clone();
    browser.go(&here).await;
}

/// Goes through what stands before a first factor's own page: the password once more, and the recovery codes.
pub(crate) async fn pass_codes(browser: &mut Browser, password: &str) {
    if browser.page().name() == "reauthenticate" {
        browser.press("continue", &[("password", password)]).await;
    }
    if browser.page().name() == "recovery-codes" {
        let code = browser.page().recovery_codes().remove(3);
        browser.answer(&code).await;
    }
    browser.is_at("enrol");
}

/// On a page that offers to show who one is by an eID: does so, as the person with this number, and sends the answer.
pub(crate) async fn shows_who(world: &World, browser: &mut Browser, digits: &str) {
    browser.choose(EID).await;
    browser.is_at("answer");
    press(browser, "other").await;
    world.signed_by(digits).await;
    look(browser).await;
    assert_eq!(stage(browser.page()), "proved", "{}", browser.page().text());
    browser.press("continue", &[]).await;
}

/// In a session whose proof is no longer fresh: goes to what wants fresh proof, and up to the page of the eID.
pub(crate) async fn at_fresh_proof(world: &World, browser: &mut Browser) {
    world.wait(domain::time::Span::minutes(12));
    browser.go("/account/security/password").await;
    if browser.page().name() == "reauthenticate" {
        browser.press("continue", &[("password", PASSWORD)]).await;
    }
    if browser.page().name() == "choose-factor" {
        browser.choose(EID).await;
    }
    browser.is_at("answer");
}
