//! What counts as fresh proof, and how it is given.

use app::account::{self, needs_fresh_proof, reauthenticate};
use app::sign_in;
use domain::factor::Evidence;
use domain::refusal::Refusal;
use domain::session::FRESH_FOR;
use domain::time::Span;
use store::testing::each_engine;

use crate::world::{APP, GUEST, MAIL, OFFICE, PASSWORD, World};

#[test]
fn proof_is_fresh_for_five_minutes_and_not_a_moment_longer() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.enrol(anna, &APP).await;
        let who = world.fresh(anna, &[APP]).await;
        let proved_at = who.session.evidence[0].at;
        let needs = async |after: Span| {
            let requester = app::Requester {
                now: proved_at + after,
                ..world.requester()
            };
            needs_fresh_proof(&world.app, &who, &requester)
                .await
                .unwrap()
                .unwrap()
        };
        assert!(!needs(Span::seconds(4)).await);
        assert!(!needs(FRESH_FOR).await);
        assert!(needs(Span::millis(FRESH_FOR.as_millis() + 1)).await);
    });
}

#[test]
fn a_second_step_alone_renews_nothing_and_the_weaker_of_two_is_not_enough() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.enrol(anna, &APP).await;
        world.enrol(anna, &MAIL).await;
        let old = Evidence::password(world.now() - Span::minutes(6));
        let mut second_alone = world.proofs(&[APP]);
        second_alone[0] = old;
        for evidence in [second_alone, world.proofs(&[MAIL])] {
            let who = world.session(anna, evidence).await;
            assert!(
                needs_fresh_proof(&world.app, &who, &world.requester())
                    .await
                    .unwrap()
                    .unwrap()
            );
        }
        let who = world.fresh(anna, &[APP]).await;
        assert!(
            !needs_fresh_proof(&world.app, &who, &world.requester())
                .await
                .unwrap()
                .unwrap()
        );
    });
}

#[test]
fn a36_a_password_alone_changes_nothing_where_a_second_factor_stands() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let vera = world.person("vera", &GUEST).await;
        let phone = world.enrol(vera, &APP).await;
        world.trust(vera).await;
        let app = &world.app;
        let requester = || world.requester();
        let who = world.fresh(vera, &[]).await;
        let demanded = Some(Refusal::FreshProofDemanded);

        assert_eq!(
            account::remove(app, &who, phone, &requester())
                .await
                .unwrap()
                .err(),
            demanded
        );
        assert_eq!(
            world.newest(vera).await,
            (
                "authenticator-removed".into(),
                "fresh-proof-demanded".into()
            )
        );
        assert_eq!(
            account::switch_off(app, &who, &requester())
                .await
                .unwrap()
                .err(),
            demanded
        );
        assert_eq!(
            world.newest(vera).await,
            (
                "two-step-switched-off".into(),
                "fresh-proof-demanded".into()
            )
        );
        assert_eq!(
            account::rename(app, &who, phone, "Mobilen", &requester())
                .await
                .unwrap()
                .err(),
            demanded
        );
        assert_eq!(
            world.newest(vera).await,
            (
                "authenticator-renamed".into(),
                "fresh-proof-demanded".into()
            )
        );
        let typed = account::Passwords {
            current: PASSWORD.to_owned(),
            new: "en annan lång mening".to_owned(),
            repeated: None,
        };
        assert_eq!(
            account::change_password(app, &who, typed, &requester())
                .await
                .unwrap()
                .err(),
            demanded
        );
        assert_eq!(
            world.newest(vera).await,
            ("password-changed".into(), "fresh-proof-demanded".into())
        );

        assert_eq!(world.authenticators(vera).await, [APP]);
        assert_eq!(world.devices(vera).await, 1);
        assert!(world.outbox.kept().is_empty());
        assert!(world.type_password("vera", PASSWORD, None).await.is_ok());
    });
}

#[test]
fn reauthentication_asks_for_both_steps_and_puts_a_new_session_in_the_place_of_the_old() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.enrol(anna, &APP).await;
        let old = world.session_token(anna, world.proofs(&[APP]), None).await;
        world.wait(Span::minutes(10));
        let who = world.check(&old).await.unwrap();

        let login = reauthenticate(&world.app, &who, "/account/security", &world.requester())
            .await
            .unwrap()
            .unwrap();
        let advanced = sign_in::confirm_password(&world.app, &login, PASSWORD, &world.requester())
            .await
            .unwrap()
            .unwrap();
        assert!(advanced.session.is_none(), "the password is not all");
        assert!(
            needs_fresh_proof(&world.app, &who, &world.requester())
                .await
                .unwrap()
                .unwrap()
        );
        let new = world
            .answer(anna, &login)
            .await
            .unwrap()
            .expect("a session");

        assert!(new.id != old.id);
        assert!(
            world.check(&old).await.is_none(),
            "the old cookie opens nothing"
        );
        let who = world.check(&new).await.expect("the new one does");
        assert!(
            !needs_fresh_proof(&world.app, &who, &world.requester())
                .await
                .unwrap()
                .unwrap()
        );
        assert_eq!(world.newest(anna).await.0, "reauthenticated");
    });
}

#[test]
fn a40_fresh_proof_leads_nowhere_but_home() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &GUEST).await;
        let who = world.fresh(anna, &[]).await;
        for (asked, led) in [
            ("https://evil.example/", "/account/security"),
            ("//evil.example", "/account/security"),
            (
                "/account/security/remove?id=1",
                "/account/security/remove?id=1",
            ),
        ] {
            let login = reauthenticate(&world.app, &who, asked, &world.requester())
                .await
                .unwrap()
                .unwrap();
            let found = world.write(move |tx| tx.find_login(&login)).await.unwrap();
            assert_eq!(found.return_to, led);
            assert_eq!(found.expires_at, world.now() + Span::minutes(30));
        }
    });
}

#[test]
fn a_session_that_is_over_or_no_longer_enough_changes_nothing() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let (anna, vera) = (
            world.person("anna", &GUEST).await,
            world.person("vera", &GUEST).await,
        );
        let phone = world.enrol(anna, &APP).await;
        let over = world.fresh(anna, &[APP]).await;
        world.end(&over).await;
        // Vera's role begins to demand a second step that she has not got, between her page and her click.
        let overtaken = world.fresh(vera, &[]).await;
        world.change_card(vera, |card| card.two_step = true).await;

        let (app, requester) = (&world.app, world.requester());
        let expired = Some(Refusal::SessionExpired);
        assert_eq!(
            account::remove(app, &over, phone, &requester)
                .await
                .unwrap()
                .err(),
            expired
        );
        assert_eq!(
            account::overview(app, &over, None, &requester)
                .await
                .unwrap()
                .err(),
            expired
        );
        assert_eq!(
            account::revoke_other_sessions(app, &over, &requester)
                .await
                .unwrap()
                .err(),
            expired
        );
        assert_eq!(
            account::switch_off(app, &overtaken, &requester)
                .await
                .unwrap()
                .err(),
            expired
        );
        assert_eq!(
            account::reauthenticate(app, &overtaken, "/", &requester)
                .await
                .unwrap()
                .err(),
            expired
        );
        assert_eq!(world.authenticators(anna).await, [APP]);
    });
}
