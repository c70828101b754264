#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]
mod calls;
mod signed;
mod texts;

use super::*;
use crate::gateway::Spoken;
use crate::http::HttpSettings;

/// Made for the fake and used nowhere else.
const PRIVATE_KEY: &str = include_str!("../fake/vonage/private-key.pem");
const PUBLIC_KEY: &str = include_str!("../fake/vonage/public-key.pem");

fn opened(more: &[(&str, &str)]) -> Result<Vonage, SettingFault> {
    // Another test of this process may have been first, which serves as well.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut settings = Settings::default();
    let usual = [("api_key", "abcd"), ("api_secret", "s&t")];
    for (key, value) in usual.iter().chain(more) {
        settings.0.insert((*key).to_owned(), (*value).to_owned());
    }
    account(&settings, Http::new(&HttpSettings::default()).unwrap())
}

fn vonage() -> Vonage {
    opened(&[
        ("sender", "Tvasteg"),
        ("voice_from", "+46101740605"),
        ("application_id", "aaaa-bbbb"),
        ("private_key", PRIVATE_KEY),
    ])
    .unwrap()
}

fn sms() -> Sms {
    Sms {
        to: "+46701740605".to_owned(),
        from: None,
        text: "123456 är din kod & mer\n\n@login.example.se #123456".to_owned(),
        reference: "0193-ab".to_owned(),
        report_url: Some("https://login.example.se/reports/secret".to_owned()),
        lives_for: Duration::from_mins(5),
    }
}

fn call() -> Call {
    Call {
        to: "+46701740605".to_owned(),
        from: None,
        language: "sv".to_owned(),
        script: vec![
            Spoken::Words("Hej! Din kod är".to_owned()),
            Spoken::Pause,
            Spoken::Digits("120456".to_owned()),
            Spoken::Words("Lägg på <nu> & vila".to_owned()),
        ],
        audio_url: None,
        reference: "0193-cd".to_owned(),
        report_url: Some("https://login.example.se/reports/secret".to_owned()),
    }
}

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        headers: vec![("retry-after".to_owned(), "9".to_owned())],
        body: body.as_bytes().to_vec(),
    }
}

fn told(outcome: Result<Accepted, Unsent>) -> String {
    match outcome {
        Ok(accepted) => format!("accepted {:?}", accepted.id),
        Err(Unsent::Message { why, .. }) => why.code().to_owned(),
        Err(Unsent::Account { why, .. }) => why.code().to_owned(),
        Err(Unsent::Transient { retry_after, .. }) => format!("transient {retry_after:?}"),
        Err(Unsent::Unknown { .. }) => "unknown".to_owned(),
    }
}

#[test]
fn settings_that_cannot_work_are_named() {
    let cut = PRIVATE_KEY.get(..PRIVATE_KEY.len() / 2).unwrap();
    for (field, value) in [
        ("sender", "Tvåsteg"),
        ("voice_from", "Tvasteg"),
        ("endpoint", "ftp://x"),
        ("signature_method", "md4"),
        ("private_key", "no key"),
        ("private_key", cut),
        ("private_key", PUBLIC_KEY),
        ("application_id", "a/b"),
    ] {
        let mut settings = vec![
            ("application_id", "aaaa-bbbb"),
            ("private_key", PRIVATE_KEY),
        ];
        settings.push((field, value));
        match opened(&settings).err() {
            Some(SettingFault::Unusable { field: named, .. }) => assert_eq!(named, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    for (field, value, missing) in [
        ("application_id", "aaaa-bbbb", "private_key"),
        ("private_key", PRIVATE_KEY, "application_id"),
        ("api_key", "", "api_key"),
        ("api_secret", "", "api_secret"),
    ] {
        assert_eq!(
            opened(&[(field, value)]).err(),
            Some(SettingFault::Missing(missing))
        );
    }
    // As a form sends it.
    let windows = PRIVATE_KEY.replace('\n', "\r\n");
    assert!(opened(&[("application_id", "a"), ("private_key", &windows)]).is_ok());
}
