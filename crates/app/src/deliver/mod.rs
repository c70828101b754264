//! Sends what waits in the outbox: what was not taken over at once, and what a process that died left behind; and takes what comes back.
//!
//! Any node may claim a message; a claim ends by itself, and a message that was in somebody's hand when its node died is never sent again.
//! How one message is handed over and settled stands in [`crate::outbox`].

mod accounts;
mod recording;
mod report;
mod run_due;
mod worker;

pub use accounts::{accounts_worker, read_balances, read_of};
pub use recording::recording;
pub use report::{Arrived, Taken, take_report};
pub use run_due::run_due;
pub use worker::worker;
