//! Delivery reports: genuine, doubled, late, out of order, forged, stale and unreadable ones, at every gateway.

use connect::gateway::{
    Carries, Gateway, Inbound, Report, ReportFault, Reported,
    fake::{AcceptedMessage, Fake, Forgery, KEYS, OwnedInbound, ReportForm},
};
use proptest::{prelude::*, test_runner::TestRunner};

use super::{NOW, REFERENCE, VOICES, call, last, opened, sms};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const STATES: [Reported; 4] = [
    Reported::Underway,
    Reported::Delivered,
    Reported::Failed,
    Reported::Expired,
];

/// The one line of a report.
fn one(key: &str, gateway: &dyn Gateway, report: &OwnedInbound, now: i64) -> Report {
    let mut reports = gateway
        .read_reports(&report.at(now))
        .unwrap_or_else(|fault| panic!("{key}: {fault}: {report:?}"));
    assert_eq!(reports.len(), 1, "{key}: {reports:?}");
    reports.pop().unwrap()
}

/// Whether a report says which message it is about.
fn is_about(report: &Report, message: &AcceptedMessage) -> bool {
    report.id.as_deref() == Some(&message.id) || report.reference.as_deref() == Some(REFERENCE)
}

/// Some gateways have no word of their own for a message that came too late.
fn fits(key: &str, channel: Carries, sent: Reported, read: Reported) -> bool {
    read == sent
        || (sent == Reported::Expired
            && read == Reported::Failed
            && (matches!(key, "46elks" | "twilio") || channel == Carries::Voice))
        || (key == "46elks"
            && channel == Carries::Voice
            && sent == Reported::Underway
            && read == Reported::Failed)
}

#[tokio::test]
async fn genuine_reports_are_read_doubled_late_and_out_of_order() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        gateway.send_sms(&sms(), NOW).await.unwrap();
        let message = last(&fake);
        // Late, and the last state first.
        for (nth, state) in STATES.into_iter().rev().enumerate() {
            let at = NOW + 3600 * SECOND * i64::try_from(nth).unwrap();
            let report = fake.genuine_report(&message, state, at);
            let read = one(key, gateway.as_ref(), &report, at + SECOND);
            assert!(is_about(&read, &message), "{key}: {read:?}");
            assert!(
                fits(key, Carries::Sms, state, read.state),
                "{key}: {state:?}: {read:?}"
            );
            // Doubled: the same once more.
            assert_eq!(
                one(key, gateway.as_ref(), &report, at + 2 * SECOND),
                read,
                "{key}"
            );
            if state == Reported::Delivered {
                assert_eq!(read.reason, None, "{key}: delivered for a reason: {read:?}");
            }
        }
    }
}

#[tokio::test]
async fn vonage_reports_are_read_in_all_three_forms() {
    let (fake, gateway) = opened("vonage").await;
    gateway.send_sms(&sms(), NOW).await.unwrap();
    let message = last(&fake);
    for form in [ReportForm::Query, ReportForm::Form, ReportForm::Json] {
        fake.report_as(form);
        for state in STATES {
            let report = fake.genuine_report(&message, state, NOW);
            let read = one("vonage", gateway.as_ref(), &report, NOW);
            assert_eq!(read.state, state, "{form:?}");
            assert!(is_about(&read, &message), "{form:?}");
        }
        forgeries_are_refused(&fake, gateway.as_ref(), &message);
    }
}

fn forgeries_are_refused(fake: &Fake, gateway: &dyn Gateway, message: &AcceptedMessage) {
    for forgery in [Forgery::OtherSecret, Forgery::Unsigned, Forgery::Altered] {
        let report = fake.forged_report(message, forgery, NOW);
        let read = gateway.read_reports(&report.at(NOW));
        assert_eq!(
            read,
            Err(ReportFault::Forged),
            "{}: {forgery:?}",
            fake.key()
        );
    }
}

#[tokio::test]
async fn forged_reports_are_not_believed() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        gateway.send_sms(&sms(), NOW).await.unwrap();
        let message = last(&fake);
        if fake.signs_reports() {
            forgeries_are_refused(&fake, gateway.as_ref(), &message);
        } else {
            // The secret address is the proof, and it is not the driver who knows it.
            let genuine = fake.genuine_report(&message, Reported::Delivered, NOW);
            let forged = fake.forged_report(&message, Forgery::OtherSecret, NOW);
            assert_ne!(genuine.url, forged.url, "{key}");
        }
    }
}

#[tokio::test]
async fn a_signature_does_not_fit_another_address_or_body() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        if !fake.signs_reports() {
            continue;
        }
        gateway.send_sms(&sms(), NOW).await.unwrap();
        gateway
            .send_sms(
                &connect::gateway::Sms {
                    reference: "another".to_owned(),
                    ..sms()
                },
                NOW,
            )
            .await
            .unwrap();
        let messages = fake.accepted();
        let ours = fake.genuine_report(&messages[0], Reported::Delivered, NOW);
        let mut theirs = fake.genuine_report(&messages[1], Reported::Delivered, NOW);
        theirs.headers.clone_from(&ours.headers);
        if key == "vonage" {
            // The signature stands among the values.
            let sig = |report: &OwnedInbound| report.url.split("sig=").nth(1).unwrap().to_owned();
            theirs.url = theirs.url.replace(&sig(&theirs), &sig(&ours));
        }
        let read = gateway.read_reports(&theirs.at(NOW));
        assert_eq!(read, Err(ReportFault::Forged), "{key}");
    }
}

