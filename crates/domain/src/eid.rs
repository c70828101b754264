//! An eID: a service outside that identifies a person. What is asked of one, what it answers, and how it fails, as plain values that
//! every eID shares.
//!
//! ```text
//! start ──► Pending ──► Pending ──► Complete(who)
//!              │                        every outcome is told once: whoever reads it keeps it
//!              └──► Failed(hint)
//! ```
//!
//! Nothing here names a particular eID, and nothing that is somebody's – a number, a reference, what opens an app – can be printed.

mod fault;
mod order;
mod outcome;
mod proof;
#[cfg(test)]
mod tests;

pub use fault::{Breach, EidFault, Stretch, TlsFault};
pub use order::{
    Browser, CallInitiator, Device, NewOrder, OrderReference, PhoneOrder, Purpose, QrSeed, Started,
    Visit,
};
pub use outcome::{Evidence, Hint, Identified, Risk, Seen};
pub use proof::{PROOF_FORMAT, Proof};
