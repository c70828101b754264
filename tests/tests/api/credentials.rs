//! Credentials from their making to their end, and what an API integrator cannot do (E6, A57, A58).

use app::administer::{self, AdministerFault, By, NewCredential, Reason};
use axum::http::Method;
use domain::scope::Scopes;
use domain::time::Span;
use tests::each_engine;
use tests::world::{PASSWORD, World};

use crate::machine::{Told, all_scopes, asking, credential};

async fn own(world: &World, token: &str) -> Told {
    asking(world, &Method::GET, "/api/v1/credential")
        .by(token)
        .send()
        .await
}

#[test]
fn a_credential_is_good_until_it_ends_is_revoked_or_its_account_is_suspended() {
    each_engine(async |world| {
        let (app, demo) = (world.app().clone(), world.demo().await);
        let (id, token) = credential(world, demo, all_scopes()).await;
        assert_eq!(own(world, &token).await.json()["id"], id.to_string());
        // Suspended, and let in again: at once, on the node that does it.
        let robot = world.user("robot").await.id;
        for (suspended, status) in [(true, 401), (false, 200)] {
            let by = By::operator(world.now());
            administer::suspend_user(&app, demo, robot, suspended, &by)
                .await
                .unwrap();
            assert_eq!(own(world, &token).await.status, status);
        }
        let by = By::operator(world.now());
        assert!(
            administer::revoke_credential(&app, demo, id, &by)
                .await
                .unwrap()
        );
        let told = own(world, &token).await;
        assert_eq!(
            (told.status.as_u16(), told.code().as_str()),
            (401, "credential-refused")
        );
        // One that is left alone ends by itself.
        let (_, token) = credential(world, demo, all_scopes()).await;
        world.wait(Span::millis(Span::days(30).as_millis() - 1000));
        assert_eq!(own(world, &token).await.status, 200);
        world.wait(Span::seconds(1));
        assert_eq!(own(world, &token).await.status, 401);
    });
}

#[test]
fn a_rotated_credential_stays_good_for_its_overlap_and_no_longer() {
    each_engine(async |world| {
        let (app, demo) = (world.app().clone(), world.demo().await);
        let (id, old) = credential(world, demo, all_scopes()).await;
        let by = By::operator(world.now());
        let new = administer::rotate_credential(&app, demo, id, (365, 7), &by)
            .await
            .unwrap();
        assert_eq!(own(world, &old).await.status, 200);
        assert_eq!(
            own(world, &new.token).await.json()["replaces"],
            id.to_string()
        );
        world.wait(Span::days(7));
        assert_eq!(own(world, &old).await.status, 401);
        assert_eq!(own(world, &new.token).await.status, 200);
        let by = By::operator(world.now());
        let third = administer::rotate_credential(&app, demo, new.id, (365, 0), &by)
            .await
            .unwrap();
        assert_eq!(own(world, &new.token).await.status, 401);
        assert_eq!(own(world, &third.token).await.status, 200);
        let again = administer::rotate_credential(&app, demo, new.id, (365, 0), &by).await;
        assert!(matches!(
            again,
            Err(AdministerFault::Refused(Reason::CredentialOver))
        ));
    });
}

#[test]
fn a_machine_ends_its_own_credential_without_any_scope() {
    each_engine(async |world| {
        let demo = world.demo().await;
        let (_, token) = credential(world, demo, Scopes::parse("audit:read").unwrap()).await;
        let told = asking(world, &Method::DELETE, "/api/v1/credential")
            .by(&token)
            .send()
            .await;
        assert_eq!(told.status, 204);
        assert_eq!(own(world, &token).await.status, 401);
        assert_eq!(
            world.told("robot", "api-credential-revoked", "done").await,
            1
        );
    });
}

#[test]
fn people_have_no_credentials_and_their_life_is_bounded() {
    each_engine(async |world| {
        let (app, demo) = (world.app().clone(), world.demo().await);
        let by = By::operator(world.now());
        let robot = world.user("robot").await.id;
        let new = |user, scopes: &str, days| NewCredential {
            user,
            label: "Prov".to_owned(),
            scopes: Scopes::parse(scopes).unwrap(),
            days,
        };
        for (asked, code) in [
            (
                new(world.user("bo").await.id, "people:read", 30),
                "no-machine",
            ),
            (new(robot, "", 30), "credential-scopes"),
            (new(robot, "people:read", 0), "credential-life"),
            (new(robot, "people:read", 731), "credential-life"),
        ] {
            let made = administer::create_credential(&app, demo, asked, &by).await;
            match made {
                Err(AdministerFault::Refused(reason)) => assert_eq!(reason.code(), code),
                _ => panic!("{code}"),
            }
        }
        let longest = new(robot, "people:read", 730);
        assert!(
            administer::create_credential(&app, demo, longest, &by)
                .await
                .is_ok()
        );
    });
}

/// A57: the account of a machine is no way in for people.
#[test]
fn a57_an_api_integrator_never_comes_in_by_the_login_page() {
    each_engine(async |world| {
        let (_, token) = credential(world, world.demo().await, all_scopes()).await;
        for password in [PASSWORD, token.as_str(), "robot"] {
            let mut browser = world.browser();
            browser.go("/o/demo/login").await;
            let asking =
                browser.pressing("continue", &[("username", "robot"), ("password", password)]);
            browser.send(asking).await;
            browser.is_at("password");
        }
        assert_eq!(world.sessions("robot").await, 0);
        assert_eq!(world.mail_to("robot").len(), 0);
    });
}

#[test]
fn last_use_is_written_once_a_minute_and_too_many_calls_wait() {
    each_engine(async |world| {
        let demo = world.demo().await;
        let (id, token) = credential(world, demo, all_scopes()).await;
        let first = world.now();
        let used = async |world: &World| {
            app::keep::flush_seen(world.app()).await.unwrap();
            let found = world.read(move |tx| tx.find_api_credential(demo, id)).await;
            found.unwrap().last_used_at
        };
        assert_eq!(used(world).await, None);
        own(world, &token).await;
        assert_eq!(used(world).await, Some(first));
        world.wait(Span::seconds(30));
        own(world, &token).await;
        assert_eq!(used(world).await, Some(first));
        world.wait(Span::seconds(30));
        own(world, &token).await;
        assert_eq!(used(world).await, Some(world.now()));
        let mut waits = None;
        for _ in 0..1300 {
            let told = own(world, &token).await;
            if told.status == 429 {
                waits = Some(told);
                break;
            }
        }
        let waits = waits.expect("too many calls are told to wait");
        let after: i64 = waits
            .headers
            .get("retry-after")
            .unwrap()
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((1..=60).contains(&after));
        world.wait(Span::seconds(after));
        assert_eq!(own(world, &token).await.status, 200);
    });
}
