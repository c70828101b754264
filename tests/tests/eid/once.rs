//! An order is begun once, asked about by one, read once, worth one login, and over in its time (A64).

use connect::bankid::simulator::{Call, Gate, Mishap};
use domain::time::Span;
use serde_json::json;
use tests::eid::{BO, EID, each_engine};
use tests::together::{at_once, sessions_in};
use tests::world::{OSKARS_PASSWORD, PASSWORD, World};

use crate::play::{
    bo_at_his_eid, bo_with_an_order, look, moving, pass_codes, press, progress, stage,
};

/// A64: the outcome is read once, and nothing more is asked afterwards, however often anybody looks.
#[test]
fn a64_a_final_answer_is_read_once() {
    each_engine(async |world| {
        let mut browser = bo_with_an_order(world).await;
        for _ in 0..3 {
            world.round().await;
        }
        world.signed_by(BO).await;
        let asked = world.eid().asked(Call::Collect).len();
        assert_eq!(asked, 4, "once every two seconds");
        for _ in 0..5 {
            world.round().await;
            progress(&browser, "/o/demo/login/progress").await;
            look(&mut browser).await;
        }
        assert_eq!(world.eid().asked(Call::Collect).len(), asked);
        browser.press("continue", &[]).await;
        browser.is_at("account");
    });
}

/// A64: one proof, one session – of a second step and of the whole login, whoever sends the form how often.
#[test]
fn a64_a_proof_is_worth_one_session() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        for whole in [false, true] {
            let mut browser = if whole {
                let mut browser = world.browser();
                browser.go("/o/demo/login").await;
                browser.choose(EID).await;
                browser
            } else {
                bo_at_his_eid(world).await
            };
            press(&mut browser, "this").await;
            world.signed_by(BO).await;
            look(&mut browser).await;
            let before = world.sessions("bo").await;
            let answer = browser.pressing("continue", &[]);
            let answers = at_once(vec![answer.clone(); 8]).await;
            assert_eq!(sessions_in(&answers), 1, "whole: {whole}");
            assert!(answers.iter().all(|page| page.status.as_u16() < 500));
            assert_eq!(world.sessions("bo").await, before + 1);
            // Once more, later.
            for _ in 0..2 {
                let page = answer.clone().send().await;
                assert!(!tests::together::sets_session(&page));
                world.wait(Span::seconds(5));
            }
            assert_eq!(world.sessions("bo").await, before + 1);
        }
    });
}

/// A64: a proof of one login opens no other, of the same person even.
#[test]
fn a64_a_proof_opens_no_second_login() {
    each_engine(async |world| {
        let mut first = bo_with_an_order(world).await;
        world.signed_by(BO).await;
        let challenge = first.page().field("challenge").expect("a challenge");
        let mut second = bo_at_his_eid(world).await;
        let typed = [("challenge", challenge.as_str()), ("order", "")];
        second.post("/o/demo/login/answer", &typed).await;
        assert!(!second.has_session());
        look(&mut first).await;
        first.press("continue", &[]).await;
        first.is_at("account");
        second.post("/o/demo/login/answer", &typed).await;
        assert!(!second.has_session());
        assert_eq!(world.sessions("bo").await, 1);
    });
}

/// A64: a proof that nobody sent in time is worth nothing; neither is one whose login ran out.
#[test]
fn a64_a_proof_does_not_outlive_its_challenge() {
    each_engine(async |world| {
        let mut browser = bo_with_an_order(world).await;
        world.signed_by(BO).await;
        look(&mut browser).await;
        let answer = browser.pressing("continue", &[]);
        world.wait(Span::minutes(11));
        browser.send(answer).await;
        assert!(!browser.has_session());
        assert_eq!(world.sessions("bo").await, 0);
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        let mut whole = world.browser();
        whole.go("/o/demo/login").await;
        whole.choose(EID).await;
        press(&mut whole, "this").await;
        world.signed_by(BO).await;
        look(&mut whole).await;
        let answer = whole.pressing("continue", &[]);
        world.wait(Span::minutes(11));
        whole.send(answer).await;
        assert!(!whole.has_session());
        assert_eq!(world.sessions("bo").await, 0);
    });
}

