//! One poller for each order on any number of nodes, and nodes that die: a stored outcome is never lost, one that was not stored ends in
//! "start again" (duty: SIGKILL between the final collect and the page).

use connect::bankid::simulator::{Call, Gate, Mishap};
use domain::time::Span;
use tests::eid::{BO, each_engine, on};
use tests::{Browser, Engine};

use crate::play::{bo_at_his_eid, bo_with_an_order, look, press, progress, stage};

/// Of two nodes one asks, every two seconds, and both show what it heard.
#[test]
fn two_nodes_ask_about_an_order_once() {
    on(Engine::Postgres, async |world| {
        let second = world.start_another();
        let mut browser = bo_with_an_order(world).await;
        for round in 1..=20 {
            world.round().await;
            world.look().await;
            assert_eq!(world.eid().asked(Call::Collect).len(), round);
            if round == 3 {
                let token = world.eid().order().auto_start_token;
                world.eid().simulator.open(&token).expect("opened");
            }
        }
        let mut elsewhere = browser.clone().at_node(world, second);
        let (here, there) = (
            progress(&browser, "/o/demo/login/progress").await,
            progress(&elsewhere, "/o/demo/login/progress").await,
        );
        assert_eq!(here, there);
        world.signed_by(BO).await;
        look(&mut elsewhere).await;
        elsewhere.press("continue", &[]).await;
        elsewhere.is_at("account");
        look(&mut browser).await;
        assert_eq!(world.sessions("bo").await, 1);
        assert_eq!(world.eid().asked(Call::Collect).len(), 21);
    });
}

/// Moves at two nodes: what began at one is cancelled and begun anew by the other, and asked about by that one alone.
#[test]
fn an_order_moves_from_one_node_to_another() {
    on(Engine::Postgres, async |world| {
        let second = world.start_another();
        let browser = bo_with_an_order(world).await;
        world.round().await;
        let mut elsewhere = browser.clone().at_node(world, second);
        look(&mut elsewhere).await;
        press(&mut elsewhere, "other").await;
        assert_eq!(
            stage(elsewhere.page()),
            "other",
            "{}",
            elsewhere.page().text()
        );
        world.eid().order();
        let asked = world.eid().asked(Call::Collect).len();
        for round in 1..=3 {
            world.round().await;
            assert_eq!(world.eid().asked(Call::Collect).len(), asked + round);
        }
        press(&mut elsewhere, "back").await;
        world.round().await;
        assert!(world.eid().orders().is_empty());
    });
}

/// The node that held an order is gone before it heard the outcome: another takes it over when its time is over, and nothing is lost.
#[test]
fn an_order_whose_node_died_is_taken_over() {
    each_engine(async |world| {
        let mut browser = bo_with_an_order(world).await;
        world.round().await;
        let plan = world.plan();
        world.crash(&plan);
        browser = browser.at_node(world, 0);
        let asked = world.eid().asked(Call::Collect).len();
        world.eid().sign(BO);
        world.round().await;
        assert_eq!(
            world.eid().asked(Call::Collect).len(),
            asked,
            "it is still the other's"
        );
        world.wait(Span::seconds(31));
        world.look().await;
        assert_eq!(world.eid().asked(Call::Collect).len(), asked + 1);
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "proved", "{}", browser.page().text());
        browser.press("continue", &[]).await;
        browser.is_at("account");
        assert_eq!(world.sessions("bo").await, 1);
    });
}

/// The node dies with the outcome in its hand, before it was stored: whoever takes over finds nothing, and the person starts again.
#[test]
fn an_outcome_that_died_with_its_node_ends_in_start_again() {
    each_engine(async |world| {
        let mut browser = bo_with_an_order(world).await;
        world.eid().sign(BO);
        let gate = world.hold_the_next_answer();
        let dying = world.app().clone();
        let asking = tokio::spawn(async move { app::orders::run_due(&dying).await });
        gate.reached().await;
        let plan = world.plan();
        world.crash(&plan);
        gate.open();
        asking.await.expect("it ends");
        browser = browser.at_node(world, 0);
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "this", "nobody knows yet");
        assert!(!browser.has_session());
        world.wait(Span::seconds(31));
        world.look().await;
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "ended", "{}", browser.page().text());
        assert_eq!(world.sessions("bo").await, 0);
        press(&mut browser, "this").await;
        world.signed_by(BO).await;
        look(&mut browser).await;
        browser.press("continue", &[]).await;
        browser.is_at("account");
        assert_eq!(world.sessions("bo").await, 1);
    });
}

/// A node that is told to stop hears what it asked for: the outcome is told once, and nobody else could ask for it.
#[test]
fn a_node_that_stops_stores_the_answer_that_is_on_its_way() {
    each_engine(async |world| {
        let mut browser = bo_with_an_order(world).await;
        world.eid().sign(BO);
        let gate = world.hold_the_next_answer();
        let (stop, told) = tokio::sync::watch::channel(false);
        let worker = tokio::spawn(app::orders::worker(world.app().clone(), told));
        gate.reached().await;
        stop.send(true).expect("it runs");
        gate.open();
        worker.await.expect("it ends");
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "proved", "{}", browser.page().text());
        browser.press("continue", &[]).await;
        browser.is_at("account");
    });
}

/// A stored outcome survives the node, and is worth one session.
#[test]
fn a_stored_outcome_survives_its_node() {
    each_engine(async |world| {
        let mut browser = bo_with_an_order(world).await;
        world.signed_by(BO).await;
        let plan = world.plan();
        world.crash(&plan);
        browser = browser.at_node(world, 0);
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "proved");
        let answer = browser.pressing("continue", &[]);
        browser.press("continue", &[]).await;
        browser.is_at("account");
        let mut again: Browser = world.browser();
        again.cookies = browser.cookies.clone();
        again.send(answer).await;
        assert_eq!(world.sessions("bo").await, 1);
    });
}

/// The node dies while the order begins: nobody knows its name, so the page gives it up, and the person starts again.
#[test]
fn an_order_that_began_as_its_node_died_is_given_up() {
    each_engine(async |world| {
        let mut browser = bo_at_his_eid(world).await;
        let gate = Gate::default();
        world
            .eid()
            .simulator
            .plan(Call::Auth, Mishap::Held(gate.clone()));
        let beginning = tokio::spawn(crate::play::moving(&browser, "this").send());
        gate.reached().await;
        let plan = world.plan();
        world.crash(&plan);
        beginning.abort();
        gate.open();
        browser = browser.at_node(world, 0);
        browser.go("/o/demo/login").await;
        assert_eq!(
            stage(browser.page()),
            "starting",
            "{}",
            browser.page().text()
        );
        world.wait(Span::seconds(41));
        world.look().await;
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "ended", "{}", browser.page().text());
        world.wait(Span::minutes(4));
        press(&mut browser, "this").await;
        assert_eq!(stage(browser.page()), "this", "{}", browser.page().text());
        world.signed_by(BO).await;
        look(&mut browser).await;
        browser.press("continue", &[]).await;
        browser.is_at("account");
    });
}
