//! The one store: what Tvåsteg keeps, on SQLite or PostgreSQL, behind methods named by meaning.
//!
//! ```text
//!  caller ── write(closure) ──→ queue ──→ thread: BEGIN · unit · unit · … · COMMIT ──→ answer to each caller
//! ```
//!
//! A unit is a synchronous closure that owns its inputs. It runs on the store's own threads, so nothing can be awaited inside a
//! transaction and a caller that hangs up cannot cut one short; its caller hears only after COMMIT. Which engine it is, only [`conn`] and
//! [`engine`] know. The store reads no clock, no environment and no key file, and it knows no kind of factor.

mod conn;
mod engine;
mod fault;
mod gate;
pub mod keys;
mod migrate;
mod queue;
#[allow(unreachable_pub, reason = "tests reach it through `testing`")]
mod statement;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod tx;
mod unit;
#[allow(unreachable_pub, reason = "tests reach it through `testing`")]
mod value;

pub use conn::Counted;
pub use conn::location::{Location, PostgresLocation};
pub use fault::Fault;
pub use keys::{KeyFault, Keyring};
pub use store::{Readiness, Settings, Store};
pub use tx::{Entropy, ReadTx, Tx};
