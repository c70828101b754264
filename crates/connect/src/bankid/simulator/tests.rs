//! The simulator over real mutual TLS, spoken to with a plain HTTP client: what is tested here is the wire, and the app beside it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed step fails the test"
)]

mod app;
mod errors;
mod kept;
mod mishaps;
mod orders;
mod requests;
mod transport;

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicI64, Ordering},
};

use domain::{
    personal_number::PersonalNumber,
    random::Random,
    time::{Span, Timestamp},
};
use serde_json::{Value, json};

use super::{CallerIdentity, Clock, Keys, Person, Script, Settings, Simulator};

/// 2026-11-21, noon.
const NOON: i64 = 1_795_262_400_000;

/// A clock that stands until it is moved.
#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Hand {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(NOON)))
    }

    fn advance(&self, by: Span) {
        self.0.fetch_add(by.as_millis(), Ordering::SeqCst);
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.0.load(Ordering::SeqCst))
    }

    fn clock(&self) -> Clock {
        let hand = self.clone();
        Arc::new(move || hand.now())
    }
}

/// Bytes that never repeat within a test and are the same in each run.
struct Counting(u64);

impl Random for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            *byte = self.0.to_be_bytes()[0];
        }
    }
}

/// Keys for all tests: those of the persons take a while to draw.
fn keys() -> Arc<Keys> {
    static KEYS: OnceLock<Arc<Keys>> = OnceLock::new();
    let made = || Keys::fresh("Exempelbolaget", Timestamp::from_unix_millis(NOON)).unwrap();
    KEYS.get_or_init(|| Arc::new(made())).clone()
}

/// A simulator, its clock, and a caller it knows.
struct Scene {
    simulator: Simulator,
    hand: Hand,
    caller: reqwest::Client,
}

impl Scene {
    async fn new() -> Self {
        let hand = Hand::new();
        let settings = Settings::new(keys(), hand.clock(), Box::new(Counting(1)));
        let simulator = Simulator::start(settings).await.unwrap();
        let caller = caller(simulator.keys(), Some(simulator.keys().caller()));
        Self {
            simulator,
            hand,
            caller,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.simulator.base_url())
    }

    /// Sends a body as BankID wants it, and answers status and JSON.
    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let answer = self.send(path, body).await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap())
    }

    async fn send(&self, path: &str, body: &Value) -> reqwest::Result<reqwest::Response> {
        let request = self.caller.post(self.url(path));
        let request = request.header("content-type", "application/json");
        request.body(body.to_string()).send().await
    }

    /// Begins an order that anybody may sign, and answers its name.
    async fn begin(&self) -> String {
        self.begin_with(json!({"endUserIp": "198.51.100.7"})).await
    }

    async fn begin_with(&self, body: Value) -> String {
        let (status, answer) = self.post("auth", &body).await;
        assert_eq!(status, 200, "{answer}");
        answer["orderRef"].as_str().unwrap().to_owned()
    }

    async fn collect(&self, reference: &str) -> (u16, Value) {
        self.post("collect", &json!({"orderRef": reference})).await
    }

    /// What a collect says in a word: the hint, `complete`, or the error's code.
    async fn seen(&self, reference: &str) -> String {
        let (_, answer) = self.collect(reference).await;
        let word = ["errorCode", "hintCode", "status"].map(|name| answer[name].as_str());
        word.into_iter().flatten().next().unwrap().to_owned()
    }

    /// What opens the only open order.
    fn token(&self) -> String {
        let orders = self.simulator.orders();
        assert_eq!(orders.len(), 1);
        orders[0].auto_start_token.clone()
    }
}

/// A caller that trusts the simulator's root and shows this certificate.
fn caller(keys: &Keys, identity: Option<&CallerIdentity>) -> reqwest::Client {
    crate::install_tls();
    let root = reqwest::Certificate::from_pem(keys.root_pem().as_bytes()).unwrap();
    let mut builder = reqwest::Client::builder().tls_certs_only([root]).no_proxy();
    if let Some(identity) = identity {
        let pem = format!(
            "{}{}",
            identity.certificate_pem(),
            identity.key_pem().as_str()
        );
        builder = builder.identity(reqwest::Identity::from_pem(pem.as_bytes()).unwrap());
    }
    builder.build().unwrap()
}

fn number(digits: &str) -> PersonalNumber {
    PersonalNumber::from_digits(digits).unwrap()
}

fn bo() -> Person {
    Person::new(number("199006022397"), "Bo Åke Lind")
}

fn stina() -> Person {
    Person::new(number("199107172380"), "Stina Ek")
}

fn for_bo() -> Value {
    json!({"endUserIp": "198.51.100.7", "requirement": {"personalNumber": "199006022397"}})
}
