//! People who are looked after from a session: nobody reaches above themselves, who is touched is told, and many at once go in small
//! units that ask for the right again.

mod connecting;
mod identifications;
mod noting;
mod putting_off;
mod unlocking;

use std::collections::BTreeSet;

use app::administer::people::{
    self, AddressChange, BulkAct, Channel, PeopleFilter, PersonChange, PersonState,
};
use app::administer::{self, AdministerFault, By, Handing, NewUser, Reason};
use app::session_check::SignedIn;
use domain::audit::EventKind;
use domain::id::UserId;
use domain::role::{AssignmentFault, BuiltIn};
use domain::time::Span;
use domain::trace::Said;
use store::Permission;
use store::testing::each_engine;

use crate::world::{APP, CODES, GUEST, MAIL, OFFICE, PASSWORD, World};

fn settled<T>(done: Result<T, AdministerFault>) -> Result<T, Reason> {
    done.map_err(|fault| match fault {
        AdministerFault::Refused(reason) => reason,
        AdministerFault::Failed(fault) => panic!("{fault}"),
    })
}

impl World {
    /// Somebody who has these rights inside Tvåsteg, and has just proved who they are.
    async fn with_rights(&self, username: &str, rights: &'static [BuiltIn]) -> SignedIn {
        let (user, org) = (self.person(username, &GUEST).await, self.org());
        self.write(move |tx| {
            for (position, right) in (1_i64..).zip(rights) {
                let permission = Permission {
                    key: right.key().to_owned(),
                    name: right.key().to_owned(),
                    built_in: true,
                    area: String::new(),
                    position,
                };
                tx.insert_permission(org, &permission)?;
            }
            Ok(())
        })
        .await;
        self.change_card(user, move |role| {
            role.permissions = rights.iter().map(|right| right.key().to_owned()).collect();
        })
        .await;
        self.fresh(user, &[]).await
    }

    fn acting(&self, who: &SignedIn) -> By {
        By::person(who, &self.requester())
    }

    /// Every act on one person, by its name, and how it ended.
    async fn everything(&self, user: UserId, by: &By) -> Vec<(&'static str, Result<(), Reason>)> {
        let (app, org) = (&self.app, self.org());
        let change = PersonChange {
            name: "Nytt Namn".to_owned(),
            language: None,
        };
        let another = AddressChange::Add {
            channel: Channel::Email,
            typed: "mallory@example.se".to_owned(),
            confirmed: true,
        };
        let factor = self
            .write(move |tx| tx.authenticators_of_user(org, user))
            .await
            .first()
            .expect("a factor")
            .id;
        let no_roles = people::set_roles(app, org, user, BTreeSet::new(), by);
        let rename = people::change_person(app, org, user, change, by);
        let add = people::change_address(app, org, user, another, by);
        vec![
            ("rename", settled(rename.await)),
            ("address", settled(add.await)),
            (
                "unlock",
                settled(people::unlock(app, org, user, by).await).map(drop),
            ),
            (
                "end",
                settled(people::end_sessions(app, org, user, by).await).map(drop),
            ),
            (
                "forget",
                settled(people::forget_devices(app, org, user, by).await).map(drop),
            ),
            (
                "factor",
                settled(people::remove_factor(app, org, user, factor, by).await).map(drop),
            ),
            ("roles", settled(no_roles.await).map(drop)),
            (
                "suspend",
                settled(administer::suspend_user(app, org, user, true, by).await),
            ),
            (
                "let in",
                settled(administer::suspend_user(app, org, user, false, by).await),
            ),
        ]
    }
}

#[test]
fn a55_nobody_reaches_above_themselves() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let stina = world
            .with_rights("stina", &[BuiltIn::People, BuiltIn::Support])
            .await;
        let agnes = world.person("agnes", &GUEST).await;
        let cilla = world.person("cilla", &GUEST).await;
        for user in [bo.user.id, stina.user.id, agnes, cilla] {
            world.enrol(user, &APP).await;
        }
        let org = world.org();
        world.write(move |tx| tx.set_owner(org, agnes, true)).await;
        let bo = world.fresh(bo.user.id, &[APP]).await;
        for (act, done) in world.everything(agnes, &world.acting(&bo)).await {
            assert_eq!(done, Err(Reason::OwnerOnly), "{act}");
        }
        let above = Reason::BeyondReach("stina".to_owned());
        for (act, done) in world.everything(stina.user.id, &world.acting(&bo)).await {
            assert_eq!(done, Err(above.clone()), "{act}");
        }
        for (act, done) in world.everything(cilla, &world.acting(&bo)).await {
            assert_eq!(done, Ok(()), "{act}");
        }
        let stina = world.fresh(stina.user.id, &[APP]).await;
        for (act, done) in world.everything(bo.user.id, &world.acting(&stina)).await {
            assert_eq!(done, Ok(()), "{act}: she has all that he has");
        }
        let agnes = world.fresh(agnes, &[APP]).await;
        for (act, done) in world.everything(stina.user.id, &world.acting(&agnes)).await {
            assert_eq!(done, Ok(()), "{act}");
        }
    });
}

