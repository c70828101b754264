//! How orders go.

use super::*;
use crate::bankid::evidence::{self, Expected, Roots, VisibleText};

#[tokio::test]
async fn an_order_goes_by_itself_one_step_a_collect_and_is_told_once() {
    let scene = Scene::new().await;
    scene.simulator.script_next(Script::by_itself(bo()));
    let order = scene.begin().await;
    for expected in [
        "outstandingTransaction",
        "outstandingTransaction",
        "started",
        "started",
        "userSign",
        "complete",
        "invalidParameters",
    ] {
        assert_eq!(scene.seen(&order).await, expected);
    }
}

#[tokio::test]
async fn a_complete_order_tells_all_there_is_and_its_evidence_holds() {
    let scene = Scene::new().await;
    let order = scene
        .begin_with(json!({
            "endUserIp": "198.51.100.7",
            "requirement": {"personalNumber": "199006022397", "mrtd": true},
            "userVisibleData": "TG9nZ2EgaW4=",
            "userNonVisibleData": "c2VjcmV0",
            "returnRisk": true,
        }))
        .await;
    scene.simulator.sign(&scene.token(), bo()).unwrap();
    scene.hand.advance(Span::seconds(2));
    let (status, answer) = scene.collect(&order).await;
    assert_eq!((status, &answer["status"]), (200, &json!("complete")));
    assert!(answer.get("hintCode").is_none());
    let data = &answer["completionData"];
    assert_eq!(
        data["user"],
        json!({"personalNumber": "199006022397", "name": "Bo Åke Lind", "givenName": "Bo Åke", "surname": "Lind"})
    );
    assert_eq!(data["device"]["ipAddress"], "198.51.100.7");
    assert_eq!(data["bankIdIssueDate"], "2026-05-25");
    assert_eq!(data["stepUp"], json!({"mrtd": true}));
    assert_eq!(data["risk"], "low");
    let root = scene.simulator.keys().signature_root_pem().await.unwrap();
    let checked = evidence::check(
        data["signature"].as_str().unwrap(),
        data["ocspResponse"].as_str().unwrap(),
        &Expected {
            visible_text: VisibleText::Is("Logga in"),
            personal_number: bo().number(),
        },
        &Roots::from_pem([root.as_str()]).unwrap(),
    )
    .unwrap();
    assert_eq!(checked.signed_at, Timestamp::from_unix_millis(NOON));
    assert_eq!(checked.hidden_data.as_deref(), Some(b"secret".as_slice()));
}

#[tokio::test]
async fn risk_and_document_are_told_only_where_they_were_asked_for() {
    let scene = Scene::new().await;
    let scripted = Script::signed_by(bo())
        .with_risk("high")
        .with_device_ip("203.0.113.9");
    scene.simulator.script_next(scripted.clone());
    let order = scene.begin().await;
    let (_, answer) = scene.collect(&order).await;
    let data = &answer["completionData"];
    assert!(data.get("risk").is_none() && data.get("stepUp").is_none());
    assert_eq!(data["device"]["ipAddress"], "203.0.113.9");
    scene.simulator.script_next(scripted);
    let order = scene
        .begin_with(json!({"endUserIp": "::1", "returnRisk": true}))
        .await;
    let (_, answer) = scene.collect(&order).await;
    assert_eq!(answer["completionData"]["risk"], "high");
}

#[tokio::test]
async fn every_failure_can_be_had_and_is_told_once() {
    let scene = Scene::new().await;
    for hint in [
        "certificateErr",
        "userCancel",
        "transactionRiskBlocked",
        "notSupportedByUserApp",
        "aHintOfTomorrow",
    ] {
        scene.simulator.script_next(Script::failing(hint));
        let order = scene.begin().await;
        assert_eq!(scene.seen(&order).await, "outstandingTransaction");
        let (status, answer) = scene.collect(&order).await;
        let expected = json!({"orderRef": order, "status": "failed", "hintCode": hint});
        assert_eq!((status, answer), (200, expected));
        assert_eq!(scene.seen(&order).await, "invalidParameters");
    }
}

