//! A database server that goes away while the program serves: 503 and no login meanwhile, and everything by itself once it is back.
//!
//! PostgreSQL is reached through a line that this test can cut. `TVASTEG_TEST_POSTGRES` names the server; without it the test fails, unless
//! `TVASTEG_TEST_MAY_SKIP` says that it may be passed over.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and is told its server through the environment"
)]

mod nodes;
mod program;

use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nodes::postgres;
use program::{Server, command, finish};

/// A line to the database server that can be cut and mended.
struct Line {
    at: SocketAddr,
    open: Arc<Mutex<Option<Vec<TcpStream>>>>,
}

impl Line {
    fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let open = Arc::new(Mutex::new(Some(Vec::new())));
        let kept = Arc::clone(&open);
        std::thread::spawn(move || {
            for near in listener.incoming() {
                let near = near.unwrap();
                let mut open = kept.lock().unwrap();
                // While the line is cut, whoever comes is hung up on.
                let (Some(streams), Ok(far)) = (open.as_mut(), TcpStream::connect(server)) else {
                    continue;
                };
                for (mut from, mut to) in [
                    (near.try_clone().unwrap(), far.try_clone().unwrap()),
                    (far.try_clone().unwrap(), near.try_clone().unwrap()),
                ] {
                    std::thread::spawn(move || {
                        let _ = std::io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
                streams.extend([near, far]);
            }
        });
        Self { at, open }
    }

    fn cut(&self) {
        for stream in self.open.lock().unwrap().take().unwrap() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        *self.open.lock().unwrap() = Some(Vec::new());
    }
}

/// A database of this test's own, reached through a line; its URL.
fn database() -> Option<(Line, String)> {
    let mut url = postgres("server_gone", "a database that goes away while serving")?;
    let address = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap())
        .parse()
        .unwrap();
    let line = Line::to(address);
    url.set_port(Some(line.at.port())).unwrap();
    Some((line, url.into()))
}

/// Asks until the answer begins with this status; the program has its own clock for trying again.
fn becomes(server: &Server, path: &str, status: &str) -> String {
    let mut last = String::new();
    for _ in 0..200 {
        last = server.get(path);
        if last.starts_with(&format!("HTTP/1.1 {status}")) {
            return last;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{path} never became {status}: {last}");
}

#[test]
fn a_database_that_goes_away_is_503_and_recovers_by_itself() {
    let Some((line, url)) = database() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("tvasteg.toml");
    let mut arguments = program::init(&config);
    arguments.extend(["--database", &url]);
    program::run(&arguments).done();
    let listen = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let configured = |arguments: &[&str]| {
        let mut command = command(arguments);
        command.args(["--config", config.to_str().unwrap()]);
        command
            .env("TVASTEG_SERVER__LISTEN", &listen)
            .env("TVASTEG_SERVER__BASE_URL", format!("http://{listen}"));
        command.env("TVASTEG_DATABASE__CONNECTIONS", "2");
        command
    };
    let child = configured(&["serve"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server {
        child,
        address: listen.clone(),
        printed: String::new(),
    };
    server.wait_until_listening();
    becomes(&server, "/readyz", "200");
    assert!(server.get("/login").starts_with("HTTP/1.1 200"));

    line.cut();
    let answer = becomes(&server, "/readyz", "503");
    assert!(
        answer.to_ascii_lowercase().contains("retry-after:"),
        "{answer}"
    );
    assert!(
        server.get("/healthz").starts_with("HTTP/1.1 200"),
        "the process itself is well"
    );
    let page = becomes(&server, "/o/huset/login", "503");
    assert!(
        page.to_ascii_lowercase().contains("retry-after:") && page.contains("<h1"),
        "{page}"
    );
    // Whoever starts now is told in one sentence.
    let started = finish(configured(&["check"]));
    assert_eq!(started.code, 1);
    assert!(
        started.out.contains("the database cannot be reached"),
        "{}",
        started.out
    );

    line.mend();
    becomes(&server, "/readyz", "200");
    assert!(server.get("/o/huset/login").starts_with("HTTP/1.1 200"));
    assert_eq!(server.stop(), 0);
}
