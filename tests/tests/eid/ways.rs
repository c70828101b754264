//! The ways on which all goes well: second step on this device and another, enrolment in a login and on the security page, fresh proof,
//! the whole login, and the way back to a new password and to a new second step.

use connect::bankid::simulator::Call;
use domain::assurance::{Aal, Assurance};
use domain::time::Span;
use tests::eid::{BO, CILLA, EID, OSKAR, each_engine};
use tests::world::{OSKARS_PASSWORD, PASSWORD};
use tests::{Browser, Page};

use crate::play::{
    at_eid, at_fresh_proof, bo_at_his_eid, bo_signed_in, look, pass_codes, press, progress,
    shows_who, stage,
};

/// K1, and K2 on this device.
#[test]
fn a_second_step_on_this_device() {
    each_engine(async |world| {
        let mut browser = bo_at_his_eid(world).await;
        assert!(
            world.eid().orders().is_empty(),
            "nothing begins before the person acts"
        );
        press(&mut browser, "this").await;
        assert_eq!(stage(browser.page()), "this", "{}", browser.page().text());
        let order = world.eid().order();
        assert!(
            order.visible_text.contains("Demobolaget"),
            "{}",
            order.visible_text
        );
        let links = browser.page().links();
        assert!(
            links
                .iter()
                .any(|link| link.contains(&order.auto_start_token)),
            "{links:?}"
        );
        assert!(
            !browser.page().offers("continue"),
            "there is nothing to go on with yet"
        );
        world
            .eid()
            .simulator
            .open(&order.auto_start_token)
            .expect("opened");
        world.round().await;
        let told = progress(&browser, "/o/demo/login/progress").await;
        assert_eq!(
            (told["stage"].as_str(), told["proved"].as_bool()),
            (Some("this"), Some(false)),
            "{told}"
        );
        world.signed_by(BO).await;
        let told = progress(&browser, "/o/demo/login/progress").await;
        assert_eq!(
            (told["stage"].as_str(), told["proved"].as_bool()),
            (Some("proved"), Some(true)),
            "{told}"
        );
        assert!(!browser.has_session(), "a look lets nobody in");
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "proved");
        browser.press("continue", &[]).await;
        browser.is_at("account");
        assert_eq!(world.told("bo", "signed-in", "done").await, 1);
        assert_eq!(world.told("bo", "order-begun", "done").await, 1);
        assert_eq!(world.told("bo", "identity-shown", "done").await, 1);
        assert!(world.eid().orders().is_empty());
    });
}

/// K2 on another device: the page shows another picture every second, and none once the app has it.
#[test]
fn a_second_step_on_another_device() {
    each_engine(async |world| {
        let mut browser = bo_at_his_eid(world).await;
        press(&mut browser, "other").await;
        assert_eq!(stage(browser.page()), "other", "{}", browser.page().text());
        let mut pictures = Vec::new();
        for _ in 0..3 {
            let told = progress(&browser, "/o/demo/login/progress").await;
            pictures.push(told["picture"].as_str().expect("a picture").to_owned());
            world.wait(Span::seconds(1));
        }
        assert!(pictures[0] != pictures[1] && pictures[1] != pictures[2]);
        let picture = world.eid().order().qr.expect("a picture");
        world
            .eid()
            .simulator
            .open_by_qr(&picture)
            .expect("the picture of this second opens the app");
        world.round().await;
        world.round().await;
        let told = progress(&browser, "/o/demo/login/progress").await;
        assert!(told["picture"].is_null(), "{told}");
        world.signed_by(BO).await;
        look(&mut browser).await;
        browser.press("continue", &[]).await;
        browser.is_at("account");
    });
}

/// A picture that nobody scans is replaced by another order unasked; the new one is for the same person.
#[test]
fn an_order_that_nobody_scanned_is_renewed_and_then_the_page_asks() {
    each_engine(async |world| {
        let mut browser = bo_at_his_eid(world).await;
        press(&mut browser, "other").await;
        for _ in 0..120 {
            world.round().await;
        }
        look(&mut browser).await;
        assert_eq!(stage(browser.page()), "ended", "{}", browser.page().text());
        let started = world.eid().simulator.requests();
        let started = started.iter().filter(|request| request.call == Call::Auth);
        for request in started {
            assert_eq!(request.body["requirement"]["personalNumber"], BO);
        }
        assert!(world.eid().orders().is_empty(), "nothing is left open");
        let begun = world.told("bo", "order-begun", "done").await;
        assert_eq!(begun, 1, "the person acted once");
        press(&mut browser, "other").await;
        world.signed_by(BO).await;
        look(&mut browser).await;
        browser.press("continue", &[]).await;
        browser.is_at("account");
    });
}

