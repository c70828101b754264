//! Binding a factor: chosen, the password once more, the recovery codes first where none stand, then the factor, all active in one commit.
//!
//! ```text
//! choose ─► password (in a login) ─► recovery codes, one typed back ─► the factor's own page ─► finish
//!                                    (a person's first enrolment)
//! ```
//!
//! It happens inside a login that may not go on without it, or inside a session with fresh proof. Until it is finished nothing is bound,
//! and leaving it leaves nothing (A03, A33).

mod choose;
mod draft;
mod finish;
mod page;
mod progress;
mod resend;
mod step;
mod who;

pub use choose::{abandon, choose};
pub use finish::Finished;
pub use page::{EnrolPage, EnrolWay, FactorPage, download, page};
pub use progress::progress;
pub use resend::resend;
pub use step::{Stepped, step};
pub use who::Who;
