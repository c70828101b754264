//! Settings by machine: what locks people out wants the organisation's name here too, and the last owner stays in (A55, A56).

use axum::http::Method;
use factors::testing::TestMaker;
use tests::each_engine;

use crate::machine::{all_scopes, asking, credential};

const ORGANISATION: &str = "/api/v1/organisation";
const MESSAGES: &str = "/api/v1/message-settings";

#[test]
fn settings_that_lock_people_out_want_the_organisations_name_from_a_machine_too() {
    each_engine(async |world| {
        let token = credential(world, world.demo().await, all_scopes()).await.1;
        let patch = async |path: &str, body: &str| {
            let asked = asking(world, &Method::PATCH, path).by(&token).saying(body);
            let told = asked.send().await;
            (told.status.as_u16(), told)
        };
        let (status, told) = patch(ORGANISATION, r#"{"allowed_factors":["recovery_codes"]}"#).await;
        assert_eq!(
            (status, told.code().as_str()),
            (409, "last-owner"),
            "{}",
            told.text
        );
        let (status, told) = patch(ORGANISATION, r#"{"allowed_factors":["pigeon"]}"#).await;
        assert_eq!((status, told.code().as_str()), (422, "factor-unknown"));
        let (status, told) = patch(ORGANISATION, r#"{"allowed_factors":null}"#).await;
        assert_eq!(status, 200, "{}", told.text);
        let name = told.json()["name"].as_str().unwrap().to_owned();

        let (status, told) = patch(MESSAGES, r#"{"code_minutes":7}"#).await;
        assert_eq!(status, 200, "{}", told.text);
        assert_eq!(told.json()["code_minutes"], 7);
        for (body, code) in [
            (r#"{"countries":["Sverige"]}"#, "fields"),
            (r#"{"home":"NO","countries":["NO"]}"#, "locks-out"),
            (
                r#"{"home":"NO","countries":["NO"],"confirmed":"demo?"}"#,
                "locks-out",
            ),
        ] {
            let (status, told) = patch(MESSAGES, body).await;
            assert_eq!((status, told.code().as_str()), (422, code), "{}", told.text);
        }
        let confirmed = serde_json::json!({"home":"NO","countries":["NO"],"confirmed":name});
        let (status, told) = patch(MESSAGES, &confirmed.to_string()).await;
        assert_eq!(status, 200, "{}", told.text);
        assert_eq!(told.json()["countries"], serde_json::json!(["NO"]));
    });
}

#[test]
fn what_is_decided_about_passkeys_is_read_and_changed_by_a_machine() {
    each_engine(async |world| {
        let token = credential(world, world.demo().await, all_scopes()).await.1;
        let patch = async |body: serde_json::Value| {
            let asked = asking(world, &Method::PATCH, ORGANISATION).by(&token);
            let told = asked.saying(&body.to_string()).send().await;
            (told.status.as_u16(), told)
        };
        let read = asking(world, &Method::GET, ORGANISATION).by(&token);
        let read = read.send().await.json();
        assert_eq!(read["passkey_sign_in"], true);
        assert_eq!(read["passkey_verified"], false);
        assert_eq!(read["passkey_copied"], "refuse");
        for list in ["passkey_makers", "passkey_models", "passkey_origins"] {
            assert_eq!(read[list], serde_json::json!([]), "{list}");
        }
        let maker = TestMaker::new().root_pem().to_owned();
        let model = "2fc0579f-8113-47ea-b116-bb5a8db9202a";
        let decided = serde_json::json!({
            "passkey_sign_in": false,
            "passkey_copied": "tell",
            "passkey_makers": [maker],
            "passkey_models": [model],
        });
        let (status, told) = patch(decided.clone()).await;
        assert_eq!(status, 200, "{}", told.text);
        let now = told.json();
        for (name, value) in decided.as_object().unwrap() {
            assert_eq!(&now[name], value, "{name}");
        }
        assert_eq!(now["passkey_verified"], false, "what is left out stays");
        // Whoever is named there may ask people for their passkeys: an owner's to say, and no machine's.
        let origins = serde_json::json!({ "passkey_origins": ["https://portal.example"] });
        let (status, told) = patch(origins).await;
        assert_eq!((status, told.code().as_str()), (403, "owner-only"));
        for wrong in [
            serde_json::json!({ "passkey_makers": [] }),
            serde_json::json!({ "passkey_makers": ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] }),
            serde_json::json!({ "passkey_models": [model.to_uppercase()] }),
            serde_json::json!({ "passkey_origins": ["https://portal.example/"] }),
        ] {
            let (status, told) = patch(wrong.clone()).await;
            assert_eq!(
                (status, told.code().as_str()),
                (422, "fields"),
                "{wrong}: {}",
                told.text
            );
        }
    });
}
