//! What tests of several nodes share: a browser as plain as can be, and a database of a test's own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    dead_code,
    reason = "a test fails by panicking, and is told its server through the environment; not every test uses all of it"
)]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use crate::program::Server;

/// The address that every node serves.
pub(crate) const SITE: &str = "http://localhost:8080";

/// Starts a node on a port that the system chooses.
pub(crate) fn start(command: &mut Command) -> Child {
    command
        .env("TVASTEG_SERVER__LISTEN", "127.0.0.1:0")
        .env("TVASTEG_SERVER__BASE_URL", SITE);
    command.stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until a node that was started serves.
pub(crate) fn serving(mut child: Child) -> Server {
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut printed = String::new();
    let address = loop {
        let line = lines.next().unwrap_or_else(|| panic!("{printed}")).unwrap();
        printed.push_str(&line);
        if line.contains("serving") {
            let (_, rest) = line.split_once("127.0.0.1:").expect("its address");
            let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
            break format!("127.0.0.1:{port}");
        }
    };
    // Whatever else it logs is read away, so that it never waits for us.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    Server {
        child,
        address,
        printed,
    }
}

/// A browser: one cookie jar, the page as text.
#[derive(Clone, Default)]
pub(crate) struct Visitor {
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) page: String,
}

impl Visitor {
    pub(crate) fn ask(&mut self, node: &str, method: &str, path: &str, body: &str) {
        let mut stream = TcpStream::connect(node).unwrap();
        let pairs = self.cookies.iter();
        let cookies: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: {SITE}\r\nSec-Fetch-Site: same-origin\r\n\
             Accept-Language: en\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            cookies.join("; "),
            body.len()
        )
        .unwrap();
        let mut answer = Vec::new();
        // A node that is killed in the middle hangs up.
        let _ = stream.read_to_end(&mut answer);
        self.page = String::from_utf8_lossy(&answer).into_owned();
        let head = self.page.split("\r\n\r\n").next().unwrap_or_default();
        let set = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        for (_, cookie) in set {
            let pair = cookie.split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// What stands behind this in the page, up to the next quotation mark.
    pub(crate) fn quoted_after(&self, opening: &str) -> String {
        let rest = self.page.split(opening).nth(1);
        let rest = rest.unwrap_or_else(|| panic!("no {opening} in {}", self.page));
        rest.split('"').next().unwrap().to_owned()
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        self.quoted_after(&format!("name=\"{name}\" value=\""))
    }

    /// Sends the page's form to this address.
    pub(crate) fn send(&mut self, node: &str, path: &str, fields: &[(&str, &str)]) {
        let csrf = self.hidden("csrf");
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("csrf", &csrf)
            .extend_pairs(fields)
            .finish();
        self.ask(node, "POST", path, &body);
    }
}

/// A database of this test's own, with a name that begins so; nothing where PostgreSQL may be passed over, and then what was is written down.
pub(crate) fn postgres(name: &str, passed_over: &str) -> Option<url::Url> {
    let Ok(server) = std::env::var("TVASTEG_TEST_POSTGRES") else {
        assert!(
            std::env::var_os("TVASTEG_TEST_MAY_SKIP").is_some(),
            "TVASTEG_TEST_POSTGRES names no server"
        );
        if let Some(skips) = std::env::var_os("TVASTEG_TEST_SKIPS") {
            let mut skips = std::fs::OpenOptions::new()
                .append(true)
                .create(true)
                .open(skips)
                .unwrap();
            writeln!(skips, "{passed_over}: no PostgreSQL").unwrap();
        }
        return None;
    };
    let name = format!("{name}_{}", std::process::id());
    let mut admin = postgres::Client::connect(&server, postgres::NoTls).unwrap();
    admin
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .unwrap();
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    url.set_query(Some("sslmode=disable"));
    Some(url)
}
