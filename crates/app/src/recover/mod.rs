//! Mailed links: a forgotten password, an invitation, an enrolment pass.
//!
//! ```text
//! ask ─► letter ─► look (a GET: nothing happens) ─► open (a login) ─┬─► second step ─► set_password ─► sign in as usual
//!                                                                   └─► password ─► a new second step (enrolment pass)
//! ```
//!
//! A link never stands in for the second step (R22): whoever has one proves it, and not through the mailbox that the link came to. What a
//! link buys and its being spent are one commit. Whether somebody exists is told to nobody (A24).

mod ask;
mod look;
mod open;
mod set_password;

pub use ask::{Asked, ask};
pub use look::{PassView, look};
pub use open::{Opened, open};
pub use set_password::{NewPasswordView, PasswordSet, new_password, set_password};
pub use store::PassPurpose;
