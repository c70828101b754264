//! What reaches the gateway is what was handed in, field by field.

use std::time::Duration;

use connect::gateway::fake::{AcceptedMessage, KEYS};
use serde_json::{Value, json};

use super::{NOW, REFERENCE, REPORT_URL, TEXT, TO, last, opened, sms};

#[tokio::test]
async fn number_sender_text_and_name_arrive_as_they_were_handed_in() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        let accepted = gateway.send_sms(&sms(), NOW).await;
        let accepted =
            accepted.unwrap_or_else(|unsent| panic!("{key}: {unsent}: {:?}", fake.faults()));
        let message = last(&fake);
        assert_eq!(message.to, TO, "{key}");
        assert_eq!(message.from.as_deref(), Some("Tvasteg"), "{key}");
        assert_eq!(message.text, TEXT, "{key}");
        let own = message.reference.as_deref();
        let told = message.report_url.as_deref();
        assert!(
            own == Some(REFERENCE) || told.is_some_and(|url| url.contains(REFERENCE)),
            "{key}: a report could not be matched: {own:?} {told:?}"
        );
        if fake.report_url_is_configured() {
            assert_eq!(told, None, "{key}");
        } else {
            let url = told.unwrap_or_else(|| panic!("{key}: no report is asked for"));
            assert!(url.starts_with(REPORT_URL), "{key}: {url}");
        }
        assert!(
            accepted.id.as_deref() == Some(&message.id) || accepted.id == message.reference,
            "{key}: {accepted:?}"
        );
        assert!(
            accepted.parts.is_none_or(|parts| parts == 1),
            "{key}: {accepted:?}"
        );
        assert_eq!(fake.faults(), Vec::<String>::new(), "{key}");
    }
}

/// What a request says of how long the message is of use, in milliseconds; nothing where the gateway has no such field.
fn lives_for(key: &str, body: &Value) -> Option<u64> {
    let written = |name: &str| {
        body[name]
            .as_str()
            .and_then(|text| text.parse::<u64>().ok())
    };
    match key {
        "twilio" => written("ValidityPeriod").map(|seconds| seconds * 1000),
        "vonage" => written("ttl"),
        "messagebird" => body["validity"].as_u64().map(|seconds| seconds * 1000),
        "gatewayapi" => {
            let span = body["expiration"].as_str()?.strip_prefix("PT")?;
            span.strip_suffix('M')
                .and_then(|minutes| minutes.parse::<u64>().ok())
                .map(|minutes| minutes * 60_000)
                .or_else(|| {
                    span.strip_suffix('S')?
                        .parse::<u64>()
                        .ok()
                        .map(|seconds| seconds * 1000)
                })
        }
        "infobip" => {
            let period = &body["messages"][0]["options"]["validityPeriod"];
            let unit = match period["timeUnit"].as_str()? {
                "SECONDS" => 1000,
                "MINUTES" => 60_000,
                _ => 3_600_000,
            };
            period["amount"].as_u64().map(|amount| amount * unit)
        }
        _ => None,
    }
}

#[tokio::test]
async fn a_message_is_given_up_when_its_code_is_no_longer_of_use() {
    for key in ["twilio", "vonage", "messagebird", "gatewayapi", "infobip"] {
        let (fake, gateway) = opened(key).await;
        gateway.send_sms(&sms(), NOW).await.unwrap();
        assert_eq!(lives_for(key, &last(&fake).body), Some(300_000), "{key}");
        // A second is less than most of them take: it is brought to what can be said.
        for odd in [Duration::from_secs(1), Duration::from_hours(1)] {
            let odd = connect::gateway::Sms {
                lives_for: odd,
                ..sms()
            };
            let outcome = gateway.send_sms(&odd, NOW).await;
            assert!(outcome.is_ok(), "{key}: {outcome:?} {:?}", fake.faults());
        }
    }
    let (fake, gateway) = opened("sinch").await;
    gateway.send_sms(&sms(), NOW).await.unwrap();
    let until = last(&fake).body["expire_at"].clone();
    assert!(
        until
            .as_str()
            .is_some_and(|until| until.starts_with("2026-11-21T09:35:00")),
        "{until}"
    );
}

