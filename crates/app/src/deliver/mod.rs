//! Sends what waits in the outbox: what was not taken over at once, and what a process that died left behind.
//!
//! ```text
//! waiting ── claimed ──┬── taken over ──► sent
//!    ▲                 ├── refused ─────► failed
//!    └── later ────────┤── answer lost ─► unknown (never sent again)
//!                      └── too old ─────► failed: expired
//! ```
//!
//! Any node may claim a message; a claim ends by itself. How one message is handed over and settled stands in [`crate::outbox`].

mod run_due;
mod worker;

pub use run_due::run_due;
pub use worker::worker;
