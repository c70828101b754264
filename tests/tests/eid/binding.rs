//! An order belongs to the browser that began it, and to the person it was demanded of (A62, A63).

use connect::bankid::simulator::{AppRefusal, Call, Script};
use domain::time::Span;
use tests::eid::{BO, EID, STRANGER, each_engine, person};
use tests::world::{OSKARS_PASSWORD, PASSWORD, World};
use tests::{Browser, together};

use crate::play::{
    at_eid, at_fresh_proof, bo_at_his_eid, bo_with_an_order, look, moving, press, progress, stage,
};

/// What a telephone's browser calls itself in which the app comes back to the page.
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

/// Browsers that have nothing to do with the victim's: one that was never here, one with a login of its own, one that is signed in.
async fn others(world: &World) -> Vec<Browser> {
    let mut fresh = world.browser();
    fresh.go("/o/demo/login").await;
    let mut agnes = world.browser();
    agnes.sign_in("agnes", PASSWORD).await;
    let mut oskar = world.browser();
    oskar.sign_in("oskar", OSKARS_PASSWORD).await;
    let mut bo = world.browser();
    bo.sign_in("bo", PASSWORD).await;
    vec![fresh, agnes, oskar, bo]
}

/// A62: whoever polls, answers or moves another browser's order gets nothing, knowing the challenge's name even.
#[test]
fn a62_another_browser_has_nothing_of_the_order() {
    each_engine(async |world| {
        let mut victim = bo_with_an_order(world).await;
        let challenge = victim.page().field("challenge").expect("a challenge");
        let order = world.eid().order();
        let others = others(world).await;
        for proved in [false, true] {
            if proved {
                world.signed_by(BO).await;
            }
            for other in &others {
                for address in [
                    "/o/demo/login/progress",
                    "/o/demo/login/identify/progress",
                    "/o/demo/recover/identify/progress",
                ] {
                    let told = progress(other, address).await;
                    assert_eq!(told["stage"], "", "{told}");
                }
                for device in ["", "this", "other", "back"] {
                    for address in [
                        "/o/demo/login/answer",
                        "/o/demo/login/identify",
                        "/o/demo/recover/identify",
                        "/o/demo/login/enrol/step",
                    ] {
                        let mut other = other.clone();
                        let had = other.has_session();
                        let typed = [("challenge", challenge.as_str()), ("order", device)];
                        other.post(address, &typed).await;
                        assert_eq!(other.has_session(), had, "{address} {device}");
                    }
                }
            }
            if !proved {
                world.round().await;
                assert_eq!(
                    world.eid().order().auto_start_token,
                    order.auto_start_token,
                    "it runs on"
                );
            }
        }
        assert_eq!(world.sessions("bo").await, 0);
        assert_eq!(world.eid().asked(Call::Auth).len(), 1);
        look(&mut victim).await;
        victim.press("continue", &[]).await;
        victim.is_at("account");
    });
}

/// A62: an order's name, what opens its app, and a number are not taken from anybody.
#[test]
fn a62_what_a_client_sends_of_an_order_changes_nothing() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        // An order of the attacker's own, done by the attacker.
        let mut attacker = world.browser();
        attacker.go("/o/demo/login").await;
        attacker.choose(EID).await;
        press(&mut attacker, "other").await;
        world.eid().sign(STRANGER);
        world.round().await;
        let known = world.eid().asked(Call::Collect);
        let name = known[0]["orderRef"].as_str().expect("a name").to_owned();
        let token = "67df3917-fa0d-44e5-b327-edcc928297f8".to_owned();
        let sent = [
            ("orderRef", name.as_str()),
            ("order_ref", &name),
            ("reference", &name),
            ("autoStartToken", &token),
            ("auto_start_token", &token),
            ("app_token", &token),
            ("personal_number", STRANGER),
            ("personalNumber", STRANGER),
            ("returned", "x"),
            ("proved", "true"),
            ("stage", "proved"),
        ];
        let mut browser = bo_at_his_eid(world).await;
        let challenge = browser.page().field("challenge").expect("a challenge");
        for device in ["", "this", ""] {
            let mut typed = sent.to_vec();
            typed.extend([("challenge", challenge.as_str()), ("order", device)]);
            let query: Vec<String> = sent
                .iter()
                .filter(|(_, value)| *value != STRANGER && *value != name)
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let address = format!("/o/demo/login/answer?{}", query.join("&"));
            browser.post(&address, &typed).await;
            assert!(!browser.has_session());
            browser.go("/o/demo/login").await;
        }
        let last = world.eid().asked(Call::Auth).pop().expect("an order");
        assert_eq!(last["requirement"]["personalNumber"], BO);
        assert!(!last.to_string().contains(&token) && !last.to_string().contains(STRANGER));
        world.round().await;
        let asked = world.eid().asked(Call::Collect).pop().expect("a question");
        assert_ne!(
            asked["orderRef"],
            name.as_str(),
            "his own order is asked about"
        );
        assert_eq!(stage(browser.page()), "this");
        assert_eq!(
            world.failures("bo", EID).await,
            0,
            "an answer too early is no guess"
        );
    });
}

