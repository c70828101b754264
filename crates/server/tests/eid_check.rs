//! `tvasteg check` looks at the accounts at eIDs: our certificate, the root, and a call that begins no order, each fault with its remedy.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod program;

use std::net::SocketAddr;
use std::sync::Arc;

use connect::bankid::simulator::{CallerIdentity, Keys, Settings, Simulator};
use domain::time::Span;
use program::{Installed, Said};
use server::system::{self, SystemRandom};

/// An installation with one account at a simulator.
struct Placed {
    installed: Installed,
    simulator: Simulator,
    keys: Arc<Keys>,
}

impl Placed {
    async fn new() -> Self {
        Self::named(&["localhost", "127.0.0.1"]).await
    }

    async fn named(names: &[&str]) -> Self {
        connect::install_tls();
        let keys = Arc::new(Keys::fresh("Huset AB", system::now()).unwrap());
        let settings = Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Settings::new(
                Arc::clone(&keys),
                Arc::new(system::now),
                Box::new(SystemRandom),
            )
        };
        let simulator = Simulator::start(settings).await.unwrap();
        let placed = Self {
            installed: Installed::new(),
            simulator,
            keys,
        };
        placed.write("root.pem", &placed.keys.root_pem());
        placed.carry(placed.keys.caller());
        let port = placed.simulator.address().port();
        placed.installed.configure(&format!(
            "\n[[eid]]\nkind = \"bankid\"\nbase_url = \"https://localhost:{port}/rp/v6.0/\"\nroot = \"root.pem\"\ncertificate = \"caller.pem\"\n"
        ));
        placed
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.installed.folder.path().join(name), text).unwrap();
    }

    /// Puts this certificate in place.
    fn carry(&self, caller: &CallerIdentity) {
        let both = format!("{}{}", caller.certificate_pem(), &*caller.key_pem());
        self.write("caller.pem", &both);
    }

    fn carry_one_that_ends_in(&self, days: i64) {
        let now = system::now();
        let ends = now + Span::days(days) + Span::minutes(5);
        let caller = self.keys.caller_between(now - Span::days(400), ends);
        self.carry(&caller.unwrap());
    }

    fn check(&self) -> (Said, Vec<String>) {
        let said = tokio::task::block_in_place(|| self.installed.run(&["check"]));
        let lines = said.out.lines().filter(|line| line.contains(" eID "));
        let lines = lines.map(str::to_owned).collect();
        (said, lines)
    }

    /// The line of the call that begins no order, which fails.
    fn refusal(&self) -> String {
        let (said, lines) = self.check();
        assert_ne!(said.code, 0, "{}", said.out);
        let line = lines.last().expect("the account has a line").clone();
        assert!(line.starts_with("FAULT"), "{line}");
        line
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_tells_certificate_root_and_whether_we_are_let_in() {
    let placed = Placed::new().await;
    let (said, lines) = placed.check();
    let [certificate, root, probe] = lines.as_slice() else {
        unreachable!("three lines: {}", said.out)
    };
    assert!(certificate.starts_with("ok"), "{certificate}");
    assert!(
        certificate.contains("Huset AB") && certificate.contains("in 72"),
        "{certificate}"
    );
    let print = in_capitals(&placed.keys.root_fingerprint());
    assert!(root.starts_with("note"), "{root}");
    assert!(
        root.contains("only you vouch for it") && root.contains(&print),
        "{root}"
    );
    assert!(
        probe.starts_with("ok") && probe.contains("lets us in"),
        "{probe}"
    );
    assert!(placed.simulator.orders().is_empty(), "no order is begun");
    assert!(!said.out.contains("PRIVATE"));
}

fn in_capitals(bytes: &[u8]) -> String {
    data_encoding::HEXUPPER.encode(bytes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_a_note_from_thirty_days_and_a_fault_from_fourteen() {
    let placed = Placed::new().await;
    for (days, standing, words) in [
        (31, "ok", "in 31 days"),
        (29, "note", "order the next one"),
        (15, "note", "order the next one"),
        (13, "FAULT", "put the next one in place now"),
        (-1, "FAULT", "ended on"),
    ] {
        placed.carry_one_that_ends_in(days);
        let (_, lines) = placed.check();
        let line = &lines[0];
        assert!(
            line.starts_with(standing) && line.contains(words),
            "{days}: {line}"
        );
    }
    let expired = placed.refusal();
    assert!(
        expired.contains("our certificate for the eID has expired: see eid[1].certificate"),
        "{expired}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_root_wrong_host_and_a_refused_certificate_are_told_apart() {
    let placed = Placed::new().await;
    let strangers = Keys::fresh("Grannen AB", system::now()).unwrap();
    placed.carry(strangers.caller());
    let line = placed.refusal();
    assert!(
        line.contains("refuses our certificate") && line.contains("see eid[1].certificate"),
        "{line}"
    );
    placed.carry(placed.keys.caller());
    placed.write("root.pem", &strangers.root_pem());
    let line = placed.refusal();
    assert!(
        line.contains("not issued under the configured root") && line.contains("see eid[1].root"),
        "{line}"
    );
    placed.write("root.pem", &placed.keys.root_pem());
    let elsewhere = Placed::named(&["elsewhere.example"]).await;
    let line = elsewhere.refusal();
    assert!(
        line.contains("is for another host name") && line.contains("see eid[1].base_url"),
        "{line}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_opened_or_belongs_to_nobody_is_said_without_a_call() {
    let placed = Placed::new().await;
    placed.installed.configure("organisation = \"huste\"\n");
    let (said, lines) = placed.check();
    assert_ne!(said.code, 0);
    assert!(
        lines[0].contains("eid[1].organisation: there is no organisation called huste"),
        "{}",
        lines[0]
    );
    placed.write("caller.pem", &placed.keys.root_pem());
    let (_, lines) = placed.check();
    assert_eq!(lines.len(), 1);
    assert!(
        lines[0].contains("eid[1].certificate: the certificate file holds no private key"),
        "{}",
        lines[0]
    );
    let served = tokio::task::block_in_place(|| placed.installed.run(&["serve"]));
    assert!(
        served.refusal().contains("eid[1].certificate"),
        "{}",
        served.err
    );
}
