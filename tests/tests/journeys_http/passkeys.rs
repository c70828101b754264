//! Passkeys in the administration: what is decided about them, and what browsers are told of it at the host's root.

use axum::http::Method;
use factors::testing::TestMaker;
use tests::page::Way;
use tests::world::PASSWORD;
use tests::{Browser, World, each_engine};

use crate::{browser, in_both_languages, is_at};

const FORM: &str = "/admin/settings/passkeys";

const ORIGINS: &str = "/.well-known/webauthn";

const MODEL: &str = "2fc0579f-8113-47ea-b116-bb5a8db9202a";

async fn at_the_form(world: &World, language: &'static str) -> Browser {
    let mut agnes = browser(world, language);
    agnes.sign_in("agnes", PASSWORD).await;
    agnes.answer(&world.mailed_code("agnes")).await;
    agnes.go("/admin/settings").await;
    assert!(agnes.page().links().contains(&FORM.to_owned()));
    agnes.go(FORM).await;
    is_at(&agnes, "admin-settings-passkeys", language);
    agnes
}

#[test]
fn what_a_passkey_is_enough_for_is_decided_and_what_cannot_be_so_is_told_at_its_field() {
    in_both_languages(async |world, language| {
        let mut agnes = at_the_form(world, language).await;
        let written = MODEL.to_uppercase();
        let models = format!("{{{written}}}\r\n\r\n {MODEL} ");
        let maker = TestMaker::new().root_pem().to_owned();
        let wrong = [
            ("passkey_models", models.as_str(), "passkey_makers"),
            ("passkey_models", "YubiKey 5", "passkey_models"),
            ("passkey_makers", "YubiKey 5", "passkey_makers"),
            ("passkey_origins", "portal.example", "passkey_origins"),
            (
                "passkey_origins",
                "http://portal.example",
                "passkey_origins",
            ),
            ("passkey_copied", "perhaps", "passkey_copied"),
            // The organisation next door has the same host: its people's passkeys would be asked for as well.
            (
                "passkey_origins",
                "https://portal.example",
                "passkey_origins",
            ),
        ];
        for (field, typed, named) in wrong {
            agnes.go(FORM).await;
            // What is chosen from a list is sent as a browser sends it.
            let mut typed = vec![(field, typed)];
            if field != "passkey_copied" {
                typed.push(("passkey_copied", "refuse"));
            }
            agnes.press("continue", &typed).await;
            is_at(&agnes, "admin-settings-passkeys", language);
            assert_eq!(agnes.page().status.as_u16(), 422, "{typed:?}");
            let problem = format!("{named}-problem");
            let mut tags = agnes.page().tags();
            let is_told = tags.any(|tag| tag.attribute("id") == Some(problem.as_str()));
            assert!(is_told, "{typed:?}: {}", agnes.page().text());
        }
        world.moves_next_door_away().await;
        agnes.go(FORM).await;
        // A box without a tick is not sent, as a browser would have it.
        let is_on = |tag: &tests::tags::Tag| tag.attribute("data-action") == Some("continue");
        let Some(Way::Form(mut form)) = agnes.page().way(is_on) else {
            panic!("there is a form");
        };
        form.fields.retain(|(name, _)| name != "passkey_sign_in");
        let pasted = format!("A maker\r\n{maker}\r\n");
        let typed = [
            ("passkey_verified", "yes"),
            ("passkey_copied", "tell"),
            ("passkey_makers", pasted.as_str()),
            ("passkey_models", models.as_str()),
            ("passkey_origins", "https://Portal.Example/"),
        ];
        let asking = agnes.filled(&form, &typed);
        agnes.send(asking).await;
        agnes.go("/admin/settings").await;
        is_at(&agnes, "admin-settings", language);
        let text = agnes.page().text();
        assert!(text.contains("https://portal.example"), "{text}");
        let rules = world.organisation("demo").await.rules.passkeys;
        assert!(!rules.sign_in && rules.verified, "{rules:?}");
        assert_eq!(rules.copied.as_str(), "tell");
        assert_eq!(rules.models, [MODEL]);
        assert_eq!(rules.makers.len(), 1);
        assert_eq!(rules.origins, ["https://portal.example"]);
    });
}

#[test]
fn browsers_are_told_whose_pages_may_use_the_passkeys_of_the_host() {
    each_engine(async |world| {
        let browser = world.browser();
        let asked = async || browser.asking(Method::GET, ORIGINS).send().await;
        let told = asked().await;
        assert_eq!(told.status.as_u16(), 404, "nobody else may");
        let demo = world.demo().await;
        let relate = async |origins: &'static [&'static str]| {
            world
                .write(move |tx: &mut store::Tx| {
                    let mut organisation = tx.organisation(demo)?;
                    let origins = origins.iter().map(|&origin| origin.to_owned());
                    organisation.rules.passkeys.origins = origins.collect();
                    tx.save_organisation(&organisation, store::Bump::Nothing)
                        .map(drop)
                })
                .await;
        };
        relate(&["https://portal.example", "https://id.example.test"]).await;
        let shared = asked().await;
        assert_eq!(shared.status.as_u16(), 404, "a host of two organisations");
        world.moves_next_door_away().await;
        let told = asked().await;
        assert_eq!(told.status.as_u16(), 200);
        assert_eq!(told.header("content-type"), Some("application/json"));
        assert_eq!(
            told.header("cross-origin-resource-policy"),
            Some("cross-origin")
        );
        let json: serde_json::Value = serde_json::from_str(&told.body).unwrap();
        // Its own origin first, and each once.
        let origins = serde_json::json!(["https://id.example.test", "https://portal.example"]);
        assert_eq!(json, serde_json::json!({ "origins": origins }));
        let away = browser.asking(Method::GET, "/o/demo/.well-known/webauthn");
        assert_eq!(away.send().await.status.as_u16(), 404);
        relate(&[]).await;
        assert_eq!(asked().await.status.as_u16(), 404);
    });
}
