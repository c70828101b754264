//! `tvasteg check` asks the gateways: it says which account is let in, and what the others answered.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod program;

use std::collections::BTreeMap;

use connect::gateway::fake::{Behaviour, Fake};
use domain::id::GatewayId;
use domain::message::MessageChannel;
use domain::time::Timestamp;
use domain::token::TokenSecret;
use program::Installed;
use server::config::{Config, Origin};
use server::installation::{self, Schema};
use store::{NewGateway, Tx};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_796_000_000);

/// Adds an account under this name.
async fn add(installed: &Installed, name: &'static str, settings: BTreeMap<String, String>) {
    let config = Config::load(&Origin::Named(&installed.config()), &[]).unwrap();
    let keys = installation::keys(&config).unwrap();
    let store = installation::store(&config, keys, Schema::Untouched)
        .await
        .unwrap();
    let unit = move |tx: &mut Tx| {
        let organisation = tx.organisations()?[0].id;
        let account = NewGateway {
            id: GatewayId::draw(NOW, tx.random()),
            driver: "46elks",
            name,
            channels: &[MessageChannel::Sms],
            settings: &settings,
            report_secret: &TokenSecret::draw(tx.random()),
            active: true,
        };
        tx.insert_gateway(organisation, &account, NOW)
    };
    store.write(unit).await.unwrap();
    installation::stop(store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_says_which_gateway_refuses_us_and_what_it_answered() {
    let installed = Installed::new();
    installed.configure("\n[messages]\nallow_private = [\"127.0.0.1\"]\n");
    let (good, bad) = (
        Fake::start("46elks").await.unwrap(),
        Fake::start("46elks").await.unwrap(),
    );
    add(&installed, "Vanliga", good.settings().0).await;
    let quiet = tokio::task::block_in_place(|| installed.run(&["check"]));
    assert!(
        quiet.out.contains("Vanliga (46elks)") && quiet.out.contains("the account is let in"),
        "{}",
        quiet.out
    );
    bad.plan_account([Behaviour::WrongKey]);
    let settings = bad.settings().0;
    let secret = settings["password"].clone();
    add(&installed, "Reserven", settings).await;
    let said = tokio::task::block_in_place(|| installed.run(&["check"]));
    assert_ne!(said.code, 0, "a refused account is a fault");
    let line = said
        .out
        .lines()
        .find(|line| line.contains("Reserven (46elks)"))
        .expect("the account has a line");
    assert!(line.starts_with("FAULT"), "{line}");
    assert!(
        line.contains("credentials") && line.contains("HTTP 401"),
        "{line}"
    );
    assert!(!said.out.contains(&secret), "no secret is printed");
    assert!(said.out.contains("Vanliga (46elks)"));
}
