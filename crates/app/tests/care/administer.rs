//! What an administrator may do, what only an owner may, and what nobody may.

use std::collections::BTreeSet;

use app::administer::{
    self, AdministerFault, By, Handing, Invitation, NewRole, NewUser, OrganisationChange, Reason,
};
use domain::factor::{FactorKind, FactorSet};
use domain::id::UserId;
use domain::role::{AssignmentFault, BuiltIn, CardFault, Minimum, Role};
use domain::time::Span;
use store::testing::each_engine;

use crate::ground::{Ground, MAIL_CODES, PASSWORD, organisation, somebody, token_of};

/// Makes one thing about a value wrong.
type Spoil<T> = fn(&mut T);

/// Why the rules refused it; anything else is a failed test.
fn reason<T: std::fmt::Debug>(outcome: Result<T, AdministerFault>) -> Reason {
    match outcome {
        Err(AdministerFault::Refused(reason)) => {
            let sentence = reason.to_string();
            assert!(!sentence.contains('\n') && !sentence.is_empty());
            reason
        }
        other => panic!("{other:?}"),
    }
}

impl Ground {
    fn by_user(&self, user: UserId) -> By {
        By::user(user, &self.requester())
    }

    async fn role_card(&self, key: &str) -> Role {
        administer::role_named(&self.app, self.demo.id, key)
            .await
            .unwrap()
    }
}

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
        let switched = change(off, ground.by_user(owner)).await.unwrap();
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

#[test]
fn a_role_card_is_checked_against_itself_the_catalogue_and_the_factors() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let app = &ground.app;
        administer::add_permission(
            app,
            ground.demo.id,
            "abonnemang",
            "Abonnemang",
            &ground.by(),
        )
        .await
        .unwrap();
        let twice =
            administer::add_permission(app, ground.demo.id, "abonnemang", "x", &ground.by()).await;
        assert_eq!(
            reason(twice),
            Reason::PermissionTaken("abonnemang".to_owned())
        );
        let ours =
            administer::add_permission(app, ground.demo.id, "tvasteg.all", "x", &ground.by()).await;
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
        let save = |role: Role| administer::save_role(&ground.app, ground.demo.id, role, &by);
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
        let (bo, agnes) = (ground.person("bo").await, ground.person("agnes").await);
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
            reason(administer::save_role(app, demo, freed.clone(), &admin).await),
            Reason::OwnerOnly
        );
        assert!(
            administer::save_role(app, demo, freed, &owner)
                .await
                .is_ok()
        );
        let mut reaching = ground.role_card("panel").await;
        reaching
            .permissions
            .insert(BuiltIn::Installation.key().to_owned());
        let tried = administer::save_role(app, demo, reaching.clone(), &admin).await;
        assert_eq!(
            reason(tried),
            Reason::Assignment(AssignmentFault::InstallationOnly)
        );

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
            reason(administer::save_role(app, demo, turned, &ground.by()).await),
            Reason::CardInUse
        );
    });
}

