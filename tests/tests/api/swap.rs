//! Every operation of the table, generated: without a credential, with one that is none, with each scope missing, with another organisation's
//! credential (A54, A57). An operation is tried because it is in the table; nothing has to be added here.

use axum::http::header;
use domain::scope::{Access, Scope, Scopes};
use tests::each_engine;
use tests::world::PASSWORD;
use web::api::{Door, Operation, operations};

use crate::machine::{Asking, Told, all_scopes, asking, credential, robot_next_door};
use crate::things::{filled, path, standing, things};

type Things = std::collections::BTreeMap<&'static str, String>;

fn call(world: &tests::World, operation: &Operation, things: &Things) -> Asking {
    let call = asking(world, &operation.method, &path(operation, things));
    match operation.sample {
        Some(sample) if sample.starts_with('{') => call.saying(&filled(sample, things)),
        Some(table) => call
            .with("content-type", "text/csv")
            .holding(table.as_bytes().to_vec()),
        None => call,
    }
}

fn refused(operation: &Operation, told: &Told, status: u16, code: &str) {
    assert_eq!(
        (told.status.as_u16(), told.code().as_str()),
        (status, code),
        "{}: {}",
        operation.name,
        told.text
    );
    if status == 401 || code == "scope-missing" {
        let challenge = told.headers.get(header::WWW_AUTHENTICATE).unwrap();
        assert!(challenge.to_str().unwrap().starts_with("Bearer "));
    }
}

/// A57: nobody, a forged credential, a cookie: none of them opens any operation.
#[test]
fn a57_without_a_credential_no_operation_is_open() {
    each_engine(async |world| {
        let things = things(world).await;
        let demo = world.demo().await;
        let (_, token) = credential(world, demo, all_scopes()).await;
        let (_, another) = credential(world, demo, all_scopes()).await;
        let secret = another.rsplit('.').next().unwrap();
        let mixed = format!("{}.{secret}", token.rsplit_once('.').unwrap().0);
        let mut owner = world.browser();
        owner.sign_in_at("demo", "agnes", PASSWORD).await;
        owner.answer(&world.mailed_code("agnes")).await;
        owner.is_at("account");
        let before = standing(world, demo).await;
        for operation in operations().iter().filter(|own| own.door != Door::Open) {
            let told = call(world, operation, &things).send().await;
            refused(operation, &told, 401, "credential-missing");
            let address = path(operation, &things);
            let page = owner
                .asking(operation.method.clone(), &address)
                .send()
                .await;
            assert_eq!(page.status, 401, "{} with a session", operation.name);
            for forged in [
                "",
                "tvs_",
                "x",
                mixed.as_str(),
                token.trim_start_matches("tvs_"),
            ] {
                let told = call(world, operation, &things).by(forged).send().await;
                assert_eq!(told.status, 401, "{} {forged}", operation.name);
            }
        }
        assert_eq!(standing(world, demo).await, before);
    });
}

/// A57: a credential does what its scopes say and nothing else.
#[test]
fn a57_without_its_scope_no_operation_is_open_and_with_it_alone_it_is() {
    each_engine(async |world| {
        let things = things(world).await;
        let demo = world.demo().await;
        let before = standing(world, demo).await.len();
        let scoped = operations().into_iter().filter_map(|own| match own.door {
            Door::Scoped(scope) => Some((own, scope)),
            _ => None,
        });
        let scoped: Vec<(Operation, Scope)> = scoped.collect();
        for asked in Scope::all() {
            let too_little: Scopes = Scope::all().filter(|held| !opens(*held, asked)).collect();
            let (_, token) = credential(world, demo, too_little).await;
            for (operation, _) in scoped.iter().filter(|(_, scope)| *scope == asked) {
                let told = call(world, operation, &things).by(&token).send().await;
                refused(operation, &told, 403, "scope-missing");
            }
        }
        assert!(
            standing(world, demo).await.len() > before,
            "credentials were added"
        );
        for (operation, scope) in &scoped {
            let (_, token) = credential(world, demo, [*scope].into_iter().collect()).await;
            let told = call(world, operation, &things).by(&token).send().await;
            assert_ne!(told.status, 401, "{}", operation.name);
            let closed = ["scope-missing", "no-right"].contains(&told.code().as_str());
            assert!(!closed, "{}: {}", operation.name, told.text);
        }
    });
}

fn opens(held: Scope, asked: Scope) -> bool {
    held.right == asked.right && (held.access == asked.access || held.access == Access::Write)
}

/// A54: with another organisation's credential its things do not exist, and no list holds any of them.
#[test]
fn a54_another_organisations_things_are_nobodys() {
    each_engine(async |world| {
        let things = things(world).await;
        let (demo, next_door) = (world.demo().await, robot_next_door(world).await);
        let (_, token) = credential(world, next_door, all_scopes()).await;
        let before = standing(world, demo).await;
        let ids: Vec<&String> = things.values().filter(|thing| thing.len() == 36).collect();
        let kept = operations()
            .into_iter()
            .filter(|own| own.door != Door::Open && own.name != "revoke-own-credential");
        for operation in kept {
            let told = call(world, &operation, &things).by(&token).send().await;
            if operation.names().next().is_some() {
                assert_eq!(told.status, 404, "{}: {}", operation.name, told.text);
            }
            for id in &ids {
                let held = told.text.contains(*id) && !told.status.is_client_error();
                assert!(!held, "{} told {id}", operation.name);
            }
        }
        assert_eq!(standing(world, demo).await, before);
    });
}

/// A54: somebody of one's own with another's role, factor or whatever else a path names beside them.
#[test]
fn a54_nothing_of_another_organisation_is_reached_through_ones_own() {
    each_engine(async |world| {
        let mut things = things(world).await;
        let (demo, next_door) = (world.demo().await, robot_next_door(world).await);
        let (_, token) = credential(world, next_door, all_scopes()).await;
        let own = world
            .read(move |tx| tx.find_account_by_username(next_door, "robot"))
            .await
            .unwrap();
        things.insert("user", own.user.id.to_string());
        let before = standing(world, demo).await;
        let beside = |own: &Operation| own.names().count() > 1 && own.path.contains("{user}");
        for operation in operations().into_iter().filter(beside) {
            let told = call(world, &operation, &things).by(&token).send().await;
            assert_eq!(told.status, 404, "{}: {}", operation.name, told.text);
        }
        assert_eq!(standing(world, demo).await, before);
    });
}