#[test]
fn a55_nobody_gives_what_they_have_not_or_acts_on_themselves() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let stina = world.with_rights("stina", &[BuiltIn::Support]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let dora = world.person("dora", &GUEST).await;
        world
            .change_card(dora, |role| role.owner_assigns = true)
            .await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let give = |user, key: &'static str| administer::assign_role(app, org, user, key, &by);
        let support = Reason::RoleBeyond(BuiltIn::Support.key().to_owned());
        for user in [bo.user.id, cilla] {
            assert_eq!(
                settled(give(user, "role-of-stina").await),
                Err(support.clone())
            );
            assert_eq!(
                settled(give(user, "role-of-dora").await),
                Err(Reason::Assignment(AssignmentFault::OwnerOnly))
            );
            assert!(settled(give(user, "role-of-cilla").await).is_ok());
        }
        let both = ["role-of-dora", "role-of-stina"].map(str::to_owned);
        let roles = people::set_roles(app, org, cilla, both.into(), &by).await;
        assert!(settled(roles).is_err());
        let held = world.write(move |tx| tx.roles_of_user(org, cilla)).await;
        assert_eq!(held.len(), 1, "nothing is half done: {held:?}");
        let taken = administer::unassign_role(app, org, dora, "role-of-dora", &by).await;
        assert_eq!(
            settled(taken),
            Err(Reason::OwnerOnly),
            "taken by owners alone"
        );
        let new = NewUser {
            username: "eva".to_owned(),
            roles: vec!["role-of-stina".to_owned()],
            ..NewUser::default()
        };
        assert_eq!(
            settled(administer::add_user(app, org, new, &by).await),
            Err(support)
        );
        let own = administer::suspend_user(app, org, bo.user.id, true, &by).await;
        assert_eq!(settled(own), Err(Reason::OwnAccount));
        let owner = administer::set_owner(app, org, bo.user.id, true, &by).await;
        assert_eq!(settled(owner), Err(Reason::OwnerOnly));
        let stina = world.acting(&stina);
        let invited = administer::invite(app, org, cilla, Handing::Link, &stina).await;
        assert_eq!(settled(invited).err(), Some(Reason::NoRight));
    });
}

#[test]
fn the_addresses_that_stood_before_are_told_of_a_new_one_and_of_one_taken_away() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let add = |typed: &str, confirmed| AddressChange::Add {
            channel: Channel::Email,
            typed: typed.to_owned(),
            confirmed,
        };
        let change = |change| people::change_address(app, org, cilla, change, &by);
        settled(change(add("ny@example.se", false)).await).unwrap();
        let told = |world: &World| -> Vec<String> {
            let mails = world.outbox.kept();
            let of_change = mails
                .iter()
                .filter(|mail| mail.subject.contains("har ändrats"));
            of_change.map(|mail| mail.to.clone()).collect()
        };
        assert_eq!(told(&world), ["cilla@example.se"]);
        assert_eq!(
            settled(change(add("NY@example.se", true)).await),
            Err(Reason::AddressTaken)
        );
        let addresses = world.write(move |tx| tx.addresses_of(org, cilla)).await;
        let (old, new) = (addresses[0].id, &addresses[1]);
        assert_eq!(new.verified_at, None, "until she proves it");
        let new = new.id;
        settled(change(AddressChange::Confirm(new)).await).unwrap();
        settled(change(AddressChange::Remove(old)).await).unwrap();
        let all = told(&world);
        assert_eq!(
            all.iter().filter(|to| *to == "cilla@example.se").count(),
            3,
            "of all three: {all:?}"
        );
        assert!(all.contains(&"ny@example.se".to_owned()));
        assert_eq!(
            settled(change(AddressChange::Remove(old)).await),
            Err(Reason::Changed)
        );
        let listed = PeopleFilter {
            search: "cilla@".to_owned(),
            ..PeopleFilter::default()
        };
        let now = world.now();
        let found = people::plan_for_filter(app, org, &listed, now)
            .await
            .unwrap();
        assert_eq!(found.count, 0, "nobody is found by what is gone");
    });
}

