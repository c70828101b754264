//! Setting up a second step: no way around it, nothing of the old lost before the new is proved, and no secret shown twice.

use domain::time::Span;
use tests::world::{OSKARS_PASSWORD, PASSWORD};
use tests::{Authenticator, each_engine};

use crate::people::{cilla_with_app, waiting_for_a_step};

const AROUND: [&str; 8] = [
    "/",
    "/account",
    "/account/security",
    "/account/security/password",
    "/account/security/add/totp",
    "/account/security/switch-off",
    "/o/demo/login/done?factor=totp&codes=yes",
    "/o/demo/recover/password",
];

/// A03.
#[test]
fn a03_a_forced_enrolment_is_left_by_no_address_tab_or_way_back() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        for address in AROUND {
            let mut tab = browser.clone();
            tab.go(address).await;
            assert!(
                !matches!(tab.page().name(), "account" | "security" | "done"),
                "{address}"
            );
            assert!(
                !tab.page().text().contains("Cilla"),
                "{address} shows whose login this is"
            );
        }
        let mut second_tab = browser.clone();
        second_tab.go("/o/demo/login").await;
        second_tab.is_at("enrol-choose");
        // Half way through, the same from each step.
        browser.go("/o/demo/login").await;
        browser.choose("totp").await;
        for step in ["reauthenticate", "recovery-codes", "enrol"] {
            browser.go("/o/demo/login").await;
            browser.is_at(step);
            for address in AROUND {
                let mut tab = browser.clone();
                tab.go(address).await;
                assert!(
                    !matches!(tab.page().name(), "account" | "security" | "done"),
                    "{address} from {step}"
                );
                assert!(!tab.has_session());
            }
            match step {
                "reauthenticate" => browser.press("continue", &[("password", PASSWORD)]).await,
                "recovery-codes" => {
                    let code = browser.page().recovery_codes().remove(0);
                    browser.answer(&code).await
                }
                _ => browser.page(),
            };
        }
        browser.press("cancel", &[]).await;
        browser.is_at("enrol-choose");
        assert_eq!(world.sessions("cilla").await, 0);
        assert_eq!(world.authenticators("cilla").await.len(), 0);
    });
}

/// A03: "not now" where no grace was given.
#[test]
fn a03_an_enrolment_that_is_due_cannot_be_put_off() {
    each_engine(async |world| {
        let mut browser = world.browser();
        browser.sign_in("cilla", PASSWORD).await;
        assert!(!browser.is_at("enrol-choose").offers("later"));
        browser.post("/o/demo/login/later", &[]).await;
        browser.post("/login/later", &[]).await;
        assert!(!browser.has_session());
        assert_eq!(world.sessions("cilla").await, 0);
    });
}

/// A04.
#[test]
fn a04_nothing_is_enrolled_in_place_of_the_proof_that_is_asked_for() {
    each_engine(async |world| {
        let (_, _, _) = cilla_with_app(world).await;
        let before = world.authenticators("cilla").await.len();
        let mut thief = waiting_for_a_step(world, "cilla").await;
        for kind in ["email", "totp", "recovery_codes"] {
            thief
                .post("/o/demo/login/enrol/choose", &[("choice", kind)])
                .await;
            assert!(thief.page().secret().is_none() && thief.page().recovery_codes().is_empty());
            thief.go("/o/demo/login").await;
            thief.is_at("answer");
        }
        let challenge = thief.page().field("challenge").expect("a challenge");
        thief
            .post(
                "/o/demo/login/enrol/step",
                &[
                    ("challenge", &challenge),
                    ("address", "thief@elsewhere.example"),
                ],
            )
            .await;
        thief
            .post(
                "/o/demo/login/enrol/step",
                &[("challenge", &challenge), ("code", "123456")],
            )
            .await;
        thief
            .post("/o/demo/login/password", &[("password", PASSWORD)])
            .await;
        thief.fetch("/o/demo/login/enrol/codes.txt").await;
        assert!(thief.page().status.is_redirection());
        assert!(world.mail_to("thief@elsewhere.example").is_empty());
        assert_eq!(world.authenticators("cilla").await.len(), before);
        assert!(!thief.has_session());
    });
}

