//! What an organisation decides for itself, who founds and suspends organisations, and what the first page counts.

use app::administer::{
    self, FieldWhy, FirstOwner, Handing, Invitation, OrganisationChange, OrganisationPart, Reason,
};
use app::session_check;
use domain::factor::FactorSet;
use domain::organisation::{Copied, Organisation, PasskeyRules, Rules};
use domain::refusal::Refusal;
use domain::role::{BuiltIn, Rights};
use domain::time::Span;
use factors::testing::TestMaker;
use store::testing::each_engine;

use super::reason;
use crate::ground::{Ground, organisation};

/// A model that somebody makes.
const MODEL: &str = "2fc0579f-8113-47ea-b116-bb5a8db9202a";

async fn read(ground: &Ground) -> Organisation {
    administer::organisation_named(&ground.app, "demo")
        .await
        .unwrap()
}

async fn save(
    ground: &Ground,
    part: OrganisationPart,
    new: Organisation,
    made_from: &str,
) -> Result<Organisation, administer::AdministerFault> {
    administer::save_organisation(&ground.app, part, new, made_from, None, &ground.by()).await
}

/// Puts these rules in force.
async fn decide(
    ground: &Ground,
    rules: Rules,
) -> Result<Organisation, administer::AdministerFault> {
    let change = OrganisationChange {
        rules: Some(rules),
        ..OrganisationChange::default()
    };
    administer::change_organisation(&ground.app, ground.demo.id, change, &ground.by()).await
}

#[test]
fn of_two_who_change_the_same_part_the_later_is_told_and_other_parts_stay_free() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let seen = read(&ground).await;
        let general = OrganisationPart::General.mark(&seen).unwrap();
        let access = OrganisationPart::Access.mark(&seen).unwrap();
        let first = Organisation {
            name: "Ettan".to_owned(),
            default_trusted_days: 300,
            ..seen.clone()
        };
        let saved = save(&ground, OrganisationPart::General, first, &general)
            .await
            .unwrap();
        assert_eq!(
            (saved.name.as_str(), saved.default_trusted_days),
            ("Ettan", 0)
        );
        let second = Organisation {
            name: "Tvåan".to_owned(),
            ..seen.clone()
        };
        let late = save(&ground, OrganisationPart::General, second, &general).await;
        assert_eq!(reason(late), Reason::Changed);
        let mut rules = seen.clone();
        rules.rules.session_hours = 8;
        let saved = save(&ground, OrganisationPart::Access, rules, &access).await;
        assert_eq!(saved.unwrap().rules.session_hours, 8);
        let now = read(&ground).await;
        assert_eq!(
            (now.name.as_str(), now.version),
            ("Ettan", seen.version + 2)
        );
    });
}

#[test]
fn a_rule_outside_its_bound_or_a_factor_that_nobody_knows_is_refused() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let long = Rules {
            password_least: 65,
            ..Rules::default()
        };
        let Reason::Faults(faults) = reason(decide(&ground, long).await) else {
            panic!("no field is named");
        };
        assert_eq!(faults[0].field, "password_least");
        assert!(matches!(faults[0].why, FieldWhy::Bound(_)));
        let unknown = Rules {
            allowed_factors: Some(FactorSet::parse("carrier-pigeon")),
            ..Rules::default()
        };
        let refused = reason(decide(&ground, unknown).await);
        assert_eq!(refused, Reason::UnknownFactor("carrier-pigeon".to_owned()));
        let foreign = Rules {
            languages: vec!["sv".to_owned(), "tlh".to_owned()],
            ..Rules::default()
        };
        assert_eq!(
            reason(decide(&ground, foreign).await),
            Reason::UnknownLanguage
        );
        assert_eq!(read(&ground).await.rules, Rules::default());
    });
}

