#![allow(clippy::unwrap_used, reason = "a failing test may panic")]
use std::time::Duration;

use super::*;

fn sms(reference: &str) -> Sms {
    Sms {
        to: "+46701740605".to_owned(),
        from: None,
        text: format!("Koden är {reference}"),
        reference: reference.to_owned(),
        report_url: None,
        lives_for: Duration::from_mins(5),
    }
}

fn call(reference: &str) -> Call {
    Call {
        to: "+46313900600".to_owned(),
        from: None,
        language: "sv".to_owned(),
        script: vec![
            Spoken::Words("Hej. Din kod är".to_owned()),
            Spoken::Pause,
            Spoken::Digits("012345".to_owned()),
            Spoken::Words("Adjö".to_owned()),
        ],
        audio_url: None,
        reference: reference.to_owned(),
        report_url: None,
    }
}

fn ids(gateway: &MemoryGateway) -> Vec<String> {
    gateway.kept().into_iter().map(|kept| kept.id).collect()
}

#[tokio::test]
async fn the_newest_comes_first_and_the_oldest_falls_out() {
    let gateway = MemoryGateway::new(2);
    for (id, at) in [("a", 1), ("b", 2)] {
        let accepted = gateway.send_sms(&sms(id), at).await.unwrap();
        assert_eq!(accepted.id.as_deref(), Some(id));
    }
    gateway.call(&call("c"), 3).await.unwrap();
    let expected = [
        KeptMessage {
            id: "c".to_owned(),
            channel: Carries::Voice,
            to: "+46313900600".to_owned(),
            text: "Hej. Din kod är 012345 Adjö".to_owned(),
            at_unix_ms: 3,
        },
        KeptMessage {
            id: "b".to_owned(),
            channel: Carries::Sms,
            to: "+46701740605".to_owned(),
            text: "Koden är b".to_owned(),
            at_unix_ms: 2,
        },
    ];
    assert_eq!(gateway.kept(), expected);
}

#[tokio::test]
async fn planned_failures_come_in_order_for_both_channels_and_then_end() {
    let gateway = MemoryGateway::new(10);
    gateway.fail_next([
        Planned::Message(MessageWhy::Number),
        Planned::Account(AccountWhy::Balance),
        Planned::Transient,
    ]);
    gateway.fail_next([
        Planned::Unknown { arrived: true },
        Planned::Unknown { arrived: false },
    ]);
    let mut failures = Vec::new();
    for id in ["a", "b", "c", "d"] {
        failures.push(gateway.send_sms(&sms(id), 0).await.unwrap_err());
    }
    failures.push(gateway.call(&call("e"), 0).await.unwrap_err());
    gateway.send_sms(&sms("f"), 0).await.unwrap();
    assert!(
        matches!(
            failures.as_slice(),
            [
                Unsent::Message {
                    why: MessageWhy::Number,
                    ..
                },
                Unsent::Account {
                    why: AccountWhy::Balance,
                    ..
                },
                Unsent::Transient { .. },
                Unsent::Unknown { .. },
                Unsent::Unknown { .. },
            ]
        ),
        "{failures:?}"
    );
    assert_eq!(ids(&gateway), ["f", "d"]);
}

#[tokio::test]
async fn it_costs_no_waiting_lets_everybody_in_and_believes_no_report() {
    let gateway = MemoryGateway::new(1);
    assert!(gateway.instant());
    assert_eq!(gateway.check(0).await, Ok(Some(())));
    assert_eq!(gateway.balance(0).await, Ok(None));
    let inbound = Inbound {
        method: "POST",
        url: "https://login.example.se/gateways/reports/x",
        headers: &[],
        body: b"{}",
        now_unix_ms: 0,
    };
    assert_eq!(gateway.read_reports(&inbound), Err(ReportFault::Forged));
}

#[test]
fn no_organisation_can_choose_it() {
    assert!(super::super::driver(KEY).is_none());
}
