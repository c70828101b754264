//! People, owners and namesakes.

use super::{Spoil, reason};
use crate::ground::{Ground, PASSWORD, organisation, somebody};
use app::administer::{self, Handing, NewUser, Reason};
use domain::role::BuiltIn;
use domain::time::Span;
use store::testing::each_engine;

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
        assert_eq!(reason(tried), Reason::NoRight);
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
        assert_eq!(reason(tried), Reason::NoRight);
        ground.card(bo, "people", &[BuiltIn::People]).await;
        let tried = administer::suspend_user(app, demo, agnes, true, &ground.by_user(bo)).await;
        assert_eq!(reason(tried), Reason::OwnerOnly);
        administer::suspend_user(app, demo, agnes, true, &ground.by_user(anna))
            .await
            .unwrap();
        // A suspended owner is none.
        let tried = administer::set_owner(app, demo, bo, true, &ground.by_user(agnes)).await;
        assert_eq!(reason(tried), Reason::NoRight);
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