#[test]
fn whoever_allows_every_factor_rules_none_out_and_a_change_is_asked_of_the_policy() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let before = read(&ground).await;
        let all = ground
            .app
            .registry
            .profiles()
            .iter()
            .map(|profile| profile.kind.clone())
            .collect();
        let every = Rules {
            allowed_factors: Some(all),
            ..Rules::default()
        };
        assert_eq!(
            decide(&ground, every).await.unwrap().version,
            before.version
        );
        let few = Rules {
            allowed_factors: Some(FactorSet::parse("totp")),
            ..Rules::default()
        };
        let decided = decide(&ground, few).await.unwrap();
        assert_eq!(decided.policy_epoch, before.policy_epoch + 1);
    });
}

#[test]
fn a_shorter_session_ends_the_sessions_that_stand() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        ground.person("bo").await;
        let token = ground
            .sign_in("bo", crate::ground::PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        let stands = async |ground: &Ground| {
            session_check::check(&ground.app, &token, &ground.requester())
                .await
                .unwrap()
                .is_some()
        };
        ground.pass(Span::minutes(29));
        assert!(stands(&ground).await);
        let rules = Rules {
            session_idle_minutes: 30,
            session_hours: 1,
            ..Rules::default()
        };
        decide(&ground, rules).await.unwrap();
        ground.pass(Span::minutes(29));
        assert!(stands(&ground).await, "used 29 minutes ago");
        ground.pass(Span::minutes(2));
        assert!(!stands(&ground).await, "an hour is over");
    });
}

#[test]
fn a_new_password_is_as_long_as_the_organisation_says() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.person("bo").await;
        let rules = Rules {
            password_least: 40,
            ..Rules::default()
        };
        decide(&ground, rules).await.unwrap();
        let who = ground.signed_in("bo").await;
        let form = app::account::change_password(
            &ground.app,
            &who,
            app::account::Passwords {
                current: crate::ground::PASSWORD.to_owned(),
                new: crate::ground::OTHER_PASSWORD.to_owned(),
                repeated: None,
            },
            &ground.requester(),
        )
        .await
        .unwrap();
        assert_eq!(form.err(), Some(Refusal::PasswordTooShort { least: 40 }));
    });
}

fn owner(handing: Handing) -> FirstOwner {
    FirstOwner {
        username: "tove".to_owned(),
        name: String::new(),
        email: "tove@torpet.example".to_owned(),
        handing,
    }
}

#[test]
fn an_organisation_is_founded_with_its_owner_by_the_right_over_the_installation_alone() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let app = &ground.app;
        let bo = ground.person("bo").await;
        ground.person("oskar").await;
        ground
            .card(bo, "installation", &[BuiltIn::Installation])
            .await;
        let found = async |by: &administer::By, slug: &str| {
            let owner = owner(Handing::Link);
            administer::found_organisation(app, organisation(slug), owner, by).await
        };
        for by in [
            ground.by(),
            ground.by_user(bo),
            ground.by_person("oskar").await,
        ] {
            assert_eq!(reason(found(&by, "torpet").await), Reason::NoRight);
        }
        let by = ground.by_person("bo").await;
        let founded = found(&by, "torpet").await.unwrap();
        assert!(matches!(founded.invitation, Invitation::Link { .. }));
        assert_eq!(founded.owner, "tove");
        let people = administer::list_users(app, founded.organisation.id, None, 9)
            .await
            .unwrap();
        assert!(people.users.len() == 1 && people.users[0].owner);
        assert_eq!(
            reason(found(&by, "torpet").await),
            Reason::SlugTaken("torpet".to_owned())
        );
        let slugs: Vec<String> = administer::list_organisations(app)
            .await
            .unwrap()
            .into_iter()
            .map(|one| one.slug)
            .collect();
        assert_eq!(slugs, ["demo", "torpet"]);
        let plain = administer::add_organisation(app, organisation("annan"), &by).await;
        assert_eq!(reason(plain), Reason::OperatorOnly);
    });
}

