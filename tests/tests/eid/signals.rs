//! What the eID's people and the log are told: the alarm of orders that somebody else begins, the evidence, the risk, another address.

use connect::bankid::simulator::{ApiError, Call, Mishap, Script};
use domain::time::Span;
use tests::eid::{BO, EID, each_engine};
use tests::world::World;

use crate::play::{bo_at_his_eid, bo_with_an_order, look, press, stage};

/// Sends what waits in the outbox.
async fn post(world: &World) {
    app::deliver::run_due(world.app(), world.now())
        .await
        .expect("sent");
}

/// A flood of orders that end because another came, or cannot begin because one is open, raises the alarm once.
#[test]
fn a62_a_flood_of_suspicious_ends_raises_the_alarm_once() {
    each_engine(async |world| {
        let mut browser = bo_at_his_eid(world).await;
        for number in 1..=9 {
            if number % 2 == 0 {
                world
                    .eid()
                    .simulator
                    .plan(Call::Auth, Mishap::Error(ApiError::AlreadyInProgress));
            } else {
                world
                    .eid()
                    .simulator
                    .script_next(Script::failing("cancelled"));
            }
            press(&mut browser, "this").await;
            for _ in 0..3 {
                world.round().await;
            }
            look(&mut browser).await;
            assert_eq!(stage(browser.page()), "ended", "{}", browser.page().text());
            let told = world.told("bo", "orders-suspicious", "done").await;
            assert_eq!(told, usize::from(number >= 3), "after {number}");
        }
        post(world).await;
        assert_eq!(world.mail_to("bo").len(), 1, "one letter to the person");
        assert_eq!(world.mail_to("stina").len(), 1, "one letter to support");
        for letter in world.mail_to("bo").iter().chain(&world.mail_to("stina")) {
            assert!(
                !letter.text.contains(&BO[2..]) && letter.text.contains("http"),
                "{}",
                letter.text
            );
        }
        // The person's own ends are no signs of an attack.
        assert_eq!(world.told("bo", "order-ended", "done").await, 9);
    });
}

/// Orders that the person cancels or lets run out are no signs of an attack.
#[test]
fn ends_of_the_persons_own_raise_no_alarm() {
    each_engine(async |world| {
        let mut browser = bo_at_his_eid(world).await;
        for hint in [
            "userCancel",
            "expiredTransaction",
            "certificateErr",
            "somethingNew",
            "userCancel",
            "startFailed",
        ] {
            press(&mut browser, "this").await;
            let token = world.eid().order().auto_start_token;
            world.eid().simulator.fail(&token, hint).expect("failed");
            world.round().await;
            look(&mut browser).await;
            assert_eq!(stage(browser.page()), "ended", "{hint}");
        }
        post(world).await;
        assert_eq!(world.told("bo", "orders-suspicious", "done").await, 0);
        assert!(world.mail_to("bo").is_empty() && world.mail_to("stina").is_empty());
    });
}

/// What the eID gave as proof is kept, sealed, and the log names it; an app at another address is told and no more.
#[test]
fn an_identification_is_kept_and_named_in_the_log() {
    each_engine(async |world| {
        for (script, address) in [
            (Script::by_the_app(), "same"),
            (
                Script::by_the_app().with_device_ip("198.51.100.99"),
                "different",
            ),
            (Script::by_the_app().with_device_ip("nowhere"), "unknown"),
        ] {
            world.eid().simulator.script_next(script);
            let mut browser = bo_with_an_order(world).await;
            let text = world.eid().order().visible_text;
            world.signed_by(BO).await;
            let (demo, bo) = (world.demo().await, world.user("bo").await.id);
            let kept = world
                .read(move |tx| tx.identifications_of_user(demo, bo, 10))
                .await;
            let newest = &kept[0];
            assert!(newest.expires_at > world.now() + Span::days(1));
            let log = world.log("bo").await;
            let row = log
                .iter()
                .find(|row| row.kind == "identity-shown")
                .expect("a row");
            assert_eq!(
                row.details.get("identification"),
                Some(&newest.id.to_string())
            );
            assert_eq!(
                row.details.get("address").map(String::as_str),
                Some(address)
            );
            assert_eq!(row.details.get("risk").map(String::as_str), Some("low"));
            let shown = format!(
                "{:?} {:?}",
                row.details,
                row.personal.as_ref().map(|own| own.target.clone())
            );
            assert!(!shown.contains("2397") && shown.contains("****"), "{shown}");
            let proof = serde_json::to_string(&newest.proof).expect("JSON");
            assert!(proof.contains(BO) && text.contains("Demobolaget"));
            look(&mut browser).await;
            browser.press("continue", &[]).await;
            browser.is_at("account");
            world.wait(Span::minutes(11));
        }
    });
}

/// A high risk is refused on every way, and is no guess of the person's.
#[test]
fn a_high_risk_is_refused() {
    each_engine(async |world| {
        world.allow_both_ways().await;
        world.open_the_way_back().await;
        for way in ["", "/o/demo/login", "/o/demo/recover"] {
            for (risk, passes) in [("high", false), ("moderate", true)] {
                let mut browser = if way.is_empty() {
                    bo_at_his_eid(world).await
                } else {
                    world.browser()
                };
                if !way.is_empty() {
                    browser.go(way).await;
                    browser.choose(EID).await;
                }
                world
                    .eid()
                    .simulator
                    .script_next(Script::by_the_app().with_risk(risk));
                press(&mut browser, "this").await;
                world.signed_by(BO).await;
                let challenge = browser.page().field("challenge").expect("a challenge");
                let at = if way.is_empty() {
                    "/o/demo/login/answer".to_owned()
                } else {
                    format!("{way}/identify")
                };
                browser
                    .post(&at, &[("challenge", &challenge), ("order", "")])
                    .await;
                assert_eq!(
                    browser.page().status.as_u16() == 303,
                    passes,
                    "{way} {risk}: {}",
                    browser.page().text()
                );
                if !passes {
                    assert!(!browser.has_session() && !browser.page().alert().is_empty());
                }
                assert_eq!(world.failures("bo", EID).await, 0);
                world.wait(Span::minutes(31));
            }
        }
        // Nor is a risky one bound.
        let mut browser = world.browser();
        browser
            .sign_in("oskar", tests::world::OSKARS_PASSWORD)
            .await;
        browser.go("/account/security/add/bankid").await;
        crate::play::pass_codes(&mut browser, tests::world::OSKARS_PASSWORD).await;
        world
            .eid()
            .simulator
            .script_next(Script::by_the_app().with_risk("high"));
        press(&mut browser, "this").await;
        world.signed_by(tests::eid::OSKAR).await;
        let challenge = browser.page().field("challenge").expect("a challenge");
        browser
            .post(
                "/account/security/add/bankid",
                &[("challenge", &challenge), ("order", "")],
            )
            .await;
        assert!(
            !world
                .authenticators("oskar")
                .await
                .iter()
                .any(|own| own.kind.as_str() == EID)
        );
    });
}