/// C: enrolment in a login that demands a second step: the codes first, then the eID, which anybody of the list may sign.
#[test]
fn an_enrolment_in_a_login() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        browser.is_at("enrol-choose");
        browser.choose(EID).await;
        pass_codes(&mut browser, PASSWORD).await;
        assert_eq!(stage(browser.page()), "choose", "{}", browser.page().text());
        press(&mut browser, "other").await;
        let order = world.eid().order();
        assert_eq!(order.demanded, None, "whose number it is nobody knows yet");
        world.signed_by(CILLA).await;
        let told = progress(&browser, "/o/demo/login/progress").await;
        // Whose it is stands on the page, and is asked: no script waits for it, or says yes to it.
        assert_eq!(told["stage"], "", "{told}");
        assert!(told["proved"].is_null(), "{told}");
        look(&mut browser).await;
        assert!(
            browser.page().text().contains("-****"),
            "{}",
            browser.page().text()
        );
        browser.press("continue", &[]).await;
        browser.is_at("done");
        browser.press("continue", &[]).await;
        browser.is_at("account");
        let mut again = at_eid(world, "cilla").await;
        press(&mut again, "this").await;
        assert!(world.eid().order().demanded.is_some());
        world.signed_by(CILLA).await;
        look(&mut again).await;
        again.press("continue", &[]).await;
        again.is_at("account");
    });
}

/// The same on the security page.
#[test]
fn an_enrolment_on_the_security_page() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.is_at("account");
        browser.go("/account/security/add/bankid").await;
        pass_codes(&mut browser, OSKARS_PASSWORD).await;
        assert_eq!(stage(browser.page()), "choose", "{}", browser.page().text());
        press(&mut browser, "this").await;
        assert_eq!(stage(browser.page()), "this", "{}", browser.page().text());
        world.signed_by(OSKAR).await;
        let told = progress(&browser, "/account/security/add/bankid/progress").await;
        // Whose it is stands on the page, and is asked: no script waits for it, or says yes to it.
        assert_eq!(told["stage"], "", "{told}");
        assert!(told["proved"].is_null(), "{told}");
        look(&mut browser).await;
        assert!(
            browser.page().text().contains("-****"),
            "{}",
            browser.page().text()
        );
        browser.press("continue", &[]).await;
        browser.is_at("done");
        let own = world.authenticators("oskar").await;
        assert!(
            own.iter()
                .any(|own| own.kind.as_str() == EID && own.label.contains("****"))
        );
    });
}

/// Fresh proof before something of the account is changed; the app says what for.
#[test]
fn fresh_proof_in_a_session() {
    each_engine(async |world| {
        let mut browser = bo_signed_in(world).await;
        let session = browser.cookie("_session").expect("a session").to_owned();
        at_fresh_proof(world, &mut browser).await;
        press(&mut browser, "this").await;
        let order = world.eid().order();
        assert!(order.demanded.is_some());
        world.signed_by(BO).await;
        look(&mut browser).await;
        browser.press("continue", &[]).await;
        assert_ne!(browser.cookie("_session"), Some(session.as_str()));
        assert_eq!(world.told("bo", "reauthenticated", "done").await, 1);
        assert_eq!(world.sessions("bo").await, 1);
    });
}

