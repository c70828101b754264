//! What happens to answers on their way.

use super::*;
use crate::bankid::simulator::{Call, Gate, Mishap};

/// An order that is complete at its first collect.
async fn complete(scene: &Scene) -> String {
    scene.simulator.script_next(Script::signed_by(bo()));
    scene.begin().await
}

#[tokio::test]
async fn a_connection_dropped_before_leaves_the_answer_unread() {
    let scene = Scene::new().await;
    let order = complete(&scene).await;
    scene.simulator.plan(Call::Collect, Mishap::DropBefore);
    assert!(
        scene
            .send("collect", &json!({"orderRef": order}))
            .await
            .is_err()
    );
    assert_eq!(scene.seen(&order).await, "complete");
}

#[tokio::test]
async fn a_connection_dropped_after_takes_the_answer_along() {
    let scene = Scene::new().await;
    let order = complete(&scene).await;
    scene.simulator.plan(Call::Collect, Mishap::DropAfter);
    assert!(
        scene
            .send("collect", &json!({"orderRef": order}))
            .await
            .is_err()
    );
    assert_eq!(scene.seen(&order).await, "invalidParameters");
}

#[tokio::test]
async fn an_answer_may_break_off() {
    let scene = Scene::new().await;
    let order = complete(&scene).await;
    scene.simulator.plan(Call::Collect, Mishap::BreakOff);
    let answer = scene
        .send("collect", &json!({"orderRef": order}))
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.is_err());
    assert_eq!(scene.seen(&order).await, "invalidParameters");
}

#[tokio::test]
async fn json_may_be_broken_under_a_200() {
    let scene = Scene::new().await;
    scene.simulator.plan(Call::Auth, Mishap::BrokenJson);
    let answer = scene
        .send("auth", &json!({"endUserIp": "::1"}))
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert!(answer.json::<Value>().await.is_err());
    // It was done all the same.
    assert_eq!(scene.simulator.orders().len(), 1);
}

#[tokio::test]
async fn a_proxy_may_answer_instead() {
    let scene = Scene::new().await;
    let page = Mishap::Answer {
        status: 502,
        content_type: "text/html",
        body: "<h1>Bad Gateway</h1>".to_owned(),
    };
    scene.simulator.plan(Call::Auth, page);
    let answer = scene
        .send("auth", &json!({"endUserIp": "::1"}))
        .await
        .unwrap();
    assert_eq!(answer.status(), 502);
    assert_eq!(answer.text().await.unwrap(), "<h1>Bad Gateway</h1>");
    assert!(scene.simulator.orders().is_empty());
}

#[tokio::test]
async fn an_answer_may_be_held_while_others_are_given() {
    let scene = Scene::new().await;
    let held = complete(&scene).await;
    let other = scene.begin().await;
    let gate = Gate::default();
    scene
        .simulator
        .plan(Call::Collect, Mishap::Held(gate.clone()));
    let waiting = scene.seen(&held);
    let meanwhile = async {
        gate.reached().await;
        assert_eq!(scene.seen(&other).await, "outstandingTransaction");
        // The end was read already, by whoever waits.
        assert_eq!(scene.seen(&held).await, "invalidParameters");
        gate.open();
    };
    let (seen, ()) = tokio::join!(waiting, meanwhile);
    assert_eq!(seen, "complete");
}
