//! BankID: the Relying Party API, version 6.0, over mutual TLS.
//!
//! [`Account`] is what the operator gives: where BankID is called, the one root that is trusted there, and our certificate. [`Client`]
//! speaks to it as an [`Eid`](crate::eid::Eid): one request at a time, field by field as BankID asks for it. [`evidence`] checks later what
//! a person signed, and `simulator` plays BankID where there is no certificate.
//!
//! The client never polls, never repeats a request, keeps no order, and never sends a personal number anywhere but in the demand that only
//! this person may complete the order. Nothing that is logged or printed holds a personal number, an order's name or a secret: what
//! BankID said about a failure loses every word with a digit first.

mod account;
mod answer;
mod certificate;
mod client;
pub mod evidence;
mod fault;
mod identity;
mod request;
mod root;
#[cfg(feature = "simulator")]
pub mod simulator;
#[cfg(test)]
mod tests;

pub use account::{Account, AccountFault, CardReader, Demands, Environment, Kind};
pub use client::Client;
pub use identity::{Identity, IdentityFault};
pub use root::{Root, RootFault};
