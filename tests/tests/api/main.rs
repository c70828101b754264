//! The REST API over HTTP: every operation of the table with the wrong credential, the wrong scope and another organisation's things; the form
//! of requests; requests that are sent twice; credentials from their making to their end.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod credentials;
mod form;
mod machine;
mod once;
mod settings;
mod swap;
mod things;
