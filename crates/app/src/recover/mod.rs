//! Mailed links: a forgotten password, an invitation, an enrolment pass; a pass as a code; and the person's side of a recovery case.
//!
//! ```text
//! ask ─► letter ─► look (a GET: nothing happens) ─► open (a login) ─┬─► second step ─► set_password ─► sign in as usual
//!                                                                   └─► password ─► a new second step (enrolment pass)
//! ```
//!
//! A link never stands in for the second step (R22): whoever has one proves it, and not through the mailbox that the link came to. What a
//! link buys and its being spent are one commit. Whether somebody exists is told to nobody (A24).

mod ask;
mod code;
mod confirm;
mod identify;
mod look;
mod open;
mod set_password;
mod stop;
mod support;

pub use ask::{Asked, ask};
pub use code::open_by_code;
pub use confirm::{ConfirmView, confirm, look_at_confirmation};
pub use identify::{Recovering, identify};
pub use look::{PassView, look};
pub use open::{Opened, open};
pub use set_password::{NewPasswordView, PasswordSet, new_password, set_password};
pub use stop::{StopView, Stopped, look_at_stop, stop};
pub use store::PassPurpose;
pub use support::{CaseStatus, SupportView, ask_support, support};