#[test]
fn somebody_is_added_whole_or_not_at_all() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        ground.role("panel", |_| {}).await;
        let add = |new: NewUser| {
            let (app, by) = (app.clone(), ground.by());
            async move { administer::add_user(&app, demo, new, &by).await }
        };
        let whole = NewUser {
            name: "Åsa Öberg".to_owned(),
            roles: vec!["panel".to_owned(), "panel".to_owned()],
            language: Some("en-GB".to_owned()),
            grace_days: 7,
            ..somebody("Åsa")
        };
        let added = add(NewUser {
            email: Some("Asa@Bjorken.example".to_owned()),
            ..whole.clone()
        })
        .await
        .unwrap();
        assert_eq!(added.username, "åsa");
        let user = administer::user_named(app, demo, "ÅSA").await.unwrap();
        assert_eq!(
            (user.id, user.name.as_str(), user.language.as_deref()),
            (added.id, "Åsa Öberg", Some("en"))
        );
        assert_eq!(user.grace_until, Some(ground.now + Span::days(7)));
        let mut events = ground.events(added.id).await;
        events.sort();
        assert_eq!(
            events
                .iter()
                .map(|(kind, _)| kind.as_str())
                .collect::<Vec<_>>(),
            ["role-assigned", "user-added"]
        );

        let whole = NewUser {
            username: "bo".to_owned(),
            ..whole
        };
        let spoilt: [(Spoil<NewUser>, Reason); 8] = [
            (
                |new| new.username = "ÅSA".to_owned(),
                Reason::UsernameTaken("åsa".to_owned()),
            ),
            (
                |new| new.username = "a b".to_owned(),
                Reason::MalformedUsername(domain::user::MalformedUsername),
            ),
            (|new| new.name = "a\0b".to_owned(), Reason::MalformedName),
            (
                |new| new.email = Some("a\nb@c.de".to_owned()),
                Reason::MalformedEmail("ab@c.de".to_owned()),
            ),
            (
                |new| new.language = Some("de".to_owned()),
                Reason::UnknownLanguage,
            ),
            (|new| new.grace_days = 366, Reason::Days),
            (
                |new| new.roles.push("okand".to_owned()),
                Reason::UnknownRole("okand".to_owned()),
            ),
            (
                |new| {
                    new.password = Some(PASSWORD.to_owned());
                    new.invitation = Some(Handing::Link);
                },
                Reason::HasPassword("bo".to_owned()),
            ),
        ];
        for (spoil, expected) in spoilt {
            let mut new = whole.clone();
            spoil(&mut new);
            assert_eq!(reason(add(new).await), expected);
        }
        // No mailbox, so the letter cannot be written: the person is not there either.
        let unreachable = NewUser {
            email: None,
            invitation: Some(Handing::Mail),
            ..whole
        };
        assert_eq!(
            reason(add(unreachable).await),
            Reason::NoMailbox("bo".to_owned())
        );
        assert_eq!(
            administer::list_users(app, demo, None, 10)
                .await
                .unwrap()
                .users
                .len(),
            1
        );
    });
}

#[test]
fn e3_a_namesake_next_door_is_another_person() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let grannen =
            administer::add_organisation(&ground.app, organisation("grannen"), &ground.by())
                .await
                .unwrap();
        let agnes = ground.person("agnes").await;
        let there = NewUser {
            password: Some(PASSWORD.to_owned()),
            ..somebody("agnes")
        };
        let theirs = administer::add_user(&ground.app, grannen.id, there, &ground.by())
            .await
            .unwrap();
        assert_ne!(agnes, theirs.id);
        let suspended =
            administer::suspend_user(&ground.app, grannen.id, agnes, true, &ground.by()).await;
        assert_eq!(
            reason(suspended),
            Reason::UnknownUser(agnes.to_string()),
            "ours is not theirs"
        );
        administer::suspend_user(&ground.app, grannen.id, theirs.id, true, &ground.by())
            .await
            .unwrap();
        assert!(ground.sign_in("agnes", PASSWORD).await.is_ok());
        // Nor has an owner here any right there.
        administer::set_owner(&ground.app, ground.demo.id, agnes, true, &ground.by())
            .await
            .unwrap();
        let tried = administer::set_owner(
            &ground.app,
            grannen.id,
            theirs.id,
            true,
            &ground.by_user(agnes),
        )
        .await;
        assert_eq!(reason(tried), Reason::OwnerOnly);
    });
}

