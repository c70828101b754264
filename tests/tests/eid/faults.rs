//! The eID fails in every way it can: the page answers, the other factors work, and nothing stays open there where that can be known (A65).

use connect::bankid::simulator::{ApiError, Call, Mishap};
use domain::time::{Span, Timestamp};
use tests::eid::{BO, Service, each_engine, on_with};
use tests::world::{PASSWORD, World};
use tests::{Browser, Engine};

use crate::play::{bo_at_his_eid, bo_with_an_order, look, press, progress, stage};

/// Every refusal of the API.
const ERRORS: [ApiError; 11] = [
    ApiError::AlreadyInProgress,
    ApiError::InvalidParameters("No such order"),
    ApiError::Canceled,
    ApiError::Unauthorized,
    ApiError::NotFound,
    ApiError::MethodNotAllowed,
    ApiError::RequestTimeout,
    ApiError::UnsupportedMediaType,
    ApiError::TooManyRequests { reset_after: 30 },
    ApiError::InternalError,
    ApiError::Maintenance,
];

fn answer(status: u16, content_type: &'static str, body: &str) -> Mishap {
    Mishap::Answer {
        status,
        content_type,
        body: body.to_owned(),
    }
}

/// Every way in which a call goes wrong.
fn mishaps() -> Vec<Mishap> {
    let errors = ERRORS.map(Mishap::Error).into_iter();
    errors
        .chain([
            Mishap::BrokenJson,
            Mishap::DropBefore,
            Mishap::DropAfter,
            Mishap::BreakOff,
            answer(200, "application/json", ""),
            answer(200, "application/json", "null"),
            answer(200, "application/json", "[]"),
            answer(200, "application/json", "{}"),
            answer(
                200,
                "application/json",
                "{\"orderRef\":\"\",\"autoStartToken\":\"\",\"status\":1}",
            ),
            answer(200, "text/html", "<html>a proxy greets</html>"),
            answer(204, "application/json", ""),
            answer(302, "text/html", ""),
            answer(400, "text/html", "<html>"),
            answer(
                400,
                "application/json",
                "{\"errorCode\":\"somethingNew\",\"details\":\"199006022397\"}",
            ),
            answer(403, "application/json", "{}"),
            answer(418, "text/plain", "tea"),
            answer(502, "text/html", "<html>bad gateway</html>"),
            answer(503, "application/json", "{\"errorCode\":\"maintenance\"}"),
            answer(504, "text/html", ""),
        ])
        .collect()
}

/// Another factor lets bo in from here.
async fn in_by_text(world: &World, browser: &mut Browser) {
    browser.go("/o/demo/login?way=other").await;
    browser.choose("sms").await;
    browser.is_at("answer");
    browser.answer(&world.texted_code("+46701740605")).await;
    browser.is_at("account");
    // So many text messages to one person are for a day.
    world.wait(Span::hours(25));
}

/// A65 where an order begins.
#[test]
fn a65_an_order_that_cannot_begin_leaves_the_page_and_the_other_factors() {
    each_engine(async |world| {
        for mishap in mishaps() {
            let mut browser = bo_at_his_eid(world).await;
            world.eid().simulator.plan(Call::Auth, mishap.clone());
            press(&mut browser, "this").await;
            let told = format!("{mishap:?}: {}", browser.page().text());
            assert_eq!(stage(browser.page()), "ended", "{told}");
            let said = progress(&browser, "/o/demo/login/progress").await;
            assert_ne!(said["stage"], "proved", "{told}");
            in_by_text(world, &mut browser).await;
            assert!(world.eid().orders().is_empty(), "{told}");
        }
    });
}

/// A65 while an order is asked about: what may be asked again is; what may have been told is over and cancelled at the eID.
#[test]
fn a65_a_question_that_fails_ends_the_order_or_is_asked_again() {
    each_engine(async |world| {
        for mishap in mishaps() {
            let mut browser = bo_with_an_order(world).await;
            world.eid().simulator.plan(Call::Collect, mishap.clone());
            world.round().await;
            look(&mut browser).await;
            let at = stage(browser.page());
            let told = format!("{mishap:?}: {}", browser.page().text());
            match &mishap {
                Mishap::Error(ApiError::Maintenance | ApiError::TooManyRequests { .. }) => {
                    assert_eq!(at, "this", "{told}");
                    world.signed_by(BO).await;
                    look(&mut browser).await;
                    browser.press("continue", &[]).await;
                    browser.is_at("account");
                }
                _ if at == "this" => {
                    // Said again with a word of maintenance, or a status that ends nothing.
                    world.signed_by(BO).await;
                    look(&mut browser).await;
                    assert_eq!(stage(browser.page()), "proved", "{told}");
                }
                _ => {
                    assert_eq!(at, "ended", "{told}");
                    assert!(!browser.has_session());
                    let is_known_to_be_over = matches!(
                        mishap,
                        Mishap::Error(ApiError::InvalidParameters(_) | ApiError::Canceled)
                    );
                    assert!(
                        is_known_to_be_over || world.eid().orders().is_empty(),
                        "{told}: left open"
                    );
                    world.wait(Span::minutes(4));
                    in_by_text(world, &mut browser).await;
                }
            }
            world.wait(Span::minutes(31));
        }
    });
}

