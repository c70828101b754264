//! The attack catalogue: every attack by its number, named by what holds against it. What is about time (A23) is measured in `bench/`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod binding;
mod devices;
mod enrolment;
mod forgery;
mod guessing;
mod lockout;
mod parallel;
mod people;
mod replay;
mod sessions;
mod tenants;
