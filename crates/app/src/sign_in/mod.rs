//! Signing in: the password, the choice of a second step, its answer, and the question whether to trust the browser.
//!
//! Forced enrolment and recovery are areas of their own; they share how a login goes on ([`crate::completing`]).

mod answer;
mod cancel;
mod choose;
mod identify;
mod later;
mod password;
mod progress;
mod resend;
mod standing;
mod trust;

pub use answer::{Answer, answer};
pub use cancel::cancel;
pub use choose::{Choice, choose};
pub use identify::{Identifying, identify};
pub use later::later;
pub use password::{Entry, Given, confirm_password, sign_in};
pub use progress::progress;
pub use resend::resend;
pub use standing::{AnswerView, Standing, Way, message_failed, standing};
pub use trust::trust;
