//! A clock that stands still until it is moved.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::{Span, Timestamp};

/// When every test begins: a Monday morning, seven seconds into a time step.
pub const BEGINNING: Timestamp = Timestamp::from_unix_seconds(1_791_187_207);

/// The clock of a [`crate::World`]; all its nodes go by it.
pub struct MockClock(AtomicI64);

impl MockClock {
    /// A clock that shows `at`.
    pub const fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.unix_millis()))
    }

    /// Moves it on; a negative span moves it back.
    pub fn advance(&self, by: Span) -> Timestamp {
        self.0.fetch_add(by.as_millis(), Ordering::SeqCst);
        app::Clock::now(self)
    }
}

impl app::Clock for MockClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.0.load(Ordering::SeqCst))
    }
}
