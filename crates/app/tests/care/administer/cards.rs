//! Role cards and who is given them.

use super::{Spoil, reason};
use crate::ground::{Ground, MAIL_CODES, PASSWORD, organisation, somebody};
use app::administer::{self, Handing, NewPermission, NewRole, NewUser, Reason};
use domain::factor::{FactorKind, FactorSet};
use domain::role::{AssignmentFault, BuiltIn, CardFault, Minimum, Role};
use domain::time::Span;
use std::collections::BTreeSet;
use store::testing::each_engine;

#[test]
fn a_role_card_is_checked_against_itself_the_catalogue_and_the_factors() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, admin) = (&ground.app, ground.by());
        let permission = |key: &str, name: &str| NewPermission {
            key: key.to_owned(),
            name: name.to_owned(),
            area: String::new(),
        };
        let add = |new| administer::add_permission(app, ground.demo.id, new, &admin);
        add(permission("abonnemang", "Abonnemang")).await.unwrap();
        let twice = add(permission("abonnemang", "x")).await;
        assert_eq!(
            reason(twice),
            Reason::PermissionTaken("abonnemang".to_owned())
        );
        let ours = add(permission("tvasteg.all", "x")).await;
        assert_eq!(reason(ours), Reason::PermissionReserved);

        let card = NewRole {
            key: "panel".to_owned(),
            name: "Panel".to_owned(),
            two_step: true,
            trusted_days: 14,
            allowed_factors: Some(FactorSet::from_iter([MAIL_CODES])),
            minimum: Minimum::Any,
            permissions: BTreeSet::from([
                "abonnemang".to_owned(),
                BuiltIn::Support.key().to_owned(),
            ]),
            ..NewRole::default()
        };
        let by = ground.by();
        let saved = administer::add_role(app, ground.demo.id, card.clone(), &by)
            .await
            .unwrap();
        assert_eq!(ground.role_card("panel").await, saved);
        let spoilt: [(Spoil<NewRole>, Reason); 7] = [
            (|_| {}, Reason::RoleTaken("panel".to_owned())),
            (|card| card.key = "Panel".to_owned(), Reason::MalformedKey),
            (
                |card| card.name = " ".to_owned(),
                Reason::Card(CardFault::Name),
            ),
            (
                |card| card.trusted_days = 366,
                Reason::Card(CardFault::TrustedDays),
            ),
            (
                |card| card.api_integrator = true,
                Reason::Card(CardFault::IntegratorWithTwoStep),
            ),
            (
                |card| {
                    card.permissions.insert("okand".to_owned());
                },
                Reason::UnknownPermission("okand".to_owned()),
            ),
            (
                |card| {
                    card.allowed_factors =
                        Some(FactorSet::from_iter([FactorKind::new("brevduva")]));
                },
                Reason::UnknownFactor("brevduva".to_owned()),
            ),
        ];
        for (spoil, expected) in spoilt {
            let mut card = card.clone();
            spoil(&mut card);
            assert_eq!(
                reason(administer::add_role(app, ground.demo.id, card, &by).await),
                expected
            );
        }
        assert_eq!(
            administer::list_roles(app, ground.demo.id)
                .await
                .unwrap()
                .len(),
            1
        );
    });
}

#[test]
fn a_card_that_was_changed_in_the_meantime_is_not_overwritten() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        ground.role("panel", |_| {}).await;
        let read = ground.role_card("panel").await;
        let by = ground.by();
        let save = |role: Role| administer::save_role(&ground.app, ground.demo.id, role, None, &by);
        let first = save(Role {
            trusted_days: 14,
            ..read.clone()
        })
        .await
        .unwrap();
        assert_eq!(first, ground.role_card("panel").await);
        assert_eq!(
            reason(
                save(Role {
                    trusted_days: 30,
                    ..read.clone()
                })
                .await
            ),
            Reason::CardChanged
        );
        let other_key = save(Role {
            key: "annan".to_owned(),
            ..first
        })
        .await
        .unwrap();
        assert_eq!(other_key.key, "panel", "a key never changes");
    });
}

