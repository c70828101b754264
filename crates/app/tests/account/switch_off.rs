//! Switching two-step verification off.

use app::account::{SwitchOff, overview, switch_off};
use domain::refusal::Refusal;
use store::testing::each_engine;

use crate::world::{APP, CODES, GUEST, MAIL, OFFICE, PASSWORD, World};

#[test]
fn switching_off_ends_factors_codes_and_devices_at_once() {
    each_engine(async |store| {
        let world = World::with(store, 30).await;
        let vera = world.person("vera", &GUEST).await;
        for kind in [&APP, &MAIL, &CODES] {
            world.enrol(vera, kind).await;
        }
        let device = world.trust(vera).await;
        let other = world.fresh(vera, &[APP]).await;
        let token = world.session_token(vera, world.proofs(&[APP]), None).await;
        let who = world.check(&token).await.unwrap();

        let off = switch_off(&world.app, &who, &world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert_eq!((off.authenticators, off.devices), (3, 1));
        assert!(world.authenticators(vera).await.is_empty());
        assert_eq!(world.devices(vera).await, 0);
        assert!(!world.stands(&other).await);
        assert_eq!(
            world.newest(vera).await,
            ("two-step-switched-off".into(), "done".into())
        );
        assert_eq!(
            world.told("Tvåstegsverifieringen är avstängd"),
            ["vera@example.se"]
        );

        let who = world
            .check(&token)
            .await
            .expect("whoever switches off stays signed in");
        let page = overview(&world.app, &who, None, &world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert_eq!(page.switch_off, SwitchOff::Nothing);
        assert!(!page.requirement.two_step && page.codes.is_none());
        let entry = world
            .type_password("vera", PASSWORD, Some(&device))
            .await
            .ok()
            .unwrap();
        assert!(entry.session.is_some());
        let again = switch_off(&world.app, &who, &world.requester())
            .await
            .unwrap()
            .err();
        assert_eq!(
            again,
            Some(Refusal::FormStale),
            "there is nothing left to switch off"
        );
    });
}

#[test]
fn where_a_role_demands_it_two_step_stays_on() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.enrol(anna, &APP).await;
        world.trust(anna).await;
        let who = world.fresh(anna, &[APP]).await;
        let refused = switch_off(&world.app, &who, &world.requester())
            .await
            .unwrap()
            .err();
        assert_eq!(refused, Some(Refusal::SwitchOffDemanded));
        assert_eq!(
            world.newest(anna).await,
            ("two-step-switched-off".into(), "switch-off-demanded".into())
        );
        assert_eq!(
            (
                world.authenticators(anna).await.len(),
                world.devices(anna).await
            ),
            (1, 1)
        );
        // A role demands it while the page still says that it could be switched off.
        let vera = world.person("vera", &GUEST).await;
        world.enrol(vera, &APP).await;
        let who = world.fresh(vera, &[APP]).await;
        world.change_card(vera, |card| card.two_step = true).await;
        let refused = switch_off(&world.app, &who, &world.requester())
            .await
            .unwrap()
            .err();
        assert_eq!(refused, Some(Refusal::SwitchOffDemanded));
    });
}
