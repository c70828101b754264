//! What the aggregates promise, the same on both engines and behind a pooler.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod answering;
mod bounds;
mod catalogue;
mod circle;
mod classes;
mod dump;
mod figures;
mod finding;
mod gateways;
mod handing;
mod identifications;
mod isolation;
mod issuing;
mod keeping;
mod message_log;
mod one_device;
mod outbox;
mod people;
mod previous_release;
mod reporting;
mod sealing;
mod single_use;
mod tampering;
mod world;