/// A64: an order that outlived its time at the eID, and one that nobody here asked about for too long.
#[test]
fn a64_an_order_older_than_its_limits_is_over() {
    each_engine(async |world| {
        let mut browser = bo_with_an_order(world).await;
        let token = world.eid().order().auto_start_token;
        world.eid().simulator.open(&token).expect("opened");
        for _ in 0..92 {
            world.round().await;
        }
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "ended", "{}", browser.page().text());
        assert_eq!(world.told("bo", "order-ended", "done").await, 1);
        // One that was done while nobody asked: its outcome is forgotten at the eID, and the page says so before that.
        press(&mut browser, "this").await;
        world.eid().sign(BO);
        world.wait(Span::seconds(301));
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "ended", "{}", browser.page().text());
        world.round().await;
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "ended");
        let challenge = browser.page().field("challenge").expect("a challenge");
        browser
            .post(
                "/o/demo/login/answer",
                &[("challenge", &challenge), ("order", "")],
            )
            .await;
        assert!(!browser.has_session());
    });
}

fn complete(name: &str, digits: &str) -> Mishap {
    said(&json!({
        "orderRef": name, "status": "complete",
        "completionData": {
            "user": {"personalNumber": digits, "name": "B L", "givenName": "B", "surname": "L"},
            "device": {"ipAddress": "203.0.113.7"}, "signature": "QQ==", "ocspResponse": "QQ=="
        }
    }))
}

fn said(body: &serde_json::Value) -> Mishap {
    Mishap::Answer {
        status: 200,
        content_type: "application/json",
        body: body.to_string(),
    }
}

/// The name of the order that runs, as its first question told.
async fn name(world: &World) -> String {
    world.round().await;
    let asked = world.eid().asked(Call::Collect).pop().expect("a question");
    asked["orderRef"].as_str().expect("a name").to_owned()
}

/// A64: complete after failed, failed after complete, another order's outcome, a complete without a person.
#[test]
fn a64_an_odd_sequence_lets_nobody_in() {
    each_engine(async |world| {
        let mut browser = bo_with_an_order(world).await;
        let own = name(world).await;
        let eid = &world.eid().simulator;
        eid.plan(
            Call::Collect,
            said(&json!({"orderRef": own, "status": "failed", "hintCode": "userCancel"})),
        );
        eid.plan(Call::Collect, complete(&own, BO));
        for _ in 0..3 {
            world.round().await;
        }
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "ended", "complete after failed");
        let asked = world.eid().asked(Call::Collect).len();
        eid.always(Call::Collect, None);
        // The planned completion is still there: of the next order it is another's.
        press(&mut browser, "this").await;
        assert_eq!(
            stage(browser.page()),
            "ended",
            "an earlier order is open at the eID: {}",
            browser.page().text()
        );
        press(&mut browser, "this").await;
        world.round().await;
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "ended", "another order's outcome");
        assert!(world.eid().asked(Call::Collect).len() > asked);
        for body in [
            json!({"status": "complete"}),
            json!({"status": "complete", "completionData": {"user": {"personalNumber": ""}}}),
            json!({"status": "complete", "completionData": {"user": {"personalNumber": "199006022398"}}}),
        ] {
            press(&mut browser, "this").await;
            assert_eq!(stage(browser.page()), "this", "{}", browser.page().text());
            world.eid().simulator.plan(Call::Collect, said(&body));
            world.round().await;
            look(&mut browser).await;
            assert_eq!(stage(browser.page()), "ended", "{body}");
            assert!(world.eid().orders().is_empty(), "what is lost is cancelled");
        }
        assert!(!browser.has_session());
        assert_eq!(world.sessions("bo").await, 0);
    });
}