#[test]
fn a_suspended_organisation_s_sessions_end_and_nobody_suspends_their_own() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let app = &ground.app;
        let bo = ground.person("bo").await;
        ground.person("oskar").await;
        ground
            .card(bo, "installation", &[BuiltIn::Installation])
            .await;
        let grannen = administer::add_organisation(app, organisation("grannen"), &ground.by())
            .await
            .unwrap();
        let by = ground.by_person("bo").await;
        let own = administer::suspend_organisation(app, ground.demo.id, true, &by).await;
        assert_eq!(reason(own), Reason::OwnOrganisation);
        let stranger = ground.by_person("oskar").await;
        let tried = administer::suspend_organisation(app, grannen.id, true, &stranger).await;
        assert_eq!(reason(tried), Reason::NoRight);
        let suspended = administer::suspend_organisation(app, grannen.id, true, &by)
            .await
            .unwrap();
        assert!(suspended.suspended_at.is_some());

        // The command line suspends any of them; who was signed in has to sign in anew afterwards.
        let session = ground
            .sign_in("oskar", crate::ground::PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        for suspend in [true, false] {
            administer::suspend_organisation(app, ground.demo.id, suspend, &ground.by())
                .await
                .unwrap();
        }
        let checked = session_check::check(app, &session, &ground.requester()).await;
        assert!(checked.unwrap().is_none());
        let listed = administer::listed_organisations(app, ground.now)
            .await
            .unwrap();
        let told: Vec<_> = listed
            .iter()
            .map(|one| (one.organisation.slug.as_str(), one.people, one.sign_ins))
            .collect();
        assert_eq!(told, [("demo", 2, 0), ("grannen", 0, 0)]);
    });
}

#[test]
fn the_first_page_counts_what_the_policy_says_and_only_for_whom_it_is() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let app = &ground.app;
        let bo = ground.person("bo").await;
        ground.person("oskar").await;
        let demanding = administer::NewRole {
            key: "accounting".to_owned(),
            name: "Accounting".to_owned(),
            two_step: true,
            allowed_factors: Some(FactorSet::parse("totp")),
            ..administer::NewRole::default()
        };
        administer::add_role(app, ground.demo.id, demanding, &ground.by())
            .await
            .unwrap();
        administer::assign_role(app, ground.demo.id, bo, "accounting", &ground.by())
            .await
            .unwrap();
        let of = async |rights: &Rights| {
            administer::figures(app, ground.demo.id, rights, ground.now)
                .await
                .unwrap()
        };
        let all = of(&Rights::of(true, &[])).await;
        let coverage = all.coverage.unwrap();
        let everybody = coverage.everybody;
        assert_eq!(
            (
                everybody.concerned,
                everybody.asked,
                everybody.must_enrol,
                everybody.without_factor
            ),
            (2, 1, 1, 2)
        );
        assert_eq!((coverage.demanding, coverage.past_grace), (1, 0));
        let cards: Vec<_> = coverage
            .cards
            .iter()
            .map(|card| (card.name.as_str(), card.tally.concerned))
            .collect();
        assert_eq!(cards, [("Accounting", 1)]);
        assert_eq!(all.logins.unwrap().len(), 48);
        assert_eq!((all.owners, all.credentials), (Some(0), None));

        let none = of(&Rights::default()).await;
        assert!(none.coverage.is_none() && none.logins.is_none() && none.log.is_none());
        assert!(none.owners.is_none() && none.support.is_none());
        let demanding = administer::demanding_cards(app, ground.demo.id)
            .await
            .unwrap();
        assert_eq!(
            (demanding.cards, demanding.people, demanding.without_factor),
            (1, 1, 1)
        );
    });
}

