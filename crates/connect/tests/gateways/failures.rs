//! The failure script: everything that can go wrong with one message, at every gateway, and what the caller is told.

use std::time::Duration;

use connect::gateway::{
    Accepted, AccountWhy, Unsent,
    fake::{Behaviour, Fake, KEYS},
};

use super::{NOW, TO, VOICES, call, last, opened, sms};

/// What a caller must be told.
#[derive(Debug, Clone, Copy)]
enum Told {
    Accepted,
    /// The message is refused; another gateway may be asked where it is so.
    Refused,
    /// The message is refused, and another gateway may always be asked.
    RefusedHere,
    Account(AccountWhy),
    /// Neither accepted nor final, so that the next gateway is asked.
    NextGateway,
    Transient(Option<u64>),
    Unknown,
    /// Anything but accepted.
    NotAccepted,
}

impl Told {
    fn fits(self, outcome: &Result<Accepted, Unsent>) -> bool {
        match (self, outcome) {
            (Self::Accepted, Ok(accepted)) => accepted.id.is_some(),
            (Self::RefusedHere | Self::NextGateway, Err(Unsent::Message { why, .. })) => {
                !why.is_final()
            }
            (Self::Account(expected), Err(Unsent::Account { why, .. })) => expected == *why,
            (Self::Transient(seconds), Err(Unsent::Transient { retry_after, .. })) => {
                seconds.is_none() || *retry_after == seconds.map(Duration::from_secs)
            }
            (Self::Refused, Err(Unsent::Message { .. }))
            | (Self::NextGateway, Err(Unsent::Account { .. }))
            | (Self::Unknown, Err(Unsent::Unknown { .. })) => true,
            (Self::NotAccepted, outcome) => outcome.is_err(),
            _ => false,
        }
    }
}

/// One line of the script: what the gateway does, whether it takes the message, what the caller is told.
fn script(key: &str) -> Vec<(Behaviour, bool, Told)> {
    use Behaviour as B;
    // What the gateways say without money is not described at all of them; what follows from it must be the next gateway.
    let no_money = match key {
        "46elks" | "vonage" => Told::Account(AccountWhy::Balance),
        _ => Told::NextGateway,
    };
    // These three have no such answer; a caller who meets one all the same must not count the message as sent.
    let inside = match key {
        "gatewayapi" | "messagebird" | "sinch" => Told::NotAccepted,
        _ => Told::Refused,
    };
    let wait = match key {
        // Says it inside an answer, where no header belongs to it.
        "vonage" => None,
        _ => Some(7),
    };
    vec![
        (B::Accept, true, Told::Accepted),
        (B::Slow(Duration::from_millis(300)), true, Told::Accepted),
        (B::RefuseNumber, false, Told::Refused),
        (B::RefuseSender, false, Told::RefusedHere),
        (B::NoMoney, false, no_money),
        (B::WrongKey, false, Told::Account(AccountWhy::Credentials)),
        (B::Throttle(Some(7)), false, Told::Transient(wait)),
        (B::Throttle(None), false, Told::Transient(None)),
        (B::ServerFault(500), false, Told::Transient(None)),
        (B::ServerFault(503), false, Told::Transient(None)),
        (B::RefuseInside, false, inside),
        (B::Reset, false, Told::Unknown),
        (B::AcceptThenDrop, true, Told::Unknown),
        (B::CutShort, true, Told::Unknown),
        (B::Malformed, true, Told::Unknown),
        (B::Accept, true, Told::Accepted),
    ]
}

/// What a failure says must not hold the code, the number or what lets us in.
fn says_nothing_secret(fake: &Fake, outcome: &Result<Accepted, Unsent>) {
    let Err(unsent) = outcome else { return };
    let said = format!("{unsent} {unsent:?}");
    let settings = fake.settings();
    let secrets = [
        "password",
        "auth_token",
        "api_secret",
        "token",
        "access_key",
    ]
    .into_iter()
    .filter_map(|key| settings.find(key))
    .chain([
        "483920",
        TO,
        TO.trim_start_matches('+'),
        "Lämna",
        "0123456789abcdef/",
    ]);
    for secret in secrets {
        assert!(!said.contains(secret), "{}: {said}", fake.key());
    }
}

