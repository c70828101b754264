//! *Security and login*: what a person sees and changes of their own account, inside a session.
//!
//! Whatever makes the account weaker or another's asks for fresh proof in the very unit that does it, never in the page alone; it ends the
//! other sessions, the logins under way and every trusted device, and its owner is told by mail. Ending a session or forgetting a device
//! takes power away and asks for nothing. Binding a factor is an area of its own.
//!
//! ```text
//! overview ─► reauthenticate (a login of its own) ─► rename, remove, switch_off, change_password, export_own
//!          └► revoke_device, revoke_session, revoke_other_sessions, sign_out, set_language
//! ```

mod change_password;
mod export_own;
mod fresh_proof;
mod history;
mod overview;
mod reauthenticate;
mod removal;
mod remove;
mod rename;
mod revoke_device;
mod revoke_other_sessions;
mod revoke_session;
mod set_language;
mod sign_out;
mod switch_off;

pub use change_password::{Passwords, change_password, least_characters};
pub use export_own::export_own;
pub use fresh_proof::needs_fresh_proof;
pub use history::{Happening, History, history};
pub use overview::{
    Authenticator, Codes, Demand, Device, Offer, Overview, SessionLine, SwitchOff, overview,
};
pub use reauthenticate::reauthenticate;
pub use remove::{Removed, remove};
pub use rename::rename;
pub use revoke_device::revoke_device;
pub use revoke_other_sessions::revoke_other_sessions;
pub use revoke_session::{Revoked, revoke_session};
pub use set_language::set_language;
pub use sign_out::sign_out;
pub use switch_off::{SwitchedOff, switch_off};
