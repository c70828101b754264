//! The harness of the tests that stand outside the crates: a whole server in this process, without sockets, with a clock that is set and
//! randomness that is seeded, on either engine; and browsers that know its pages by what they promise.
//!
//! Nothing here decides what is right but [`always`], which holds every single answer of every test to what each answer must keep. No
//! test waits by the clock: the clock is a value.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking, and says what it found"
)]

pub mod always;
pub mod authenticator;
pub mod browser;
pub mod clock;
pub mod database;
pub mod eid;
pub mod entropy;
pub mod logs;
pub mod page;
pub mod passkey;
pub mod request;
pub mod tags;
pub mod together;
pub mod world;

pub use authenticator::Authenticator;
pub use browser::Browser;
pub use database::{Database, Engine};
pub use page::Page;
pub use world::{World, each_engine, on};
