//! Every route in every state of a login (A01, A02, A03): a matrix made from the router's own table.
//!
//! A route that has no line in [`table::EXPECTED`] fails, and so does a line without a route: whoever adds a route says here what it gives
//! to whom.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod matrix;
mod states;
mod table;
