//! Everything that calls out to somebody else's service: mail, text messages and calls, eIDs.
//!
//! Each service is a trait, the real thing, and a fake that obeys the same rules. Nothing here decides whether a message should be sent,
//! writes to the store, or reads the clock, randomness or the environment: moments, ids and settings are handed in, and what happened is
//! handed back as a value that says whether trying again is safe.
//!
//! The process calls [`install_tls`] once, before the first client is built.

pub mod bankid;
pub mod eid;
pub mod evidence;
pub mod gateway;
pub mod http;
pub mod mail;
mod secret;

pub use secret::Secret;

/// Installs the TLS provider that every client of the process uses. A second call changes nothing.
pub fn install_tls() {
    // It fails only where one is installed already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}