/// A33.
#[test]
fn a33_a_new_factor_takes_no_ones_place_before_it_is_proved() {
    each_engine(async |world| {
        let (mut session, app, codes) = cilla_with_app(world).await;
        // A second app, left at each step.
        for steps in 0..3 {
            session.go("/account/security/add/totp").await;
            let new = Authenticator::typed_in(&session.is_at("enrol").secret().expect("a key"));
            if steps > 0 {
                session.answer(&new.wrong_code(world.now())).await;
                session.is_at("enrol");
            }
            if steps > 1 {
                session.press("cancel", &[]).await;
            }
            world.next_code();
            let mut login = waiting_for_a_step(world, "cilla").await;
            login.answer(&new.code(world.now())).await;
            assert!(!login.has_session(), "what was not proved opens nothing");
            login.answer(&app.code(world.now())).await;
            assert!(login.has_session(), "what stood stands");
        }
        // New codes that were never typed back.
        session.go("/account/security").await;
        session.choose("recovery_codes").await;
        let new = session.is_at("recovery-codes").recovery_codes();
        session.press("cancel", &[]).await;
        for (code, taken) in [(&new[0], false), (&codes[0], true)] {
            let mut login = waiting_for_a_step(world, "cilla").await;
            login.press("other-factor", &[]).await;
            login.choose("recovery_codes").await;
            login.answer(code).await;
            assert_eq!(login.has_session(), taken);
        }
    });
}

/// A33: a new set that is typed back ends the old one at that moment and not before.
#[test]
fn a33_a_new_set_of_recovery_codes_ends_the_old_one_when_it_is_typed_back() {
    each_engine(async |world| {
        let (mut session, _, old) = cilla_with_app(world).await;
        session.go("/account/security").await;
        session.choose("recovery_codes").await;
        let new = session.is_at("recovery-codes").recovery_codes();
        session.answer(&old[5]).await;
        assert_eq!(
            session.page().name(),
            "recovery-codes",
            "a code of the old set types nothing back"
        );
        session.answer(&new[9]).await;
        session.is_at("security");
        for (code, taken) in [(&old[0], false), (&new[9], true), (&new[9], false)] {
            let mut login = waiting_for_a_step(world, "cilla").await;
            login.press("other-factor", &[]).await;
            login.choose("recovery_codes").await;
            login.answer(code).await;
            assert_eq!(login.has_session(), taken);
        }
    });
}

/// A34. What is on each page is looked through by the harness, for whatever was shown once; here every page is fetched.
#[test]
fn a34_no_page_shows_a_secret_after_its_enrolment() {
    each_engine(async |world| {
        let (mut session, _, codes) = cilla_with_app(world).await;
        let key = world.always.told();
        assert!(
            codes.iter().all(|code| key.contains(code)),
            "the harness looks for them"
        );
        for route in web::router::table()
            .iter()
            .filter(|route| route.method == axum::http::Method::GET)
        {
            let mut address = route
                .path
                .replace("{org}", "demo")
                .replace("{kind}", "totp");
            for own in world.authenticators("cilla").await {
                address = address.replace("{id}", &own.id.to_string());
            }
            if address.contains("/add") || address.contains('{') {
                continue;
            }
            session.fetch(&address).await;
            assert!(!session.page().body.contains("otpauth:"), "{address}");
            for code in &codes {
                assert!(!session.page().body.contains(code.as_str()), "{address}");
            }
        }
        // The file of codes, whatever kind is named.
        for address in [
            "/account/security/add/recovery_codes/codes.txt",
            "/account/security/add/totp/codes.txt",
            "/o/demo/login/enrol/codes.txt",
        ] {
            session.fetch(address).await;
            for code in &codes {
                assert!(!session.page().body.contains(code.as_str()), "{address}");
            }
        }
        // What an enrolment that was begun shows now is not what was bound.
        let before = world.always.told();
        session.go("/account/security/add/totp").await;
        let shown = session.is_at("enrol").secret().expect("a key");
        assert!(!before.contains(&shown), "a new key");
    });
}

