//! What an organisation and its role cards decide about passkeys, and what a device that checks nobody is worth (R34).

use domain::assurance::{Aal, Assurance};
use domain::factor::FactorKind;
use domain::role::Minimum;
use domain::time::Span;
use factors::testing::{Breaking, SoftAuthenticator};
use tests::each_engine;
use tests::passkey::PASSKEY;
use tests::world::{BASE_URL, HOST, OSKARS_PASSWORD, PASSWORD, Plan, World, on_like};
use tests::{Browser, Engine};

/// Whether this key opens the whole login.
async fn opens(world: &World, key: &mut SoftAuthenticator) -> bool {
    let mut browser = world.browser();
    browser.signs_in_by(key).await;
    assert_eq!(
        browser.has_session(),
        browser.page().name() != "password",
        "{}",
        browser.page().text()
    );
    browser.has_session()
}

/// R34: what the device did not check is one factor: no whole login, and beside the password the second.
#[test]
fn r34_a_device_that_checked_nobody_is_one_factor() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut browser = world.browser();
        let begun = browser.begins().await;
        let answer = key.get_broken(begun.options(), BASE_URL, Breaking::NotVerified);
        let asking = begun.answering(&browser, &answer.unwrap());
        browser.send(asking).await;
        assert!(!browser.has_session());
        let page = browser.is_at("password");
        assert!(page.alert().contains("did not check"), "{}", page.text());
        assert!(page.alert().contains("password"), "and what to do now");
        // The same device after the password.
        let mut step = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let answer = step.asks_broken(&mut key, Breaking::NotVerified);
        world.wait(Span::seconds(1));
        step.sends(&answer).await;
        step.is_at("account");
        let evidence = world.evidence("oskar").await;
        assert!(evidence.iter().all(|proof| !proof.user_verified));
        let assurance = Assurance::of(&evidence);
        assert_eq!(assurance.level, Some(Aal::Aal2));
        assert_eq!(assurance.amr, ["pwd", "hwk", "user", "mfa"]);
        // Without the password it would be one.
        let alone: Vec<_> = evidence
            .into_iter()
            .filter(|proof| proof.kind.as_str() == PASSKEY)
            .collect();
        assert_eq!(Assurance::of(&alone).level, Some(Aal::Aal1));
    });
}

/// Where the organisation demands the check each time, the second step has it too, and no wrong guess is counted.
#[test]
fn a_check_that_is_demanded_each_time_is_demanded_beside_the_password() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        world
            .change_rules(|rules| rules.passkeys.verified = true)
            .await;
        let mut step = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        let answer = step.asks_broken(&mut key, Breaking::NotVerified);
        step.sends(&answer).await;
        assert!(!step.has_session());
        assert!(step.page().alert().contains("did not check"));
        assert_eq!(world.failures("oskar", PASSKEY).await, 0);
        step.uses(&mut key).await;
        step.is_at("account");
    });
}

/// A card that takes only what resists phishing: codes are asked for no more, and a passkey is enough.
#[test]
fn a_card_that_demands_what_resists_phishing_takes_a_passkey() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::synced();
        let mut wilma = world.browser();
        wilma.sign_in("wilma", PASSWORD).await;
        wilma.answer(&world.mailed_code("wilma")).await;
        wilma.go("/account/security/add/passkey").await;
        wilma.is_at("enrol");
        wilma.uses(&mut key).await;
        wilma.is_at("done");
        world
            .change_card("panel", |card| {
                card.minimum = Minimum::PhishingResistant;
                card.trusted_days = 0;
            })
            .await;
        let mut browser = world.browser();
        browser.sign_in("wilma", PASSWORD).await;
        assert!(
            !browser.page().choices().contains(&"email".to_owned()),
            "{:?}",
            browser.page().choices()
        );
        browser.at_the_passkey().await;
        browser.uses(&mut key).await;
        browser.is_at("account");
        assert!(opens(world, &mut key).await);
        assert!(Assurance::of(&world.evidence("wilma").await).phishing_resistant);
    });
}

/// A68: what stands for the password too is gone round by nobody: a card that leaves passkeys out closes the whole login.
#[test]
fn a68_a_card_that_leaves_passkeys_out_closes_the_whole_login() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::synced();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        assert!(opens(world, &mut key).await);
        world
            .change_card("customer", |card| {
                assert!(!card.two_step);
                card.allowed_factors = Some([FactorKind::named("sms")].into_iter().collect());
            })
            .await;
        assert!(!opens(world, &mut key).await);
    });
}

