//! Passkeys from a browser's side: every way on which somebody shows who they are by one, and the attacks of the catalogue on each (A05,
//! A06, A09, A22, A29, A54, A61), by their numbers. The browser's own part and the device are the software authenticator, which breaks one
//! thing at a time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod alike;
mod binding;
mod breaking;
mod copied;
mod once;
mod policy;
mod record;
mod several;
mod ways;