#[test]
fn an_invitation_is_printed_or_mailed_and_a_newer_one_counts() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let mailed = NewUser {
            invitation: Some(Handing::Mail),
            ..somebody("cilla")
        };
        let added = administer::add_user(app, demo, mailed, &ground.by())
            .await
            .unwrap();
        let Some(Invitation::Mailed {
            to,
            accepted,
            expires_at,
        }) = added.invitation
        else {
            panic!("not mailed")
        };
        assert_eq!((to.as_str(), accepted), ("c•••@bjorken.example", true));
        assert_eq!(expires_at, ground.now + Span::days(7));
        let letter = ground.mail.kept().remove(0);
        assert_eq!(letter.to, "cilla@bjorken.example");
        assert!(
            letter.text.contains("cilla") && letter.text.contains("Björkens Omsorg"),
            "{}",
            letter.text
        );

        let printed = administer::invite(app, demo, added.id, Handing::Link, &ground.by())
            .await
            .unwrap();
        let Invitation::Link { url, .. } = printed else {
            panic!("no link")
        };
        assert_eq!(ground.mail.kept().len(), 1, "what is printed is not mailed");
        let look = |link: String| async move {
            app::recover::look(app, demo, &link, &ground_requester())
                .await
                .unwrap()
        };
        assert!(look(token_of(&url)).await.is_ok());
        assert!(
            look(ground.mailed_token()).await.is_err(),
            "the older one is spent"
        );
        let bo = ground.person("bo").await;
        let late = administer::invite(app, demo, bo, Handing::Link, &ground.by()).await;
        assert_eq!(reason(late), Reason::HasPassword("bo".to_owned()));
    });
}

fn ground_requester() -> app::Requester {
    app::Requester {
        now: crate::ground::start(),
        address: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        browser: String::new(),
        language: text::Language::Sv,
    }
}

#[test]
fn an_enrolment_pass_lives_ten_minutes_to_a_day_and_its_person_is_told() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let bo = ground.person("bo").await;
        for life in [Span::minutes(9), Span::hours(25), Span::ZERO] {
            let tried = administer::issue_pass(app, demo, bo, life, &ground.by()).await;
            assert_eq!(reason(tried), Reason::PassLife);
        }
        let first = administer::issue_pass(app, demo, bo, administer::SHORTEST_PASS, &ground.by())
            .await
            .unwrap();
        let second = administer::issue_pass(app, demo, bo, administer::LONGEST_PASS, &ground.by())
            .await
            .unwrap();
        let look = |url: &str| {
            let link = token_of(url);
            async move {
                app::recover::look(app, demo, &link, &ground_requester())
                    .await
                    .unwrap()
            }
        };
        assert!(look(&first.url).await.is_err() && look(&second.url).await.is_ok());
        assert_eq!(ground.addressees(), ["bo@bjorken.example"; 2]);
        let letter = ground.mail.kept().remove(0);
        assert!(
            !letter.text.contains(&second.url),
            "the pass itself is handed over by hand"
        );
        assert!(letter.text.contains("supporten"), "{}", letter.text);
        let (cilla, _) = ground.invited("cilla").await;
        let tried = administer::issue_pass(app, demo, cilla, Span::minutes(10), &ground.by()).await;
        assert_eq!(reason(tried), Reason::NoPassword("cilla".to_owned()));
        administer::suspend_user(app, demo, bo, true, &ground.by())
            .await
            .unwrap();
        let tried = administer::issue_pass(app, demo, bo, Span::minutes(10), &ground.by()).await;
        assert_eq!(reason(tried), Reason::Suspended("bo".to_owned()));
    });
}

#[test]
fn an_organisation_keeps_an_owner_even_when_two_take_each_others_rights_away() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let owner = |username: &str| NewUser {
            owner: true,
            ..somebody(username)
        };
        let (agnes, bo) = (
            ground.add(owner("agnes")).await,
            ground.add(owner("bo")).await,
        );
        let runtime = tokio::runtime::Handle::current();
        for _ in 0..10 {
            let takings: Vec<_> = [(agnes, bo), (bo, agnes)]
                .into_iter()
                .map(|(actor, other)| {
                    let (app, by) = (app.clone(), ground.by_user(actor));
                    runtime.spawn(async move {
                        administer::set_owner(&app, demo, other, false, &by).await
                    })
                })
                .collect();
            let mut done = 0;
            for taking in takings {
                done += usize::from(taking.await.unwrap().is_ok());
            }
            assert_eq!(done, 1, "one of them came too late");
            for user in [agnes, bo] {
                administer::set_owner(app, demo, user, true, &ground.by())
                    .await
                    .unwrap();
            }
        }
        administer::suspend_user(app, demo, bo, true, &ground.by())
            .await
            .unwrap();
        assert_eq!(
            reason(administer::set_owner(app, demo, agnes, false, &ground.by()).await),
            Reason::LastOwner
        );
        assert_eq!(
            reason(administer::suspend_user(app, demo, agnes, true, &ground.by()).await),
            Reason::LastOwner
        );
        administer::set_owner(app, demo, bo, false, &ground.by())
            .await
            .unwrap();
    });
}

