//! Taking back waits: after it the right password opens at once. What slows a place down stays.

use app::administer::people;
use domain::refusal::Refusal;
use domain::role::BuiltIn;
use domain::time::Span;
use store::testing::each_engine;

use super::settled;
use crate::world::{GUEST, PASSWORD, World};

#[test]
fn after_wrong_passwords_an_administrator_unlocks_and_the_person_signs_in_at_once() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        world.person("oskar", &GUEST).await;
        for name in ["cilla", "oskar", "ingen"] {
            for _ in 0..10 {
                let wrong = world.type_password(name, "fel", None).await;
                assert_eq!(wrong.err(), Some(Refusal::SignInWrong));
            }
        }
        let waits = async |name: &str| {
            let typed = world.type_password(name, PASSWORD, None).await;
            matches!(typed.err(), Some(Refusal::Waiting { .. }))
        };
        assert!(waits("cilla").await && waits("oskar").await && waits("ingen").await);
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let view = people::person(app, org, cilla, world.now()).await.unwrap();
        assert_eq!(view.password_waits.places, 1);
        settled(people::unlock(app, org, cilla, &by).await).unwrap();
        let view = people::person(app, org, cilla, world.now()).await.unwrap();
        assert_eq!(view.password_waits.places, 0);
        let entry = world.type_password("cilla", PASSWORD, None).await.unwrap();
        assert!(entry.session.is_some());
        // Nobody else is let loose by it.
        assert!(waits("oskar").await && waits("ingen").await);
    });
}

#[test]
fn unlocking_a_person_leaves_the_address_waiting_that_tried_too_often() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let mut tries = 0;
        let until = loop {
            tries += 1;
            assert!(tries < 2_000, "the address is never slowed down");
            let refused = world.type_password("cilla", "fel", None).await.err();
            if let Some(Refusal::Throttled { until }) = refused {
                break until;
            }
        };
        let by = world.acting(&bo);
        settled(people::unlock(&world.app, world.org(), cilla, &by).await).unwrap();
        let refused = world.type_password("cilla", PASSWORD, None).await.err();
        assert_eq!(refused, Some(Refusal::Throttled { until }));
        world.wait(Span::minutes(2));
        let entry = world.type_password("cilla", PASSWORD, None).await.unwrap();
        assert!(entry.session.is_some());
    });
}
