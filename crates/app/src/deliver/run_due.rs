//! Sends the messages that are due.

use std::sync::Arc;

use domain::time::Timestamp;

use crate::{App, Fault, handing, outbox};

/// Messages that are under way at once. A mail server that is silent holds up no more than these.
const LANES: usize = 4;

/// Sends everything that is due at `now`, of whichever organisation, and tells how many messages were taken up.
pub async fn run_due(app: &Arc<App>, now: Timestamp) -> Result<usize, Fault> {
    let mut taken = 0;
    loop {
        let round = run_some(app, now).await?;
        if round == 0 {
            return Ok(taken);
        }
        taken += round;
    }
}

/// Sends a few messages side by side. Each is claimed at `now`, so that no claim is older than the message is long under way.
pub(super) async fn run_some(app: &Arc<App>, now: Timestamp) -> Result<usize, Fault> {
    let (one, two, three, four) = tokio::join!(
        run_one(app, now),
        run_one(app, now),
        run_one(app, now),
        run_one(app, now)
    );
    let lanes: [Result<bool, Fault>; LANES] = [one, two, three, four];
    let mut taken = 0;
    for lane in lanes {
        taken += usize::from(lane?);
    }
    Ok(taken)
}

async fn run_one(app: &Arc<App>, now: Timestamp) -> Result<bool, Fault> {
    let claimed = app
        .store
        .write(move |tx| tx.claim_next_delivery(now, now + outbox::HELD_FOR))
        .await?;
    let Some(claimed) = claimed else {
        return Ok(false);
    };
    handing::send(app, claimed, now).await.map(|_| true)
}
