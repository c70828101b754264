//! Naming an authenticator.

use app::account::{overview, rename};
use domain::refusal::Refusal;
use store::testing::each_engine;

use crate::world::{APP, GUEST, MAIL, World};

#[test]
fn a_name_of_ones_own_is_kept_and_told() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &GUEST).await;
        let phone = world.enrol(anna, &APP).await;
        let who = world.fresh(anna, &[APP]).await;
        let (app, requester) = (&world.app, world.requester());
        rename(app, &who, phone, "  Mobilen från jobbet ", &requester)
            .await
            .unwrap()
            .unwrap();
        let page = overview(app, &who, None, &requester)
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert_eq!(page.authenticators[0].label, "Mobilen från jobbet");
        assert_eq!(
            world.told("Ett sätt att logga in har fått ett annat namn"),
            ["anna@example.se"]
        );
        assert_eq!(
            world.newest(anna).await,
            ("authenticator-renamed".into(), "done".into())
        );

        // The same name again is no change.
        rename(app, &who, phone, "Mobilen från jobbet", &requester)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(world.outbox.kept().len(), 1);
    });
}

#[test]
fn a_name_is_a_line_and_an_address_is_no_name() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let (anna, vera) = (
            world.person("anna", &GUEST).await,
            world.person("vera", &GUEST).await,
        );
        let phone = world.enrol(anna, &APP).await;
        let mail = world.enrol(anna, &MAIL).await;
        let who = world.fresh(anna, &[APP]).await;
        let (app, requester) = (&world.app, world.requester());
        for malformed in ["", "   ", "a\nb", "\u{0}", &"x".repeat(61)] {
            let refused = rename(app, &who, phone, malformed, &requester)
                .await
                .unwrap()
                .err();
            assert_eq!(refused, Some(Refusal::LabelMalformed), "{malformed:?}");
        }
        let refused = rename(app, &who, mail, "Min post", &requester)
            .await
            .unwrap()
            .err();
        assert_eq!(
            refused,
            Some(Refusal::FactorUnavailable),
            "the masked address is what tells mailboxes apart"
        );
        let who = world.fresh(vera, &[]).await;
        let refused = rename(app, &who, phone, "Min nu", &requester)
            .await
            .unwrap()
            .err();
        assert_eq!(refused, Some(Refusal::FormStale));
    });
}
