//! What the demo's own pages are given: the outbox and the clock.

use std::sync::Arc;

use app::Clock as _;
use connect::mail::outbox::Outbox;
use domain::time::{Span, Timestamp};
use web::demo::{Demo, DemoMessage};

use crate::clock::DemoClock;

/// The demo's outbox and clock.
pub struct Side {
    outbox: Arc<Outbox>,
    clock: Arc<DemoClock>,
}

impl Side {
    /// Puts them together.
    pub const fn new(outbox: Arc<Outbox>, clock: Arc<DemoClock>) -> Self {
        Self { outbox, clock }
    }
}

impl Demo for Side {
    fn advance(&self, by: Span) -> Option<Timestamp> {
        self.clock.advance(by)
    }

    fn outbox(&self) -> Vec<DemoMessage> {
        Vec::new()
    }
}