/// A36.
#[test]
fn a36_switching_off_asks_for_the_second_step_too() {
    each_engine(async |world| {
        let mut oskar = world.browser();
        oskar.sign_in("oskar", OSKARS_PASSWORD).await;
        oskar.is_at("account");
        oskar.go("/account/security/add/totp").await;
        let code = oskar.is_at("recovery-codes").recovery_codes().remove(0);
        oskar.answer(&code).await;
        let app = Authenticator::typed_in(&oskar.is_at("enrol").secret().expect("a key"));
        oskar.answer(&app.code(world.now())).await;
        oskar.is_at("done");
        // A thief at the open session, later, with the password.
        world.wait(Span::minutes(6));
        for address in ["/account/security/switch-off", "/account/security/password"] {
            oskar
                .post(
                    address,
                    &[
                        ("password", OSKARS_PASSWORD),
                        ("new_password", "tjuvens egen lösenfras"),
                    ],
                )
                .await;
            assert_eq!(world.authenticators("oskar").await.len(), 2, "{address}");
        }
        oskar.go("/account/security/switch-off").await;
        oskar.is_at("reauthenticate");
        oskar
            .press("continue", &[("password", OSKARS_PASSWORD)])
            .await;
        oskar.is_at("answer");
        let mut tab = oskar.clone();
        tab.post(
            "/account/security/switch-off",
            &[("password", OSKARS_PASSWORD)],
        )
        .await;
        assert_eq!(
            world.authenticators("oskar").await.len(),
            2,
            "the password alone"
        );
        oskar.answer(&app.code(world.now())).await;
        oskar.is_at("switch-off");
        oskar.press("switch-off", &[]).await;
        assert_eq!(world.authenticators("oskar").await.len(), 0);
    });
}

/// A36 and R30: every change of what somebody has asks for proof that is not older than five minutes.
#[test]
fn a36_every_change_asks_for_fresh_proof() {
    each_engine(async |world| {
        let (mut session, _, _) = cilla_with_app(world).await;
        world.wait(Span::minutes(6));
        session.go("/account/security").await;
        session.is_at("security");
        let before = world.standing().await;
        let own: Vec<String> = world
            .authenticators("cilla")
            .await
            .into_iter()
            .map(|own| own.id.to_string())
            .collect();
        let mut changes = vec![
            ("/account/security/switch-off".to_owned(), vec![]),
            (
                "/account/security/password".to_owned(),
                vec![
                    ("password", PASSWORD),
                    ("new_password", "en helt annan lösenfras"),
                ],
            ),
            ("/account/security/add".to_owned(), vec![("choice", "totp")]),
            (
                "/account/security/add/email".to_owned(),
                vec![("challenge", "")],
            ),
        ];
        for id in own {
            changes.push((
                format!("/account/security/authenticators/{id}/remove"),
                vec![],
            ));
            changes.push((
                format!("/account/security/authenticators/{id}/rename"),
                vec![("label", "mine")],
            ));
        }
        for (address, fields) in changes {
            let mut tab = session.clone();
            tab.post(&address, &fields).await;
            let asked = tab
                .page()
                .location()
                .is_some_and(|location| location.contains("/login") || location.contains("/add"));
            assert!(
                asked || matches!(tab.page().status.as_u16(), 404 | 422),
                "{address} → {} {:?}",
                tab.page().status,
                tab.page().location()
            );
            assert_eq!(world.standing().await, before, "{address}");
        }
    });
}