/// A62, login CSRF: the attacker's proved order is worth nothing in the victim's browser, and the victim's nothing in the attacker's.
#[test]
fn a62_a_proved_order_is_worth_nothing_in_another_browser() {
    each_engine(async |world| {
        world.allow_both_ways().await;
        world.open_the_way_back().await;
        for (way, there, at) in [
            (
                "/o/demo/login",
                "/o/demo/login/identify",
                "/o/demo/login/identify",
            ),
            (
                "/o/demo/recover",
                "/o/demo/recover/identify",
                "/o/demo/recover/identify",
            ),
        ] {
            let mut owner = world.browser();
            owner.go(way).await;
            owner.choose(EID).await;
            let mut other = world.browser();
            other.go(way).await;
            other.choose(EID).await;
            press(&mut owner, "other").await;
            world.signed_by(BO).await;
            let challenge = owner.page().field("challenge").expect("a challenge");
            // By hand, and by a page of the attacker's that posts the owner's whole form from the other browser.
            other
                .post(at, &[("challenge", &challenge), ("order", "")])
                .await;
            assert!(
                !other.has_session() && other.page().status.is_client_error()
                    || other
                        .page()
                        .location()
                        .is_some_and(|to| to.starts_with(there))
            );
            look(&mut owner).await;
            let form = owner.pressing("continue", &[]);
            let mut forged = other
                .asking(axum::http::Method::POST, at)
                .saying(form.body.clone());
            forged = forged.with("content-type", "application/x-www-form-urlencoded");
            other.send(forged).await;
            assert!(!other.has_session());
            other.go("/o/demo/login").await;
            other.is_at("password");
            assert_eq!(world.sessions("bo").await, 0);
            owner.press("continue", &[]).await;
            assert_ne!(owner.page().name(), "password", "the owner goes on");
            owner.go("/account").await;
            owner.post("/account/sign-out", &[]).await;
            world.wait(Span::minutes(1));
        }
    });
}

/// A62: where the app comes back to the page, only the browser that it came back to goes on; the app's link in somebody else's hand lets the
/// sender in nowhere.
#[test]
fn a62_an_order_done_on_a_telephone_elsewhere_does_not_let_its_beginner_in() {
    each_engine(async |world| {
        world.allow_both_ways().await;
        world.open_the_way_back().await;
        for (way, page) in [
            ("/o/demo/login", "/o/demo/login/identify"),
            ("/o/demo/recover", "/o/demo/recover/identify"),
            ("", "/o/demo/login"),
        ] {
            let mut attacker = world.browser();
            attacker.agent = IPHONE;
            if way.is_empty() {
                attacker.sign_in("bo", PASSWORD).await;
            } else {
                attacker.go(way).await;
            }
            attacker.choose(EID).await;
            press(&mut attacker, "this").await;
            let begun = world.eid().asked(Call::Auth).pop().expect("an order");
            let back = begun["returnUrl"]
                .as_str()
                .expect("the app comes back")
                .to_owned();
            let (at, nonce) = back.split_once("?returned=").expect("a nonce");
            assert_eq!(
                at,
                format!("https://id.example.test{page}"),
                "it comes back to the page it left"
            );
            assert!(
                !attacker.page().body.contains(nonce),
                "the nonce goes to the app alone"
            );
            world.signed_by(BO).await;
            // The victim's browser knows nothing of an order; the attacker's was not come back to.
            let mut victim = world.browser();
            victim.go(&format!("{page}?returned={nonce}")).await;
            assert!(!victim.has_session());
            assert_eq!(victim.page().field("returned"), None);
            for returned in ["", "x", &nonce[1..], &"0".repeat(nonce.len())] {
                let mut attacker = attacker.clone();
                attacker.go(&format!("{page}?returned={returned}")).await;
                assert_eq!(
                    stage(attacker.page()),
                    "ended",
                    "{}",
                    attacker.page().text()
                );
                let challenge = attacker.page().field("challenge").expect("a challenge");
                let form = if way.is_empty() {
                    "/o/demo/login/answer"
                } else {
                    page
                };
                attacker
                    .post(
                        form,
                        &[
                            ("challenge", &challenge),
                            ("order", ""),
                            ("returned", returned),
                        ],
                    )
                    .await;
                assert!(!attacker.has_session());
            }
            assert_eq!(world.sessions("bo").await, 0);
            // Where it did come back, it goes on.
            let mut owner = attacker;
            owner.go(&format!("{page}?returned={nonce}")).await;
            assert_eq!(stage(owner.page()), "proved", "{}", owner.page().text());
            owner.press("continue", &[]).await;
            assert_ne!(owner.page().name(), "answer", "{}", owner.page().text());
            owner.go("/account").await;
            if owner.page().name() == "account" {
                owner.press("sign-out", &[]).await;
            }
            world.wait(Span::minutes(1));
        }
    });
}

