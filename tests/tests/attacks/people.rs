//! The same few openings of many tests.

use tests::world::{PASSWORD, World};
use tests::{Authenticator, Browser};

/// A browser in which `cilla` has just set up an authenticator app and signed in, with the app and her recovery codes.
pub(crate) async fn cilla_with_app(world: &World) -> (Browser, Authenticator, Vec<String>) {
    let mut browser = world.browser();
    browser.sign_in("cilla", PASSWORD).await;
    browser.is_at("enrol-choose");
    let (app, codes) = browser.set_up_app(world, PASSWORD).await;
    browser.press("continue", &[]).await;
    browser.is_at("account");
    world.next_code();
    (browser, app, codes)
}

/// A browser in which somebody's password was just taken and a second step is asked for.
pub(crate) async fn waiting_for_a_step(world: &World, username: &str) -> Browser {
    let mut browser = world.browser();
    browser.sign_in(username, PASSWORD).await;
    browser.is_at("answer");
    browser
}

/// A browser in which somebody with a code by e-mail is signed in.
pub(crate) async fn signed_in_by_mail(world: &World, username: &str) -> Browser {
    let mut browser = waiting_for_a_step(world, username).await;
    browser.answer(&world.mailed_code(username)).await;
    browser
}

/// A six-digit code that is not this one.
pub(crate) fn another(code: &str) -> String {
    let number: u32 = code.parse().expect("six digits");
    format!("{:06}", (number + 1) % 1_000_000)
}
