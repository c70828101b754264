//! One answer, one session: however often it is sent, and to however many nodes (A09).

use factors::testing::SoftAuthenticator;
use tests::Browser;
use tests::each_engine;
use tests::request::Asking;
use tests::together::{at_once, sessions_in, sets_session};
use tests::world::{BASE_URL, OSKARS_PASSWORD, World};

/// The same request 64 times, by turns to both nodes.
fn many(world: &World, browser: &Browser, of: impl Fn(&Browser) -> Asking) -> Vec<Asking> {
    let nodes = [
        browser.clone().at_node(world, 0),
        browser.clone().at_node(world, 1),
    ];
    (0..64).map(|turn| of(&nodes[turn % 2])).collect()
}

async fn is_worth_one(world: &World, answers: Vec<Asking>) {
    let again = answers[0].clone();
    let before = world.sessions("oskar").await;
    let told = world.told("oskar", "signed-in", "done").await;
    let answers = at_once(answers).await;
    assert_eq!(sessions_in(&answers), 1);
    assert_eq!(world.sessions("oskar").await, before + 1);
    assert_eq!(world.told("oskar", "signed-in", "done").await, told + 1);
    // Nor later.
    for _ in 0..3 {
        let page = again.clone().send().await;
        assert!(!sets_session(&page), "{}", page.text());
        world.settle();
    }
    assert_eq!(world.sessions("oskar").await, before + 1);
}

async fn both_ways(world: &mut World, mut key: SoftAuthenticator) {
    world.start_another();
    world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
    let step = world.at_passkey("oskar", OSKARS_PASSWORD).await;
    let answer = step.asks(&mut key);
    let all = many(world, &step, |browser| browser.sending(&answer));
    is_worth_one(world, all).await;

    let mut whole = world.browser();
    let begun = whole.begins().await;
    let answer = key.get(begun.options(), BASE_URL).unwrap();
    let all = many(world, &whole, |browser| begun.answering(browser, &answer));
    is_worth_one(world, all).await;
}

#[test]
fn a09_an_answer_is_worth_one_session() {
    each_engine(async |world| both_ways(world, SoftAuthenticator::device_bound()).await);
}

/// One that keeps no count is told from its copy by nothing but its question.
#[test]
fn a09_an_answer_without_a_count_is_worth_one_session() {
    each_engine(async |world| both_ways(world, SoftAuthenticator::synced()).await);
}

/// A09: a draft is bound once.
#[test]
fn a09_a_new_passkey_is_bound_once() {
    each_engine(async |world| {
        world.start_another();
        let mut key = SoftAuthenticator::synced();
        let mut browser = world
            .with_passkey("oskar", OSKARS_PASSWORD, &mut SoftAuthenticator::synced())
            .await;
        browser.adds_a_passkey(OSKARS_PASSWORD).await;
        let answer = browser.asks(&mut key);
        let all = many(world, &browser, |browser| browser.sending(&answer));
        at_once(all).await;
        assert_eq!(world.passkeys("oskar").await.len(), 2);
        let told = world.told("oskar", "authenticator-enrolled", "done").await;
        assert_eq!(told, 2);
    });
}
