//! Removing an authenticator.

use app::account::remove;
use domain::factor::FactorKind;
use domain::refusal::Refusal;
use store::testing::each_engine;

use crate::world::{APP, CODES, Card, GUEST, MAIL, OFFICE, PASSWORD, World};

const APP_ONLY: &[FactorKind] = &[APP];

#[test]
fn the_last_factor_that_a_role_demands_stays() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        let phone = world.enrol(anna, &APP).await;
        world.enrol(anna, &CODES).await;
        let who = world.fresh(anna, &[APP]).await;
        let refused = remove(&world.app, &who, phone, &world.requester())
            .await
            .unwrap()
            .err();
        assert_eq!(
            refused,
            Some(Refusal::LastFactorDemanded),
            "recovery codes alone are nobody's second factor"
        );
        assert_eq!(
            world.newest(anna).await,
            (
                "authenticator-removed".into(),
                "last-factor-demanded".into()
            )
        );
        assert_eq!(world.authenticators(anna).await.len(), 2);
        assert!(world.outbox.kept().is_empty());
    });
}

#[test]
fn a_factor_that_the_role_does_not_allow_stands_in_for_none() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let card = Card {
            allowed: Some(APP_ONLY),
            ..OFFICE
        };
        let anna = world.person("anna", &card).await;
        let phone = world.enrol(anna, &APP).await;
        let mail = world.enrol(anna, &MAIL).await;
        let who = world.fresh(anna, &[APP]).await;
        let requester = world.requester();
        let refused = remove(&world.app, &who, phone, &requester)
            .await
            .unwrap()
            .err();
        assert_eq!(refused, Some(Refusal::LastFactorDemanded));
        assert!(
            remove(&world.app, &who, mail, &requester)
                .await
                .unwrap()
                .is_ok()
        );
    });
}

#[test]
fn once_another_stands_a_demanded_factor_goes_and_what_it_had_opened_with_it() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.mailbox(anna, "anna.privat@example.org", true).await;
        world
            .mailbox(anna, "never-confirmed@example.org", false)
            .await;
        let phone = world.enrol(anna, &APP).await;
        world.enrol(anna, &MAIL).await;
        world.enrol(anna, &CODES).await;
        world.trust(anna).await;
        let other = world.fresh(anna, &[APP]).await;
        let token = world.session_token(anna, world.proofs(&[APP]), None).await;
        let who = world.check(&token).await.unwrap();

        let removed = remove(&world.app, &who, phone, &world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert_eq!((removed.kind, removed.is_last), (APP, false));
        let mut left = world.authenticators(anna).await;
        left.sort();
        assert_eq!(
            left,
            [MAIL, CODES],
            "what stands behind the others stays with them"
        );
        assert_eq!(world.devices(anna).await, 0);
        assert!(!world.stands(&other).await);
        let after = world
            .check(&token)
            .await
            .expect("whoever removes stays signed in");
        assert_eq!(after.user.factor_set.to_string(), "email,recovery_codes");
        assert_eq!(
            world.newest(anna).await,
            ("authenticator-removed".into(), "done".into())
        );
        assert_eq!(
            world.told("Ett sätt att logga in har tagits bort"),
            ["anna.privat@example.org", "anna@example.se"]
        );
    });
}

#[test]
fn with_the_last_factor_of_somebody_free_the_codes_end_too() {
    each_engine(async |store| {
        let world = World::with(store, 30).await;
        let vera = world.person("vera", &GUEST).await;
        let phone = world.enrol(vera, &APP).await;
        world.enrol(vera, &CODES).await;
        world.trust(vera).await;
        let token = world.session_token(vera, world.proofs(&[APP]), None).await;
        let who = world.check(&token).await.unwrap();
        let removed = remove(&world.app, &who, phone, &world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert!(removed.is_last);
        assert!(world.authenticators(vera).await.is_empty());
        assert_eq!(world.devices(vera).await, 0);
        assert!(world.check(&token).await.is_some());
        let entry = world
            .type_password("vera", PASSWORD, None)
            .await
            .ok()
            .unwrap();
        assert!(
            entry.session.is_some(),
            "the password alone opens the account now"
        );
    });
}

#[test]
fn of_two_removals_at_once_one_factor_stays() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        let first = world.enrol(anna, &APP).await;
        let second = world.enrol(anna, &APP).await;
        let mut done = 0;
        for _ in 0..2 {
            let who = world.fresh(anna, &[APP]).await;
            let requester = world.requester();
            let (one, other) = tokio::join!(
                remove(&world.app, &who, first, &requester),
                remove(&world.app, &who, second, &requester),
            );
            done += [one, other]
                .into_iter()
                .filter(|removed| removed.as_ref().unwrap().is_ok())
                .count();
            assert_eq!(done, 1);
            assert_eq!(world.authenticators(anna).await, [APP]);
        }
    });
}

#[test]
fn nobody_removes_what_is_anothers_or_the_codes_alone() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let (anna, vera) = (
            world.person("anna", &GUEST).await,
            world.person("vera", &GUEST).await,
        );
        world.enrol(anna, &APP).await;
        let codes = world.enrol(anna, &CODES).await;
        let veras = world.enrol(vera, &APP).await;
        let who = world.fresh(anna, &[APP]).await;
        let requester = world.requester();
        let refused = remove(&world.app, &who, veras, &requester)
            .await
            .unwrap()
            .err();
        assert_eq!(refused, Some(Refusal::FormStale));
        let refused = remove(&world.app, &who, codes, &requester)
            .await
            .unwrap()
            .err();
        assert_eq!(refused, Some(Refusal::FactorUnavailable));
        assert_eq!(world.authenticators(vera).await, [APP]);
        assert_eq!(world.authenticators(anna).await.len(), 2);
    });
}
