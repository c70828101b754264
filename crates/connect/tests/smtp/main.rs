//! The mailer against a real SMTP server (aiosmtpd, started by each test with the faults it needs).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

mod delivery;
mod refusals;
mod reuse;
mod secrets;
mod server;
mod settings;
mod silence;

use connect::mail::Message;

/// 21 September 2026, 14:13:20 UTC.
const AT: i64 = 1_790_000_000_000;

fn message(id: &str) -> Message {
    Message {
        id: id.to_owned(),
        to: "cilla@example.se".to_owned(),
        subject: "Din verifieringskod".to_owned(),
        text: "Koden är:\n\n135790\n\n.en rad med punkt\n".to_owned(),
        html: "<p>Koden är <b>135790</b></p>\n".to_owned(),
        language: "sv".to_owned(),
        reply_to: Some("stod@example.se".to_owned()),
    }
}