#[test]
#[allow(
    clippy::too_many_lines,
    reason = "one card after the other, by one person after the other"
)]
fn a55_rights_are_given_by_those_who_may_and_cards_cannot_be_bent_around_that() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        ground
            .role("administrator", |role| role.owner_assigns = true)
            .await;
        ground
            .role("operators", |role| {
                role.permissions
                    .insert(BuiltIn::Installation.key().to_owned());
            })
            .await;
        ground.role("panel", |_| {}).await;
        ground
            .role("editor", |role| {
                for right in [BuiltIn::Roles, BuiltIn::People] {
                    role.permissions.insert(right.key().to_owned());
                }
            })
            .await;
        let (bo, agnes) = (ground.person("bo").await, ground.person("agnes").await);
        administer::assign_role(app, demo, bo, "editor", &ground.by())
            .await
            .unwrap();
        administer::set_owner(app, demo, agnes, true, &ground.by())
            .await
            .unwrap();
        let (admin, owner) = (ground.by_user(bo), ground.by_user(agnes));

        for (role, fault) in [
            ("administrator", AssignmentFault::OwnerOnly),
            ("operators", AssignmentFault::InstallationOnly),
        ] {
            let tried = administer::assign_role(app, demo, bo, role, &admin).await;
            assert_eq!(reason(tried), Reason::Assignment(fault));
            let new = NewUser {
                roles: vec![role.to_owned()],
                ..somebody("ny")
            };
            let tried = administer::add_user(app, demo, new, &admin).await;
            assert_eq!(reason(tried), Reason::Assignment(fault));
            assert!(
                administer::assign_role(app, demo, bo, role, &owner)
                    .await
                    .unwrap()
            );
            assert!(
                !administer::assign_role(app, demo, bo, role, &owner)
                    .await
                    .unwrap(),
                "had it already"
            );
            assert!(
                administer::unassign_role(app, demo, bo, role, &owner)
                    .await
                    .unwrap()
            );
        }
        assert_eq!(
            reason(administer::set_owner(app, demo, bo, true, &admin).await),
            Reason::OwnerOnly
        );
        let owning = NewUser {
            owner: true,
            ..somebody("ny")
        };
        assert_eq!(
            reason(administer::add_user(app, demo, owning, &admin).await),
            Reason::OwnerOnly
        );
        let freed = Role {
            owner_assigns: false,
            ..ground.role_card("administrator").await
        };
        assert_eq!(
            reason(administer::save_role(app, demo, freed.clone(), None, &admin).await),
            Reason::OwnerOnly
        );
        assert!(
            administer::save_role(app, demo, freed, None, &owner)
                .await
                .is_ok()
        );
        let mut reaching = ground.role_card("panel").await;
        reaching
            .permissions
            .insert(BuiltIn::Installation.key().to_owned());
        let tried = administer::save_role(app, demo, reaching.clone(), None, &admin).await;
        assert_eq!(
            reason(tried),
            Reason::Assignment(AssignmentFault::InstallationOnly)
        );

        // What carries rights is made no easier to come in with by somebody who has not got them.
        ground
            .role("desk", |role| {
                role.two_step = true;
                role.allowed_factors = Some(FactorSet::parse("totp"));
                role.permissions.insert(BuiltIn::Support.key().to_owned());
            })
            .await;
        let desk = ground.role_card("desk").await;
        let later = ground.now + Span::days(3);
        let looser: [&dyn Fn(&mut Role); 6] = [
            &|role| role.two_step = false,
            &|role| role.two_step_from = Some(later),
            &|role| role.grace_days = 9,
            &|role| role.trusted_days = 14,
            &|role| role.allowed_factors = None,
            &|role| role.allowed_factors = Some(FactorSet::parse("totp,sms")),
        ];
        for change in looser {
            let mut card = desk.clone();
            change(&mut card);
            let tried = administer::save_role(app, demo, card, None, &admin).await;
            let guarded = Reason::CardGuarded(BuiltIn::Support.key().to_owned());
            assert_eq!(reason(tried), guarded);
        }
        let mut stricter = desk;
        stricter.minimum = Minimum::Aal2;
        stricter.name = "Skrivbord".to_owned();
        administer::save_role(app, demo, stricter, None, &admin)
            .await
            .unwrap();

        // Not even an owner, in an organisation that is not the installation's.
        let grannen = administer::add_organisation(app, organisation("grannen"), &ground.by())
            .await
            .unwrap();
        let mut card = NewRole {
            key: "ops".to_owned(),
            name: "Ops".to_owned(),
            ..NewRole::default()
        };
        card.permissions
            .insert(BuiltIn::Installation.key().to_owned());
        let tried = administer::add_role(app, grannen.id, card, &ground.by()).await;
        assert_eq!(
            reason(tried),
            Reason::Assignment(AssignmentFault::InstallationOnly)
        );
    });
}

#[test]
fn e6_a_machines_account_has_no_other_role_no_password_and_no_letters() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        ground
            .role("machine", |role| role.api_integrator = true)
            .await;
        ground.role("panel", |_| {}).await;
        let alone = Reason::Assignment(AssignmentFault::IntegratorStandsAlone);
        let machine = |username: &str| NewUser {
            roles: vec!["machine".to_owned()],
            ..somebody(username)
        };
        let robot = ground.add(machine("robot")).await;
        let add = |new: NewUser| {
            let (app, by) = (app.clone(), ground.by());
            async move { administer::add_user(&app, demo, new, &by).await }
        };
        assert_eq!(
            reason(
                add(NewUser {
                    password: Some(PASSWORD.to_owned()),
                    ..machine("r2")
                })
                .await
            ),
            alone
        );
        let both = NewUser {
            roles: vec!["machine".to_owned(), "panel".to_owned()],
            ..somebody("r2")
        };
        assert_eq!(reason(add(both).await), alone);
        let named = Reason::Machine("r2".to_owned());
        assert_eq!(
            reason(
                add(NewUser {
                    owner: true,
                    ..machine("r2")
                })
                .await
            ),
            named
        );
        assert_eq!(
            reason(
                add(NewUser {
                    invitation: Some(Handing::Link),
                    ..machine("r2")
                })
                .await
            ),
            named
        );
        assert_eq!(
            reason(administer::user_named(app, demo, "r2").await),
            Reason::UnknownUser("r2".to_owned())
        );

        let robots = Reason::Machine("robot".to_owned());
        assert_eq!(
            reason(administer::assign_role(app, demo, robot, "panel", &ground.by()).await),
            alone
        );
        assert_eq!(
            reason(administer::invite(app, demo, robot, Handing::Link, &ground.by()).await),
            robots
        );
        let pass = administer::issue_pass(app, demo, robot, Span::minutes(10), &ground.by()).await;
        assert_eq!(reason(pass), robots);
        let bound = administer::bind_authenticator(
            app,
            demo,
            robot,
            &MAIL_CODES,
            "r@x.example",
            &ground.by(),
        )
        .await;
        assert_eq!(reason(bound), robots);
        let person = ground.person("bo").await;
        assert_eq!(
            reason(administer::assign_role(app, demo, person, "machine", &ground.by()).await),
            alone
        );
        let turned = Role {
            api_integrator: false,
            ..ground.role_card("machine").await
        };
        assert_eq!(
            reason(administer::save_role(app, demo, turned, None, &ground.by()).await),
            Reason::CardInUse
        );
    });
}
