//! The rules of Tvåsteg as pure functions and plain types.
//!
//! Nothing here is async, does input or output, reads a clock, draws randomness or looks at the environment: every such thing is a
//! value that is handed in. One function decides what a login must prove: [`policy::requirement`].

pub mod id;
pub mod random;
pub mod time;