/// A63: a picture that was relayed is too old, or another's; whoever scans in time is not the person demanded.
#[test]
fn a63_a_relayed_picture_buys_nothing() {
    each_engine(async |world| {
        let mut victim = bo_at_his_eid(world).await;
        press(&mut victim, "other").await;
        let frame = world.eid().order().qr.expect("a picture");
        world.wait(Span::seconds(10));
        assert_eq!(
            world.eid().simulator.open_by_qr(&frame),
            Err(AppRefusal::OldPicture)
        );
        let (kept, _) = frame.rsplit_once('.').expect("a code");
        let forged = format!("{kept}.{}", "0".repeat(64));
        assert!(world.eid().simulator.open_by_qr(&forged).is_err());
        let fresh = world.eid().order().qr.expect("a picture");
        let token = world.eid().simulator.open_by_qr(&fresh).expect("opened");
        assert_eq!(
            world.eid().simulator.sign(&token, person(STRANGER)),
            Err(AppRefusal::OtherPerson)
        );
        world.round().await;
        look(&mut victim).await;
        assert_ne!(stage(victim.page()), "proved");
        assert!(!victim.has_session());
    });
}

/// A63: an order that somebody else did, though it was demanded of bo: counted, told, refused, and after five of them the eID waits.
#[test]
fn a63_an_order_done_by_another_person_is_refused_counted_and_told() {
    each_engine(async |world| {
        let mut browser = bo_at_his_eid(world).await;
        for wrong in 1..=3_i64 {
            world
                .eid()
                .simulator
                .script_next(Script::signed_by(person(STRANGER)));
            press(&mut browser, "this").await;
            world.round().await;
            let told = progress(&browser, "/o/demo/login/progress").await;
            assert_eq!(
                told["proved"].as_bool(),
                Some(true),
                "there is something to send: {told}"
            );
            let challenge = browser.page().field("challenge").expect("a challenge");
            browser
                .post(
                    "/o/demo/login/answer",
                    &[("challenge", &challenge), ("order", "")],
                )
                .await;
            assert!(
                browser.page().status.is_client_error(),
                "{}",
                browser.page().status
            );
            assert!(!browser.has_session() && !browser.page().alert().is_empty());
            assert_eq!(world.failures("bo", EID).await, wrong);
            assert_eq!(
                world.told("bo", "factor-checked", "order-anothers").await,
                usize::try_from(wrong).expect("few")
            );
            browser.go("/o/demo/login").await;
            assert_eq!(stage(browser.page()), "ended");
        }
        assert_eq!(world.told("bo", "second-steps-failing", "done").await, 1);
        assert_eq!(world.sessions("bo").await, 0);
        // The identification is kept with bo's account, whose login it was; it says whose number it is.
        let (demo, bo) = (world.demo().await, world.user("bo").await.id);
        let kept = world
            .read(move |tx| tx.identifications_of_user(demo, bo, 10))
            .await;
        assert_eq!(kept.len(), 3);
        press(&mut browser, "this").await;
        world.signed_by(BO).await;
        look(&mut browser).await;
        browser.press("continue", &[]).await;
        browser.is_at("account");
        assert_eq!(world.failures("bo", EID).await, 0);
    });
}

