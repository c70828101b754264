//! What no error and no log line may hold: the personal number, the order's name, its secrets, the key.

use std::io;
use std::sync::{Arc, Mutex};

use connect::eid::Eid as _;
use serde_json::json;

use crate::server::Says;
use crate::{NOW, NUMBER, ORDER, agreeing, order, reference};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_errors_nor_logs_hold_a_person_or_a_secret() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();

    let began = json!({
        "orderRef": ORDER,
        "autoStartToken": "opens-the-app-7",
        "qrStartToken": "qr-token-of-bo-7",
        "qrStartSecret": "qr-secret-of-bo-7",
    });
    let complete = json!({
        "orderRef": ORDER,
        "status": "complete",
        "completionData": { "user": { "personalNumber": NUMBER, "name": "Bo Ekdahl" }, "signature": "signed-by-bo" },
    });
    let echo = format!("no order {ORDER} of {NUMBER} with qr-secret-of-bo-7");
    let refusal = json!({ "errorCode": "invalidParameters", "details": echo });
    let mut said = String::new();
    for says in [
        Says::Answer(200, began.to_string()),
        Says::Answer(200, complete.to_string()),
        Says::Answer(400, refusal.to_string()),
        Says::Answer(400, json!({ "errorCode": echo }).to_string()),
        Says::Answer(418, echo.clone()),
        Says::Answer(200, format!("{{\"status\": \"{echo}\"}}")),
        Says::Answer(200, format!("{{\"orderRef\": {NUMBER}}}")),
        Says::Nothing,
    ] {
        let (_server, client) = agreeing(says).await;
        let told = [
            format!("{:?}", client.start(&order()).await.err()),
            format!("{:?}", client.collect(&reference()).await),
            format!("{:?}", client.cancel(&reference()).await),
            format!("{:?} {:?}", client.probe(NOW).await, client.standing()),
        ];
        said += &told.join(" ");
    }
    assert!(
        said.contains("InvalidOrder") && said.contains("19900602-****"),
        "{said}"
    );
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("rustls"), "the log is listened to");

    for secret in [
        NUMBER,
        "06022397",
        ORDER,
        "131daac9",
        "opens-the-app-7",
        "qr-token-of-bo-7",
        "qr-secret-of-bo-7",
        "signed-by-bo",
        "Ekdahl",
        "nonce-of-bo",
        "device-of-bo",
        "PRIVATE KEY",
    ] {
        assert!(!said.contains(secret), "an error says {secret:?}: {said}");
        assert!(!logged.contains(secret), "a log line says {secret:?}");
    }
}
