//! The program while it serves: start, stop, and what the demo promises.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod program;

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use program::{Installed, Server, command, run, signal};

#[test]
fn the_demo_prints_real_addresses_and_its_people_and_serves_them() {
    let demo = Server::demo(&[]);
    for word in [
        "/demo/",
        "/login",
        "cilla",
        "demo-losenord-2026",
        "Å Ä Ö å ä ö ¤ ½ § £ € ¨ ; < > & @",
    ] {
        assert!(demo.printed.contains(word), "{word}");
    }
    let port = demo.address.split(':').nth(1).unwrap();
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}")] {
        let page = demo.ask("GET", "/login", &host, "");
        assert!(page.starts_with("HTTP/1.1 200"), "{host}: {page}");
    }
    assert!(
        demo.ask("GET", "/login", "evil.example", "")
            .starts_with("HTTP/1.1 421")
    );
    assert!(demo.get("/demo/outbox.json").ends_with("[]"));
    assert!(
        demo.ask(
            "POST",
            "/demo/clock",
            &demo.address,
            "{\"advance_seconds\":60}"
        )
        .contains("\"now\"")
    );
    assert_eq!(demo.stop(), 0);
}

#[test]
fn the_demo_without_a_folder_leaves_nothing_behind() {
    let around = tempfile::tempdir().unwrap();
    let mut child = command(&["demo", "--listen", "127.0.0.1:0"])
        .env("TMPDIR", around.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while !lines
        .next()
        .expect("it gets ready")
        .unwrap()
        .contains("Ctrl-C")
    {}
    assert_eq!(std::fs::read_dir(around.path()).unwrap().count(), 1);
    signal(&child, "INT");
    assert!(child.wait().unwrap().success());
    assert_eq!(std::fs::read_dir(around.path()).unwrap().count(), 0);
}

#[test]
fn other_commands_work_on_the_demos_folder_and_go_by_its_clock() {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("demo");
    let demo = Server::demo(&["--data", folder.to_str().unwrap()]);
    demo.ask(
        "POST",
        "/demo/clock",
        &demo.address,
        "{\"advance_seconds\":2592000}",
    );
    let config = folder.join("tvasteg.toml");
    let config = config.to_str().unwrap();
    let pass = run(&["user", "recover", "cilla", "--json", "--config", config]).json();
    assert!(pass["link"].as_str().unwrap().contains("/o/demo/recover/"));
    let expires_at: jiff::Timestamp = pass["expires_at"].as_str().unwrap().parse().unwrap();
    let pushed = demo.ask(
        "POST",
        "/demo/clock",
        &demo.address,
        "{\"advance_seconds\":0}",
    );
    let now: serde_json::Value =
        serde_json::from_str(pushed.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let now: jiff::Timestamp = now["now"].as_str().unwrap().parse().unwrap();
    assert!(expires_at > now);
    let people = run(&["user", "list", "--json", "--config", config]).json();
    assert_eq!(people.as_array().unwrap().len(), 7);
    assert_eq!(demo.stop(), 0);
    // A second start finds everything as it was, under its new port, and the clock does not go back.
    let again = Server::demo(&["--data", folder.to_str().unwrap()]);
    let pushed = again.ask(
        "POST",
        "/demo/clock",
        &again.address,
        "{\"advance_seconds\":0}",
    );
    let then: serde_json::Value =
        serde_json::from_str(pushed.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert!(
        then["now"]
            .as_str()
            .unwrap()
            .parse::<jiff::Timestamp>()
            .unwrap()
            >= now
    );
    let organisations = run(&["organisation", "list", "--json", "--config", config]).json();
    let port = again.address.split(':').nth(1).unwrap();
    assert_eq!(
        organisations[0]["base_url"],
        format!("http://localhost:{port}/o/demo")
    );
    assert_eq!(again.stop(), 0);
}

#[test]
fn the_demo_listens_on_this_machine_alone() {
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let said = run(&["demo", "--listen", listen]);
        assert!(
            said.refusal().contains("this machine alone"),
            "{}",
            said.err
        );
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let said = run(&["demo", "--listen", &taken.local_addr().unwrap().to_string()]);
    assert!(
        said.refusal().contains("cannot be listened on"),
        "{}",
        said.err
    );
}

#[test]
fn serve_knows_nothing_of_the_demo_and_stops_cleanly() {
    let installed = Installed::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let config = installed.config();
    let listen = format!("127.0.0.1:{port}");
    let mut started = command(&["serve", "--config", config.to_str().unwrap()]);
    started
        .env("TVASTEG_SERVER__LISTEN", &listen)
        .env("TVASTEG_SERVER__BASE_URL", format!("http://{listen}"));
    let mut child = started.stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(
        lines
            .next()
            .expect("it says that it serves")
            .unwrap()
            .contains("serving")
    );
    let server = Server {
        child,
        address: listen,
        printed: String::new(),
    };
    assert!(
        server.get("/login").starts_with("HTTP/1.1 200"),
        "{}",
        server.get("/login")
    );
    for path in ["/demo/", "/demo/outbox.json", "/demo/clock"] {
        assert!(server.get(path).starts_with("HTTP/1.1 404"), "{path}");
    }
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_database_server_that_is_gone_at_the_start_is_one_sentence() {
    let installed = Installed::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let config = installed.config();
    let mut served = command(&["serve", "--config", config.to_str().unwrap()]);
    served.env(
        "TVASTEG_DATABASE__URL",
        format!("postgres://t:hemligt@{free}/t"),
    );
    let said = program::finish(served);
    assert_eq!(said.code, 1);
    assert!(
        said.refusal().contains("the database cannot be reached"),
        "{}",
        said.err
    );
    assert!(!said.err.contains("hemligt"));
}