#[tokio::test]
async fn every_gateway_goes_through_the_whole_script() {
    let mut wrong = Vec::new();
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        for (behaviour, taken, told) in script(key) {
            fake.clear();
            fake.plan([behaviour.clone()]);
            let outcome = gateway.send_sms(&sms(), NOW).await;
            says_nothing_secret(&fake, &outcome);
            if !told.fits(&outcome) {
                wrong.push(format!(
                    "{key}: {behaviour:?} must be {told:?}, is {outcome:?}"
                ));
            }
            if fake.requests() != 1 || fake.accepted().len() != usize::from(taken) {
                wrong.push(format!(
                    "{key}: {behaviour:?}: {} requests, {} taken, {:?}",
                    fake.requests(),
                    fake.accepted().len(),
                    fake.faults()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn calls_go_through_the_same_script() {
    let mut wrong = Vec::new();
    for key in VOICES {
        let (fake, gateway) = opened(key).await;
        for (behaviour, taken, told) in script(key) {
            let told = match (key, &behaviour) {
                // Calls are answered with plain statuses there.
                ("vonage", Behaviour::NoMoney) => Told::NextGateway,
                ("vonage" | "46elks", Behaviour::RefuseInside) => Told::NotAccepted,
                _ => told,
            };
            fake.clear();
            fake.plan([behaviour.clone()]);
            let outcome = gateway.call(&call(), NOW).await;
            says_nothing_secret(&fake, &outcome);
            if !told.fits(&outcome) || fake.accepted().len() != usize::from(taken) {
                wrong.push(format!(
                    "{key}: {behaviour:?} must be {told:?}, is {outcome:?}; {:?}",
                    fake.faults()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_gateway_that_never_answers_is_left_and_the_message_is_unknown() {
    let waits = KEYS.into_iter().flat_map(|key| {
        [(Behaviour::Hang, 1), (Behaviour::HalfOpen, 0)].map(|(behaviour, taken)| async move {
            let (fake, gateway) = opened(key).await;
            fake.plan([behaviour.clone()]);
            let patience = Duration::from_secs(20);
            let outcome = tokio::time::timeout(patience, gateway.send_sms(&sms(), NOW))
                .await
                .unwrap_or_else(|_| panic!("{key}: waits for {behaviour:?} for ever"));
            assert!(
                Told::Unknown.fits(&outcome),
                "{key}: {behaviour:?}: {outcome:?}"
            );
            assert_eq!(fake.requests(), 1, "{key}: {behaviour:?}");
            assert_eq!(fake.accepted().len(), taken, "{key}: {behaviour:?}");
        })
    });
    together(waits).await;
}

/// All at once, on this task.
async fn together(futures: impl Iterator<Item = impl Future<Output = ()>>) {
    let mut waiting: Vec<_> = futures.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|future| future.as_mut().poll(context).is_pending());
        if waiting.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
}

#[tokio::test]
async fn a_gateway_that_is_down_took_nothing() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        gateway.send_sms(&sms(), NOW).await.unwrap();
        fake.stop();
        // What was open closes in its own time; what is opened anew is refused.
        while tokio::net::TcpStream::connect(fake.address()).await.is_ok() {
            tokio::task::yield_now().await;
        }
        let fresh = fake.open().unwrap();
        let outcome = fresh.send_sms(&sms(), NOW).await;
        assert!(Told::Transient(None).fits(&outcome), "{key}: {outcome:?}");
        let check = fresh.check(NOW).await;
        assert!(
            matches!(check, Ok(None) | Err(Unsent::Transient { .. })),
            "{key}: {check:?}"
        );
    }
}

#[tokio::test]
async fn an_open_connection_that_breaks_hands_nothing_over_twice() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        for breaks in [
            Behaviour::AcceptThenDrop,
            Behaviour::Reset,
            Behaviour::CutShort,
        ] {
            fake.clear();
            fake.plan([Behaviour::Accept, breaks.clone()]);
            gateway.send_sms(&sms(), NOW).await.unwrap();
            let outcome = gateway.send_sms(&sms(), NOW).await;
            assert!(
                Told::Unknown.fits(&outcome),
                "{key}: {breaks:?}: {outcome:?}"
            );
            assert_eq!(fake.requests(), 2, "{key}: {breaks:?}");
        }
    }
}

#[tokio::test]
async fn answers_that_nobody_expects_are_never_taken_for_a_success() {
    let answers = [
        (200, ""),
        (200, "null"),
        (200, "[]"),
        (200, "{}"),
        (200, "\"ok\""),
        (200, "<html>502</html>"),
        (201, "{}"),
        (202, "{\"messages\":[]}"),
        (204, ""),
        (301, "{}"),
        (302, "{}"),
        (404, "not found"),
        (418, "{}"),
    ];
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        for (status, body) in answers {
            fake.plan([Behaviour::Answer(status, body.to_owned())]);
            let outcome = gateway.send_sms(&sms(), NOW).await;
            assert!(outcome.is_err(), "{key}: {status} {body:?}: {outcome:?}");
            if status < 300 {
                assert!(
                    matches!(
                        outcome,
                        Err(Unsent::Unknown { .. } | Unsent::Message { .. })
                    ),
                    "{key}: {status} {body:?}: {outcome:?}"
                );
            }
        }
        assert_eq!(fake.requests(), answers.len(), "{key}: follows or repeats");
    }
}

#[tokio::test]
async fn wrong_credentials_are_told_as_what_they_are() {
    let secret = |key| match key {
        "46elks" => "password",
        "twilio" => "auth_token",
        "vonage" => "api_secret",
        "infobip" => "api_key",
        "messagebird" => "access_key",
        "generic" => "headers",
        _ => "token",
    };
    for key in KEYS {
        let fake = Fake::start(key).await.unwrap();
        let mut settings = fake.settings();
        let field = secret(key);
        let wrong = match field {
            "headers" => "X-Api-Key: falsk",
            _ => "falsk-0123456789",
        };
        settings.0.insert(field.to_owned(), wrong.to_owned());
        let gateway = fake.open_with(&settings).unwrap();
        let told = Told::Account(AccountWhy::Credentials);
        let outcome = gateway.send_sms(&sms(), NOW).await;
        assert!(told.fits(&outcome), "{key}: {outcome:?}");
        assert!(fake.accepted().is_empty(), "{key}");
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

#[tokio::test]
async fn many_messages_at_once_are_each_handed_over_once() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        let sends = (0..50).map(|nth| {
            let gateway = gateway.clone();
            async move {
                let mut sms = sms();
                sms.reference = format!("ref-{nth}");
                sms.text = format!("{nth:06} är din kod.");
                gateway.send_sms(&sms, NOW).await.unwrap();
            }
        });
        together(sends).await;
        let mut texts: Vec<_> = fake.accepted().into_iter().map(|sms| sms.text).collect();
        texts.sort();
        texts.dedup();
        assert_eq!((texts.len(), fake.requests()), (50, 50), "{key}");
        assert_eq!(last(&fake).to, TO, "{key}");
    }
}
