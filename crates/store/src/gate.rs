//! The first connection finds out whether the database is fit, and brings it up to date where that was asked for; the others wait.

use std::sync::{Mutex, PoisonError};

use crate::fault::Fault;

/// Passed once per store; shut again when the database behind it may have become another.
#[derive(Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
}

#[derive(Default, Clone, Copy)]
struct State {
    open: bool,
    was_open: bool,
}

/// Whether the gate was ever passed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passage {
    /// Never yet: a missing file may be made.
    First,
    /// Before: a database that is missing now was taken away.
    Again,
}

impl Gate {
    /// Runs `examine` unless it has succeeded already.
    pub(crate) fn pass(
        &self,
        examine: impl FnOnce(Passage) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.open {
            return Ok(());
        }
        examine(if state.was_open {
            Passage::Again
        } else {
            Passage::First
        })?;
        *state = State {
            open: true,
            was_open: true,
        };
        Ok(())
    }

    /// Has the next one examine again.
    pub(crate) fn shut(&self) {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .open = false;
    }
}
