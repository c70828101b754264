use std::net::IpAddr;

use proptest::prelude::*;
use serde_json::{Value, json};

use domain::eid::{Browser, CallInitiator, Device, EidFault, NewOrder, PhoneOrder, Purpose};
use domain::personal_number::PersonalNumber;

use crate::bankid::account::{CardReader, Demands, Environment, Kind};
use crate::bankid::request::{Named, Phone, Start};

fn bo() -> PersonalNumber {
    PersonalNumber::from_digits("199006022397").unwrap()
}

/// As a person who signs in with a password before.
fn order() -> NewOrder {
    NewOrder {
        known: Some(bo()),
        visible_text: "Logga in hos Glas & Bröd".to_owned(),
        end_user_ip: "192.0.2.7".parse().unwrap(),
        browser: Some(Browser {
            user_agent: "Mozilla/5.0".to_owned(),
            device: Some("5a1f".to_owned()),
            referring_domain: "login.example.se".to_owned(),
        }),
        return_url: Some("https://login.example.se/login#n=4711".to_owned()),
        device: Device::This,
        purpose: Purpose::Identify,
    }
}

fn body_with(order: &NewOrder, demands: &Demands, environment: Environment) -> Value {
    let body = Start::of(order, demands, environment).ok().unwrap();
    serde_json::from_slice(&serde_json::to_vec(&body).unwrap()).unwrap()
}

fn body(order: &NewOrder) -> Value {
    body_with(order, &Demands::default(), Environment::Production)
}

fn refused(order: &NewOrder) -> bool {
    let outcome = Start::of(order, &Demands::default(), Environment::Production);
    matches!(outcome, Err(EidFault::InvalidOrder(_)))
}

#[test]
fn an_order_on_this_device_is_sent_field_by_field() {
    assert_eq!(
        body(&order()),
        json!({
            "endUserIp": "192.0.2.7",
            "requirement": { "personalNumber": "199006022397" },
            "userVisibleData": "TG9nZ2EgaW4gaG9zIEdsYXMgJiBCcsO2ZA==",
            "returnUrl": "https://login.example.se/login#n=4711",
            "returnRisk": true,
            "web": {
                "referringDomain": "login.example.se",
                "userAgent": "Mozilla/5.0",
                "deviceIdentifier": "5a1f",
            },
        })
    );
}

#[test]
fn an_order_for_another_device_asks_for_a_mobile_bankid_and_no_way_back() {
    let other = NewOrder {
        device: Device::Other,
        ..order()
    };
    let of = |environment| body_with(&other, &Demands::default(), environment);
    assert_eq!(
        of(Environment::Production),
        json!({
            "endUserIp": "192.0.2.7",
            "requirement": {
                "personalNumber": "199006022397",
                "certificatePolicies": ["1.2.752.78.1.5"],
            },
            "userVisibleData": "TG9nZ2EgaW4gaG9zIEdsYXMgJiBCcsO2ZA==",
            "returnRisk": true,
            "web": {
                "referringDomain": "login.example.se",
                "userAgent": "Mozilla/5.0",
                "deviceIdentifier": "5a1f",
            },
        })
    );
    let policies = |environment| of(environment)["requirement"]["certificatePolicies"].clone();
    assert_eq!(policies(Environment::Test), json!(["1.2.3.4.25"]));
    assert_eq!(policies(Environment::Elsewhere), json!(["1.2.752.78.1.5"]));
}

#[test]
fn the_least_order_holds_nothing_that_is_empty() {
    let least = NewOrder {
        known: None,
        visible_text: String::new(),
        end_user_ip: "2001:db8::1".parse().unwrap(),
        browser: None,
        return_url: None,
        device: Device::This,
        purpose: Purpose::Identify,
    };
    let expected = json!({ "endUserIp": "2001:db8::1", "returnRisk": true });
    assert_eq!(body(&least), expected);
    let empty = NewOrder {
        return_url: Some(String::new()),
        browser: Some(Browser {
            user_agent: String::new(),
            device: Some(String::new()),
            referring_domain: "x".to_owned(),
        }),
        ..least
    };
    assert_eq!(body(&empty), expected);
}

#[test]
fn an_address_of_version_4_in_version_6_is_sent_as_what_it_is() {
    let mapped = NewOrder {
        end_user_ip: "::ffff:192.0.2.7".parse::<IpAddr>().unwrap(),
        ..order()
    };
    assert_eq!(body(&mapped)["endUserIp"], "192.0.2.7");
}

#[test]
fn what_the_administrator_demands_is_in_every_order() {
    let demands = Demands {
        pin_code: true,
        identity_document: true,
        kinds: vec![Kind::OnFile, Kind::SmartCard],
        card_reader: Some(CardReader::Class2),
    };
    let demanded = json!({
        "pinCode": true,
        "mrtd": true,
        "cardReader": "class2",
        "certificatePolicies": ["1.2.752.78.1.1", "1.2.752.78.1.2"],
    });
    for device in [Device::This, Device::Other] {
        let order = NewOrder {
            known: None,
            device,
            ..order()
        };
        let sent = body_with(&order, &demands, Environment::Production);
        assert_eq!(sent["requirement"], demanded, "{device:?}");
    }
    let test = body_with(&order(), &demands, Environment::Test);
    assert_eq!(
        test["requirement"]["certificatePolicies"],
        json!(["1.2.3.4.5", "1.2.3.4.10"])
    );
    let class1 = Demands {
        card_reader: Some(CardReader::Class1),
        ..Demands::default()
    };
    let sent = body_with(&order(), &class1, Environment::Production);
    assert_eq!(sent["requirement"]["cardReader"], "class1");
}

