//! The clocks: the operating system's, and the demo's, which can be pushed forward.

use std::sync::atomic::{AtomicI64, Ordering};

use app::Clock;
use domain::time::{Span, Timestamp};

use crate::system;

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        system::now()
    }
}

/// The farthest that a demo's clock can be pushed in all: a hundred years.
const FARTHEST: Span = Span::days(36_525);

/// A clock that runs with the operating system's, some way ahead of it. It never goes back.
#[derive(Debug, Default)]
pub struct DemoClock {
    ahead_millis: AtomicI64,
}

impl DemoClock {
    /// A clock that is this far ahead already.
    pub fn ahead_by(ahead: Span) -> Self {
        let ahead = ahead.clamp(Span::ZERO, FARTHEST);
        Self {
            ahead_millis: AtomicI64::new(ahead.as_millis()),
        }
    }

    /// How far ahead of the operating system's it is.
    pub fn ahead(&self) -> Span {
        Span::millis(self.ahead_millis.load(Ordering::SeqCst))
    }

    /// Pushes the clock forward; a push back or beyond a hundred years is not done. Gives the new moment, or nothing.
    pub fn advance(&self, by: Span) -> Option<Timestamp> {
        if by < Span::ZERO {
            return None;
        }
        let pushed = |ahead: i64| {
            ahead
                .checked_add(by.as_millis())
                .filter(|ahead| *ahead <= FARTHEST.as_millis())
        };
        self.ahead_millis
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, pushed)
            .ok()?;
        Some(self.now())
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        system::now() + self.ahead()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_push_lasts_and_the_clock_never_goes_back() {
        let clock = DemoClock::default();
        let before = clock.now();
        let pushed = clock.advance(Span::days(15)).unwrap();
        assert!(pushed.since(before) >= Span::days(15));
        assert!(clock.now() >= pushed);
        assert_eq!(clock.advance(Span::seconds(-1)), None);
        assert_eq!(clock.advance(Span::days(36_525)), None);
        assert_eq!(clock.advance(Span::millis(i64::MAX)), None);
        assert!(clock.now().since(pushed) < Span::days(1));
    }
}
