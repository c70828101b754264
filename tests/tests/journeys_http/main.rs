//! The ways of the demo's people through the pages, as HTTP alone: without scripts, in Swedish and English, on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod account;
mod administration;
mod identifications;
mod login;
mod newcomer;
mod passkeys;
mod recovery;
mod roles;
mod support;
mod turns;

use tests::{Browser, World, each_engine};

/// Plays a journey in both languages on both engines.
#[allow(
    clippy::needless_pass_by_value,
    reason = "a journey is a closure that is written where it is handed over"
)]
fn in_both_languages(journey: impl AsyncFn(&mut World, &'static str)) {
    for language in ["sv", "en"] {
        each_engine(async |world| journey(world, language).await);
    }
}

/// A browser that prefers this language.
fn browser(world: &World, language: &'static str) -> Browser {
    let mut browser = world.browser();
    browser.language = Some(language);
    browser
}

/// Shows that the browser is at this page, in this language.
#[track_caller]
fn is_at(browser: &Browser, name: &str, language: &str) {
    let page = browser.is_at(name);
    assert_eq!(page.language(), language, "{name}");
    assert!(!page.heading().is_empty(), "{name}");
}
