//! `tvasteg bankid-simulator` as a program of somebody else uses it: files in a folder, BankID at one address, the app at another.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking"
)]

mod program;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::process::{Child, Stdio};
use std::sync::Arc;

use connect::Secret;
use connect::eid::{Eid, EidKind, Parts};
use domain::eid::{Device, EidFault, NewOrder, Purpose, Seen, Started};
use program::{command, run, signal};
use serde_json::{Value, json};

/// The simulator in a process of its own.
struct Alone {
    child: Child,
    ready: Value,
}

impl Alone {
    fn start(arguments: &[&str]) -> Self {
        let mut all = vec!["bankid-simulator", "--json"];
        all.extend(arguments);
        let mut child = command(&all).stdout(Stdio::piped()).spawn().unwrap();
        let mut printed = String::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            printed.push_str(&line);
            if line == "}" {
                break;
            }
        }
        let ready = serde_json::from_str(&printed).expect("it gets ready");
        Self { child, ready }
    }

    fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.ready[name].as_str().unwrap()).unwrap()
    }

    /// The real client, set up from what was printed.
    fn client(&self) -> Arc<dyn Eid> {
        connect::install_tls();
        let password = String::from_utf8(self.file("certificate_password_file")).unwrap();
        let parts = Parts {
            base_url: self.ready["base_url"].as_str().unwrap().to_owned(),
            root: self.file("root"),
            certificate: self.file("certificate"),
            key: None,
            password: Some(Secret::new(password.trim_end().to_owned())),
            pin_code: false,
            identity_document: false,
            forms: Vec::new(),
            allowed_private: Vec::new(),
        };
        connect::eid::open(EidKind::BankId, &parts).unwrap()
    }

    /// Asks the app's address; the status and the JSON.
    fn app(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let address = self.ready["phone"].as_str().unwrap();
        let address = address.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(address).unwrap();
        let body = body.to_string();
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        (status, serde_json::from_str(body).unwrap_or_default())
    }

    fn stop(mut self) -> i32 {
        signal(&self.child, "TERM");
        self.child
            .wait()
            .unwrap()
            .code()
            .expect("it ends by itself")
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn started(client: &Arc<dyn Eid>) -> Result<Started, EidFault> {
    client
        .start(&NewOrder {
            known: None,
            visible_text: "Logga in hos Exempelbolaget".to_owned(),
            end_user_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            browser: None,
            return_url: None,
            device: Device::This,
            purpose: Purpose::Identify,
        })
        .await
}

#[tokio::test]
async fn a_client_is_set_up_from_the_folder_and_a_program_plays_the_app() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let alone = Alone::start(&["--folder", path]);
    assert!(!alone.file("signature_root").is_empty());
    let client = alone.client();
    let order = started(&client).await.unwrap();
    let (status, orders) = alone.app("GET", "/orders.json", &Value::Null);
    assert_eq!(
        (status, orders[0]["hint"].as_str()),
        (200, Some("outstandingTransaction"))
    );
    assert_eq!(orders[0]["visible_text"], "Logga in hos Exempelbolaget");
    let token = orders[0]["auto_start_token"].as_str().unwrap();
    assert_eq!(token, order.app_token);
    let (status, _) = alone.app("POST", "/scan", &json!({ "qr": orders[0]["qr"] }));
    assert_eq!(status, 200);
    let sign = json!({ "action": "sign", "personal_number": "19811218-9876", "name": "Anna Ek" });
    let (status, _) = alone.app("POST", &format!("/orders/{token}"), &sign);
    assert_eq!(status, 200);
    let Seen::Complete(who) = client.collect(&order.reference).await.unwrap() else {
        panic!("signed");
    };
    assert_eq!(
        (who.name.as_str(), who.personal_number.digits().as_str()),
        ("Anna Ek", "198112189876")
    );
    let (status, problem) = alone.app("POST", &format!("/orders/{token}"), &sign);
    assert_eq!(
        (status, problem["detail"].as_str()),
        (404, Some("there is no open order of this name"))
    );
    let root = alone.file("root");
    assert_eq!(alone.stop(), 0);
    let again = Alone::start(&["--folder", path]);
    assert_eq!(again.file("root"), root, "a client stays set up");
}

#[tokio::test]
async fn what_goes_wrong_is_scripted_and_the_clock_is_pushed() {
    let alone = Alone::start(&[]);
    let client = alone.client();
    let mishap = json!({ "call": "auth", "what": "alreadyInProgress" });
    assert_eq!(alone.app("POST", "/mishap", &mishap).0, 200);
    assert_eq!(
        started(&client).await.err(),
        Some(EidFault::AlreadyInProgress)
    );
    let script = json!({ "orders": "next", "goes": "failing", "hint": "transactionRiskBlocked" });
    assert_eq!(alone.app("POST", "/script", &script).0, 200);
    let order = started(&client).await.unwrap();
    client.collect(&order.reference).await.unwrap();
    let Seen::Failed(hint) = client.collect(&order.reference).await.unwrap() else {
        panic!("as scripted");
    };
    assert_eq!(hint.as_str(), "transactionRiskBlocked");
    let order = started(&client).await.unwrap();
    assert_eq!(
        alone
            .app("POST", "/clock", &json!({ "advance_seconds": 31 }))
            .0,
        200
    );
    let Seen::Failed(hint) = client.collect(&order.reference).await.unwrap() else {
        panic!("nobody came");
    };
    assert_eq!(hint.as_str(), "startFailed");
    for (path, body) in [
        ("/mishap", json!({ "call": "auth", "what": "rain" })),
        (
            "/script",
            json!({ "orders": "next", "goes": "signed", "personal_number": "1" }),
        ),
        ("/clock", json!({ "advance_seconds": 315_360_001 })),
    ] {
        let (status, problem) = alone.app("POST", path, &body);
        assert_eq!(status, 400, "{path}");
        assert!(problem["detail"].is_string());
    }
    let folder = std::path::PathBuf::from(alone.ready["root"].as_str().unwrap());
    let folder = folder.parent().unwrap().to_owned();
    assert!(folder.exists());
    assert_eq!(alone.stop(), 0);
    assert!(!folder.exists(), "a temporary folder is gone at the end");
}

#[test]
fn what_cannot_be_done_is_one_sentence() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let sentence = run(&["bankid-simulator", "--port", &port]);
    assert!(
        sentence
            .refusal()
            .contains(&format!("--port {port} cannot be listened on")),
        "{}",
        sentence.err
    );
    let sentence = run(&["bankid-simulator", "--port", "65536"]);
    assert_eq!(sentence.code, 2);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("root.pem"), "nothing").unwrap();
    let sentence = run(&[
        "bankid-simulator",
        "--folder",
        folder.path().to_str().unwrap(),
    ]);
    assert!(
        sentence
            .refusal()
            .contains("the keys in the folder cannot be read"),
        "{}",
        sentence.err
    );
}
