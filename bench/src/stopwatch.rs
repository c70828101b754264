//! Elapsed time, which only measurements read.
#![allow(
    clippy::disallowed_methods,
    reason = "a measurement measures time; nothing it decides depends on it"
)]

use std::time::{Duration, Instant};

/// Runs from its making.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// The moment, for what is timed by somebody else.
    pub(crate) fn moment() -> Instant {
        Instant::now()
    }

    pub(crate) fn has_run_for(&self, span: Duration) -> bool {
        self.0.elapsed() >= span
    }

    /// How many of them were done each second.
    pub(crate) fn per_second(&self, done: u64) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
        let done = done as f64;
        done / self.0.elapsed().as_secs_f64()
    }

    /// How many milliseconds have passed.
    pub(crate) fn millis(&self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1000.0
    }

    /// Lets this much time pass.
    pub(crate) fn wait(span: Duration) {
        std::thread::sleep(span);
    }
}