#[tokio::test]
async fn an_old_report_is_stale_and_so_is_one_from_the_future() {
    for key in KEYS {
        let (fake, gateway) = opened(key).await;
        if !fake.dates_reports() {
            continue;
        }
        gateway.send_sms(&sms(), NOW).await.unwrap();
        let message = last(&fake);
        let report = fake.genuine_report(&message, Reported::Delivered, NOW);
        for off in [6 * MINUTE, 3600 * SECOND, -6 * MINUTE] {
            let read = gateway.read_reports(&report.at(NOW + off));
            assert_eq!(read, Err(ReportFault::Stale), "{key}: {off} ms");
        }
        assert!(
            gateway.read_reports(&report.at(NOW + 30 * SECOND)).is_ok(),
            "{key}"
        );
        // A forged one is forged however old it is.
        let forged = fake.forged_report(&message, Forgery::OtherSecret, NOW);
        let read = gateway.read_reports(&forged.at(NOW + 6 * MINUTE));
        assert_eq!(read, Err(ReportFault::Forged), "{key}");
    }
}

#[tokio::test]
async fn reports_about_calls_are_read_and_proved_as_well() {
    for key in VOICES {
        let (fake, gateway) = opened(key).await;
        gateway.call(&call(), NOW).await.unwrap();
        let message = last(&fake);
        for state in STATES {
            let report = fake.genuine_report(&message, state, NOW);
            let read = one(key, gateway.as_ref(), &report, NOW + SECOND);
            assert!(is_about(&read, &message), "{key}: {read:?}");
            assert!(
                fits(key, Carries::Voice, state, read.state),
                "{key}: {state:?}: {read:?}"
            );
        }
        if fake.signs_reports() {
            forgeries_are_refused(&fake, gateway.as_ref(), &message);
        }
    }
}

#[tokio::test]
async fn a_report_costs_what_it_says() {
    for (key, micros, currency) in [("vonage", 33_300, "EUR"), ("infobip", 42_000, "EUR")] {
        let (fake, gateway) = opened(key).await;
        gateway.send_sms(&sms(), NOW).await.unwrap();
        let report = fake.genuine_report(&last(&fake), Reported::Delivered, NOW);
        let price = one(key, gateway.as_ref(), &report, NOW).price;
        let price = price.map(|money| (money.micros, money.currency));
        assert_eq!(price, Some((micros, currency.to_owned())), "{key}");
    }
}

#[tokio::test]
async fn a_report_with_a_name_of_its_own_says_it() {
    let (fake, gateway) = opened("gatewayapi").await;
    gateway.send_sms(&sms(), NOW).await.unwrap();
    let message = last(&fake);
    let events = [0, 1].map(|_| {
        let report = fake.genuine_report(&message, Reported::Delivered, NOW);
        one("gatewayapi", gateway.as_ref(), &report, NOW).event
    });
    assert!(events[0].is_some() && events[0] != events[1], "{events:?}");
}

/// Whatever comes to the address for reports, nothing breaks, and signing gateways believe none of it.
#[tokio::test]
async fn no_bytes_break_a_reader() {
    const HEADERS: [&str; 8] = [
        "x-twilio-signature",
        "signature",
        "authorization",
        "x-signature",
        "messagebird-signature-jwt",
        "x-sinch-webhook-signature",
        "x-sinch-webhook-signature-nonce",
        "x-sinch-webhook-signature-timestamp",
    ];
    let mut gateways = Vec::new();
    for key in KEYS {
        gateways.push(opened(key).await);
    }
    let anything = (
        prop::collection::vec(any::<u8>(), 0..300),
        "[ -~åäö]{0,60}",
        any::<bool>(),
        "[ -~]{0,80}",
    );
    let mut runner = TestRunner::default();
    let ran = runner.run(&anything, |(body, query, json, signature)| {
        let kind = if json {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        let mut headers = vec![("content-type".to_owned(), kind.to_owned())];
        headers.extend(HEADERS.map(|name| (name.to_owned(), signature.clone())));
        let url = format!("https://login.example.se/r/0?{query}");
        for ((fake, gateway), method) in gateways.iter().zip(["GET", "POST"].iter().cycle()) {
            let read = gateway.read_reports(&Inbound {
                method,
                url: &url,
                headers: &headers,
                body: &body,
                now_unix_ms: NOW,
            });
            prop_assert!(
                !fake.signs_reports() || read.is_err(),
                "{}: {read:?}",
                fake.key()
            );
        }
        Ok(())
    });
    ran.unwrap();
}
