//! *Security and login*, and the administration from a session, from the use cases' public side, on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod administering;
mod change_password;
mod fresh_proof;
mod overview;
mod own_data;
mod people;
mod remove;
mod rename;
mod sessions;
mod support_desk;
mod switch_off;
mod trusted_devices;
mod world;
