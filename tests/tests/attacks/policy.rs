//! The policy changes while people sign in: the later card decides before anything is issued (A68), at every door.

use app::administer::{self, By};
use domain::factor::{FactorKind, FactorSet};
use domain::role::Role;
use tests::together::{at_once, sessions_in};
use tests::world::{PASSWORD, Plan, World, is_quick};
use tests::{Browser, each_engine};

use crate::people::{another, cilla_with_app, signed_in_by_mail, waiting_for_a_step};

fn apps_alone(role: &mut Role) {
    role.allowed_factors = Some(
        [FactorKind::named("totp")]
            .into_iter()
            .collect::<FactorSet>(),
    );
}

/// A68: a card that was tightened between the password and the answer.
#[test]
fn a68_a_card_that_was_tightened_in_between_decides_before_a_session_is_issued() {
    each_engine(async |world| {
        let mut waiting = Vec::new();
        for number in 0..if is_quick() { 10 } else { 100 } {
            world.wait(domain::time::Span::minutes(if number % 20 == 19 {
                11
            } else {
                0
            }));
            let mut browser = world.browser().coming_from([198, 51, 100, number]);
            browser.sign_in("stina", PASSWORD).await;
            browser.is_at("answer");
            waiting.push((browser, world.mailed_code("stina")));
        }
        world.change_card("support-agent", apps_alone).await;
        let answers = waiting
            .iter()
            .map(|(browser, code)| browser.answering(code))
            .collect();
        let answers = at_once(answers).await;
        assert_eq!(
            sessions_in(&answers),
            0,
            "what was enough this morning is not enough now"
        );
        assert_eq!(world.sessions("stina").await, 0);
        let (mut browser, _) = waiting.pop().expect("the last");
        browser.go("/o/demo/login").await;
        assert!(
            matches!(
                browser.page().name(),
                "enrol-choose" | "answer" | "choose-factor" | "expired" | "password"
            ),
            "{}",
            browser.page().name()
        );
    });
}

/// A68: at the very moment at which the card is saved, on two nodes: no session stands that the later card refuses.
#[test]
fn a68_no_session_outlives_a_card_that_was_tightened_while_it_was_issued() {
    each_engine(async |world| {
        world.start_node(&Plan::default());
        let mut waiting = Vec::new();
        for number in 0..16_u8 {
            let mut browser = world
                .browser()
                .at_node(world, usize::from(number % 2))
                .coming_from([198, 51, 100, number]);
            browser.sign_in("stina", PASSWORD).await;
            waiting.push((browser, world.mailed_code("stina")));
        }
        let organisation = world.demo().await;
        let card = world
            .read(move |tx| tx.find_role_by_key(organisation, "support-agent"))
            .await
            .expect("the card");
        let mut tightened = card;
        apps_alone(&mut tightened);
        let app = world.app().clone();
        let by = By::operator(world.now());
        let saving = tokio::spawn(async move {
            administer::save_role(&app, organisation, tightened, None, &by).await
        });
        let answers = at_once(
            waiting
                .iter()
                .map(|(browser, code)| browser.answering(code))
                .collect(),
        )
        .await;
        saving.await.expect("a task").expect("saved");
        world.settle();
        for ((browser, _), answer) in waiting.iter_mut().zip(answers) {
            browser.take(answer);
            if browser.has_session() {
                browser.go("/account").await;
                assert_ne!(
                    browser.page().name(),
                    "account",
                    "the session ended with the card that it was issued under"
                );
            }
        }
    });
}

/// A68: sessions that stand are asked again: the same at once on the node that did it, within three seconds on the other.
#[test]
fn a68_a_standing_session_ends_when_its_proof_is_not_enough_any_more() {
    each_engine(async |world| {
        let other = world.start_node(&Plan::default());
        let here = signed_in_by_mail(world, "stina").await;
        let there = here.clone().at_node(world, other);
        let mut browsers: [Browser; 2] = [here, there];
        for browser in &mut browsers {
            browser.go("/account").await;
            browser.is_at("account");
        }
        world.change_card("support-agent", apps_alone).await;
        for browser in &mut browsers {
            browser.go("/account").await;
            browser.is_at("password");
        }
        assert_eq!(world.sessions("stina").await, 0);
    });
}

/// A68: a card that was loosened and one that changes nothing for a person end nobody's session.
#[test]
fn a68_a_card_that_asks_for_no_more_ends_no_session() {
    each_engine(async |world| {
        let (mut cilla, _, _) = cilla_with_app(world).await;
        world
            .change_card("accounting", |role| role.trusted_days = 3)
            .await;
        cilla.go("/account").await;
        cilla.is_at("account");
        world
            .change_card("accounting", |role| role.two_step = false)
            .await;
        cilla.go("/account").await;
        cilla.is_at("account");
        world.change_card("accounting", apps_alone).await;
        cilla.go("/account").await;
        cilla.is_at("account");
    });
}

/// A68: two-step is demanded of somebody who is signed in without.
#[test]
fn a68_a_session_without_a_second_step_ends_when_one_is_demanded() {
    each_engine(async |world| {
        let mut oskar = world.browser();
        oskar.sign_in("oskar", tests::world::OSKARS_PASSWORD).await;
        oskar.is_at("account");
        world
            .change_card("customer", |role| role.two_step = true)
            .await;
        oskar.go("/account").await;
        oskar.is_at("password");
        oskar.sign_in("oskar", tests::world::OSKARS_PASSWORD).await;
        oskar.is_at("enrol-choose");
    });
}

async fn read_card(world: &World, key: &'static str) -> Role {
    let organisation = world.demo().await;
    world
        .read(move |tx| tx.find_role_by_key(organisation, key))
        .await
        .expect("the card")
}

/// A68: two administrators with the same card open.
#[test]
fn a68_of_two_administrators_who_save_one_card_the_second_is_told() {
    each_engine(async |world| {
        let other = world.start_node(&Plan::default());
        let organisation = world.demo().await;
        let by = By::operator(world.now());
        let (mut first, mut second) = (
            read_card(world, "panel").await,
            read_card(world, "panel").await,
        );
        first.trusted_days = 0;
        second.trusted_days = 30;
        let (here, there) = (world.node(0).app.clone(), world.node(other).app.clone());
        administer::save_role(&here, organisation, first, None, &by)
            .await
            .expect("the first is saved");
        assert!(
            administer::save_role(&there, organisation, second, None, &by)
                .await
                .is_err(),
            "the second is told"
        );
        assert_eq!(read_card(world, "panel").await.trusted_days, 0);
        // At one moment: one of them is told.
        let cards = [
            read_card(world, "panel").await,
            read_card(world, "panel").await,
        ];
        let [one, two] = cards.map(|mut card| {
            card.trusted_days = 7;
            card
        });
        let (saved, also) = tokio::join!(
            administer::save_role(&here, organisation, one, None, &by),
            administer::save_role(&there, organisation, two, None, &by)
        );
        assert_eq!(usize::from(saved.is_ok()) + usize::from(also.is_ok()), 1);
    });
}

/// A68: a factor that was forbidden in between answers nothing, and its wrong answers are still counted.
#[test]
fn a68_a_forbidden_factor_is_still_counted() {
    each_engine(async |world| {
        let mut browser = waiting_for_a_step(world, "stina").await;
        let code = world.mailed_code("stina");
        world.change_card("support-agent", apps_alone).await;
        browser.answer(&another(&code)).await;
        assert_eq!(world.failures("stina", "email").await, 1);
        assert!(!browser.has_session());
    });
}
