//! The ways: two on which a passkey is made, and those on which it is used.

use domain::assurance::{Aal, Assurance};
use domain::time::Span;
use factors::testing::SoftAuthenticator;
use tests::each_engine;
use tests::passkey::{PASSKEY, asked};
use tests::world::{OSKARS_PASSWORD, PASSWORD, World};

fn both() -> [(SoftAuthenticator, &'static str); 2] {
    [
        (SoftAuthenticator::device_bound(), "hwk"),
        (SoftAuthenticator::synced(), "swk"),
    ]
}

/// What the newest session of somebody amounts to.
async fn assurance(world: &World, username: &str) -> (Option<Aal>, bool, Vec<String>) {
    let assurance = Assurance::of(&world.evidence(username).await);
    (assurance.level, assurance.phishing_resistant, assurance.amr)
}

fn names(amr: &[&str]) -> Vec<String> {
    amr.iter().map(|&name| name.to_owned()).collect()
}

/// Made on the security page, with the password once more; it tells where it lives, and its person is told.
#[test]
fn an_enrolment_on_the_security_page() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.is_at("account");
        world.wait(Span::minutes(12));
        browser.go("/account/security").await;
        browser.choose(PASSKEY).await;
        assert_eq!(browser.page().name(), "reauthenticate", "fresh proof");
        browser.passes_codes(OSKARS_PASSWORD).await;
        let options = asked(browser.page());
        assert_eq!(options["rp"]["id"], "id.example.test");
        assert_eq!(options["user"]["name"], "oskar");
        let mails = world.mail_to("oskar").len();
        browser.uses(&mut key).await;
        browser.is_at("done");
        let own = world.passkeys("oskar").await;
        assert_eq!(own.len(), 1);
        assert!(own[0].on_one_device);
        assert_eq!(world.mail_to("oskar").len(), mails + 1);
        let told = world.told("oskar", "authenticator-enrolled", "done").await;
        assert_eq!(told, 1);
    });
}

/// Made in a login that demands a second step: the codes first.
#[test]
fn an_enrolment_in_a_login() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::synced();
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        browser.is_at("enrol-choose");
        browser.choose(PASSKEY).await;
        browser.passes_codes(PASSWORD).await;
        browser.uses(&mut key).await;
        browser.is_at("done");
        browser.press("continue", &[]).await;
        browser.is_at("account");
        assert!(!world.passkeys("cilla").await[0].on_one_device);
        let mut again = world.at_passkey("cilla", PASSWORD).await;
        again.uses(&mut key).await;
        again.is_at("account");
    });
}

/// After the password it is one more factor: two with it.
#[test]
fn a_second_step() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        world.wait(Span::seconds(1));
        let mut browser = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        browser.uses(&mut key).await;
        browser.is_at("account");
        let (level, resists, amr) = assurance(world, "oskar").await;
        assert_eq!((level, resists), (Some(Aal::Aal2), true));
        assert_eq!(amr, names(&["pwd", "hwk", "user", "mfa"]));
        assert!(world.passkeys("oskar").await[0].last_used_at.is_some());
    });
}

/// Nobody types a name: two factors in one act.
#[test]
fn a_whole_login_by_the_script() {
    each_engine(async |world| {
        for (key, home) in both() {
            let mut key = key;
            let mut enrolled = world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
            let before = world.told("oskar", "signed-in", "done").await;
            world.wait(Span::seconds(1));
            let mut browser = world.browser();
            browser.signs_in_by(&mut key).await;
            browser.is_at("account");
            let (level, resists, amr) = assurance(world, "oskar").await;
            assert_eq!((level, resists), (Some(Aal::Aal2), true));
            assert_eq!(amr, names(&[home, "user", "mfa"]));
            assert_eq!(world.told("oskar", "signed-in", "done").await, before + 1);
            let own = world.passkeys("oskar").await.remove(0).id;
            enrolled
                .go(&format!("/account/security/authenticators/{own}/remove"))
                .await;
            enrolled.press("remove", &[]).await;
            assert!(world.passkeys("oskar").await.is_empty());
        }
    });
}

/// By the button, which leads to a page of its own.
#[test]
fn a_whole_login_by_its_page() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut browser = world.browser();
        browser
            .go("/o/demo/login?return_to=/account/security")
            .await;
        browser.choose(PASSKEY).await;
        browser.is_at("answer");
        assert_eq!(browser.page().factor(), Some(PASSKEY));
        let options = asked(browser.page());
        assert_eq!(options["userVerification"], "required");
        assert_eq!(options["allowCredentials"], serde_json::json!([]));
        browser.uses(&mut key).await;
        browser.is_at("security");
    });
}

/// Two tabs of a login page have one question; it is drawn anew before it grows too old to be answered.
#[test]
fn the_script_is_handed_one_question_as_long_as_it_is_good() {
    each_engine(async |world| {
        let mut browser = world.browser();
        let first = browser.begins().await;
        let mut tab = browser.clone();
        let second = tab.begins_here().await;
        assert_eq!(first.told["challenge"], second.told["challenge"]);
        assert_eq!(first.options(), second.options());
        world.wait(Span::seconds(181));
        let third = browser.begins_here().await;
        assert_ne!(first.told["challenge"], third.told["challenge"]);
        assert_ne!(first.options()["challenge"], third.options()["challenge"]);
        assert_eq!(third.told["left"], 300);
    });
}

/// Fresh proof in a session that has grown old.
#[test]
fn fresh_proof_in_a_session() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut browser = world.browser();
        browser.signs_in_by(&mut key).await;
        let session = browser.cookie("_session").expect("a session").to_owned();
        world.wait(Span::minutes(12));
        browser.go("/account/security/password").await;
        if browser.page().name() == "reauthenticate" {
            browser
                .press("continue", &[("password", OSKARS_PASSWORD)])
                .await;
        }
        browser.at_the_passkey().await;
        browser.uses(&mut key).await;
        assert_ne!(browser.cookie("_session"), Some(session.as_str()));
        assert_eq!(world.told("oskar", "reauthenticated", "done").await, 1);
    });
}

/// Without a script, or cancelled: nothing was sent, nothing is counted, and the page asks again.
#[test]
fn nothing_sent_is_no_guess() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut browser = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        for _ in 0..12 {
            browser.press("continue", &[]).await;
            let page = browser.is_at("answer");
            assert_ne!(page.alert(), "");
        }
        assert_eq!(world.failures("oskar", PASSKEY).await, 0);
        browser.uses(&mut key).await;
        browser.is_at("account");
    });
}

/// A question that has grown old is no guess, and the page asks another.
#[test]
fn a_question_of_five_minutes_is_asked_anew() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut browser = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let old = asked(browser.page());
        let answer = browser.asks(&mut key);
        world.wait(Span::minutes(5));
        browser.sends(&answer).await;
        assert!(!browser.has_session());
        assert_eq!(world.failures("oskar", PASSKEY).await, 0);
        browser.go("/o/demo/login").await;
        browser.at_the_passkey().await;
        assert_ne!(asked(browser.page())["challenge"], old["challenge"]);
        browser.uses(&mut key).await;
        browser.is_at("account");

        let mut whole = world.browser();
        let begun = whole.begins().await;
        let answer = key.get(begun.options(), tests::world::BASE_URL).unwrap();
        world.wait(Span::minutes(5));
        let late = begun.answering(&whole, &answer);
        whole.send(late).await;
        assert!(!whole.has_session());
        whole.signs_in_by(&mut key).await;
        whole.is_at("account");
    });
}
