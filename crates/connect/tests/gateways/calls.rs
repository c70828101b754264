//! Calls: what is said, how often, and what a gateway fetches when somebody answers.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinHandle,
};

use super::{NOW, TO, VOICES, call, last, opened};

#[tokio::test]
async fn a_call_reaches_the_number_and_says_every_digit_by_itself() {
    for key in VOICES {
        let (fake, gateway) = opened(key).await;
        let accepted = gateway.call(&call(), NOW).await;
        let accepted =
            accepted.unwrap_or_else(|unsent| panic!("{key}: {unsent} {:?}", fake.faults()));
        let message = last(&fake);
        assert_eq!(message.to, TO, "{key}");
        assert_eq!(
            message
                .from
                .as_deref()
                .map(|from| from.trim_start_matches('+')),
            Some("46313900600"),
            "{key}"
        );
        assert_eq!(accepted.id.as_deref(), Some(message.id.as_str()), "{key}");
        if key == "46elks" {
            continue;
        }
        // Characters that a gateway's markup knows may be left out; the words may not.
        for word in ["Bröd", "Bullar", "lägg på"] {
            assert!(message.text.contains(word), "{key}: {}", message.text);
        }
        assert!(
            !message.text.contains("483920"),
            "{key}: the code is read as one number"
        );
        let digits: String = message.text.chars().filter(char::is_ascii_digit).collect();
        let said = digits.len() / 6;
        assert_eq!(digits, "483920".repeat(said), "{key}: {}", message.text);
    }
}

#[tokio::test]
async fn what_is_said_is_said_twice() {
    for (key, field) in [("twilio", "Twiml"), ("vonage", "ncco")] {
        let (fake, gateway) = opened(key).await;
        gateway.call(&call(), NOW).await.unwrap();
        let message = last(&fake);
        let body = message.body[field].to_string();
        let digits: String = message.text.chars().filter(char::is_ascii_digit).collect();
        let looped = body.contains("loop=\\\"2\\\"") || body.contains("\"loop\":2");
        assert_eq!(
            digits.len() / 6 * if looped { 2 } else { 1 },
            2,
            "{key}: {body}"
        );
    }
}

/// A server that keeps what was fetched.
async fn recordings() -> (SocketAddr, Arc<Mutex<Vec<String>>>, JoinHandle<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let fetched = Arc::new(Mutex::new(Vec::new()));
    let kept = fetched.clone();
    #[allow(
        clippy::disallowed_methods,
        reason = "a server for one test, ended by it"
    )]
    let task = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 2048];
            let read = stream.read(&mut request).await.unwrap();
            let line = String::from_utf8_lossy(&request[..read]);
            kept.lock()
                .unwrap()
                .push(line.lines().next().unwrap_or_default().to_owned());
            stream
                .write_all(
                    b"HTTP/1.1 200 OK\r\ncontent-type: audio/wav\r\ncontent-length: 4\r\n\r\nRIFF",
                )
                .await
                .unwrap();
        }
    });
    (address, fetched, task)
}

#[tokio::test]
async fn a_recording_is_fetched_twice_and_only_when_somebody_answers() {
    let (server, fetched, task) = recordings().await;
    let (fake, gateway) = opened("46elks").await;
    gateway.call(&call(), NOW).await.unwrap();
    assert!(fetched.lock().unwrap().is_empty());
    let heard = fake.answer_call(&last(&fake), server).await.unwrap();
    assert_eq!(heard.len(), 2, "{heard:?}");
    assert!(
        heard
            .iter()
            .all(|one| one.status == 200 && one.body == b"RIFF")
    );
    let lines = fetched.lock().unwrap().clone();
    assert_eq!(lines.len(), 2);
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with("GET /v/fedcba9876543210")),
        "{lines:?}"
    );
    task.abort();
}

#[tokio::test]
async fn a_call_speaks_the_persons_language() {
    for (language, expected) in [("sv", "sv-SE"), ("en", "en-")] {
        for (key, field) in [("twilio", "Twiml"), ("vonage", "ncco")] {
            let (fake, gateway) = opened(key).await;
            let spoken = connect::gateway::Call {
                language: language.to_owned(),
                ..call()
            };
            gateway.call(&spoken, NOW).await.unwrap();
            let body = &last(&fake).body[field];
            let text = match body {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert!(text.contains(expected), "{key}: {text}");
            assert_eq!(fake.faults(), Vec::<String>::new(), "{key}");
        }
    }
}

#[tokio::test]
async fn a_gateway_without_calls_says_so_and_asks_nobody() {
    for key in ["sinch", "gatewayapi", "infobip", "messagebird", "generic"] {
        let (fake, gateway) = opened(key).await;
        assert!(gateway.call(&call(), NOW).await.is_err(), "{key}");
        assert_eq!(fake.requests(), 0, "{key}");
    }
}