/// A63, rule 2 of the duties: wherever we know whom we ask, nobody else can complete the order.
#[test]
fn a63_the_number_is_demanded_wherever_the_person_is_known() {
    each_engine(async |world| {
        let mut browser = bo_with_an_order(world).await;
        press(&mut browser, "other").await;
        press(&mut browser, "back").await;
        press(&mut browser, "other").await;
        // One that nobody scans, and what takes its place.
        for _ in 0..20 {
            world.round().await;
        }
        press(&mut browser, "this").await;
        world.signed_by(BO).await;
        look(&mut browser).await;
        browser.press("continue", &[]).await;
        browser.is_at("account");
        at_fresh_proof(world, &mut browser).await;
        press(&mut browser, "other").await;
        let begun = world.eid().asked(Call::Auth);
        assert!(begun.len() >= 6, "{}", begun.len());
        for body in begun {
            assert_eq!(body["requirement"]["personalNumber"], BO);
        }
    });
}

/// A63: one account per number and organisation; whoever binds a number that is bound hears that it is taken, and nobody's is changed.
#[test]
fn a63_a_number_is_bound_to_one_account() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.go("/account/security/add/bankid").await;
        crate::play::pass_codes(&mut browser, OSKARS_PASSWORD).await;
        press(&mut browser, "other").await;
        world.signed_by(BO).await;
        look(&mut browser).await;
        let before = world.standing().await;
        browser.press("continue", &[]).await;
        assert!(
            !browser.page().alert().is_empty(),
            "{}",
            browser.page().text()
        );
        assert_eq!(world.standing().await, before);
        let mut bo = at_eid(world, "bo").await;
        press(&mut bo, "this").await;
        world.signed_by(BO).await;
        look(&mut bo).await;
        bo.press("continue", &[]).await;
        bo.is_at("account");
    });
}

/// A62: a login's second step takes a proof of the same login alone, though the same person proved it.
#[test]
fn a62_a_proof_of_the_whole_login_is_no_second_step() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        let mut whole = world.browser();
        whole.go("/o/demo/login").await;
        whole.choose(EID).await;
        press(&mut whole, "other").await;
        world.signed_by(BO).await;
        let challenge = whole.page().field("challenge").expect("a challenge");
        let mut second = bo_at_his_eid(world).await;
        second
            .post(
                "/o/demo/login/answer",
                &[("challenge", &challenge), ("order", "")],
            )
            .await;
        assert!(!second.has_session());
        // In one browser, at the other way's address.
        whole
            .post(
                "/o/demo/recover/identify",
                &[("challenge", &challenge), ("order", "")],
            )
            .await;
        assert_ne!(whole.page().location(), Some("/o/demo/login"));
        whole.go("/o/demo/login/identify").await;
        whole.press("continue", &[]).await;
        whole.is_at("account");
    });
}

/// A35 on the pages of an eID: a forged move begins nothing, a forged answer lets nobody in.
#[test]
fn a35_forged_moves_and_answers_do_nothing() {
    each_engine(async |world| {
        world.allow_both_ways().await;
        world.open_the_way_back().await;
        for way in ["/o/demo/login", "/o/demo/recover", ""] {
            let mut browser = if way.is_empty() {
                bo_at_his_eid(world).await
            } else {
                world.browser()
            };
            if !way.is_empty() {
                browser.go(way).await;
                browser.choose(EID).await;
            }
            let begun = world.eid().asked(Call::Auth).len();
            let right = moving(&browser, "this");
            let mut other = world.browser();
            other.go("/o/demo/login").await;
            let elsewhere = other.page().csrf().expect("a tag");
            let own = browser.page().csrf().expect("a tag");
            let body = String::from_utf8(right.body.clone()).expect("text");
            let forged = vec![
                right.clone().saying(body.replace(&own, &elsewhere)),
                right.clone().saying(body.replace(&own, "")),
                right.clone().with("sec-fetch-site", "cross-site"),
                right
                    .clone()
                    .without("sec-fetch-site")
                    .with("origin", "https://evil.example"),
            ];
            for page in together::at_once(forged).await {
                assert!(!together::sets_session(&page));
            }
            assert_eq!(world.eid().asked(Call::Auth).len(), begun, "{way}");
        }
    });
}
