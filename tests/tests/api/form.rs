//! The form of requests and answers: JSON that two readers could read in two ways, types, sizes, methods, pages of a list (A39).

use axum::http::{Method, header};
use serde_json::Value;
use tests::each_engine;
use tests::world::World;

use crate::machine::{Asking, all_scopes, asking, credential};

const USERS: &str = "/api/v1/users";

async fn token(world: &World) -> String {
    credential(world, world.demo().await, all_scopes()).await.1
}

fn adding(world: &World, token: &str, body: &str) -> Asking {
    asking(world, &Method::POST, USERS).by(token).saying(body)
}

#[test]
fn a_request_that_can_be_read_in_two_ways_or_not_at_all_is_refused_and_nothing_is_done() {
    each_engine(async |world| {
        let token = token(world).await;
        let deep = format!("{{\"username\":{}1{}}}", "[".repeat(60), "]".repeat(60));
        for body in [
            r#"{"username":"ny.person","username":"annan.person"}"#,
            r#"{"username":"ny.person","\u0075sername":"annan.person"}"#,
            r#"{"username":"ny.person","owner":true}"#,
            r#"{"username":"ny.person","password":"hemligt-hemligt"}"#,
            r#"{"username":"ny.person","grace_days":-1}"#,
            r#"{"username":"ny.person","grace_days":"14"}"#,
            r#"{"username":"ny.person","grace_days":14.5}"#,
            r#"{"username":["ny.person"]}"#,
            r#"["ny.person"]"#,
            r#"{"username":"ny.person"} {}"#,
            "{\"username\":\"ny.person\"",
            "",
            "null",
            &deep,
        ] {
            let told = adding(world, &token, body).send().await;
            assert_eq!(told.status, 400, "{body}: {}", told.text);
            assert_eq!(told.code(), "request-malformed");
        }
        for body in [
            r#"{"username":"two words"}"#,
            r#"{"username":""}"#,
            r#"{"username":"ny.person","roles":["no-such-role"]}"#,
            r#"{"username":"ny.person","grace_days":366}"#,
            r#"{"username":"ny.person","name":"line\nbreak"}"#,
            r#"{"username":"ny.person","name":"nul\u0000"}"#,
            r#"{"username":"ny.person","email":"not an address"}"#,
        ] {
            let told = adding(world, &token, body).send().await;
            assert_eq!(told.status, 422, "{body}: {}", told.text);
        }
        let told = adding(world, &token, r#"{"username":"bo"}"#).send().await;
        assert_eq!(
            (told.status.as_u16(), told.code().as_str()),
            (409, "username-taken")
        );
        let demo = world.demo().await;
        let found = world
            .read(move |tx| tx.find_account_by_username(demo, "ny.person"))
            .await;
        assert!(found.is_none());
    });
}

#[test]
fn types_sizes_and_methods_that_do_not_fit_are_told_by_their_own_status() {
    each_engine(async |world| {
        let token = token(world).await;
        let told = asking(world, &Method::POST, USERS)
            .by(&token)
            .with("content-type", "application/x-www-form-urlencoded")
            .holding(b"username=ny".to_vec())
            .send()
            .await;
        assert_eq!(told.status, 415);
        let nothing = asking(world, &Method::POST, "/api/v1/imports?name=people.csv")
            .by(&token)
            .with("content-type", "text/csv")
            .holding(Vec::new());
        let told = nothing.send().await;
        assert_eq!(
            (told.status.as_u16(), told.code().as_str()),
            (422, "table-missing")
        );
        let long = format!(r#"{{"username":"{}"}}"#, "x".repeat(300 * 1024));
        assert_eq!(adding(world, &token, &long).send().await.status, 413);
        let picture = asking(world, &Method::GET, USERS)
            .by(&token)
            .with("accept", "image/png");
        assert_eq!(picture.send().await.status, 406);
        let told = asking(world, &Method::PATCH, USERS).by(&token).send().await;
        assert_eq!(
            (told.status.as_u16(), told.code().as_str()),
            (405, "method-not-allowed")
        );
        let allowed = told
            .headers
            .get(header::ALLOW)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            allowed.contains("GET") && allowed.contains("POST"),
            "{allowed}"
        );
        let told = asking(world, &Method::HEAD, USERS).by(&token).send().await;
        assert_eq!((told.status.as_u16(), told.text.as_str()), (200, ""));
        for path in [
            "/api",
            "/api/",
            "/api/v1",
            "/api/v1/",
            "/api/v2/users",
            "/api/v1/users/",
        ] {
            let told = asking(world, &Method::GET, path).by(&token).send().await;
            assert_eq!(
                (told.status.as_u16(), told.code().as_str()),
                (404, "not-found"),
                "{path}"
            );
        }
        for id in [
            "x",
            "%00",
            "0199b800-0000-7000-8000-000000000000",
            "%2e%2e",
            "%ff",
        ] {
            let path = format!("{USERS}/{id}");
            let told = asking(world, &Method::GET, &path).by(&token).send().await;
            assert_eq!(told.status, 404, "{path}");
        }
    });
}

#[test]
fn a_list_is_read_page_by_page_to_its_end_and_nothing_twice() {
    each_engine(async |world| {
        let token = token(world).await;
        let mut names = Vec::new();
        let mut after = String::new();
        loop {
            let path = format!("{USERS}?limit=2{after}");
            let page = asking(world, &Method::GET, &path)
                .by(&token)
                .send()
                .await
                .json();
            let items = page["items"].as_array().unwrap().clone();
            assert!(items.len() <= 2);
            names.extend(
                items
                    .iter()
                    .map(|item| item["username"].as_str().unwrap().to_owned()),
            );
            match &page["next"] {
                Value::String(next) => after = format!("&after={next}"),
                _ => break,
            }
        }
        let mut once = names.clone();
        once.sort();
        once.dedup();
        assert_eq!((names.len(), once.len()), (7, 7));
        for query in [
            "limit=0",
            "limit=-1",
            "limit=x",
            "limit=1&limit=2",
            "limit=51",
            "no_such=1",
            "state=asleep",
        ] {
            let path = format!("{USERS}?{query}");
            let told = asking(world, &Method::GET, &path).by(&token).send().await;
            assert_eq!(told.status, 400, "{query}: {}", told.text);
        }
        for after in ["x", "!", "%00", "bm8", "WzEsMiwzXQ"] {
            let path = format!("{USERS}?after={after}");
            let told = asking(world, &Method::GET, &path).by(&token).send().await;
            assert_eq!(told.status, 422, "{after}: {}", told.text);
        }
    });
}

#[test]
fn no_answer_holds_a_hash_or_a_secret() {
    each_engine(async |world| {
        let token = token(world).await;
        for operation in web::api::operations() {
            if operation.method != Method::GET || operation.names().next().is_some() {
                continue;
            }
            let told = asking(world, &Method::GET, operation.path)
                .by(&token)
                .send()
                .await;
            assert_eq!(told.status, 200, "{}: {}", operation.name, told.text);
            for never in ["$argon2", "password_hash", "secret_hash", "\"secret\""] {
                assert!(
                    !told.text.contains(never),
                    "{} tells {never}",
                    operation.name
                );
            }
        }
    });
}

/// What a card would do is told of a card that could be saved, and of no other.
#[test]
fn the_effect_of_a_card_that_could_not_be_saved_is_refused_as_saving_it_is() {
    each_engine(async |world| {
        let token = token(world).await;
        let card = "/api/v1/roles/accounting";
        let read = asking(world, &Method::GET, card).by(&token).send().await;
        let stored = read.json();
        for (field, value) in [
            ("grace_days", Value::from(366)),
            ("trusted_days", Value::from(366)),
            ("name", Value::from("line\nbreak")),
            ("name", Value::from("")),
        ] {
            let mut typed = stored["card"].clone();
            typed[field] = value.clone();
            let body = serde_json::json!({ "card": typed, "version": stored["version"] });
            let body = body.to_string();
            let save = asking(world, &Method::PUT, card).by(&token).saying(&body);
            let ask = asking(world, &Method::POST, &format!("{card}/effect"))
                .by(&token)
                .saying(&body);
            for asking in [save, ask] {
                let told = asking.send().await;
                assert_eq!(told.status, 422, "{field} = {value}: {}", told.text);
            }
        }
    });
}
