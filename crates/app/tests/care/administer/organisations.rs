//! Organisations: what must be their own, and who switches what.

use super::reason;
use crate::ground::{Ground, PASSWORD, organisation};
use app::administer::{self, By, OrganisationChange, Reason};
use domain::role::BuiltIn;
use store::testing::each_engine;

#[test]
fn an_organisation_has_its_own_slug_address_and_built_in_permissions() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let taken =
            administer::add_organisation(&ground.app, organisation("demo"), &ground.by()).await;
        assert_eq!(reason(taken), Reason::SlugTaken("demo".to_owned()));
        let mut same_address = organisation("grannen");
        same_address.base_url.clone_from(&ground.demo.base_url);
        let taken = administer::add_organisation(&ground.app, same_address, &ground.by()).await;
        assert_eq!(
            reason(taken),
            Reason::BaseUrlTaken(ground.demo.base_url.clone())
        );
        let malformed =
            administer::add_organisation(&ground.app, organisation("Grannen"), &ground.by()).await;
        assert!(matches!(reason(malformed), Reason::MalformedSlug(_)));

        let grannen =
            administer::add_organisation(&ground.app, organisation("grannen"), &ground.by())
                .await
                .unwrap();
        let known = administer::list_organisations(&ground.app).await.unwrap();
        let slugs: Vec<&str> = known.iter().map(|known| known.slug.as_str()).collect();
        assert_eq!(slugs, ["demo", "grannen"]);
        let permissions = administer::list_permissions(&ground.app, grannen.id)
            .await
            .unwrap();
        let keys: Vec<&str> = permissions
            .iter()
            .map(|permission| permission.key.as_str())
            .collect();
        assert_eq!(keys, BuiltIn::ALL.map(BuiltIn::key));
        assert!(permissions.iter().all(|permission| permission.built_in));
        let unknown = administer::organisation_named(&ground.app, "ingen").await;
        assert_eq!(
            reason(unknown),
            Reason::UnknownOrganisation("ingen".to_owned())
        );
    });
}

#[test]
fn settings_are_changed_one_by_one_and_only_an_owner_switches_the_add_on_off() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (admin, owner) = (ground.person("bo").await, ground.person("agnes").await);
        let nobody = ground.person("oskar").await;
        ground.card(admin, "settings", &[BuiltIn::Settings]).await;
        administer::set_owner(&ground.app, ground.demo.id, owner, true, &ground.by())
            .await
            .unwrap();
        let before = administer::organisation_named(&ground.app, "demo")
            .await
            .unwrap();
        let words = OrganisationChange {
            name: Some(" Björken ".to_owned()),
            support_phone: Some("0771-1".to_owned()),
            ..OrganisationChange::default()
        };
        let change = |change: OrganisationChange, by: By| {
            let app = ground.app.clone();
            let id = ground.demo.id;
            async move { administer::change_organisation(&app, id, change, &by).await }
        };
        assert_eq!(
            reason(change(words.clone(), ground.by_user(nobody)).await),
            Reason::NoRight
        );
        let named = change(words, ground.by_user(admin)).await.unwrap();
        assert_eq!(
            (named.name.as_str(), named.support.phone.as_deref()),
            ("Björken", Some("0771-1"))
        );
        assert_eq!(
            named.policy_epoch, before.policy_epoch,
            "words decide nothing"
        );
        let off = OrganisationChange {
            two_step_add_on: Some(false),
            ..OrganisationChange::default()
        };
        assert_eq!(
            reason(change(off.clone(), ground.by_user(admin)).await),
            Reason::OwnerOnly
        );
        for typed in [None, Some("björken"), Some("Björkens Omsorg"), Some("")] {
            let unconfirmed = OrganisationChange {
                confirmed: typed.map(str::to_owned),
                ..off.clone()
            };
            assert_eq!(
                reason(change(unconfirmed, ground.by_user(owner)).await),
                Reason::NotConfirmed("Björken".to_owned())
            );
        }
        let confirmed = OrganisationChange {
            confirmed: Some(" Björken ".to_owned()),
            ..off
        };
        let switched = change(confirmed, ground.by_user(owner)).await.unwrap();
        let elsewhere = OrganisationChange {
            base_url: Some("https://evil.example".to_owned()),
            ..OrganisationChange::default()
        };
        assert_eq!(
            reason(change(elsewhere, ground.by_user(owner)).await),
            Reason::OperatorOnly
        );
        assert!(!switched.two_step_add_on && switched.policy_epoch == before.policy_epoch + 1);
        let cleared = OrganisationChange {
            support_phone: Some(String::new()),
            ..OrganisationChange::default()
        };
        assert_eq!(
            change(cleared, ground.by()).await.unwrap().support.phone,
            None
        );
        let stored = administer::organisation_named(&ground.app, "demo")
            .await
            .unwrap();
        assert_eq!(stored.policy_epoch, switched.policy_epoch);

        let new = organisation("grannen");
        administer::add_organisation(&ground.app, new, &ground.by())
            .await
            .unwrap();
        let theirs = OrganisationChange {
            base_url: Some("https://login.bjorken.example/o/grannen".to_owned()),
            ..OrganisationChange::default()
        };
        assert!(matches!(
            reason(change(theirs, ground.by()).await),
            Reason::BaseUrlTaken(_)
        ));
    });
}

#[test]
fn a_suspended_organisation_lets_nobody_in_until_it_ends() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        let session = ground
            .sign_in("bo", PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        administer::suspend_organisation(&ground.app, ground.demo.id, true, &ground.by())
            .await
            .unwrap();
        let checked = app::session_check::check(&ground.app, &session, &ground.requester()).await;
        assert!(checked.unwrap().is_none());
        assert!(ground.sign_in("bo", PASSWORD).await.is_err());
        let again =
            administer::suspend_organisation(&ground.app, ground.demo.id, true, &ground.by()).await;
        assert!(again.unwrap().suspended_at.is_some());
        administer::suspend_organisation(&ground.app, ground.demo.id, false, &ground.by())
            .await
            .unwrap();
        assert!(ground.sign_in("bo", PASSWORD).await.is_ok());
    });
}
