//! What no error and no log line may hold: the password, the code, the recipient.

use std::{
    error::Error,
    fmt::Write,
    io,
    sync::{Arc, Mutex},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use connect::mail::{Mailer, smtp::Mode};

use crate::{
    AT, message,
    server::{PASSWORD, Server, USERNAME},
};

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

/// Everything an error can be made to say.
fn said_by(fault: &(dyn Error + 'static)) -> String {
    let mut said = format!("{fault} {fault:?} {fault:#?}");
    let mut next = fault.source();
    while let Some(source) = next {
        write!(said, " {source} {source:?}").unwrap();
        next = source.source();
    }
    said
}

#[tokio::test]
async fn neither_errors_nor_logs_hold_a_secret() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();

    let mut said = String::new();
    for behaviours in [
        &["auth-echo"][..],
        &["auth-echo", "login-only"],
        &["message-echo"],
        &["recipient-550"],
        &["recipient-451"],
        &["wrong-name"],
        &["no-tls"],
        &["cut-after-dot"],
        &[],
    ] {
        let Some(server) = Server::start(behaviours).await else {
            return;
        };
        if let Err(fault) = server
            .hasty_mailer(Mode::StartTls)
            .send(&message("m-1"), AT)
            .await
        {
            said += &said_by(&fault);
        } else {
            assert!(behaviours.is_empty(), "{behaviours:?} was to fail");
        }
        server.stop().await;
    }
    assert!(
        said.contains("535") && said.contains("554") && said.contains("550"),
        "the refusals are there: {said}"
    );
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("rustls"), "the log is listened to");

    let secrets = [
        PASSWORD.to_owned(),
        STANDARD.encode(PASSWORD),
        STANDARD.encode(format!("\0{USERNAME}\0{PASSWORD}")),
        "135790".to_owned(),
        "cilla@example.se".to_owned(),
    ];
    for secret in secrets {
        assert!(!said.contains(&secret), "an error says {secret:?}: {said}");
        assert!(!logged.contains(&secret), "a log line says {secret:?}");
    }
}
