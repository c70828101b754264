//! Every error of the API, and how each call is refused that does not fit.

use super::*;
use crate::bankid::simulator::{ApiError, Call, Mishap};

#[tokio::test]
async fn every_error_can_be_had_and_nothing_is_done() {
    let scene = Scene::new().await;
    scene.simulator.script_next(Script::signed_by(bo()));
    let order = scene.begin().await;
    for (error, status, code) in [
        (ApiError::AlreadyInProgress, 400, "alreadyInProgress"),
        (ApiError::InvalidParameters("x"), 400, "invalidParameters"),
        (ApiError::Canceled, 400, "canceled"),
        (ApiError::Unauthorized, 401, "unauthorized"),
        (ApiError::NotFound, 404, "notFound"),
        (ApiError::MethodNotAllowed, 405, "methodNotAllowed"),
        (ApiError::RequestTimeout, 408, "requestTimeout"),
        (ApiError::UnsupportedMediaType, 415, "unsupportedMediaType"),
        (
            ApiError::TooManyRequests { reset_after: 7 },
            429,
            "tooManyRequests",
        ),
        (ApiError::InternalError, 500, "internalError"),
        (ApiError::Maintenance, 503, "Maintenance"),
    ] {
        scene.simulator.plan(Call::Collect, Mishap::Error(error));
        let (got, answer) = scene.collect(&order).await;
        assert_eq!((got, &answer["errorCode"]), (status, &json!(code)));
        assert!(!answer["details"].as_str().unwrap().is_empty());
    }
    assert_eq!(scene.seen(&order).await, "complete");
}

#[tokio::test]
async fn too_many_requests_say_when_there_is_room_again() {
    let scene = Scene::new().await;
    let error = ApiError::TooManyRequests { reset_after: 7 };
    scene
        .simulator
        .always(Call::Auth, Some(Mishap::Error(error)));
    for _ in 0..2 {
        let answer = scene.send("auth", &json!({})).await.unwrap();
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers()["ratelimit-reset"], "7");
        assert_eq!(answer.headers()["ratelimit-remaining"], "0");
    }
    scene.simulator.always(Call::Auth, None);
    scene.begin().await;
}

#[tokio::test]
async fn only_post_is_answered_which_makes_a_probe() {
    let scene = Scene::new().await;
    for path in [
        "auth",
        "sign",
        "phone/auth",
        "phone/sign",
        "collect",
        "cancel",
    ] {
        let answer = scene.caller.get(scene.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 405, "{path}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["errorCode"], "methodNotAllowed");
    }
    assert!(scene.simulator.requests().is_empty());
}

#[tokio::test]
async fn other_addresses_are_not_found() {
    let scene = Scene::new().await;
    for path in ["", "auth/", "Auth", "payment", "../v5.1/auth"] {
        let answer = scene
            .caller
            .post(scene.url(path))
            .body("{}")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn the_content_type_has_no_parameter() {
    let scene = Scene::new().await;
    for content_type in [
        Some("application/json; charset=utf-8"),
        Some("application/json;charset=UTF-8"),
        Some("text/plain"),
        None,
    ] {
        let mut request = scene
            .caller
            .post(scene.url("auth"))
            .body("{\"endUserIp\":\"::1\"}");
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 415, "{content_type:?}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["errorCode"], "unsupportedMediaType");
    }
    assert!(scene.simulator.orders().is_empty());
}
