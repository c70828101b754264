//! Recovery, administration, delivery and house-keeping over both engines, with a mailer that keeps what it is given.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

mod administer;
mod deliver;
mod ground;
mod keep;
mod messages;
mod notices;
mod recover;
mod sealing;
