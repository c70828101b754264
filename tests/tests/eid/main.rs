//! eIDs from a browser's side to the service's and back: every way on which somebody shows who they are by one, and the attacks of the
//! catalogue on each (A20, A62–A65), by their numbers. The service is the simulator, over real TLS and with the real client.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod alike;
mod binding;
mod faults;
mod nodes;
mod once;
mod play;
mod probes;
mod record;
mod settled;
mod shared;
mod signals;
mod taken;
mod underfoot;
mod ways;
