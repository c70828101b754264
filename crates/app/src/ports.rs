//! What the outside hands in: a clock, randomness, a mail server. `server` and the tests bring them.

use std::net::IpAddr;

use domain::time::Timestamp;

/// A clock. `web` reads it once a request and hands the moment down.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// A moment is a clock that stands still.
impl Clock for Timestamp {
    fn now(&self) -> Timestamp {
        *self
    }
}

/// An address that nobody asked from: the command line.
pub const NOWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);
