//! A copy of a passkey: seen by its count, refused or taken as the organisation decided, and told of either way.

use domain::organisation::Copied;
use domain::time::Span;
use factors::testing::SoftAuthenticator;
use tests::each_engine;
use tests::world::{OSKARS_PASSWORD, World};

/// Oskar's key, and a copy that it is ahead of.
async fn key_and_copy(world: &World) -> (SoftAuthenticator, SoftAuthenticator) {
    let mut key = SoftAuthenticator::device_bound();
    world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
    let copy = key.cloned();
    for _ in 0..5 {
        let mut browser = world.browser();
        browser.signs_in_by(&mut key).await;
        browser.is_at("account");
    }
    (key, copy)
}

async fn rows(world: &World, outcome: &str) -> usize {
    world.told("oskar", "passkey-copied", outcome).await
}

/// How many letters told of it.
async fn letters(world: &World) -> usize {
    app::deliver::run_due(world.app(), world.now())
        .await
        .expect("what waits is sent");
    let mails = world.mail_to("oskar");
    let about = |subject: &str| subject.contains("copied") || subject.contains("kopierats");
    mails.iter().filter(|mail| about(&mail.subject)).count()
}

#[test]
fn a61_a_copy_is_refused_and_told_of() {
    each_engine(async |world| {
        let (mut key, mut copy) = key_and_copy(world).await;
        let mut browser = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        browser.uses(&mut copy).await;
        assert!(!browser.has_session());
        assert!(
            browser.page().alert().contains("copied"),
            "{}",
            browser.page().text()
        );
        assert_eq!(rows(world, "passkey-copied").await, 1);
        assert_eq!(letters(world).await, 1);
        // Once an hour is often enough for a letter; the log has them all.
        let mut whole = world.browser();
        whole.signs_in_by(&mut copy).await;
        assert!(!whole.has_session());
        assert_eq!(rows(world, "passkey-copied").await, 2);
        assert_eq!(letters(world).await, 1);
        world.wait(Span::minutes(61));
        let mut whole = world.browser();
        whole.signs_in_by(&mut copy).await;
        assert_eq!(letters(world).await, 2);
        // The one that is ahead still opens.
        let mut own = world.browser();
        own.signs_in_by(&mut key).await;
        own.is_at("account");
        assert_eq!(rows(world, "done").await, 0);
    });
}

#[test]
fn a_copy_is_taken_and_told_of_where_that_was_decided() {
    each_engine(async |world| {
        let (_, mut copy) = key_and_copy(world).await;
        world
            .change_rules(|rules| rules.passkeys.copied = Copied::Tell)
            .await;
        let mut browser = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        browser.uses(&mut copy).await;
        browser.is_at("account");
        assert_eq!(rows(world, "done").await, 1);
        assert_eq!(letters(world).await, 1);
        let mut whole = world.browser();
        whole.signs_in_by(&mut copy).await;
        whole.is_at("account");
        assert_eq!(rows(world, "done").await, 2);
        assert_eq!(rows(world, "passkey-copied").await, 0);
        assert_eq!(letters(world).await, 1);
    });
}
