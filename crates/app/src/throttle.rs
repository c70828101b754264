//! Throttles: how often one address may ask. They slow the requester and never lock the victim.
//!
//! Counts live in this node's memory, are bounded in number, and never enter an answer's transaction.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use domain::time::{Span, Timestamp};

/// How much of something one requester may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How often.
    pub most: u32,
    /// Within which time.
    pub within: Span,
}

/// Passwords that one address (or IPv6 /64) may try: an office behind one address signs in on Monday morning, a guesser gets nowhere.
pub const PASSWORDS: Limit = Limit {
    most: 600,
    within: Span::minutes(1),
};

/// Links to a forgotten password that one address may ask for.
pub const LINKS: Limit = Limit {
    most: 20,
    within: Span::minutes(10),
};

/// Requesters that are remembered at most; beyond it the oldest windows are forgotten first.
const MOST_KEYS: usize = 100_000;

/// How often something was asked since a moment.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    opened_at: Timestamp,
    count: u32,
}

impl Window {
    /// One that opens now.
    pub(crate) const fn opened(now: Timestamp) -> Self {
        Self {
            opened_at: now,
            count: 0,
        }
    }

    /// Whether it still counts.
    pub(crate) fn is_open(&self, limit: Limit, now: Timestamp) -> bool {
        // A clock that went back opens a new window too: nobody waits for time that was taken away.
        now >= self.opened_at && now.since(self.opened_at) < limit.within
    }

    /// Counts one more; where the limit is passed, until when the requester waits.
    pub(crate) fn count(&mut self, limit: Limit, now: Timestamp) -> Result<(), Timestamp> {
        if !self.is_open(limit, now) {
            *self = Self::opened(now);
        }
        self.count = self.count.saturating_add(1);
        if self.count > limit.most {
            Err(self.opened_at + limit.within)
        } else {
            Ok(())
        }
    }
}

/// The counts of one node.
#[derive(Default)]
pub struct Throttle {
    windows: Mutex<HashMap<(&'static str, IpAddr), Window>>,
}

impl Throttle {
    /// Counts one more; where the limit is passed, until when the requester waits.
    pub fn count(
        &self,
        what: &'static str,
        limit: Limit,
        address: IpAddr,
        now: Timestamp,
    ) -> Result<(), Timestamp> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MOST_KEYS {
            windows.retain(|_, window| window.is_open(limit, now));
            if windows.len() >= MOST_KEYS {
                windows.clear();
            }
        }
        windows
            .entry((what, prefix(address)))
            .or_insert_with(|| Window::opened(now))
            .count(limit, now)
    }
}

/// The part of an address that one requester holds: an IPv4 address, an IPv6 /64.
pub fn prefix(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let segments = v6.segments();
            IpAddr::from([
                segments[0],
                segments[1],
                segments[2],
                segments[3],
                0,
                0,
                0,
                0,
            ])
        }
    }
}
