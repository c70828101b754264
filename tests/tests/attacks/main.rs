//! The attack catalogue: every attack by its number, named by what holds against it. What is about time (A23) is measured in `bench/`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod binding;
mod bounds;
mod devices;
mod enrolment;
mod enumeration;
mod faults;
mod forgery;
mod guessing;
mod hosts;
mod injection;
mod lockout;
mod messages;
mod messages_gateways;
mod messages_inside;
mod parallel;
mod passwords;
mod people;
mod policy;
mod redirects;
mod replay;
mod sessions;
mod tenants;
mod thief;
mod underfoot;
