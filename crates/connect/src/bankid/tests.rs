#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

mod accounts;
mod answers;
mod faults;
mod identities;
mod requests;
