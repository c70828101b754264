//! A request that is sent twice under one key is done once.

use axum::http::Method;
use domain::time::Span;
use tests::each_engine;
use tests::world::World;

use crate::machine::{Asking, Told, all_scopes, asking, credential};

const KEY: &str = "idempotency-key";

fn adding(world: &World, token: &str, key: &str, username: &str) -> Asking {
    asking(world, &Method::POST, "/api/v1/users")
        .by(token)
        .with(KEY, key)
        .saying(&format!(
            r#"{{"username":"{username}","invitation":"link"}}"#
        ))
}

/// What makes two answers the same one.
fn same(told: &Told) -> (u16, Option<String>, String) {
    let location = told.headers.get("location");
    let location = location.map(|value| value.to_str().unwrap().to_owned());
    (told.status.as_u16(), location, told.text.clone())
}

#[test]
fn sixty_four_at_once_under_one_key_are_one() {
    each_engine(async |world| {
        let (_, token) = credential(world, world.demo().await, all_scopes()).await;
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..64 {
            all.spawn(adding(world, &token, "en-gang", "ny.person").send());
        }
        let all = all.join_all().await;
        let made: Vec<&Told> = all.iter().filter(|told| told.status == 201).collect();
        assert!(!made.is_empty());
        for told in &all {
            if told.status == 201 {
                assert_eq!(same(told), same(made[0]));
                continue;
            }
            assert_eq!(
                (told.status.as_u16(), told.code().as_str()),
                (409, "idempotency-under-way")
            );
            assert_eq!(told.headers.get("retry-after").unwrap(), "1");
        }
        assert_eq!(world.told("ny.person", "user-added", "done").await, 1);
        let again = adding(world, &token, "en-gang", "ny.person").send().await;
        assert_eq!(same(&again), same(made[0]));
    });
}

#[test]
fn a_key_is_for_one_table_and_not_for_another_of_the_same_length() {
    each_engine(async |world| {
        let (_, token) = credential(world, world.demo().await, all_scopes()).await;
        let sending = async |table: String| {
            asking(world, &Method::POST, "/api/v1/imports?name=i.csv")
                .by(&token)
                .with(KEY, "en-tabell")
                .with("content-type", "text/csv")
                .holding(table.into_bytes())
                .send()
                .await
        };
        let table = |name: &str| format!("username;name\n{name};Namn\n");
        let made = sending(table("aaaa")).await;
        assert_eq!(made.status, 201);
        for other in [table("bbbb"), table("aaaa") + "x", table("aaa")] {
            let told = sending(other).await;
            assert_eq!(
                (told.status.as_u16(), told.code().as_str()),
                (422, "idempotency-key-reused")
            );
        }
        let again = sending(table("aaaa")).await;
        assert_eq!(same(&again), same(&made));
    });
}

#[test]
fn a_key_is_for_one_request_of_one_credential_and_for_a_day() {
    each_engine(async |world| {
        let demo = world.demo().await;
        let (_, token) = credential(world, demo, all_scopes()).await;
        let (_, another) = credential(world, demo, all_scopes()).await;
        let made = adding(world, &token, "a", "ny.person").send().await;
        assert_eq!(made.status, 201);
        let told = adding(world, &token, "a", "annan.person").send().await;
        assert_eq!(
            (told.status.as_u16(), told.code().as_str()),
            (422, "idempotency-key-reused")
        );
        // Another credential under the same key is another request; a refusal is an answer that is given again too.
        let refused = adding(world, &another, "a", "ny.person").send().await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (409, "username-taken")
        );
        let again = adding(world, &another, "a", "ny.person").send().await;
        assert_eq!(same(&again), same(&refused));
        world.wait(Span::hours(25));
        let later = adding(world, &token, "a", "ny.person").send().await;
        assert_eq!(later.code(), "username-taken");
    });
}

#[test]
fn a_key_that_cannot_be_one_is_refused() {
    each_engine(async |world| {
        let (_, token) = credential(world, world.demo().await, all_scopes()).await;
        for key in ["", "two words", "å", &"x".repeat(201)] {
            let told = adding(world, &token, key, "ny.person").send().await;
            assert_eq!(told.status, 400, "{key}");
        }
        let twice = adding(world, &token, "a", "ny.person")
            .with(KEY, "b")
            .send()
            .await;
        assert_eq!(twice.status, 400);
    });
}
