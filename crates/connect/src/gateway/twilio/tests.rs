#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]
mod requests;
mod signed;

use super::*;
use crate::gateway::Spoken;
use crate::http::HttpSettings;

fn opened(more: &[(&str, &str)]) -> Result<Twilio, SettingFault> {
    // Another test of this process may have been first, which serves as well.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut settings = Settings::default();
    let usual = [("account_sid", "AC12"), ("auth_token", "12345")];
    for (key, value) in usual.iter().chain(more) {
        settings.0.insert((*key).to_owned(), (*value).to_owned());
    }
    account(&settings, Http::new(&HttpSettings::default()).unwrap())
}

fn twilio() -> Twilio {
    opened(&[("sender", "Tvasteg"), ("voice_from", "+46101740605")]).unwrap()
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
            Spoken::Words("Koden från <A & B>".to_owned()),
            Spoken::Pause,
            Spoken::Digits("120456".to_owned()),
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