#[tokio::test]
async fn a_code_is_kept_in_nobodys_history() {
    let (fake, gateway) = opened("46elks").await;
    gateway.send_sms(&sms(), NOW).await.unwrap();
    assert_eq!(last(&fake).body["dontlog"], json!("message"));
}

/// Texts that a careless encoder would break.
const TEXTS: [&str; 9] = [
    "a&b=c+d%20e;f?g#h",
    "{\"code\": \"123456\"}\\n",
    "rad ett\nrad två\n\n@login.example.se #123456",
    "{to_plus} {text} {ref} ${x} %s",
    "[]{}~^|€\\ och €uro",
    "ü Ñ § ¿ Δ Ω",
    "Код 123456 — ещё раз",
    "koden 🔐 123456",
    "<Say>&amp;</Say>",
];

#[tokio::test]
async fn no_text_is_changed_on_its_way() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        for text in TEXTS {
            let outcome = gateway
                .send_sms(
                    &connect::gateway::Sms {
                        text: text.to_owned(),
                        ..sms()
                    },
                    NOW,
                )
                .await;
            assert!(
                outcome.is_ok(),
                "{key}: {text:?}: {outcome:?} {:?}",
                fake.faults()
            );
            assert_eq!(last(&fake).text, text, "{key}");
        }
    }
}

#[tokio::test]
async fn a_text_of_several_parts_is_one_message_with_its_parts_and_price() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        let long = connect::gateway::Sms {
            text: "kod ".repeat(60),
            ..sms()
        };
        let accepted = gateway.send_sms(&long, NOW).await.unwrap();
        let message = last(&fake);
        assert_eq!(message.parts, 2, "{key}");
        let expected = match key {
            "46elks" | "twilio" | "vonage" | "infobip" => Some(2),
            _ => None,
        };
        assert_eq!(accepted.parts, expected, "{key}");
        let price = accepted.price.map(|money| (money.micros, money.currency));
        let expected = match key {
            "46elks" => Some((700_000, "SEK".to_owned())),
            "vonage" => Some((66_600, "EUR".to_owned())),
            _ => None,
        };
        assert_eq!(price, expected, "{key}");
    }
}

#[tokio::test]
async fn a_sender_may_be_a_number() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        let numbered = connect::gateway::Sms {
            from: Some("+46766861234".to_owned()),
            ..sms()
        };
        let outcome = gateway.send_sms(&numbered, NOW).await;
        assert!(outcome.is_ok(), "{key}: {outcome:?} {:?}", fake.faults());
        let AcceptedMessage { from, .. } = last(&fake);
        assert_eq!(
            from.unwrap().trim_start_matches('+'),
            "46766861234",
            "{key}"
        );
    }
}

#[tokio::test]
async fn without_a_sender_the_accounts_own_is_taken_and_nothing_unfit_is_sent() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        let nameless = connect::gateway::Sms {
            from: None,
            ..sms()
        };
        let outcome = gateway.send_sms(&nameless, NOW).await;
        if key == "generic" {
            // Its form is the administrator's, and so is what stands in it.
            continue;
        }
        assert_eq!(fake.faults(), Vec::<String>::new(), "{key}: {outcome:?}");
        let mut settings = fake.settings();
        settings.0.insert("sender".to_owned(), "Exempel".to_owned());
        let gateway = fake.open_with(&settings).unwrap();
        gateway.send_sms(&nameless, NOW).await.unwrap();
        assert_eq!(last(&fake).from.as_deref(), Some("Exempel"), "{key}");
    }
}

#[tokio::test]
async fn without_an_address_for_reports_none_is_asked_for() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        let quiet = connect::gateway::Sms {
            report_url: None,
            ..sms()
        };
        let outcome = gateway.send_sms(&quiet, NOW).await;
        assert!(outcome.is_ok(), "{key}: {outcome:?} {:?}", fake.faults());
        assert_eq!(last(&fake).report_url, None, "{key}");
    }
}
