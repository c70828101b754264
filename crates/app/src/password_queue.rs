//! What waits to be hashed: bounded, first come first served, and closed when nobody is left who could add to it.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::password_pool::Busy;

/// What a thread does next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next<J> {
    /// This.
    Job(J),
    /// Nothing came for a while.
    Rest,
    /// Nothing will come any more.
    Closed,
}

struct State<J> {
    waiting: VecDeque<J>,
    closed: bool,
}

/// The queue, as the threads see it.
pub(crate) struct Queue<J> {
    state: Mutex<State<J>>,
    changed: Condvar,
    bound: usize,
}

impl<J> Queue<J> {
    pub(crate) const fn new(bound: usize) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            closed: false,
        };
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
            bound,
        }
    }

    fn state(&self) -> MutexGuard<'_, State<J>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a job; with `rest_after`, no longer than that.
    pub(crate) fn next(&self, rest_after: Option<Duration>) -> Next<J> {
        let state = self.state();
        let idle = |state: &mut State<J>| state.waiting.is_empty() && !state.closed;
        let mut state = match rest_after {
            None => self
                .changed
                .wait_while(state, idle)
                .unwrap_or_else(PoisonError::into_inner),
            Some(span) => {
                let waited = self.changed.wait_timeout_while(state, span, idle);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
        match state.waiting.pop_front() {
            Some(job) => Next::Job(job),
            None if state.closed => Next::Closed,
            None => Next::Rest,
        }
    }
}

/// The way into the queue. When its last clone is gone, the queue is closed; what waits is still done.
pub(crate) struct Way<J>(Arc<Closing<J>>);

struct Closing<J>(Arc<Queue<J>>);

impl<J> Clone for Way<J> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<J> Way<J> {
    pub(crate) fn into(queue: Arc<Queue<J>>) -> Self {
        Self(Arc::new(Closing(queue)))
    }

    /// Adds a job, unless as many wait as may.
    pub(crate) fn push(&self, job: J) -> Result<(), Busy> {
        let queue = &self.0.0;
        let mut state = queue.state();
        if state.waiting.len() >= queue.bound {
            return Err(Busy);
        }
        state.waiting.push_back(job);
        drop(state);
        queue.changed.notify_one();
        Ok(())
    }
}

impl<J> Drop for Closing<J> {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn beyond_its_bound_a_job_is_refused() {
        let queue = Arc::new(Queue::new(2));
        let way = Way::into(Arc::clone(&queue));
        way.push(1).unwrap();
        way.push(2).unwrap();
        assert_eq!(way.push(3), Err(Busy));
        assert_eq!(queue.next(None), Next::Job(1));
        way.push(3).unwrap();
        assert_eq!(
            [queue.next(None), queue.next(None)],
            [Next::Job(2), Next::Job(3)]
        );
    }

    #[test]
    fn whoever_keeps_memory_is_told_that_nothing_came() {
        let queue = Arc::new(Queue::new(1));
        let way = Way::into(Arc::clone(&queue));
        assert_eq!(queue.next(Some(Duration::ZERO)), Next::Rest);
        way.push(1).unwrap();
        assert_eq!(queue.next(Some(Duration::ZERO)), Next::Job(1));
    }

    #[test]
    fn the_last_way_in_closes_the_queue_behind_what_waits() {
        let queue = Arc::new(Queue::new(2));
        let way = Way::into(Arc::clone(&queue));
        let other = way.clone();
        way.push(1).unwrap();
        drop(way);
        other.push(2).unwrap();
        drop(other);
        assert_eq!(
            [queue.next(None), queue.next(None)],
            [Next::Job(1), Next::Job(2)]
        );
        assert_eq!(queue.next(None), Next::Closed);
    }
}
