//! Runs the built program as an operator would: arguments in, exit status and words out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    dead_code,
    reason = "a test fails by panicking; not every test uses all of it"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What a command said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// The one sentence of a refusal.
    pub(crate) fn refusal(&self) -> &str {
        assert_ne!(self.code, 0, "it was to be refused: {}", self.out);
        let sentence = self.err.trim_end();
        assert!(
            sentence.starts_with("tvasteg: ") && !sentence.contains('\n'),
            "one sentence: {:?}",
            self.err
        );
        sentence
    }

    /// What was printed by a command that worked.
    pub(crate) fn done(&self) -> &str {
        assert_eq!(self.code, 0, "{}", self.err);
        &self.out
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.done()).unwrap()
    }
}

/// The program, in an environment without a word of ours.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tvasteg"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

pub(crate) fn run(arguments: &[&str]) -> Said {
    finish(command(arguments))
}

pub(crate) fn finish(mut command: Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code().expect("it ended by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with an installation of its own, made by `tvasteg init`.
pub(crate) struct Installed {
    pub(crate) folder: tempfile::TempDir,
    /// The owner's invitation.
    pub(crate) invitation: String,
}

impl Installed {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("tvasteg.toml");
        let said = run(&init(&config));
        let invitation = said
            .done()
            .split_whitespace()
            .find(|word| word.starts_with("http"))
            .unwrap()
            .to_owned();
        Self { folder, invitation }
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("tvasteg.toml")
    }

    /// Runs a command on it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        let config = self.config();
        let mut all = arguments.to_vec();
        all.extend(["--config", config.to_str().unwrap()]);
        run(&all)
    }

    /// Adds a line to its configuration.
    pub(crate) fn configure(&self, lines: &str) {
        let mut text = std::fs::read_to_string(self.config()).unwrap();
        text.push_str(lines);
        std::fs::write(self.config(), text).unwrap();
    }
}

/// The flags with which `init` asks nothing.
pub(crate) fn init(config: &Path) -> Vec<&str> {
    let config = config.to_str().unwrap();
    vec![
        "init",
        "--config",
        config,
        "--base-url",
        "http://localhost:8080",
        "--listen",
        "127.0.0.1:0",
        "--organisation",
        "huset",
        "--organisation-name",
        "Huset AB",
        "--owner",
        "Ägaren",
        "--owner-email",
        "agaren@huset.example",
    ]
}

/// A server that runs until it is dropped.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
    /// What was printed before it was ready.
    pub(crate) printed: String,
}

impl Server {
    /// Starts the demo and waits until it says that it is ready.
    pub(crate) fn demo(arguments: &[&str]) -> Self {
        let mut all = vec!["demo", "--listen", "127.0.0.1:0"];
        all.extend(arguments);
        let mut child = command(&all)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut printed = String::new();
        while !printed.contains("Ctrl-C") {
            printed.push_str(&lines.next().expect("it gets ready").unwrap());
            printed.push('\n');
        }
        let port = printed
            .split("http://localhost:")
            .nth(1)
            .unwrap()
            .split('/')
            .next()
            .unwrap();
        Self {
            child,
            address: format!("127.0.0.1:{port}"),
            printed,
        }
    }

    /// Waits until it takes connections.
    pub(crate) fn wait_until_listening(&self) {
        for _ in 0..200 {
            if TcpStream::connect(&self.address).is_ok() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("it never listened on {}", self.address);
    }

    /// Sends a request and gives the whole answer.
    pub(crate) fn ask(&self, method: &str, path: &str, host: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub(crate) fn get(&self, path: &str) -> String {
        self.ask("GET", path, &self.address, "")
    }

    /// Sends SIGTERM and waits for the end.
    pub(crate) fn stop(mut self) -> i32 {
        signal(&self.child, "TERM");
        self.child
            .wait()
            .unwrap()
            .code()
            .expect("it ends by itself")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process that this test started.
pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("kill")
        .args(["-s", name, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}
