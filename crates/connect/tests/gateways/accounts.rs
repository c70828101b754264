//! Balance and the question whether the account would be let in.

use connect::gateway::{
    AccountWhy, Carries, Unsent, driver,
    fake::{Behaviour, KEYS},
};

use super::{NOW, VOICES, opened};

#[tokio::test]
async fn the_balance_is_told_where_the_gateway_tells_it() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        let balance = gateway.balance(NOW).await.unwrap();
        let balance = balance.map(|money| (money.micros, money.currency));
        let expected = match key {
            "46elks" => Some((123_450_000, "SEK")),
            "twilio" => Some((123_450_000, "USD")),
            "vonage" => Some((10_280_000, "EUR")),
            "gatewayapi" => Some((1_234_500_000, "DKK")),
            "messagebird" => Some((9_250_000, "EUR")),
            // What the fields of Infobip's answer are called is not confirmed, and two have no such question.
            "infobip" => {
                assert!(
                    balance.is_none() || balance == Some((47_800_000, "EUR".to_owned())),
                    "{balance:?}"
                );
                continue;
            }
            _ => None,
        };
        let expected = expected.map(|(micros, currency)| (micros, currency.to_owned()));
        assert_eq!(balance, expected, "{key}: {:?}", fake.faults());
        assert_eq!(
            driver(key).unwrap().tells_balance,
            expected.is_some(),
            "{key}"
        );
        assert_eq!(fake.faults(), Vec::<String>::new(), "{key}");
    }
}

#[tokio::test]
async fn asking_sends_nothing() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        let check = gateway.check(NOW).await;
        assert!(check.is_ok(), "{key}: {check:?} {:?}", fake.faults());
        gateway.balance(NOW).await.unwrap();
        assert!(fake.accepted().is_empty(), "{key}");
        assert_eq!(fake.faults(), Vec::<String>::new(), "{key}");
    }
}

#[tokio::test]
async fn an_account_that_cannot_be_asked_is_not_taken_for_an_empty_one() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        if gateway.balance(NOW).await.unwrap().is_none() {
            continue;
        }
        for behaviour in [
            Behaviour::ServerFault(503),
            Behaviour::Throttle(Some(7)),
            Behaviour::Reset,
            Behaviour::AcceptThenDrop,
            Behaviour::CutShort,
            Behaviour::Malformed,
            Behaviour::Answer(200, "{}".to_owned()),
        ] {
            fake.plan_account([behaviour.clone()]);
            let balance = gateway.balance(NOW).await;
            assert!(
                matches!(balance, Err(_) | Ok(None)),
                "{key}: {behaviour:?}: {balance:?}"
            );
        }
        fake.plan_account([Behaviour::Answer(401, "{}".to_owned())]);
        let check = gateway.check(NOW).await;
        assert!(
            matches!(
                check,
                Ok(None)
                    | Err(Unsent::Account {
                        why: AccountWhy::Credentials,
                        ..
                    })
            ),
            "{key}: {check:?}"
        );
    }
}

#[test]
fn what_a_driver_says_of_itself_is_what_its_gateway_does() {
    for key in KEYS {
        let driver = driver(key).unwrap_or_else(|| panic!("{key} has no driver"));
        assert_eq!(
            driver.carries.contains(&Carries::Voice),
            VOICES.contains(&key),
            "{key}"
        );
        assert!(driver.carries.contains(&Carries::Sms), "{key}");
        // What the account may leave out is no promise; without it the secret address is the proof.
        let never = matches!(key, "46elks" | "infobip");
        assert!(!(never && driver.signs_reports), "{key}");
        assert!(key != "twilio" || driver.signs_reports);
        for field in driver.fields {
            let secret = [
                "password",
                "secret",
                "token",
                "private_key",
                "access_key",
                "signing_key",
            ]
            .iter()
            .any(|word| field.key.ends_with(word));
            assert!(
                field.shape.is_secret() || !secret,
                "{key}: {} would be shown again",
                field.key
            );
        }
    }
}
