//! What the page *Security and login* is given.

use app::account::{SwitchOff, history, overview};
use domain::factor::FactorKind;
use domain::refusal::Refusal;
use domain::time::Span;
use store::testing::each_engine;

use crate::world::{APP, CODES, Card, GUEST, MAIL, OFFICE, PASSWORD, World};

const APP_ONLY: &[FactorKind] = &[APP];

#[test]
fn the_overview_shows_what_a_person_has_and_why() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        let phone = world.enrol(anna, &APP).await;
        world.enrol(anna, &CODES).await;
        let device = world.trust(anna).await;
        let trusted_at = world.now();
        world.fresh(anna, &[APP]).await;
        let who = world.fresh(anna, &[APP]).await;
        let page = overview(&world.app, &who, Some(&device), &world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();

        assert_eq!(
            (page.user.username.as_str(), page.organisation.slug.as_str()),
            ("anna", "bjorken")
        );
        assert_eq!(page.roles, ["Rollen för anna"]);
        let [app] = &page.authenticators[..] else {
            panic!("{:?}", page.authenticators)
        };
        assert_eq!((app.id, &app.kind, app.last_used_at), (phone, &APP, None));
        assert!(app.is_first && app.is_known && app.can_be_renamed && !app.is_closed);
        assert_eq!(app.removal, Err(Refusal::LastFactorDemanded));
        let codes = page.codes.as_ref().unwrap();
        assert_eq!((&codes.kind, codes.left), (&CODES, 10));
        let [device] = &page.devices[..] else {
            panic!("{:?}", page.devices)
        };
        assert_eq!(device.until, Some(trusted_at + Span::days(14)));
        assert!(device.is_this);
        assert_eq!(page.sessions.len(), 2);
        assert!(page.sessions[0].is_this && !page.sessions[1].is_this);
        assert_eq!(page.sessions[0].address, "203.0.113.7");
        assert_eq!(page.demands[0].role, "Rollen för anna");
        assert_eq!(page.switch_off, SwitchOff::Demanded);
        assert!(page.is_fresh && page.requirement.demanded);
    });
}

#[test]
fn a_device_that_the_cards_trust_no_more_says_so_and_can_still_be_forgotten() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &OFFICE).await;
        world.enrol(anna, &APP).await;
        world.trust(anna).await;
        world.change_card(anna, |card| card.trusted_days = 0).await;
        let who = world.fresh(anna, &[APP]).await;
        let page = overview(&world.app, &who, None, &world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert_eq!(page.devices.len(), 1);
        assert_eq!(
            (page.devices[0].until, page.devices[0].is_this),
            (None, false)
        );
    });
}

#[test]
fn what_is_offered_is_allowed_and_not_yet_full() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world
            .person(
                "anna",
                &Card {
                    allowed: Some(APP_ONLY),
                    ..OFFICE
                },
            )
            .await;
        let vera = world.person("vera", &GUEST).await;
        world.enrol(anna, &APP).await;
        world.enrol(vera, &MAIL).await;
        let offers = async |user, kinds: &[FactorKind]| {
            let who = world.fresh(user, kinds).await;
            let page = overview(&world.app, &who, None, &world.requester())
                .await
                .unwrap()
                .ok()
                .unwrap();
            page.offers
        };
        let most = world
            .app
            .registry
            .find(&APP)
            .unwrap()
            .profile()
            .most_per_user;
        let annas = offers(anna, &[APP]).await;
        assert_eq!(annas.len(), 1, "the role allows nothing else");
        assert_eq!((&annas[0].profile.kind, annas[0].more), (&APP, most - 1));
        let veras = offers(vera, &[MAIL]).await;
        assert!(
            veras
                .iter()
                .any(|offer| offer.profile.kind == APP && offer.more == most)
        );
        assert!(
            veras
                .iter()
                .all(|offer| offer.more > 0 && !offer.profile.is_backup)
        );
        for _ in 1..most {
            world.enrol(anna, &APP).await;
        }
        assert!(offers(anna, &[APP]).await.is_empty());
    });
}

#[test]
fn a34_no_secret_stands_in_what_the_page_is_given() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let anna = world.person("anna", &GUEST).await;
        for kind in [&APP, &MAIL, &CODES] {
            world.enrol(anna, kind).await;
        }
        let who = world.fresh(anna, &[APP]).await;
        let page = overview(&world.app, &who, None, &world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();
        let shown = format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            page.authenticators,
            page.codes,
            page.offers,
            page.devices,
            page.sessions,
            page.history,
            page.user
        );
        let organisation = world.org();
        let rows = world
            .write(move |tx| tx.authenticators_of_user(organisation, anna))
            .await;
        let stored: Vec<String> = rows
            .iter()
            .flat_map(|row| long_words(&String::from_utf8_lossy(&row.data)))
            .collect();
        assert!(
            stored.len() > 10,
            "the secrets and hashes that were looked for: {}",
            stored.len()
        );
        for word in stored {
            assert!(!shown.contains(&word), "{word}");
        }
        assert!(
            !shown.contains("otpauth")
                && !shown.contains("argon2")
                && !shown.contains("anna@example.se")
        );
    });
}

/// Every run of letters and digits that is long enough to be a secret.
fn long_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() >= 16)
        .map(str::to_owned)
        .collect()
}

#[test]
fn ones_own_history_is_read_page_by_page() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let (anna, vera) = (
            world.person("anna", &GUEST).await,
            world.person("vera", &GUEST).await,
        );
        for _ in 0..21 {
            world
                .type_password("anna", PASSWORD, None)
                .await
                .ok()
                .unwrap();
            world.wait(Span::minutes(1));
        }
        world
            .type_password("anna", "fel", None)
            .await
            .err()
            .unwrap();
        world
            .type_password("vera", PASSWORD, None)
            .await
            .ok()
            .unwrap();
        let who = world.fresh(anna, &[]).await;
        let page = overview(&world.app, &who, None, &world.requester())
            .await
            .unwrap()
            .ok()
            .unwrap();
        assert_eq!(page.history.happenings.len(), 20);
        let newest = &page.history.happenings[0];
        assert_eq!(
            (newest.code.as_str(), newest.refused.as_deref()),
            ("password-checked", Some("sign-in-wrong"))
        );
        assert!(!newest.by_oneself, "whoever typed it wrong may be anybody");
        assert_eq!(newest.browser.as_deref(), Some("Firefox on Linux"));
        let second = &page.history.happenings[1];
        assert_eq!(
            (second.code.as_str(), &second.refused),
            ("signed-in", &None)
        );
        assert!(second.by_oneself);

        let older = page.history.older.expect("there is more");
        let rest = history(&world.app, &who, Some(older), &world.requester())
            .await
            .unwrap()
            .unwrap();
        assert_eq!((rest.happenings.len(), rest.older), (2, None));
        assert!(rest.happenings[0].at < page.history.happenings[19].at);
        let who = world.fresh(vera, &[]).await;
        let veras = history(&world.app, &who, None, &world.requester())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(veras.happenings.len(), 1);
    });
}
