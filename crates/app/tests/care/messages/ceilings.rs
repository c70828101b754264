//! The ceilings of a day: told of on their way, and closed to messages alone.

use domain::message::MessageSettings;
use domain::time::Span;
use store::testing::each_engine;

use super::{TEXTS, in_memory, number};
use crate::ground::{Ground, MAIL_CODES, organisation};

async fn anna(ground: &Ground) {
    ground
        .role("messages", |new| {
            new.permissions.insert("tvasteg.messages".to_owned());
        })
        .await;
    let anna = ground.person("anna").await;
    app::administer::assign_role(&ground.app, ground.demo.id, anna, "messages", &ground.by())
        .await
        .unwrap();
}

/// A ceiling, and what sets it to ten messages.
type Ceiling = (&'static str, fn(&mut MessageSettings));

fn told(of: &str, percents: &[u32]) -> Vec<(String, String)> {
    let mut told: Vec<_> = percents
        .iter()
        .map(|percent| ("ceiling".to_owned(), format!("{of} {percent}")))
        .collect();
    told.sort();
    told
}

#[test]
fn half_almost_and_wholly_used_up_are_told_once_each_and_other_ways_stay_open() {
    let ceilings: [Ceiling; 3] = [
        ("country-day", |settings| settings.limits.country_day = 10),
        ("organisation-day", |settings| {
            settings.limits.organisation_day = 10;
        }),
        ("money-day", |settings| {
            settings
                .prices
                .insert(domain::phone::Country::SWEDEN, 700_000);
            settings.limits.money_day_micros = Some(7_000_000);
        }),
    ];
    for (ceiling, tighten) in ceilings {
        each_engine(async |store| {
            let (mut ground, phones) = in_memory(store).await;
            anna(&ground).await;
            ground.settle_on(tighten).await;
            for of in 0..13 {
                ground
                    .with_phone(&format!("bo{of}"), &TEXTS, &number(of))
                    .await;
            }
            for of in 0..13_u8 {
                ground
                    .signs_in_from(&format!("bo{of}"), [198, 51, 100, of])
                    .await;
                let expected: &[u32] = match of + 1 {
                    ..5 => &[],
                    5..8 => &[50],
                    8..10 => &[50, 80],
                    _ => &[50, 80, 100],
                };
                assert_eq!(
                    ground.alarms().await,
                    told(ceiling, expected),
                    "{ceiling} {of}"
                );
            }
            assert_eq!(phones.kept().len(), 10);
            assert_eq!(ground.kept_back().await, [ceiling; 3]);
            ground.run_due().await;
            assert_eq!(ground.addressees(), ["anna@bjorken.example"; 3]);
            // Whoever has another way goes on by it.
            let nils = ground.person("nils").await;
            let mailbox = "nils@bjorken.example";
            ground.bind(nils, &MAIL_CODES, mailbox).await;
            assert!(!ground.signs_in("nils").await.delivery_failed);
            assert_eq!(ground.addressees().last().unwrap(), mailbox);
            ground.pass(Span::hours(24));
            ground.signs_in("bo12").await;
            assert_eq!(phones.kept().len(), 11, "the next day is a new one");
        });
    }
}

#[test]
fn what_one_organisation_uses_up_is_its_own_but_for_the_installations_ceiling() {
    each_engine(async |store| {
        let (ground, phones) = in_memory(store).await;
        let elsewhere =
            app::administer::add_organisation(&ground.app, organisation("grannen"), &ground.by())
                .await
                .unwrap();
        let neighbour = Ground {
            app: ground.app.clone(),
            mail: ground.mail.clone(),
            demo: elsewhere,
            now: ground.now,
        };
        neighbour.built_in().await;
        ground.app.gateways.limit_installation(3);
        for own in [&ground, &neighbour] {
            own.settle_on(|settings| settings.limits.organisation_day = 2)
                .await;
            for of in 0..3 {
                own.with_phone(&format!("bo{of}"), &TEXTS, &number(of))
                    .await;
            }
        }
        for own in [&ground, &neighbour] {
            for of in 0..3 {
                own.signs_in(&format!("bo{of}")).await;
            }
        }
        assert_eq!(phones.kept().len(), 3);
        assert_eq!(ground.kept_back().await, ["organisation-day"]);
        assert_eq!(
            neighbour.kept_back().await,
            ["organisation-day", "installation-day"],
            "the third message of all was theirs; their second met the installation's ceiling"
        );
        assert!(
            !neighbour
                .alarms()
                .await
                .iter()
                .any(|(_, about)| about.starts_with("installation")),
            "what the others send is the operator's to know"
        );
    });
}