#[test]
fn what_an_eid_is_enough_for_is_decided_and_on_record_and_its_days_have_bounds() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let rules = |sign_in, days| Rules {
            eid_sign_in: sign_in,
            eid_recovery: true,
            identification_days: days,
            ..Rules::default()
        };
        for days in [29, 3651] {
            let Reason::Faults(faults) = reason(decide(&ground, rules(true, days)).await) else {
                panic!("the field is named");
            };
            assert_eq!(faults[0].field, "identification_days");
        }
        assert!(!read(&ground).await.rules.eid_sign_in);
        decide(&ground, rules(true, 90)).await.unwrap();
        let saved = read(&ground).await.rules;
        assert!(saved.eid_sign_in && saved.eid_recovery);
        assert_eq!(saved.identification_days, 90);
        let id = ground.demo.id;
        let rows = ground.app.store.read(move |tx| tx.events(id, None, 20));
        let rows = rows.await.unwrap().into_iter();
        let changes: Vec<String> = rows
            .filter_map(|row| row.details.get(domain::audit::CHANGES).cloned())
            .collect();
        let written = changes.join(" ");
        for field in ["eid_sign_in", "eid_recovery", "identification_days"] {
            assert!(written.contains(field), "{field}: {written}");
        }
        assert!(
            written.contains("365") && written.contains("90"),
            "{written}"
        );

        // Two forms at once: what the one decides about recovery is none of the other's.
        let seen = read(&ground).await;
        let mark = OrganisationPart::Eid.mark(&seen).unwrap();
        decide(
            &ground,
            Rules {
                self_recovery: false,
                ..seen.rules.clone()
            },
        )
        .await
        .unwrap();
        let new = Organisation {
            rules: rules(false, 90),
            ..seen
        };
        let saved = save(&ground, OrganisationPart::Eid, new, &mark).await;
        let saved = saved.unwrap().rules;
        assert!(!saved.eid_sign_in && !saved.self_recovery && saved.eid_recovery);
    });
}

#[test]
fn what_is_decided_about_passkeys_is_on_record_and_a_certificate_that_cannot_be_read_is_named() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let rules = |passkeys| Rules {
            passkeys,
            ..Rules::default()
        };
        let wrong = [
            ("passkey_makers", vec!["no certificate"], vec![], vec![]),
            ("passkey_makers", vec![], vec![MODEL], vec![]),
            ("passkey_origins", vec![], vec![], vec!["http://a.example"]),
        ];
        let owned = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect();
        for (field, makers, models, origins) in wrong {
            let passkeys = PasskeyRules {
                makers: owned(makers),
                models: owned(models),
                origins: owned(origins),
                ..PasskeyRules::default()
            };
            let Reason::Faults(faults) = reason(decide(&ground, rules(passkeys)).await) else {
                panic!("the field is named");
            };
            assert_eq!(faults[0].field, field);
        }
        assert_eq!(read(&ground).await.rules, Rules::default());

        let maker = |maker: &TestMaker| maker.root_pem().to_owned();
        let decided = PasskeyRules {
            sign_in: false,
            verified: true,
            copied: Copied::Tell,
            makers: vec![maker(&TestMaker::new())],
            models: owned(vec![MODEL]),
            origins: owned(vec!["https://portal.example"]),
        };
        decide(&ground, rules(decided.clone())).await.unwrap();
        assert_eq!(read(&ground).await.rules.passkeys, decided);
        let other = PasskeyRules {
            makers: vec![maker(&TestMaker::new())],
            ..decided
        };
        decide(&ground, rules(other)).await.unwrap();
        let id = ground.demo.id;
        let rows = ground.app.store.read(move |tx| tx.events(id, None, 20));
        let written: Vec<String> = rows
            .await
            .unwrap()
            .into_iter()
            .filter_map(|row| row.details.get(domain::audit::CHANGES).cloned())
            .collect();
        let written = written.join("\n");
        for line in [
            "passkey_sign_in: true → false",
            "passkey_verified: false → true",
            "passkey_copied: refuse → tell",
            "passkey_makers: 0 → 1",
            "passkey_makers: ••• → •••",
            "passkey_models:  → 2fc0579f-8113-47ea-b116-bb5a8db9202a",
            "passkey_origins:  → https\\.//portal.example",
        ] {
            assert!(written.contains(line), "{line}: {written}");
        }
        assert!(!written.contains("CERTIFICATE"), "{written}");
    });
}
