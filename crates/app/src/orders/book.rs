//! The orders that this node asks about, in memory: when each comes next, and which is being asked about just now.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::eid::OrderReference;
use domain::id::ChallengeId;
use domain::time::Timestamp;
use store::{HeldOrder, JobId};
use tokio::sync::Semaphore;

use super::EVERY;

/// Questions that are out at once. What waits for a slow service waits here and not in the service's queue.
const AT_ONCE: usize = 128;

/// An order that this node holds.
#[derive(Clone)]
pub(crate) struct Entry {
    /// Its job.
    pub(super) held: HeldOrder,
    /// Its name at the eID, as far as this node was told.
    pub(super) reference: Option<OrderReference>,
    /// When it comes next.
    pub(super) next_at: Timestamp,
    /// When the eID was asked last.
    pub(super) asked_at: Option<Timestamp>,
    /// Whether the log was told that it could not be asked about.
    pub(super) is_fault_told: bool,
}

struct Line {
    entry: Entry,
    is_out: bool,
}

/// The orders that this node holds.
pub(crate) struct OrderBook {
    lines: Mutex<HashMap<JobId, Line>>,
    pub(super) slots: Semaphore,
}

impl Default for OrderBook {
    fn default() -> Self {
        Self {
            lines: Mutex::default(),
            slots: Semaphore::new(AT_ONCE),
        }
    }
}

impl OrderBook {
    fn lines(&self) -> MutexGuard<'_, HashMap<JobId, Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes an order down, to be asked about in its time.
    pub(super) fn write(&self, entry: Entry) {
        let line = Line {
            entry,
            is_out: false,
        };
        self.lines().insert(line.entry.held.key(), line);
    }

    /// Those that are due; each is out until it comes back or is crossed out.
    pub(super) fn take_due(&self, now: Timestamp) -> Vec<Entry> {
        let mut lines = self.lines();
        let due = lines
            .values_mut()
            .filter(|line| !line.is_out && line.entry.next_at <= now);
        due.map(|line| {
            line.is_out = true;
            line.entry.clone()
        })
        .collect()
    }

    /// An order comes back and waits for its next turn: a question every two seconds, however long the last answer took.
    pub(super) fn put_back(&self, mut entry: Entry, now: Timestamp) {
        let next = entry.next_at + EVERY;
        entry.next_at = if next > now { next } else { now + EVERY };
        if let Some(line) = self.lines().get_mut(&entry.held.key())
            && line.entry.held.is_held_as(&entry.held)
        {
            line.entry = entry;
            line.is_out = false;
        }
    }

    /// Nothing more is to be asked about it. Where the order was claimed anew since, that claim's line stays.
    pub(super) fn cross_out(&self, entry: &Entry) {
        let mut lines = self.lines();
        let key = entry.held.key();
        if lines
            .get(&key)
            .is_some_and(|line| line.entry.held.is_held_as(&entry.held))
        {
            lines.remove(&key);
        }
    }

    /// Whoever waited for these challenges has gone: they are looked at in the next turn of the worker.
    pub(crate) fn hurry(&self, left: &[ChallengeId]) {
        for line in self.lines().values_mut() {
            if left.contains(&line.entry.held.challenge) {
                line.entry.next_at = Timestamp::from_unix_millis(0);
            }
        }
    }

    /// All of them, crossed out: this node stops.
    pub(super) fn close(&self) -> Vec<Entry> {
        self.lines().drain().map(|(_, line)| line.entry).collect()
    }
}
