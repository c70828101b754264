//! Connections that carry more than one message.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use connect::mail::{
    Mailer,
    smtp::{Mode, Settings, Smtp},
};

use crate::{
    AT,
    delivery::header,
    message,
    server::{Seen, Server},
};

/// How many connections carried the messages.
fn connections(seen: &Seen) -> usize {
    seen.messages()
        .iter()
        .map(|seen| seen["connection"].as_u64().unwrap())
        .collect::<BTreeSet<_>>()
        .len()
}

#[tokio::test]
async fn a_connection_is_used_again_until_it_has_waited_too_long() {
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let mailer = server.mailer();
    mailer.send(&message("m-1"), AT).await.unwrap();
    mailer.send(&message("m-2"), AT + 29_000).await.unwrap();
    mailer.send(&message("m-3"), AT + 60_000).await.unwrap();
    // The clock of the demo jumps; an older moment must not keep a connection either.
    mailer.send(&message("m-4"), AT).await.unwrap();
    let seen = server.stop().await;
    assert_eq!(
        (
            seen.messages().len(),
            connections(&seen),
            seen.of("auth").len()
        ),
        (4, 3, 3)
    );
}

#[tokio::test]
async fn a_connection_that_died_while_waiting_costs_no_message() {
    for behaviour in ["cut-after-message", "421-after-message"] {
        let Some(server) = Server::start(&[behaviour]).await else {
            return;
        };
        let mailer = server.mailer();
        for number in 1..=3 {
            mailer
                .send(&message(&format!("m-{number}")), AT)
                .await
                .unwrap();
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let seen = server.stop().await;
        assert_eq!(
            (seen.messages().len(), connections(&seen)),
            (3, 3),
            "{behaviour}"
        );
    }
}

#[tokio::test]
async fn no_more_connections_are_opened_than_allowed() {
    let Some(server) = Server::start(&[]).await else {
        return;
    };
    let mailer = Arc::new(
        Smtp::new(Settings {
            connections: 3,
            ..server.settings(Mode::StartTls)
        })
        .unwrap(),
    );
    let mut sends = tokio::task::JoinSet::new();
    for number in 0..24 {
        let mailer = Arc::clone(&mailer);
        sends.spawn(async move {
            mailer
                .send(&message(&format!("m-{number}")), AT)
                .await
                .map(|_| ())
        });
    }
    while let Some(outcome) = sends.join_next().await {
        outcome.unwrap().unwrap();
    }
    let seen = server.stop().await;
    assert_eq!(seen.messages().len(), 24);
    assert!(
        (1..=3).contains(&connections(&seen)),
        "{}",
        connections(&seen)
    );
}

#[tokio::test]
async fn a_dropped_caller_leaves_neither_a_connection_nor_a_place_behind() {
    let Some(server) = Server::start(&["silent-at-first-recipient"]).await else {
        return;
    };
    let mailer = Smtp::new(Settings {
        connections: 1,
        ..server.settings(Mode::StartTls)
    })
    .unwrap();
    let first = message("m-1");
    let dropped = tokio::time::timeout(Duration::from_secs(1), mailer.send(&first, AT)).await;
    assert!(dropped.is_err(), "the caller hung up half-way");
    // The only place is free again, and what the server still owes the first caller is not read by the second.
    mailer.send(&message("m-2"), AT).await.unwrap();
    let seen = server.stop().await;
    assert_eq!(
        header(seen.message(), "Message-ID"),
        ["<m-2@login.example.se>"]
    );
}