/// A30: the eighth and ninth event, which administrators cause.
#[test]
fn a30_a_factor_taken_away_and_devices_forgotten_from_the_administration_end_trust() {
    each_engine(async |store| {
        let world = World::new(store).await;
        world.with_rights("bo", &[BuiltIn::People]).await;
        for forgets in [false, true] {
            let username = if forgets { "cilla" } else { "wilma" };
            let org = world.org();
            let bo = world.write(move |tx| tx.find_account_by_username(org, "bo"));
            let bo = world.fresh(bo.await.unwrap().user.id, &[]).await;
            let user = world.person(username, &OFFICE).await;
            let factor = world.enrol(user, &APP).await;
            world.enrol(user, &MAIL).await;
            let device = world.trust(user).await;
            let entry = world.type_password(username, PASSWORD, Some(&device)).await;
            let entry = entry.unwrap();
            assert!(entry.session.is_some(), "it was worth something");
            let device = entry.device.expect("a new secret");
            let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
            if forgets {
                let ended = people::forget_devices(app, org, user, &by).await.unwrap();
                assert_eq!((ended.devices, ended.sessions), (1, 1));
            } else {
                people::remove_factor(app, org, user, factor, &by)
                    .await
                    .unwrap();
            }
            let token = entry.session.unwrap();
            assert!(
                world.check(&token).await.is_none(),
                "{username}: the session ended"
            );
            let again = world.type_password(username, PASSWORD, Some(&device)).await;
            assert!(
                again.unwrap().session.is_none(),
                "the second step is demanded"
            );
            assert_eq!(world.devices(user).await, 0);
        }
    });
}

#[test]
fn recovery_codes_end_with_the_last_factor_and_the_person_is_told() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let factor = world.enrol(cilla, &APP).await;
        world.enrol(cilla, &CODES).await;
        let by = world.acting(&bo);
        let kind = people::remove_factor(&world.app, world.org(), cilla, factor, &by).await;
        assert_eq!(kind.unwrap(), APP);
        assert_eq!(world.authenticators(cilla).await, []);
        assert_eq!(
            world.newest(cilla).await.0,
            EventKind::AuthenticatorRemoved.code()
        );
        assert_eq!(world.told("Ett sätt att logga in har tagits bort").len(), 1);
    });
}

#[test]
fn many_are_changed_once_counted_owners_and_oneself_are_spared_and_it_is_on_record() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let stina = world.with_rights("stina", &[BuiltIn::Support]).await;
        let agnes = world.person("agnes", &GUEST).await;
        let org = world.org();
        world.write(move |tx| tx.set_owner(org, agnes, true)).await;
        let app = &world.app;
        for number in 0..120 {
            let new = NewUser {
                username: format!("granne{number}"),
                ..NewUser::default()
            };
            let operator = By::operator(world.now());
            administer::add_user(app, org, new, &operator)
                .await
                .unwrap();
        }
        let everybody = PeopleFilter::default();
        let by = world.acting(&bo);
        let plan = people::plan_for_filter(app, org, &everybody, world.now())
            .await
            .unwrap();
        assert_eq!((plan.count, plan.first.len()), (123, 10));
        let order =
            |count| people::apply_to_filter(app, org, &everybody, BulkAct::Suspend, count, &by);
        assert_eq!(settled(order(122).await), Err(Reason::Changed));
        settled(order(123).await).unwrap();
        people::work_off(app, world.now()).await.unwrap();
        let progress = loop {
            let progress = people::bulk_progress(app, org).await.unwrap().unwrap();
            if progress.ended_at.is_some() {
                break progress;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!(
            (progress.total, progress.done, progress.changed),
            (123, 123, 120)
        );
        let left: Vec<(&str, i64)> = progress
            .left
            .iter()
            .map(|(why, n)| (why.as_str(), *n))
            .collect();
        assert_eq!(
            left,
            [("beyond-reach", 1), ("own-account", 1), ("owner-only", 1)]
        );
        let suspended = PeopleFilter {
            state: Some(PersonState::Suspended),
            ..everybody.clone()
        };
        let plan = people::plan_for_filter(app, org, &suspended, world.now())
            .await
            .unwrap();
        assert_eq!(plan.count, 120);
        let rows = world.write(move |tx| tx.events(org, None, 500)).await;
        let told = |kind: EventKind| rows.iter().filter(|row| row.kind == kind.code()).count();
        assert_eq!(told(EventKind::UserSuspended), 120);
        assert_eq!(told(EventKind::PeopleChanged), 2, "ordered, and done");
        assert!(
            world.stands(&stina).await,
            "she has a right that he has not"
        );
    });
}

