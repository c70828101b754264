//! What the aggregates promise, the same on both engines and behind a pooler.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod answering;
mod bounds;
mod dump;
mod isolation;
mod issuing;
mod keeping;
mod outbox;
mod people;
mod single_use;
mod world;
