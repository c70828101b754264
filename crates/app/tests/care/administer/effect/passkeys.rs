//! Rules about passkeys: what is demanded of them locks nobody out unseen, what decides about logins is asked of the policy, and whoever has
//! one device alone stands in the report.

use app::administer::effect::{Readiness, Why};
use app::administer::{
    self, AdministerFault, LockedOut, OrganisationChange, PasskeyChange, Reason,
};
use domain::factor::FactorKind;
use domain::id::{AuthenticatorId, UserId};
use domain::organisation::{Copied, Organisation};
use factors::testing::TestMaker;
use serde_json::Value;
use store::testing::each_engine;
use store::{NOTHING_CONSUMED, NewAuthenticator};

use super::{Ground, MAIL_CODES, demanding};
use crate::administer::reason;

const NAME: &str = "Björkens Omsorg";

const PASSKEY: FactorKind = FactorKind::new("passkey");

/// What the factor keeps of a passkey whose device checked its person, or did not.
fn kept(verified: bool) -> Vec<u8> {
    let fixture = include_str!("../../../../../factors/tests/fixtures/passkey-1.json");
    let mut fixture: Value = serde_json::from_str(fixture).unwrap();
    let mut kept = fixture["authenticator"].take();
    assert!(kept["verified"].is_boolean());
    kept["verified"] = verified.into();
    kept.to_string().into_bytes()
}

impl Ground {
    async fn give_passkey(&self, user: UserId, verified: bool, on_one_device: bool) {
        let (organisation, now) = (self.demo.id, self.now);
        let unit = move |tx: &mut store::Tx| {
            let new = NewAuthenticator {
                id: AuthenticatorId::draw(now, tx.random()),
                user,
                kind: &PASSKEY,
                label: "A key",
                data: &kept(verified),
                data_format: 1,
                identifier: None,
                channel: None,
                relying_party: Some("login.bjorken.example"),
                on_one_device,
                consumed_through: NOTHING_CONSUMED,
            };
            assert!(tx.insert_authenticator(organisation, &new, now)?);
            tx.refresh_factor_set(organisation, user)
        };
        self.app.store.write(unit).await.unwrap();
    }

    async fn decide(
        &self,
        passkeys: PasskeyChange,
        confirmed: Option<&str>,
        by: &administer::By,
    ) -> Result<Organisation, AdministerFault> {
        let change = OrganisationChange {
            passkeys,
            confirmed: confirmed.map(str::to_owned),
            ..OrganisationChange::default()
        };
        administer::change_organisation(&self.app, self.demo.id, change, by).await
    }

    /// A card that takes passkeys and codes by mail.
    async fn card_for_passkeys(&self) {
        self.role("staff", |_| {}).await;
        let card = demanding(self.role_card("staff").await, "passkey,email");
        self.save(card, None).await.unwrap();
    }
}

fn checked() -> PasskeyChange {
    PasskeyChange {
        verified: Some(true),
        ..PasskeyChange::default()
    }
}

#[test]
fn a56_demanding_that_devices_check_people_wants_the_name_where_theirs_never_did() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.card_for_passkeys().await;
        let bo = ground.holding("bo", &["staff"], false).await;
        ground.give_passkey(bo, false, true).await;
        let cilla = ground.holding("cilla", &["staff"], false).await;
        ground.give_passkey(cilla, false, true).await;
        ground.bind(cilla, &MAIL_CODES, "cilla@home.example").await;
        let dag = ground.holding("dag", &["staff"], false).await;
        ground.give_passkey(dag, false, true).await;
        ground.give_passkey(dag, true, true).await;
        let by = ground.by();
        // Cilla has her mail, and one of Dag's keys checks.
        let bo_alone = Reason::LocksOut(LockedOut {
            people: 1,
            administrators: 0,
        });
        for typed in [None, Some("staff")] {
            let refused = ground.decide(checked(), typed, &by).await;
            assert_eq!(reason(refused), bo_alone, "{typed:?}");
        }
        assert!(!ground.organisation_now().await.rules.passkeys.verified);
        let saved = ground.decide(checked(), Some(NAME), &by).await.unwrap();
        assert!(saved.rules.passkeys.verified);
        let more = PasskeyChange {
            sign_in: Some(false),
            ..checked()
        };
        let again = ground.decide(more, None, &by).await;
        assert!(again.is_ok(), "whoever is out already is told of once");
    });
}

