//! The loop that asks about open orders while the program runs.

use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use store::Tx;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::book::Entry;
use super::{HELD_FOR, ask};
use crate::{App, Fault};

/// How often the book is looked through.
const LOOKS_EVERY: Duration = Duration::from_millis(200);

/// Orders that are claimed in one unit. Nobody holds them only where a node died.
const CLAIMED_AT_ONCE: usize = 64;

/// Asks about what is due until `stop` says true; then lets go of what it holds, so that other nodes need not wait for it.
pub async fn worker(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut turns = JoinSet::new();
    while !*stop.borrow() {
        for entry in due(&app).await {
            turns.spawn(ask::turn(Arc::clone(&app), entry));
        }
        while turns.try_join_next().is_some() {}
        tokio::select! {
            () = tokio::time::sleep(LOOKS_EVERY) => {}
            // A sender that is gone stops it too.
            gone = stop.changed() => if gone.is_err() { break },
        }
    }
    // What is asked already is heard to its end: an answer is told once. What waits to be asked is another node's to ask.
    app.orders.slots.close();
    while turns.join_next().await.is_some() {}
    let now = app.clock.now();
    let held: Vec<_> = app
        .orders
        .close()
        .into_iter()
        .map(|entry| entry.held)
        .collect();
    let unit = move |tx: &mut Tx| {
        for order in &held {
            tx.let_go_of_order(order, now)?;
        }
        Ok(())
    };
    if let Err(fault) = app.store.write(unit).await {
        tracing::warn!(%fault, "open orders could not be let go of");
    }
}

/// One round: asks about every order that is due, and waits for the answers. True where there was any.
pub async fn run_due(app: &Arc<App>) -> bool {
    let mut turns = JoinSet::new();
    for entry in due(app).await {
        turns.spawn(ask::turn(Arc::clone(app), entry));
    }
    let any = !turns.is_empty();
    while turns.join_next().await.is_some() {}
    any
}

/// What is due, with what other nodes left behind.
async fn due(app: &Arc<App>) -> Vec<Entry> {
    let now = app.clock.now();
    if let Err(fault) = claim(app, now).await {
        tracing::warn!(%fault, "orders could not be looked for");
    }
    app.orders.take_due(now)
}

async fn claim(app: &Arc<App>, now: Timestamp) -> Result<(), Fault> {
    let next = app.store.read(store::ReadTx::next_order_at).await?;
    if next.is_none_or(|next| next > now) {
        return Ok(());
    }
    let unit = move |tx: &mut Tx| {
        let mut claimed = Vec::new();
        while claimed.len() < CLAIMED_AT_ONCE
            && let Some(held) = tx.claim_order(now, now + HELD_FOR)?
        {
            claimed.push(held);
        }
        Ok(claimed)
    };
    for held in app.store.write(unit).await? {
        app.orders.write(Entry {
            held,
            reference: None,
            next_at: now,
            asked_at: None,
            is_fault_told: false,
        });
    }
    Ok(())
}