/// The whole login, where the organisation allows it.
#[test]
fn a_whole_login() {
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        let mut browser = world.browser();
        browser.go("/o/demo/login").await;
        browser.choose(EID).await;
        browser.is_at("answer");
        assert!(world.eid().orders().is_empty());
        press(&mut browser, "other").await;
        assert_eq!(stage(browser.page()), "other", "{}", browser.page().text());
        world.signed_by(BO).await;
        let told = progress(&browser, "/o/demo/login/identify/progress").await;
        assert_eq!(told["proved"].as_bool(), Some(true), "{told}");
        look(&mut browser).await;
        browser.press("continue", &[]).await;
        browser.is_at("account");
        assert_eq!(world.sessions("bo").await, 1);
        assert_eq!(world.told("bo", "signed-in", "done").await, 1);
        // What it amounts to follows from the proof: two factors in one act, and none that resists phishing.
        let (demo, bo) = (world.demo().await, world.user("bo").await.id);
        let sessions = world.read(move |tx| tx.sessions_of_user(demo, bo)).await;
        let assurance = Assurance::of(&sessions[0].evidence);
        assert_eq!(assurance.level, Some(Aal::Aal2), "{assurance:?}");
        assert!(!assurance.phishing_resistant);
        assert!(
            assurance.amr.iter().any(|amr| amr == "mfa")
                && !assurance.amr.contains(&"pwd".to_owned()),
            "{assurance:?}"
        );
    });
}

/// Without a script: whoever looks again too early is told that nothing has come yet, and where they were going is kept.
#[test]
fn a_look_that_comes_too_early_is_told_so() {
    const NOT_YET: &str = "No answer has come yet.";
    each_engine(async |world| {
        world.change_rules(|rules| rules.eid_sign_in = true).await;
        let mut browser = world.browser();
        browser
            .go("/o/demo/login?return_to=/account/security")
            .await;
        browser.choose(EID).await;
        press(&mut browser, "this").await;
        let page = browser.page().text();
        assert!(!page.contains(NOT_YET), "nobody looked yet: {page}");
        for _ in 0..2 {
            again(&mut browser).await;
            assert_eq!(stage(browser.page()), "this");
            let page = browser.page().text();
            assert!(page.contains(NOT_YET), "{page}");
        }
        world.signed_by(BO).await;
        again(&mut browser).await;
        assert_eq!(stage(browser.page()), "proved");
        let page = browser.page();
        assert!(!page.text().contains(NOT_YET), "{}", page.text());
        assert!(look_again(page).is_none(), "there is nothing to wait for");
        browser.press("continue", &[]).await;
        browser.is_at("security");
    });
}

/// The link by which whoever has no script looks again. Those to the other languages keep what the address says.
fn look_again(page: &Page) -> Option<String> {
    let mut links = page.links().into_iter();
    links.find(|link| link.contains("looked=") && !link.contains("lang="))
}

/// Follows it.
async fn again(browser: &mut Browser) {
    let link = look_again(browser.page()).expect("a link by which to look again");
    assert_ne!(link, browser.page().address, "going there fetches it");
    browser.go(&link).await;
}

/// K: whoever forgot the password proves themselves, chooses a new one, and signs in as everybody.
#[test]
fn a_way_back_to_a_new_password() {
    each_engine(async |world| {
        world.open_the_way_back().await;
        let mut browser = world.browser();
        browser.go("/o/demo/recover").await;
        let offered = "Show who you are with BankID and choose a new password";
        assert!(browser.page().text().contains(offered));
        shows_who(world, &mut browser, BO).await;
        browser.is_at("new-password");
        assert_eq!(browser.page().told(), "You have shown who you are.");
        assert!(!browser.has_session());
        let fresh = "en helt ny lösenfras 2026";
        browser.press("continue", &[("new_password", fresh)]).await;
        assert!(!browser.has_session(), "a login as every other follows");
        let mut old = world.browser();
        old.sign_in("bo", PASSWORD).await;
        old.is_at("password");
        let mut new = world.browser();
        new.sign_in("bo", fresh).await;
        new.is_at("choose-factor");
    });
}

/// K: whoever gave the password, and lost the second step, enrols again.
#[test]
fn a_way_back_to_a_new_second_step() {
    each_engine(async |world| {
        world.open_the_way_back().await;
        let mut browser = world.browser();
        browser.sign_in("bo", PASSWORD).await;
        browser.is_at("choose-factor");
        browser.go("/o/demo/login/support").await;
        let offered = "Show who you are with BankID and add a new second step";
        assert!(browser.page().text().contains(offered));
        shows_who(world, &mut browser, BO).await;
        browser.is_at("enrol-choose");
        assert_eq!(browser.page().told(), "You have shown who you are.");
        assert!(!browser.has_session());
        assert_eq!(world.told("bo", "recovery-proved", "done").await, 1);
    });
}
