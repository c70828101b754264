//! What is done in the app.

use super::*;
use crate::bankid::simulator::AppRefusal;

#[tokio::test]
async fn an_order_is_opened_and_signed_in_the_app() {
    let scene = Scene::new().await;
    let order = scene.begin().await;
    assert_eq!(scene.seen(&order).await, "outstandingTransaction");
    let token = scene.token();
    scene.simulator.open(&token).unwrap();
    assert_eq!(scene.simulator.open(&token), Err(AppRefusal::AlreadyOpen));
    assert_eq!(scene.seen(&order).await, "started");
    assert_eq!(scene.seen(&order).await, "userSign");
    assert_eq!(scene.seen(&order).await, "userSign");
    scene.simulator.sign(&token, bo()).unwrap();
    assert_eq!(scene.seen(&order).await, "complete");
    assert_eq!(
        scene.simulator.sign(&token, bo()),
        Err(AppRefusal::NoSuchOrder)
    );
}

#[tokio::test]
async fn who_is_not_the_one_demanded_is_refused_and_the_order_stays() {
    let scene = Scene::new().await;
    let order = scene.begin_with(for_bo()).await;
    let token = scene.token();
    let refused = scene.simulator.sign(&token, stina());
    assert_eq!(refused, Err(AppRefusal::OtherPerson));
    assert_eq!(scene.seen(&order).await, "outstandingTransaction");
    scene.simulator.sign(&token, bo()).unwrap();
    assert_eq!(scene.seen(&order).await, "complete");
}

#[tokio::test]
async fn a_person_may_cancel_and_an_app_may_fail() {
    let scene = Scene::new().await;
    let order = scene.begin().await;
    scene.simulator.cancel(&scene.token()).unwrap();
    assert_eq!(scene.seen(&order).await, "userCancel");
    let order = scene.begin().await;
    scene
        .simulator
        .fail(&scene.token(), "certificateErr")
        .unwrap();
    assert_eq!(scene.seen(&order).await, "certificateErr");
}

#[tokio::test]
async fn what_a_phone_could_open_is_listed_with_its_picture_and_text() {
    let scene = Scene::new().await;
    let body = json!({"endUserIp": "::1", "userVisibleData": "U2tyaXYgdW5kZXI="});
    let (_, answer) = scene.post("sign", &body).await;
    scene.hand.advance(Span::millis(7_900));
    let [order] = scene.simulator.orders().try_into().unwrap();
    assert_eq!(
        order.auto_start_token,
        answer["autoStartToken"].as_str().unwrap()
    );
    assert_eq!(order.visible_text, "Skriv under");
    assert_eq!(order.hint, "outstandingTransaction");
    assert!(order.signs && !order.by_phone);
    let picture = order.qr.unwrap();
    let begins = format!("bankid.{}.7.", answer["qrStartToken"].as_str().unwrap());
    assert!(picture.starts_with(&begins), "{picture}");
}

#[tokio::test]
async fn a_picture_opens_its_order_while_it_is_fresh_and_once() {
    let scene = Scene::new().await;
    let order = scene.begin().await;
    let picture = scene.simulator.orders()[0].qr.clone().unwrap();
    scene.hand.advance(Span::seconds(6));
    let old = scene.simulator.open_by_qr(&picture);
    assert_eq!(old, Err(AppRefusal::OldPicture));
    let fresh = scene.simulator.orders()[0].qr.clone().unwrap();
    let forged = fresh.replacen(".6.", ".7.", 1);
    assert_eq!(
        scene.simulator.open_by_qr(&forged),
        Err(AppRefusal::ForgedPicture)
    );
    let unknown = fresh.replacen("bankid.", "bankid.x", 1);
    assert_eq!(
        scene.simulator.open_by_qr(&unknown),
        Err(AppRefusal::NoSuchOrder)
    );
    assert_eq!(
        scene.simulator.open_by_qr("an address"),
        Err(AppRefusal::NotAPicture)
    );
    assert_eq!(scene.seen(&order).await, "outstandingTransaction");
    let token = scene.token();
    assert_eq!(scene.simulator.open_by_qr(&fresh), Ok(token));
    assert_eq!(
        scene.simulator.open_by_qr(&fresh),
        Err(AppRefusal::AlreadyOpen)
    );
    assert_eq!(scene.seen(&order).await, "started");
}

#[tokio::test]
async fn a_script_gives_way_to_whoever_has_the_order_in_hand() {
    let scene = Scene::new().await;
    scene.simulator.script_next(Script::by_itself(bo()));
    let order = scene.begin().await;
    let token = scene.token();
    scene.simulator.open(&token).unwrap();
    for expected in [
        "started", "userSign", "userSign", "userSign", "userSign", "userSign",
    ] {
        assert_eq!(scene.seen(&order).await, expected);
    }
    scene.simulator.sign(&token, stina()).unwrap();
    assert_eq!(scene.seen(&order).await, "complete");
}

#[tokio::test]
async fn an_order_on_a_call_asks_about_the_call_first() {
    let scene = Scene::new().await;
    let body = json!({"personalNumber": "199006022397", "callInitiator": "RP"});
    let (status, answer) = scene.post("phone/auth", &body).await;
    assert_eq!(status, 200);
    assert_eq!(answer.as_object().unwrap().len(), 1, "{answer}");
    let order = answer["orderRef"].as_str().unwrap().to_owned();
    // Nobody starts the app for the person: it takes longer than thirty seconds.
    scene.hand.advance(Span::seconds(60));
    assert_eq!(scene.seen(&order).await, "outstandingTransaction");
    let token = scene.token();
    assert_eq!(scene.simulator.orders()[0].qr, None);
    scene.simulator.open(&token).unwrap();
    assert_eq!(scene.seen(&order).await, "userCallConfirm");
    assert_eq!(scene.seen(&order).await, "userCallConfirm");
    scene.simulator.answer_call(&token, true).unwrap();
    assert_eq!(scene.seen(&order).await, "userSign");
    assert_eq!(
        scene.simulator.sign(&token, stina()),
        Err(AppRefusal::OtherPerson)
    );
    scene.simulator.sign(&token, bo()).unwrap();
    assert_eq!(scene.seen(&order).await, "complete");
}

#[tokio::test]
async fn who_is_on_no_call_declines() {
    let scene = Scene::new().await;
    let body = json!({"personalNumber": "199006022397", "callInitiator": "user"});
    let (_, answer) = scene.post("phone/auth", &body).await;
    scene.simulator.answer_call(&scene.token(), false).unwrap();
    let order = answer["orderRef"].as_str().unwrap();
    assert_eq!(scene.seen(order).await, "userDeclinedCall");
    scene.begin().await;
    let refused = scene.simulator.answer_call(&scene.token(), true);
    assert_eq!(refused, Err(AppRefusal::NoCall));
}
