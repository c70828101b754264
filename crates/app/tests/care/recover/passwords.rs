//! The new password, and what it ends.

use crate::ground::{Ground, OTHER_PASSWORD, PASSWORD, somebody};
use app::administer::NewUser;
use app::recover::{self, PassPurpose};
use app::sign_in::Standing;
use domain::id::{SessionId, TrustedDeviceId, UserId};
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::{Token, TokenSecret};
use std::collections::HashSet;
use store::testing::each_engine;
use store::{NewSession, NewTrustedDevice};

#[test]
fn a_mailed_link_replaces_a_forgotten_password_once_and_ends_what_the_old_one_opened() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        let session = ground
            .sign_in("bo", PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        trusted_device(&ground, bo).await;
        // A name is found in any case, as at the login.
        assert!(ground.ask(" BO ").await.is_ok());
        let link = ground.mailed_token();

        let view = recover::look(&ground.app, ground.demo.id, &link, &ground.requester()).await;
        let view = view.unwrap().unwrap();
        assert_eq!(
            (view.purpose, view.username.as_str()),
            (PassPurpose::ForgottenPassword, "bo")
        );
        assert_eq!(view.expires_at, ground.now + Span::minutes(30));

        let other = ground.open(&link).await.unwrap();
        let opened = ground.open(&link).await.unwrap();
        assert!(matches!(
            ground.standing(&opened.login).await,
            Standing::NewPassword { .. }
        ));
        ground.pass(Span::minutes(29));
        let set = ground.set(&opened.login, OTHER_PASSWORD).await.unwrap();
        assert_eq!((set.username.as_str(), set.first), ("bo", false));

        assert_eq!(
            ground.set(&opened.login, PASSWORD).await,
            Err(Refusal::LoginExpired)
        );
        assert_eq!(
            ground.set(&other.login, PASSWORD).await,
            Err(Refusal::LoginExpired)
        );
        assert_eq!(ground.open(&link).await.err(), Some(Refusal::PassSpent));
        assert_eq!(
            ground.sign_in("bo", PASSWORD).await.err(),
            Some(Refusal::SignInWrong)
        );
        assert!(
            ground
                .sign_in("bo", OTHER_PASSWORD)
                .await
                .unwrap()
                .session
                .is_some()
        );
        let checked = app::session_check::check(&ground.app, &session, &ground.requester()).await;
        assert!(checked.unwrap().is_none(), "the old session is over");
        let organisation = ground.demo.id;
        let left = ground
            .app
            .store
            .read(move |tx| tx.trusted_devices_of_user(organisation, bo));
        assert!(left.await.unwrap().is_empty());
        let events = ground.events(bo).await;
        assert!(
            events.contains(&("password-reset".to_owned(), "done".to_owned())),
            "{events:?}"
        );
        let newest = ground.mail.kept().remove(0);
        assert!(
            newest.subject.contains("lösenord") && !newest.text.contains("/recover/"),
            "{}",
            newest.text
        );
    });
}

async fn trusted_device(ground: &Ground, user: UserId) {
    let (organisation, now) = (ground.demo.id, ground.now);
    let unit = move |tx: &mut store::Tx| {
        let (id, secret) = (
            TrustedDeviceId::draw(now, tx.random()),
            TokenSecret::draw(tx.random()),
        );
        let device = NewTrustedDevice {
            id,
            user,
            secret: &secret,
            proved_at: now,
            browser: "Firefox",
        };
        tx.insert_trusted_device(organisation, &device, now)
    };
    ground.app.store.write(unit).await.unwrap();
}

#[test]
fn a_link_that_ends_while_its_password_is_chosen_sets_none() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.ask("bo").await.unwrap();
        ground.pass(Span::minutes(20));
        let opened = ground.open(&ground.mailed_token()).await.unwrap();
        ground.pass(Span::minutes(10));
        // The login would live on, but what it is for does not.
        assert_eq!(
            ground.set(&opened.login, OTHER_PASSWORD).await,
            Err(Refusal::PassSpent)
        );
        assert!(ground.sign_in("bo", PASSWORD).await.is_ok());
    });
}

