//! What waits for a thread: bounded, first come first served, and closed exactly once.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::fault::Fault;

struct State<J> {
    waiting: VecDeque<J>,
    closed: bool,
}

/// A queue with a bound; beyond it a push is refused at once.
pub(crate) struct Queue<J> {
    state: Mutex<State<J>>,
    /// There is work, or it is closed: whoever waits here takes what there is.
    changed: Condvar,
    /// It is closed. Whoever lets time pass waits here, so that no word of new work is spent on them.
    closing: Condvar,
    bound: usize,
}

impl<J> Queue<J> {
    pub(crate) const fn new(bound: usize) -> Self {
        Self {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                closed: false,
            }),
            changed: Condvar::new(),
            closing: Condvar::new(),
            bound,
        }
    }

    fn state(&self) -> MutexGuard<'_, State<J>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, job: J) -> Result<(), Fault> {
        let mut state = self.state();
        if state.closed {
            return Err(Fault::Stopped);
        }
        if state.waiting.len() >= self.bound {
            return Err(Fault::Busy);
        }
        state.waiting.push_back(job);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for work and takes up to `most` of it. Nothing: the queue is closed and empty.
    pub(crate) fn take_group(&self, most: usize) -> Vec<J> {
        let mut state = self.state();
        while state.waiting.is_empty() && !state.closed {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let taken = state.waiting.len().min(most);
        state.waiting.drain(..taken).collect()
    }

    /// Waits for one piece of work.
    pub(crate) fn take(&self) -> Option<J> {
        self.take_group(1).pop()
    }

    /// Takes whatever waits, without waiting.
    pub(crate) fn take_all(&self) -> Vec<J> {
        self.state().waiting.drain(..).collect()
    }

    /// Lets some time pass, or less if the queue is closed meanwhile. Tells whether it is closed.
    pub(crate) fn pause(&self, pause: Duration) -> bool {
        let state = self.state();
        let (state, _) = self
            .closing
            .wait_timeout_while(state, pause, |state| !state.closed)
            .unwrap_or_else(PoisonError::into_inner);
        state.closed
    }

    /// Takes no more work; what waits is still done.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
        self.closing.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_its_bound_a_push_is_refused() {
        let queue = Queue::new(2);
        assert!(queue.push(1).is_ok());
        assert!(queue.push(2).is_ok());
        assert!(matches!(queue.push(3), Err(Fault::Busy)));
        assert_eq!(queue.take(), Some(1));
        assert!(queue.push(3).is_ok());
        assert_eq!(queue.take_group(64), [2, 3]);
    }

    #[test]
    #[allow(
        clippy::disallowed_methods,
        reason = "two threads wait here as the store's own do; both end with the queue"
    )]
    fn work_is_given_to_whoever_waits_for_it_and_not_to_whoever_lets_time_pass() {
        use std::sync::{Arc, mpsc};
        use std::thread;

        let queue = Arc::new(Queue::new(100));
        let (told, taken) = mpsc::channel();
        let (resting, working) = (Arc::clone(&queue), Arc::clone(&queue));
        // A thread whose database is away, which was there first.
        let resting = thread::spawn(move || resting.pause(Duration::from_hours(1)));
        thread::spawn(move || {
            while let Some(job) = working.take() {
                let _ = told.send(job);
            }
        });
        for job in 0..100 {
            assert!(queue.push(job).is_ok());
            assert_eq!(taken.recv_timeout(Duration::from_secs(20)), Ok(job));
        }
        queue.close();
        assert!(resting.join().is_ok_and(|closed| closed));
    }

    #[test]
    fn a_closed_queue_gives_out_what_waits_and_takes_no_more() {
        let queue = Queue::new(2);
        assert!(queue.push(1).is_ok());
        queue.close();
        assert!(matches!(queue.push(2), Err(Fault::Stopped)));
        assert_eq!(queue.take(), Some(1));
        assert_eq!(queue.take(), None);
        assert!(queue.pause(Duration::from_hours(1)));
    }
}