#[test]
fn only_an_owner_suspends_an_owner() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let owner = |username: &str| NewUser {
            owner: true,
            ..somebody(username)
        };
        let (agnes, anna) = (
            ground.add(owner("agnes")).await,
            ground.add(owner("anna")).await,
        );
        let bo = ground.person("bo").await;
        let tried = administer::suspend_user(app, demo, agnes, true, &ground.by_user(bo)).await;
        assert_eq!(reason(tried), Reason::OwnerOnly);
        administer::suspend_user(app, demo, agnes, true, &ground.by_user(anna))
            .await
            .unwrap();
        // A suspended owner is none.
        let tried = administer::set_owner(app, demo, bo, true, &ground.by_user(agnes)).await;
        assert_eq!(reason(tried), Reason::OwnerOnly);
        let session = ground
            .sign_in("bo", PASSWORD)
            .await
            .unwrap()
            .session
            .unwrap();
        administer::suspend_user(app, demo, bo, true, &ground.by_user(anna))
            .await
            .unwrap();
        let checked = app::session_check::check(app, &session, &ground.requester())
            .await
            .unwrap();
        assert!(checked.is_none());
        assert!(ground.sign_in("bo", PASSWORD).await.is_err());
    });
}

#[test]
fn people_are_listed_page_by_page() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        for number in 0..7 {
            ground.add(somebody(&format!("p{number}"))).await;
        }
        let mut seen = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = administer::list_users(&ground.app, ground.demo.id, after.as_deref(), 3)
                .await
                .unwrap();
            assert!(page.users.len() <= 3);
            seen.extend(page.users.into_iter().map(|user| user.username));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["p0", "p1", "p2", "p3", "p4", "p5", "p6"]);
        let whole = administer::list_users(&ground.app, ground.demo.id, None, 7)
            .await
            .unwrap();
        assert_eq!((whole.users.len(), whole.next), (7, None));
    });
}

#[test]
fn a_bound_address_answers_the_next_login_and_its_code_is_never_sent() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let bo = ground.person("bo").await;
        administer::bind_authenticator(
            app,
            demo,
            bo,
            &MAIL_CODES,
            "bo@bjorken.example",
            &ground.by(),
        )
        .await
        .unwrap();
        assert!(ground.mail.kept().is_empty());
        let entry = ground.sign_in("bo", PASSWORD).await.unwrap();
        assert!(entry.session.is_none() && entry.login.is_some() && !entry.delivery_failed);
        assert_eq!(ground.addressees(), ["bo@bjorken.example"]);
        let unknown = FactorKind::new("brevduva");
        let tried =
            administer::bind_authenticator(app, demo, bo, &unknown, "x@y.example", &ground.by())
                .await;
        assert_eq!(reason(tried), Reason::UnknownFactor("brevduva".to_owned()));
        let secret = FactorKind::new("totp");
        for (kind, address) in [(&MAIL_CODES, "nobody"), (&secret, "bo@bjorken.example")] {
            let tried =
                administer::bind_authenticator(app, demo, bo, kind, address, &ground.by()).await;
            assert_eq!(reason(tried), Reason::NotByAddress(kind.to_string()));
        }
    });
}
