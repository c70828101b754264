//! The server process, and settings that reach it.

use std::{path::PathBuf, process::Stdio, time::Duration};

use connect::{
    Secret,
    mail::smtp::{Credentials, Mode, Settings, Smtp, Timeouts},
};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

pub(crate) const USERNAME: &str = "tvasteg";
pub(crate) const PASSWORD: &str = "hemligt lösen åäö";

/// A running server.
pub(crate) struct Server {
    process: Child,
    events: Lines<BufReader<ChildStdout>>,
    port: u16,
    ca: Vec<u8>,
}

#[allow(
    clippy::disallowed_methods,
    reason = "a test is told by its environment where the foreign programs are"
)]
fn environment(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

/// The Python that `tests/mail/install.sh` prepared; nothing where it is missing and may be.
#[allow(clippy::print_stderr, reason = "says why a test was skipped")]
fn python(repository: &std::path::Path) -> Option<PathBuf> {
    let kept = environment("TVASTEG_TEST_DIR").unwrap_or_else(|| repository.join(".test"));
    let python = kept.join("mail-venv/bin/python");
    if python.exists() {
        return Some(python);
    }
    assert!(
        environment("TVASTEG_TEST_MAY_SKIP").is_some(),
        "no mail server at {}: run tests/mail/install.sh",
        python.display()
    );
    eprintln!(
        "skipped: no mail server at {} (tests/mail/install.sh makes it)",
        python.display()
    );
    None
}

impl Server {
    /// Starts a server that behaves so; nothing where the test may be skipped and has to be.
    pub(crate) async fn start(behaviours: &[&str]) -> Option<Self> {
        // Another test of this process may have been first, which serves as well.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut process = Command::new(python(&repository)?)
            .arg(repository.join("tests/mail/server.py"))
            .args(behaviours)
            .env("PYTHONWARNINGS", "ignore")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut events = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready: Value = serde_json::from_str(
            &events
                .next_line()
                .await
                .unwrap()
                .expect("the server starts"),
        )
        .unwrap();
        let port = u16::try_from(ready["port"].as_u64().unwrap()).unwrap();
        let ca = ready["ca"].as_str().unwrap().as_bytes().to_vec();
        Some(Self {
            process,
            events,
            port,
            ca,
        })
    }

    /// Settings that this server accepts.
    pub(crate) fn settings(&self, mode: Mode) -> Settings {
        let credentials = Credentials {
            username: USERNAME.to_owned(),
            password: Secret::new(PASSWORD.to_owned()),
        };
        Settings {
            host: "localhost".to_owned(),
            port: self.port,
            mode,
            credentials: (mode != Mode::Plain).then_some(credentials),
            ca_file: Some(self.ca.clone()),
            from_address: "tvasteg@example.se".to_owned(),
            from_name: Some("Tvåsteg på Exempelbolaget".to_owned()),
            local_domain: Some("login.example.se".to_owned()),
            timeouts: Timeouts {
                connect: Duration::from_secs(20),
                command: Duration::from_secs(20),
            },
            connections: 4,
        }
    }

    /// A mailer over STARTTLS.
    pub(crate) fn mailer(&self) -> Smtp {
        Smtp::new(self.settings(Mode::StartTls)).unwrap()
    }

    /// A mailer that soon loses patience.
    pub(crate) fn hasty_mailer(&self, mode: Mode) -> Smtp {
        let patience = Duration::from_millis(2500);
        Smtp::new(Settings {
            timeouts: Timeouts {
                connect: patience,
                command: patience,
            },
            ..self.settings(mode)
        })
        .unwrap()
    }

    /// Stops the server and says what it saw.
    pub(crate) async fn stop(mut self) -> Seen {
        drop(self.process.stdin.take());
        let mut events = Vec::new();
        while let Some(line) = self.events.next_line().await.unwrap() {
            events.push(serde_json::from_str(&line).unwrap());
        }
        self.process.wait().await.unwrap();
        Seen(events)
    }
}

/// What a server saw, in order.
pub(crate) struct Seen(Vec<Value>);

impl Seen {
    pub(crate) fn of(&self, event: &str) -> Vec<&Value> {
        self.0
            .iter()
            .filter(|seen| seen["event"] == event)
            .collect()
    }

    pub(crate) fn messages(&self) -> Vec<&Value> {
        self.of("message")
    }

    /// The one message.
    pub(crate) fn message(&self) -> &Value {
        match self.messages().as_slice() {
            [one] => one,
            other => panic!("{} messages instead of one", other.len()),
        }
    }
}
