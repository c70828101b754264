//! Settings by machine: what locks people out wants the organisation's name here too, and the last owner stays in (A55, A56).

use axum::http::Method;
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