/// A65: an outcome that was told and lost on its way: start again, and nobody is let in twice.
#[test]
fn a65_an_outcome_that_was_lost_on_its_way_ends_in_start_again() {
    each_engine(async |world| {
        for mishap in [Mishap::DropAfter, Mishap::BreakOff, Mishap::BrokenJson] {
            let mut browser = bo_with_an_order(world).await;
            world.eid().sign(BO);
            world.eid().simulator.plan(Call::Collect, mishap.clone());
            world.round().await;
            look(&mut browser).await;
            assert_eq!(stage(browser.page()), "ended", "{mishap:?}");
            let asked = world.eid().asked(Call::Collect).len();
            world.round().await;
            assert_eq!(
                world.eid().asked(Call::Collect).len(),
                asked,
                "{mishap:?} is not asked again"
            );
            assert!(!browser.has_session());
            press(&mut browser, "this").await;
            world.signed_by(BO).await;
            look(&mut browser).await;
            browser.press("continue", &[]).await;
            browser.is_at("account");
            world.wait(Span::minutes(31));
        }
        assert_eq!(world.sessions("bo").await, 3);
    });
}

/// A65: cancelling fails: nobody minds.
#[test]
fn a65_a_cancel_that_fails_disturbs_nobody() {
    each_engine(async |world| {
        for mishap in mishaps() {
            let mut browser = bo_with_an_order(world).await;
            world.eid().simulator.plan(Call::Cancel, mishap.clone());
            press(&mut browser, "back").await;
            assert_eq!(stage(browser.page()), "choose", "{mishap:?}");
            world.round().await;
            in_by_text(world, &mut browser).await;
        }
    });
}

/// A65: a slow eID keeps nobody's page and no other order waiting.
#[test]
fn a65_a_slow_eid_keeps_no_page_waiting() {
    each_engine(async |world| {
        let mut slow = bo_with_an_order(world).await;
        let gate = world.hold_the_next_answer();
        let app = world.app().clone();
        let asking = tokio::spawn(async move { app::orders::run_due(&app).await });
        gate.reached().await;
        let said = progress(&slow, "/o/demo/login/progress").await;
        assert_eq!(said["stage"], "this");
        look(&mut slow).await;
        assert_eq!(stage(slow.page()), "this");
        // Another person's order begins, is asked about and ends meanwhile.
        world.bind_number("agnes", tests::eid::CILLA).await;
        let mut other = world.browser();
        other.sign_in("agnes", PASSWORD).await;
        if other.page().name() != "choose-factor" {
            other.go("/o/demo/login?way=other").await;
        }
        other.choose(tests::eid::EID).await;
        press(&mut other, "this").await;
        let order = world.eid().orders().pop().expect("an order");
        world
            .eid()
            .simulator
            .sign(
                &order.auto_start_token,
                tests::eid::person(tests::eid::CILLA),
            )
            .expect("signed");
        world.round().await;
        look(&mut other).await;
        assert_eq!(stage(other.page()), "proved", "{}", other.page().text());
        other.press("continue", &[]).await;
        other.is_at("account");
        gate.open();
        asking.await.expect("the question ends");
        world.signed_by(BO).await;
        look(&mut slow).await;
        slow.press("continue", &[]).await;
        slow.is_at("account");
    });
}

/// A65: a root of somebody else's, and a certificate of ours that has run out or is none of theirs: nothing is begun, and the rest works.
#[test]
fn a65_without_a_trusted_connection_the_other_factors_work() {
    let other_root = |service: &Service| {
        let keys = connect::bankid::simulator::Keys::fresh("Någon annan", tests::clock::BEGINNING)
            .expect("keys");
        let own = service.simulator.keys();
        let caller = own.caller();
        service.account_with(
            &keys.root_pem(),
            &caller.certificate_pem(),
            &caller.key_pem(),
        )
    };
    let run_out = |service: &Service| {
        let own = service.simulator.keys();
        let (from, until) = (
            Timestamp::from_unix_seconds(1_600_000_000),
            Timestamp::from_unix_seconds(1_700_000_000),
        );
        let caller = own.caller_between(from, until).expect("a certificate");
        service.account_with(
            &own.root_pem(),
            &caller.certificate_pem(),
            &caller.key_pem(),
        )
    };
    let not_theirs = |service: &Service| {
        let keys = connect::bankid::simulator::Keys::fresh("Någon annan", tests::clock::BEGINNING)
            .expect("keys");
        let caller = keys.caller();
        service.account_with(
            &service.simulator.keys().root_pem(),
            &caller.certificate_pem(),
            &caller.key_pem(),
        )
    };
    for account in [other_root, run_out, not_theirs] {
        on_with(Engine::Sqlite, account, async |world| {
            let mut browser = bo_at_his_eid(world).await;
            press(&mut browser, "this").await;
            assert_eq!(stage(browser.page()), "ended", "{}", browser.page().text());
            assert!(world.eid().simulator.requests().is_empty());
            in_by_text(world, &mut browser).await;
        });
    }
}