#[test]
fn a_personal_number_stands_in_the_requirement_alone_and_a_risk_is_never_demanded() {
    let sent = body(&order());
    assert!(sent.get("personalNumber").is_none());
    assert!(sent["requirement"].get("risk").is_none());
    assert_eq!(sent.to_string().matches("199006022397").count(), 1);
}

#[test]
fn a_text_is_as_long_as_bankid_takes_it_and_no_longer() {
    let with = |text: String, purpose| NewOrder {
        visible_text: text,
        purpose,
        ..order()
    };
    // Base64 makes four signs of three bytes.
    let encoded = |order: &NewOrder| body(order)["userVisibleData"].as_str().unwrap().len();
    assert_eq!(encoded(&with("x".repeat(1125), Purpose::Identify)), 1500);
    assert!(refused(&with("x".repeat(1126), Purpose::Identify)));
    assert_eq!(encoded(&with("x".repeat(30_000), Purpose::Sign)), 40_000);
    assert!(refused(&with("x".repeat(30_001), Purpose::Sign)));
    assert!(refused(&with(String::new(), Purpose::Sign)));
}

#[test]
fn a_way_back_of_more_than_512_signs_is_refused_and_none_is_cut() {
    let with = |length: usize| NewOrder {
        return_url: Some("x".repeat(length)),
        ..order()
    };
    assert_eq!(body(&with(512))["returnUrl"].as_str().unwrap().len(), 512);
    assert!(refused(&with(513)));
    let elsewhere = NewOrder {
        device: Device::Other,
        ..with(513)
    };
    assert!(body(&elsewhere).get("returnUrl").is_none());
}

#[test]
fn a_browser_that_says_too_much_is_cut() {
    let with = |browser| NewOrder {
        browser: Some(browser),
        ..order()
    };
    let long = with(Browser {
        user_agent: "å".repeat(300),
        device: Some("d".repeat(65)),
        referring_domain: "x".repeat(254),
    });
    let web = &body(&long)["web"];
    assert_eq!(web["userAgent"], "å".repeat(128), "256 bytes, no half sign");
    assert_eq!(web["deviceIdentifier"], "d".repeat(64));
    assert!(web.get("referringDomain").is_none());
}

#[test]
fn a_caller_is_named_at_the_top_and_asked_for_nothing_but_what_is_demanded() {
    let call = |initiator, text: &str| PhoneOrder {
        number: bo(),
        initiator,
        visible_text: text.to_owned(),
    };
    let sent = |order: &PhoneOrder, demands: &Demands| {
        let body = Phone::of(order, demands, Environment::Production);
        serde_json::to_value(body.ok().unwrap()).unwrap()
    };
    assert_eq!(
        sent(&call(CallInitiator::User, ""), &Demands::default()),
        json!({ "personalNumber": "199006022397", "callInitiator": "user" })
    );
    let demands = Demands {
        pin_code: true,
        kinds: vec![Kind::Mobile],
        ..Demands::default()
    };
    assert_eq!(
        sent(&call(CallInitiator::Us, "Support hos X"), &demands),
        json!({
            "personalNumber": "199006022397",
            "callInitiator": "RP",
            "requirement": { "pinCode": true, "certificatePolicies": ["1.2.752.78.1.5"] },
            "userVisibleData": "U3VwcG9ydCBob3MgWA==",
        })
    );
    let long = call(CallInitiator::User, &"x".repeat(1126));
    assert!(Phone::of(&long, &Demands::default(), Environment::Test).is_err());
}

#[test]
fn a_poll_and_an_end_name_the_order_and_nothing_else() {
    let named = Named {
        order_ref: "131daac9",
    };
    assert_eq!(
        serde_json::to_string(&named).unwrap(),
        r#"{"orderRef":"131daac9"}"#
    );
}

proptest! {
    #[test]
    fn whatever_a_browser_says_an_order_keeps_within_what_bankid_takes(
        user_agent in any::<String>(), device in proptest::option::of(any::<String>()), referring_domain in any::<String>()
    ) {
        let order = NewOrder {
            browser: Some(Browser { user_agent, device, referring_domain }),
            ..order()
        };
        let sent = body(&order);
        for (field, least, most) in [("userAgent", 1, 256), ("deviceIdentifier", 1, 64), ("referringDomain", 3, 253)] {
            if let Some(text) = sent["web"].get(field) {
                let length = text.as_str().unwrap().len();
                prop_assert!((least..=most).contains(&length), "{} has {}", field, length);
            }
        }
    }
}
