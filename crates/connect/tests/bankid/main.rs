//! The BankID client over real mutual TLS on loopback: every way in which the two certificates and the line between them can fail.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

mod authority;
mod calls;
mod certificates;
mod line;
mod secrets;
mod server;
mod simulator;

use connect::bankid::{Account, Client, Demands, Identity, Root};
use domain::eid::{Browser, Device, NewOrder, OrderReference, Purpose};
use domain::personal_number::PersonalNumber;
use domain::time::Timestamp;

use authority::{Authority, Leaf};
use server::Server;

const ORDER: &str = "131daac9-16c6-4618-beb0-365768f37288";
const NUMBER: &str = "199006022397";
/// 2026-11-21, within the life of every certificate that is to be good.
const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_262_400);

fn reference() -> OrderReference {
    OrderReference::new(ORDER.to_owned())
}

fn order() -> NewOrder {
    NewOrder {
        known: Some(PersonalNumber::from_digits(NUMBER).unwrap()),
        visible_text: "Logga in hos X".to_owned(),
        end_user_ip: "192.0.2.7".parse().unwrap(),
        browser: Some(Browser {
            user_agent: "Mozilla/5.0".to_owned(),
            device: Some("device-of-bo".to_owned()),
            referring_domain: "login.example.se".to_owned(),
        }),
        return_url: Some("https://login.example.se/login#n=nonce-of-bo".to_owned()),
        device: Device::This,
        purpose: Purpose::Identify,
    }
}

/// A client that trusts this authority and shows this certificate.
fn client(address: &str, trusted: &Authority, shown: &Leaf) -> Client {
    connect::install_tls();
    let root = Root::from_pem(trusted.pem().as_bytes()).unwrap();
    let identity = Identity::from_file(shown.pem().as_bytes(), None).unwrap();
    let account = Account::new(address, root, identity, Demands::default()).unwrap();
    Client::new(account, &[]).unwrap()
}

/// A server and a client that agree on everything.
async fn agreeing(says: server::Says) -> (Server, Client) {
    let (theirs, ours) = (Authority::new("theirs"), Authority::new("ours"));
    let server = Server::start(&theirs.leaf("localhost"), &ours, says).await;
    let client = client(&server.address(), &theirs, &ours.leaf("client"));
    (server, client)
}