/// A64: two tabs of one browser have one order: the second cancels the first before its own begins.
#[test]
fn a64_two_tabs_have_one_order() {
    each_engine(async |world| {
        let first = bo_at_his_eid(world).await;
        let (mut one, mut two) = (first.clone(), first);
        press(&mut one, "this").await;
        let token = world.eid().order().auto_start_token;
        press(&mut two, "other").await;
        assert_eq!(
            stage(two.page()),
            "other",
            "no order stood in its way: {}",
            two.page().text()
        );
        assert_ne!(world.eid().order().auto_start_token, token);
        let calls: Vec<Call> = world
            .eid()
            .simulator
            .requests()
            .iter()
            .map(|request| request.call)
            .collect();
        assert_eq!(calls, [Call::Auth, Call::Cancel, Call::Auth]);
        look(&mut one).await;
        assert_eq!(stage(one.page()), "other", "both show the one order");
        world.signed_by(BO).await;
        look(&mut one).await;
        look(&mut two).await;
        one.press("continue", &[]).await;
        one.is_at("account");
        two.press("continue", &[]).await;
        assert_eq!(world.sessions("bo").await, 1);
    });
}

/// A64: whoever gives the password once more in the same browser has one login, and what the one before had begun is cancelled.
#[test]
fn a64_a_login_that_another_takes_the_place_of_leaves_nothing_open() {
    each_engine(async |world| {
        let mut one = world.browser();
        one.go("/o/demo/login").await;
        let mut two = one.clone();
        one.sign_in("bo", PASSWORD).await;
        one.choose(EID).await;
        press(&mut one, "this").await;
        world.round().await;
        let token = world.eid().order().auto_start_token;
        // The second tab has the cookies of its browser. Its form is of before: it is shown once more.
        two.cookies.clone_from(&one.cookies);
        for _ in 0..2 {
            two.is_at("password");
            two.press("continue", &[("username", "bo"), ("password", PASSWORD)])
                .await;
        }
        world.round().await;
        assert!(
            world.eid().orders().is_empty(),
            "{:?}",
            world.eid().orders()
        );
        if two.page().name() == "choose-factor" {
            two.choose(EID).await;
        }
        press(&mut two, "this").await;
        assert_ne!(world.eid().order().auto_start_token, token);
        world.signed_by(BO).await;
        look(&mut two).await;
        two.press("continue", &[]).await;
        two.is_at("account");
    });
}

/// A64: the button pressed many times begins one order.
#[test]
fn a64_a_form_that_is_sent_many_times_begins_one_order() {
    each_engine(async |world| {
        let mut browser = bo_at_his_eid(world).await;
        let gate = Gate::default();
        world
            .eid()
            .simulator
            .plan(Call::Auth, Mishap::Held(gate.clone()));
        let forms = vec![moving(&browser, "this"); 5];
        let all = tokio::spawn(at_once(forms));
        gate.reached().await;
        gate.open();
        for page in all.await.expect("answers") {
            assert_eq!(page.status.as_u16(), 303, "{}", page.body);
        }
        browser.go("/o/demo/login").await;
        assert_eq!(stage(browser.page()), "this", "{}", browser.page().text());
        world.eid().order();
        world.signed_by(BO).await;
        look(&mut browser).await;
        browser.press("continue", &[]).await;
        browser.is_at("account");
    });
}

/// A64: whoever goes back while the order begins leaves nothing open.
#[test]
fn a64_going_back_while_an_order_begins_leaves_nothing_open() {
    each_engine(async |world| {
        let mut browser = bo_at_his_eid(world).await;
        let gate = Gate::default();
        world
            .eid()
            .simulator
            .plan(Call::Auth, Mishap::Held(gate.clone()));
        let beginning = tokio::spawn(moving(&browser, "this").send());
        gate.reached().await;
        browser.go("/o/demo/login").await;
        assert_eq!(stage(browser.page()), "starting");
        press(&mut browser, "back").await;
        assert_eq!(stage(browser.page()), "choose");
        gate.open();
        beginning.await.expect("an answer");
        assert!(
            world.eid().orders().is_empty(),
            "{:?}",
            world.eid().orders()
        );
        world.round().await;
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "choose");
        press(&mut browser, "this").await;
        assert_eq!(stage(browser.page()), "this", "{}", browser.page().text());
    });
}

