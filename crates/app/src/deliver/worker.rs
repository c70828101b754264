//! The loop that keeps the outbox empty while the program runs.

use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use tokio::sync::watch;

use super::run_due::run_some;
use crate::{App, Clock};

/// What the jobs of the outbox are called.
const JOB: &str = "delivery";

/// How long the outbox may be left alone: another node may have put something in.
const LOOKS_EVERY: Duration = Duration::from_secs(1);

/// Sends what is due until `stop` says true. Whoever starts the program starts this, and waits for it when stopping.
pub async fn worker(app: Arc<App>, clock: Arc<dyn Clock>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let wait = match step(&app, clock.now()).await {
            Ok(wait) => wait,
            Err(fault) => {
                tracing::warn!(%fault, "the outbox could not be looked at");
                LOOKS_EVERY
            }
        };
        if wait.is_zero() {
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            // A sender that is gone stops it too.
            gone = stop.changed() => if gone.is_err() { return },
        }
    }
}

/// Sends a few messages, or tells how long there is nothing to do. Looking costs one read; only what is due is claimed.
async fn step(app: &Arc<App>, now: Timestamp) -> Result<Duration, crate::Fault> {
    let next = app.store.read(|tx| tx.next_job_at(JOB)).await?;
    let Some(next) = next else {
        return Ok(LOOKS_EVERY);
    };
    if next <= now {
        let taken = run_some(app, now).await?;
        // Another node was quicker: there is no hurry.
        return Ok(if taken == 0 {
            LOOKS_EVERY
        } else {
            Duration::ZERO
        });
    }
    let millis = u64::try_from(next.since(now).as_millis()).unwrap_or(0);
    Ok(Duration::from_millis(millis).min(LOOKS_EVERY))
}
