//! Every driver against the fake of its gateway: requests, the failure script, reports and accounts.
//!
//! The fakes speak the gateways' wire forms and were written apart from the drivers; where the two disagree, the reference decides.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod accounts;
mod calls;
mod failures;
mod fakes;
mod reports;
mod requests;

use std::{sync::Arc, time::Duration};

use connect::gateway::{
    Call, Gateway, Sms, Spoken,
    fake::{AcceptedMessage, Fake, KEYS},
};

/// 2026-11-21 09:30:00 UTC.
const NOW: i64 = 1_795_253_400_000;
const TO: &str = "+46701740605";
const REPORT_URL: &str = "https://login.example.se/r/0123456789abcdef";
const REFERENCE: &str = "0192f0c1-2b3c-7d4e-8f50-617283940a1b";
const TEXT: &str = "483920 är din kod till Exempelbolaget. Giltig i 5 minuter. Lämna aldrig ut koden till någon.\n\n@login.example.se #483920";

/// The gateways that make calls.
const VOICES: [&str; 3] = ["46elks", "twilio", "vonage"];

fn sms() -> Sms {
    Sms {
        to: TO.to_owned(),
        from: Some("Tvasteg".to_owned()),
        text: TEXT.to_owned(),
        reference: REFERENCE.to_owned(),
        report_url: Some(REPORT_URL.to_owned()),
        lives_for: Duration::from_mins(5),
    }
}

fn call() -> Call {
    Call {
        to: TO.to_owned(),
        from: Some("+46313900600".to_owned()),
        language: "sv".to_owned(),
        script: vec![
            Spoken::Words("Din kod till Bröd & Bullar är".to_owned()),
            Spoken::Digits("483920".to_owned()),
            Spoken::Pause,
            Spoken::Words("Om du inte bad om det här, lägg på.".to_owned()),
        ],
        audio_url: Some("https://login.example.se/v/fedcba9876543210".to_owned()),
        reference: REFERENCE.to_owned(),
        report_url: Some(REPORT_URL.to_owned()),
    }
}

async fn opened(key: &str) -> (Fake, Arc<dyn Gateway>) {
    let fake = Fake::start(key).await.unwrap();
    fake.report_to(REPORT_URL);
    let gateway = fake.open().unwrap_or_else(|fault| panic!("{key}: {fault}"));
    (fake, gateway)
}

/// The last message that was taken.
fn last(fake: &Fake) -> AcceptedMessage {
    fake.accepted()
        .pop()
        .unwrap_or_else(|| panic!("{}: nothing was taken: {:?}", fake.key(), fake.faults()))
}

#[test]
fn every_driver_has_a_fake() {
    let mut known: Vec<_> = connect::gateway::drivers()
        .iter()
        .map(|driver| driver.key)
        .collect();
    known.sort_unstable();
    assert_eq!(known, KEYS);
}