/// The organisation's switch: no button, no script, and what was begun before it goes no further.
#[test]
fn an_organisation_that_wants_no_whole_login_offers_none() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::synced();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        let mut early = world.browser();
        let begun = early.begins().await;
        let (_, again) = early.beginning();
        world
            .change_rules(|rules| rules.passkeys.sign_in = false)
            .await;
        let mut browser = world.browser();
        browser.go("/o/demo/login").await;
        is_not_offered(&browser);
        let page = again.send().await;
        assert!(
            page.status.is_client_error(),
            "{} {}",
            page.status,
            page.body
        );
        assert!(!page.body.contains("rpId"));
        let answer = key.get(begun.options(), BASE_URL).unwrap();
        let asking = begun.answering(&early, &answer);
        early.send(asking).await;
        assert!(!early.has_session());
        // After the password it is what it was.
        let mut step = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        step.uses(&mut key).await;
        step.is_at("account");
    });
}

#[track_caller]
fn is_not_offered(browser: &Browser) {
    let page = browser.page();
    assert!(!page.choices().contains(&PASSKEY.to_owned()));
    assert!(!page.body.contains("data-passkey"), "{}", page.body);
    assert!(!page.body.contains("passkey.js"), "{}", page.body);
}

/// An organisation whose address browsers bind nothing to offers no passkey anywhere.
#[test]
fn an_address_that_browsers_bind_nothing_to_offers_none() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let plan = Plan {
            base_url: "http://127.0.0.1",
            ..Plan::default()
        };
        on_like(engine, &plan, async |world| {
            for slug in ["demo", "grannen"] {
                world
                    .write(move |tx| {
                        let mut own = tx.find_organisation_by_slug(slug)?.expect("it is there");
                        "http://127.0.0.1".clone_into(&mut own.base_url);
                        tx.save_organisation(&own, store::Bump::Policy).map(drop)
                    })
                    .await;
            }
            let mut browser = world.browser();
            "127.0.0.1".clone_into(&mut browser.host);
            assert_ne!(browser.host, HOST);
            browser.go("/o/demo/login").await;
            browser.is_at("password");
            is_not_offered(&browser);
        });
    }
}

/// After a move to another host a passkey of the old one is not asked for in vain: the page says why, and names the other ways.
#[test]
fn a_passkey_of_another_host_is_not_asked_for() {
    each_engine(async |world| {
        let mut key = SoftAuthenticator::device_bound();
        world.with_passkey("oskar", OSKARS_PASSWORD, &mut key).await;
        world
            .write(|tx| {
                let mut own = tx.find_organisation_by_slug("demo")?.expect("it is there");
                "https://moved.example.test".clone_into(&mut own.base_url);
                tx.save_organisation(&own, store::Bump::Policy).map(drop)
            })
            .await;
        let mut browser = world.browser();
        "moved.example.test".clone_into(&mut browser.host);
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        let page = browser.is_at("choose-factor");
        assert!(!page.choices().contains(&PASSKEY.to_owned()));
        assert!(page.choices().contains(&"recovery_codes".to_owned()));
        assert!(page.text().contains("at the address"), "{}", page.text());
    });
}

/// A29: a device that is trusted skips the step and proves nothing in its place; it is one person's.
#[test]
fn a29_a_trusted_device_stands_beside_a_passkey_and_for_none() {
    each_engine(async |world| {
        world
            .change_card("customer", |card| {
                card.two_step = true;
                card.trusted_days = 14;
            })
            .await;
        let mut key = SoftAuthenticator::synced();
        let mut browser = world.browser();
        browser.sign_in("oskar", OSKARS_PASSWORD).await;
        browser.choose(PASSKEY).await;
        browser.passes_codes(OSKARS_PASSWORD).await;
        browser.uses(&mut key).await;
        let mut browser = world.at_passkey("oskar", OSKARS_PASSWORD).await;
        browser.uses(&mut key).await;
        browser.is_at("trust-device");
        browser.press("trust", &[]).await;
        browser.is_at("account");
        let mut again = browser.clone();
        again.forget("_session");
        again.forget("_login");
        world.wait(Span::seconds(1));
        again.sign_in("oskar", OSKARS_PASSWORD).await;
        again.is_at("account");
        let assurance = Assurance::of(&world.evidence("oskar").await);
        assert_eq!(assurance.amr, ["pwd"], "a skipped step is no proof");
        assert!(!assurance.phishing_resistant);
        // Of somebody else it skips nothing, and it is noticed.
        let mut others = again.clone();
        others.forget("_session");
        others.sign_in("wilma", PASSWORD).await;
        others.is_at("answer");
        assert!(!others.has_session());
        let noticed = world.told("wilma", "device-trusted", "form-stale").await;
        assert_eq!(noticed, 1);
        // The whole login needs no trust, and is the proof that it is.
        let mut whole = again.clone();
        whole.forget("_session");
        world.wait(Span::seconds(1));
        whole.signs_in_by(&mut key).await;
        assert!(whole.has_session(), "{}", whole.page().text());
        assert!(Assurance::of(&world.evidence("oskar").await).phishing_resistant);
    });
}
