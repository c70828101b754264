//! What a request may say, field by field.

use super::*;
use crate::bankid::simulator::Call;

async fn refused(path: &str, body: Value) {
    let scene = Scene::new().await;
    let (status, answer) = scene.post(path, &body).await;
    assert_eq!(status, 400, "{path} {body}");
    assert_eq!(answer["errorCode"], "invalidParameters", "{path} {body}");
    assert!(scene.simulator.orders().is_empty());
}

/// A request for an order with one more field.
fn with(name: &str, value: Value) -> Value {
    let mut body = json!({"endUserIp": "198.51.100.7"});
    body[name] = value;
    body
}

#[tokio::test]
async fn a_request_with_everything_is_taken_and_remembered() {
    let scene = Scene::new().await;
    let body = json!({
        "endUserIp": "2001:db8::1",
        "requirement": {
            "pinCode": true, "mrtd": false, "personalNumber": "199006022397",
            "cardReader": "class1", "certificatePolicies": ["1.2.752.78.1.5", "1.2.3.4.25"],
        },
        "userVisibleData": "QQ==", "userVisibleDataFormat": "simpleMarkdownV1", "userNonVisibleData": "QQ==",
        "returnUrl": "https://example.se/back#1", "returnRisk": true,
        "web": {"referringDomain": "example.se", "userAgent": "a", "deviceIdentifier": "b"},
    });
    scene.begin_with(body.clone()).await;
    let [seen] = scene.simulator.requests().try_into().ok().unwrap();
    assert_eq!(seen.call, Call::Auth);
    assert_eq!(seen.content_type, "application/json");
    assert_eq!(seen.body, body);
    let app = json!({"appIdentifier": "a", "deviceOS": "b", "deviceModelName": "c", "deviceIdentifier": "d"});
    scene.begin_with(with("app", app)).await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    for body in [
        json!({}),
        json!([]),
        json!({"endUserIp": ""}),
        json!({"endUserIp": "198.51.100.700"}),
        json!({"endUserIp": "198.51.100.7:80"}),
        with("personalNumber", json!("199006022397")),
        with("returnUrl", json!("")),
        with("returnUrl", json!("x".repeat(513))),
        with("returnRisk", json!("true")),
        with("userVisibleData", json!("")),
        with("userVisibleData", json!("A".repeat(1504))),
        with("userVisibleData", json!("no base64")),
        with("userVisibleData", json!("/w==")),
        with("userVisibleDataFormat", json!("markdown")),
        with("userNonVisibleData", json!("A".repeat(1504))),
        with("web", json!({"referringDomain": "ab"})),
        with("web", json!({"userAgent": "a".repeat(257)})),
        with("web", json!({"deviceIdentifier": "a".repeat(65)})),
        with("requirement", json!({"pincode": true})),
        with("requirement", json!({"personalNumber": "19900602-2397"})),
        with("requirement", json!({"personalNumber": "199006022398"})),
        with("requirement", json!({"cardReader": "class3"})),
        with("requirement", json!({"certificatePolicies": []})),
        with(
            "requirement",
            json!({"certificatePolicies": ["1.2.752.71.1.3"]}),
        ),
        with("requirement", json!({"risk": "high"})),
    ] {
        refused("auth", body).await;
    }
    let mut both = with("web", json!({}));
    both["app"] = json!({});
    refused("auth", both).await;
}

#[tokio::test]
async fn a_signature_needs_a_text_which_may_be_long() {
    refused("sign", with("returnRisk", json!(false))).await;
    refused("sign", with("userVisibleData", json!("A".repeat(40_004)))).await;
    let scene = Scene::new().await;
    let mut longest = with("userVisibleData", json!("QUFB".repeat(10_000)));
    longest["userNonVisibleData"] = json!("A".repeat(200_000));
    assert_eq!(scene.post("sign", &longest).await.0, 200);
}

#[tokio::test]
async fn a_call_needs_to_know_who_called_whom() {
    for body in [
        json!({"callInitiator": "user"}),
        json!({"personalNumber": "199006022397"}),
        json!({"personalNumber": "199006022397", "callInitiator": "rp"}),
        json!({"personalNumber": "199006022397", "callInitiator": "User"}),
        json!({"personalNumber": "9006022397", "callInitiator": "user"}),
        json!({"personalNumber": "199006022397", "callInitiator": "user", "endUserIp": "::1"}),
    ] {
        refused("phone/auth", body).await;
    }
    refused(
        "phone/sign",
        json!({"personalNumber": "199006022397", "callInitiator": "user"}),
    )
    .await;
}

#[tokio::test]
async fn an_order_is_asked_about_by_its_name_and_nothing_else() {
    for path in ["collect", "cancel"] {
        for body in [
            json!({}),
            json!({"orderRef": 1}),
            json!({"orderRef": "131daac9-16c6-4618-beb0-365768f37288"}),
            json!({"orderRef": "131daac9-16c6-4618-beb0-365768f37288", "more": 1}),
        ] {
            refused(path, body).await;
        }
    }
}