/// A64: the login that waited is left, or gives way to another factor: the order is cancelled at the eID at the next look.
#[test]
fn a64_an_order_does_not_outlive_what_waits_for_it() {
    each_engine(async |world| {
        for way in ["back", "another factor", "cancel", "expired"] {
            let mut browser = bo_with_an_order(world).await;
            world.round().await;
            match way {
                "back" => press(&mut browser, "back").await,
                "another factor" => {
                    browser.go("/o/demo/login?way=other").await;
                    browser.choose("sms").await;
                    browser.is_at("answer");
                }
                "cancel" => {
                    browser.press("cancel", &[]).await;
                }
                _ => world.wait(Span::minutes(31)),
            }
            world.look().await;
            assert!(world.eid().orders().is_empty(), "{way}");
            let last = world.eid().simulator.requests().pop().expect("a call");
            assert_eq!(last.call, Call::Cancel, "{way}");
            let asked = world.eid().asked(Call::Collect).len();
            world.round().await;
            assert_eq!(
                world.eid().asked(Call::Collect).len(),
                asked,
                "{way}: nothing more is asked"
            );
            assert!(!browser.has_session());
            world.wait(Span::minutes(31));
        }
    });
}

/// A64: a session's end ends the order of what was being added in it.
#[test]
fn a64_signing_out_ends_the_order_of_an_enrolment() {
    each_engine(async |world| {
        for ends in ["sign-out", "cancel", "expires"] {
            let mut browser = world.browser();
            browser.sign_in("oskar", OSKARS_PASSWORD).await;
            browser.go("/account/security/add/bankid").await;
            pass_codes(&mut browser, OSKARS_PASSWORD).await;
            press(&mut browser, "this").await;
            world.round().await;
            world.eid().order();
            let enrolling = browser.clone();
            match ends {
                "sign-out" => {
                    browser.go("/account").await;
                    browser.press("sign-out", &[]).await;
                }
                "cancel" => {
                    browser.press("cancel", &[]).await;
                }
                _ => world.wait(Span::hours(13)),
            }
            world.round().await;
            assert!(world.eid().orders().is_empty(), "{ends}");
            let mut late = enrolling;
            let challenge = late.page().field("challenge").expect("a challenge");
            late.post(
                "/account/security/add/bankid",
                &[("challenge", &challenge), ("order", "")],
            )
            .await;
            let own = world.authenticators("oskar").await;
            assert!(!own.iter().any(|own| own.kind.as_str() == EID));
        }
    });
}

/// An order costs money and rings at somebody's telephone: one login's are bounded, and all of a person's, whoever knows their password. What
/// one login spent another still has, and whoever spends what the person has is told of.
#[test]
fn a64_orders_for_one_person_are_bounded() {
    each_engine(async |world| {
        let spend = async |tries: usize| {
            let mut browser = bo_at_his_eid(world).await;
            let mut begun = 0;
            for _ in 0..tries {
                press(&mut browser, "this").await;
                if browser.page().status.is_success() {
                    begun += 1;
                }
                browser.go("/o/demo/login").await;
                if stage(browser.page()) != "choose" {
                    press(&mut browser, "back").await;
                }
            }
            (browser, begun)
        };
        for login in 1..=3 {
            let (_, begun) = spend(13).await;
            assert_eq!(begun, 12, "login {login}");
            assert_eq!(world.told("bo", "orders-suspicious", "done").await, 0);
        }
        let (mut browser, begun) = spend(3).await;
        assert_eq!(begun, 0, "one person's, of all logins together");
        assert_eq!(world.told("bo", "order-begun", "done").await, 36);
        assert_eq!(world.told("bo", "orders-suspicious", "done").await, 1);
        // Text messages go on.
        browser.go("/o/demo/login?way=other").await;
        browser.choose("sms").await;
        browser.answer(&world.texted_code("+46701740605")).await;
        browser.is_at("account");
    });
}