#[test]
fn a56_nobody_locks_themselves_or_the_last_owner_out_by_it() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.card_for_passkeys().await;
        let sten = ground.holding("sten", &["staff"], true).await;
        ground.give_passkey(sten, false, true).await;
        let refused = ground.decide(checked(), Some(NAME), &ground.by()).await;
        assert_eq!(reason(refused), Reason::LastOwner);
        ground.holding("agnes", &[], true).await;
        let own = ground
            .decide(checked(), Some(NAME), &ground.by_user(sten))
            .await;
        assert_eq!(reason(own), Reason::CutsYouOff);
    });
}

#[test]
fn what_decides_about_logins_is_asked_of_the_policy_and_the_rest_is_not() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let by = ground.by();
        let maker = TestMaker::new().root_pem().to_owned();
        let plain = PasskeyChange::default;
        let changes = [
            (
                PasskeyChange {
                    sign_in: Some(false),
                    ..plain()
                },
                true,
            ),
            (checked(), true),
            (
                PasskeyChange {
                    makers: Some(vec![maker]),
                    ..plain()
                },
                true,
            ),
            (
                PasskeyChange {
                    models: Some(vec!["2fc0579f-8113-47ea-b116-bb5a8db9202a".to_owned()]),
                    ..plain()
                },
                true,
            ),
            (
                PasskeyChange {
                    copied: Some(Copied::Tell),
                    ..plain()
                },
                false,
            ),
            (
                PasskeyChange {
                    origins: Some(vec!["https://portal.example".to_owned()]),
                    ..plain()
                },
                false,
            ),
        ];
        for (change, decides) in changes {
            let before = ground.organisation_now().await;
            let after = ground.decide(change.clone(), None, &by).await.unwrap();
            assert_eq!(after.version, before.version + 1, "{change:?}");
            let moved = after.policy_epoch - before.policy_epoch;
            assert_eq!(moved, i64::from(decides), "{change:?}");
            let stored = ground.organisation_now().await;
            assert_eq!(stored.policy_epoch, after.policy_epoch);
            assert_eq!(stored.rules, after.rules);
        }
    });
}

#[test]
fn whoever_has_one_device_alone_stands_in_the_report_though_they_are_ready() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.card_for_passkeys().await;
        for (name, devices, synced, mail) in [
            ("bo", 1, 0, false),
            ("cilla", 2, 0, false),
            ("dag", 1, 0, true),
            ("eva", 0, 1, false),
            ("frans", 0, 0, false),
        ] {
            let user = ground.holding(name, &["staff"], false).await;
            for _ in 0..devices {
                ground.give_passkey(user, true, true).await;
            }
            for _ in 0..synced {
                ground.give_passkey(user, true, false).await;
            }
            if mail {
                ground.bind(user, &MAIL_CODES, "dag@home.example").await;
            }
        }
        let card = ground.role_card("staff").await;
        let report = ground.report_on(&card, None).await;
        assert_eq!(report.on_one_device, 1);
        let told: Vec<_> = report
            .rows
            .iter()
            .filter(|row| row.why.contains(&Why::OneDevice))
            .map(|row| (row.username.as_str(), row.readiness))
            .collect();
        assert_eq!(told, [("bo", Readiness::Ready)]);
        let late = ground.report_on(&card, Some(Readiness::MustEnrol)).await;
        assert_eq!(late.on_one_device, 1, "it is told of the whole card");
        assert!(
            late.rows
                .iter()
                .all(|row| !row.why.contains(&Why::OneDevice))
        );
        ground.role("other", |_| {}).await;
        let other = ground.role_card("other").await;
        assert_eq!(ground.report_on(&other, None).await.on_one_device, 0);
    });
}
