//! Callers that do the same thing over and over at once, and how long each time took.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use tokio::task::JoinSet;

use crate::sample::Sample;
use crate::stopwatch::Stopwatch;

/// When callers stop.
#[derive(Clone, Copy)]
pub(crate) enum Until {
    /// After this long.
    Over(Duration),
    /// When this many are done.
    Done(u64),
}

/// What callers did.
pub(crate) struct Called {
    /// How often.
    pub(crate) done: u64,
    /// How often each second.
    pub(crate) per_second: f64,
    /// How long each time took.
    pub(crate) took: Sample,
}

/// Runs `work` in so many tasks at once; each call is handed a number of its own, from nought on.
pub(crate) async fn call<F, W>(callers: usize, until: Until, work: F) -> Result<Called>
where
    F: Fn(u64) -> W + Send + Sync + 'static,
    W: Future<Output = Result<()>> + Send,
{
    let (work, next) = (Arc::new(work), Arc::new(AtomicU64::new(0)));
    let watch = Stopwatch::start();
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let (work, next) = (Arc::clone(&work), Arc::clone(&next));
        tasks.spawn(async move {
            let (own, mut took) = (Stopwatch::start(), Vec::new());
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let over = match until {
                    Until::Over(span) => own.has_run_for(span),
                    Until::Done(all) => number >= all,
                };
                if over {
                    return anyhow::Ok(took);
                }
                let before = own.millis();
                work(number).await?;
                took.push(own.millis() - before);
            }
        });
    }
    let mut took = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        took.append(&mut ended??);
    }
    let done = took.len() as u64;
    Ok(Called {
        done,
        per_second: watch.per_second(done),
        took: Sample::of(took),
    })
}

/// What callers run on: as many threads as the server has here.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?)
}
