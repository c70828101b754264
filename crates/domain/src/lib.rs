//! The rules of Tvåsteg as pure functions and plain types.
//!
//! Nothing here is async, does input or output, reads a clock, draws randomness or looks at the environment: every such thing is a
//! value that is handed in. One function decides what a login must prove: [`policy::requirement`].

pub mod assurance;
pub mod audit;
pub mod challenge;
pub mod effect;
pub mod eid;
pub mod email;
pub mod factor;
pub mod grace;
pub mod id;
pub mod import;
pub mod lockout;
pub mod login;
pub mod message;
pub mod naming;
pub mod organisation;
pub mod password;
pub mod personal_number;
pub mod phone;
pub mod policy;
pub mod random;
pub mod recovery;
pub mod refusal;
pub mod return_to;
pub mod role;
pub mod scope;
pub mod session;
pub mod sms;
pub mod time;
pub mod token;
pub mod trace;
pub mod trusted_device;
pub mod user;