#[tokio::test]
async fn a_script_may_tell_of_another_person_than_the_one_demanded() {
    let scene = Scene::new().await;
    scene.simulator.script_next(Script::signed_by(stina()));
    let order = scene.begin_with(for_bo()).await;
    let (_, answer) = scene.collect(&order).await;
    assert_eq!(
        answer["completionData"]["user"]["personalNumber"],
        "199107172380"
    );
}

#[tokio::test]
async fn without_an_app_an_order_fails_after_thirty_seconds() {
    let scene = Scene::new().await;
    let order = scene.begin().await;
    scene.hand.advance(Span::millis(29_999));
    assert_eq!(scene.seen(&order).await, "outstandingTransaction");
    scene.hand.advance(Span::millis(1));
    assert!(scene.simulator.orders().is_empty());
    assert_eq!(scene.seen(&order).await, "startFailed");
}

#[tokio::test]
async fn an_opened_order_fails_after_three_minutes() {
    let scene = Scene::new().await;
    let order = scene.begin().await;
    scene.simulator.open(&scene.token()).unwrap();
    scene.hand.advance(Span::millis(179_999));
    assert_eq!(scene.seen(&order).await, "started");
    scene.hand.advance(Span::millis(1));
    assert_eq!(scene.seen(&order).await, "expiredTransaction");
}

#[tokio::test]
async fn ends_are_kept_for_three_minutes_and_five() {
    let scene = Scene::new().await;
    for (kept, expected) in [(180, "complete"), (181, "invalidParameters")] {
        let order = scene.begin().await;
        scene.simulator.sign(&scene.token(), bo()).unwrap();
        scene.hand.advance(Span::seconds(kept));
        assert_eq!(scene.seen(&order).await, expected, "{kept} s");
    }
    for (kept, expected) in [(300, "userCancel"), (301, "invalidParameters")] {
        let order = scene.begin().await;
        scene.simulator.cancel(&scene.token()).unwrap();
        scene.hand.advance(Span::seconds(kept));
        assert_eq!(scene.seen(&order).await, expected, "{kept} s");
    }
}

#[tokio::test]
async fn a_second_order_for_the_same_person_ends_both() {
    let scene = Scene::new().await;
    let first = scene.begin_with(for_bo()).await;
    let (status, answer) = scene.post("auth", &for_bo()).await;
    assert_eq!(
        (status, &answer["errorCode"]),
        (400, &json!("alreadyInProgress"))
    );
    assert!(scene.simulator.orders().is_empty());
    // Not even before the first end was read does it stand in the way of a third.
    let third = scene.begin_with(for_bo()).await;
    assert_eq!(scene.seen(&first).await, "cancelled");
    assert_eq!(scene.seen(&third).await, "outstandingTransaction");
    // The end of the first must not have hidden that the third is running.
    let (status, _) = scene.post("auth", &for_bo()).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn orders_of_different_persons_and_of_nobody_in_particular_run_side_by_side() {
    let scene = Scene::new().await;
    scene.begin_with(for_bo()).await;
    scene.begin().await;
    scene.begin().await;
    let for_stina = json!({"endUserIp": "::1", "requirement": {"personalNumber": "199107172380"}});
    scene.begin_with(for_stina).await;
    assert_eq!(scene.simulator.orders().len(), 4);
}

#[tokio::test]
async fn a_cancelled_order_is_gone() {
    let scene = Scene::new().await;
    let order = scene.begin().await;
    let token = scene.token();
    let cancelled = scene.post("cancel", &json!({"orderRef": order})).await;
    assert_eq!(cancelled, (200, json!({})));
    assert_eq!(scene.seen(&order).await, "invalidParameters");
    assert!(scene.simulator.sign(&token, bo()).is_err());
    let (status, _) = scene.post("cancel", &json!({"orderRef": order})).await;
    assert_eq!(status, 400);
}
