//! For tests alone: a world to ask a factor in, persons who use factors, the contract that every factor keeps, a dummy factor that
//! proves that a factor is a folder and a line, and an authenticator whose answers can be broken one thing at a time.
//!
//! Nothing here is in the program: the module exists under the feature `testing` and in this crate's own tests.

#![allow(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::expect_used,
    reason = "a broken contract is told by a panic"
)]

mod authenticator;
pub mod contract;
mod dummy;
mod person;
mod reader;
mod trial;
mod world;

#[cfg(test)]
mod tests;

pub use authenticator::{Algorithm, Breaking, SoftAuthenticator, TestMaker};
pub use dummy::Dummy;
pub use person::{Member, Person, cast};
pub use reader::CodeReader;
pub use trial::{Approach, Trial, started};
pub use world::{Seeded, TestKey, World};