#[test]
fn an_order_stops_when_whoever_gave_it_may_no_longer() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let bo = world.with_rights("bo", &[BuiltIn::People]).await;
        let cilla = world.person("cilla", &GUEST).await;
        let (app, org, by) = (&world.app, world.org(), world.acting(&bo));
        let named = PeopleFilter {
            search: "cilla".to_owned(),
            ..PeopleFilter::default()
        };
        let nobody = PeopleFilter {
            search: "finns inte".to_owned(),
            ..PeopleFilter::default()
        };
        let none = people::apply_to_filter(app, org, &nobody, BulkAct::Suspend, 0, &by).await;
        assert_eq!(settled(none), Err(Reason::Nobody));
        let unknown = BulkAct::GiveRole("finns-inte".to_owned());
        let none = people::apply_to_filter(app, org, &named, unknown, 1, &by).await;
        assert!(matches!(settled(none), Err(Reason::UnknownRole(_))));
        // Ordered by hand, so that the right is gone before anybody goes on with it.
        let bo_id = bo.user.id;
        world
            .change_card(bo_id, |role| role.permissions.clear())
            .await;
        let gone = people::apply_to_filter(app, org, &named, BulkAct::Suspend, 1, &by).await;
        assert_eq!(settled(gone), Err(Reason::NoRight));
        let cilla = world.write(move |tx| tx.user(org, cilla)).await;
        assert_eq!(cilla.suspended_at, None);
    });
}

#[test]
fn a_persons_page_says_what_applies_and_why_they_were_asked_or_not() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let cilla = world.person("cilla", &OFFICE).await;
        world.enrol(cilla, &APP).await;
        let entry = world.type_password("cilla", PASSWORD, None).await.unwrap();
        world.answer(cilla, &entry.login.unwrap()).await.unwrap();
        world.wait(Span::minutes(1));
        let device = world.trust(cilla).await;
        world
            .type_password("cilla", PASSWORD, Some(&device))
            .await
            .unwrap();
        world.wait(Span::minutes(1));
        world
            .type_password("cilla", "fel lösenord", None)
            .await
            .err()
            .unwrap();
        let view = people::person(&world.app, world.org(), cilla, world.now())
            .await
            .unwrap();
        assert!(view.policy.is_ready && view.policy.requirement.demanded);
        let [duty] = view.policy.demanding.as_slice() else {
            panic!("one card demands it");
        };
        assert_eq!(
            (duty.key.as_str(), duty.trusted_days),
            ("role-of-cilla", Some(14))
        );
        assert_eq!(
            (view.factors.len(), view.devices.len(), view.sessions.len()),
            (1, 1, 2)
        );
        let because = Said::RoleDemanded("role-of-cilla".to_owned());
        let said: Vec<&[Said]> = view
            .logins
            .iter()
            .map(|login| login.said.as_slice())
            .collect();
        let [wrong, skipped, asked] = said.as_slice() else {
            panic!("three logins: {said:?}");
        };
        assert!(matches!(wrong, [Said::PasswordRefused(_)]), "{wrong:?}");
        let [role, Said::DeviceTrusted(until), Said::SignedIn(None)] = skipped else {
            panic!("{skipped:?}");
        };
        assert_eq!(*role, because);
        assert!(*until > world.now() + Span::days(13));
        assert_eq!(
            *asked,
            [
                because,
                Said::Asked,
                Said::SignedIn(Some("totp".to_owned()))
            ]
        );
    });
}

#[test]
fn who_signed_in_when_is_written_down_with_what_sessions_were_seen() {
    each_engine(async |store| {
        let world = World::new(store).await;
        let cilla = world.person("cilla", &OFFICE).await;
        world.enrol(cilla, &APP).await;
        let entry = world.type_password("cilla", PASSWORD, None).await.unwrap();
        let session = world.answer(cilla, &entry.login.unwrap()).await.unwrap();
        let at = world.now();
        world.check(&session.expect("signed in")).await.unwrap();
        app::keep::flush_seen(&world.app).await.unwrap();
        let org = world.org();
        let user = world.write(move |tx| tx.user(org, cilla)).await;
        assert_eq!(user.last_login_at, Some(at));
        assert_eq!(user.preferred_factor, Some(APP));
        let never = PeopleFilter {
            state: Some(PersonState::NeverIn),
            ..PeopleFilter::default()
        };
        let plan = people::plan_for_filter(&world.app, org, &never, world.now()).await;
        assert_eq!(plan.unwrap().count, 0);
    });
}