#[test]
fn a_new_password_is_long_enough_and_hard_to_guess() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("accounting", |role| role.two_step = true).await;
        ground.person("bo").await;
        let demanded = NewUser {
            roles: vec!["accounting".to_owned()],
            password: Some(PASSWORD.to_owned()),
            ..somebody("cilla")
        };
        ground.add(demanded).await;
        ground.ask("bo").await.unwrap();
        let alone = ground.open(&ground.mailed_token()).await.unwrap().login;
        ground.ask("cilla").await.unwrap();
        let beside = ground.open(&ground.mailed_token()).await.unwrap().login;

        let refused = |login: Token, typed: &'static str| {
            let ground = &ground;
            async move { ground.set(&login, typed).await.unwrap_err() }
        };
        assert_eq!(
            refused(alone.clone(), "kort: 14 teckn").await,
            Refusal::PasswordTooShort { least: 15 }
        );
        assert_eq!(
            refused(beside.clone(), "sju teg").await,
            Refusal::PasswordTooShort { least: 8 }
        );
        assert_eq!(
            refused(beside.clone(), "").await,
            Refusal::PasswordMalformed
        );
        assert_eq!(
            refused(beside.clone(), "rad\nrad rad").await,
            Refusal::PasswordMalformed
        );
        assert_eq!(
            refused(beside.clone(), "password").await,
            Refusal::PasswordCommon
        );
        assert_eq!(
            refused(beside.clone(), "cilla-99").await,
            Refusal::PasswordPersonal
        );
        let differ = recover::set_password(
            &ground.app,
            &alone,
            OTHER_PASSWORD,
            Some(PASSWORD),
            &ground.requester(),
        )
        .await;
        assert_eq!(differ.unwrap(), Err(Refusal::PasswordsDiffer));
        // The same password in another normal form is the same password (O4).
        let (composed, apart) = ("sju gr\u{e5} hemligheter", "sju gra\u{30a} hemligheter");
        let same = recover::set_password(
            &ground.app,
            &alone,
            composed,
            Some(apart),
            &ground.requester(),
        )
        .await;
        assert!(same.unwrap().is_ok());
        assert!(ground.sign_in("bo", apart).await.is_ok());
        assert!(ground.set(&beside, "8 kråkor").await.is_ok());
    });
}

#[test]
fn of_many_new_passwords_at_once_exactly_one_is_set() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        ground.ask("bo").await.unwrap();
        let link = ground.mailed_token();
        let mut logins = Vec::new();
        for _ in 0..4 {
            logins.push(ground.open(&link).await.unwrap().login);
        }
        let runtime = tokio::runtime::Handle::current();
        let mut tries = Vec::new();
        for number in 0..16 {
            let (app, login, asked) = (
                ground.app.clone(),
                logins[number % 4].clone(),
                ground.requester(),
            );
            let typed = format!("hemlig mening nummer {number}");
            tries.push(runtime.spawn(async move {
                let set = recover::set_password(&app, &login, &typed, None, &asked)
                    .await
                    .unwrap();
                set.ok().map(|_| typed)
            }));
        }
        let mut won = HashSet::new();
        for attempt in tries {
            won.extend(attempt.await.unwrap());
        }
        assert_eq!(won.len(), 1, "{won:?}");
        for password in won {
            assert!(ground.sign_in("bo", &password).await.is_ok());
        }
    });
}

#[test]
fn wrong_tries_before_a_forgotten_password_hold_nobody_up_after_it() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        for _ in 0..12 {
            assert!(ground.sign_in("bo", OTHER_PASSWORD).await.is_err());
        }
        assert!(matches!(
            ground.sign_in("bo", PASSWORD).await,
            Err(Refusal::Waiting { .. })
        ));
        ground.ask("bo").await.unwrap();
        let opened = ground.open(&ground.mailed_token()).await.unwrap();
        ground.set(&opened.login, OTHER_PASSWORD).await.unwrap();
        assert!(
            ground
                .sign_in("bo", OTHER_PASSWORD)
                .await
                .unwrap()
                .session
                .is_some()
        );
    });
}

#[test]
fn a_session_of_somebody_else_survives() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (_, cilla) = (ground.person("bo").await, ground.person("cilla").await);
        let (organisation, now) = (ground.demo.id, ground.now);
        let unit = move |tx: &mut store::Tx| {
            let epoch = tx.user(organisation, cilla)?.epoch;
            let (id, secret) = (
                SessionId::draw(now, tx.random()),
                TokenSecret::draw(tx.random()),
            );
            let session = NewSession {
                id,
                secret: &secret,
                user: cilla,
                evidence: &[],
                user_epoch: epoch,
                policy_epoch: tx.organisation(organisation)?.policy_epoch,
                browser: "Firefox",
                address: "203.0.113.8",
                device: None,
                expires_at: now + Span::hours(1),
            };
            tx.issue_session(organisation, &session, now)
        };
        ground.app.store.write(unit).await.unwrap();
        ground.ask("bo").await.unwrap();
        let opened = ground.open(&ground.mailed_token()).await.unwrap();
        ground.set(&opened.login, OTHER_PASSWORD).await.unwrap();
        let left = ground
            .app
            .store
            .read(move |tx| tx.sessions_of_user(organisation, cilla))
            .await
            .unwrap();
        assert_eq!(left.len(), 1);
    });
}
