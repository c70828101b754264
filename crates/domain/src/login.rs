//! A login: the persisted attempt of one browser, from the first proof to a session.
//!
//! ```text
//! FirstProofPending ── password right ──► FactorPending ── second step right ──► Complete
//!        │                                    │  ▲
//!        │                                    │  └── EnrolmentRequired ── enrolled ──► Complete
//!        └──────────────────────────────────► GraceOffered ── later ──► Complete
//! any state ── suspended, expired, cancelled ──► Refused
//! ```
//!
//! A login whose first proof is still pending has no row: there is nothing to remember yet but the browser's cookie.

use crate::policy::Step;
use crate::time::Span;

/// How long a login may take in all.
pub const LIVES_FOR: Span = Span::minutes(30);

/// What a login is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A new session.
    SignIn,
    /// Fresh proof at the person's highest level inside a session.
    Reauthenticate,
    /// A new password for somebody who followed a mailed link.
    Recover,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::SignIn, Self::Reauthenticate, Self::Recover];

    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Reauthenticate => "reauthenticate",
            Self::Recover => "recover",
        }
    }

    /// The purpose with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|purpose| purpose.as_str() == name)
    }
}

/// Where a login stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// The password is asked for (once more, inside a session).
    FirstProofPending,
    /// A second step is asked for.
    FactorPending,
    /// A second step must be set up.
    EnrolmentRequired,
    /// A second step should be set up, and may be put off.
    GraceOffered,
    /// It became what it was for.
    Complete,
    /// It is over without that.
    Refused,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::FirstProofPending,
        Self::FactorPending,
        Self::EnrolmentRequired,
        Self::GraceOffered,
        Self::Complete,
        Self::Refused,
    ];

    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstProofPending => "first_proof_pending",
            Self::FactorPending => "factor_pending",
            Self::EnrolmentRequired => "enrolment_required",
            Self::GraceOffered => "grace_offered",
            Self::Complete => "complete",
            Self::Refused => "refused",
        }
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// The state in which a login waits for `step`.
    pub const fn awaiting(step: &Step) -> Self {
        match step {
            Step::Complete => Self::Complete,
            Step::Prove(_) => Self::FactorPending,
            Step::Enrol => Self::EnrolmentRequired,
            Step::OfferGrace { .. } => Self::GraceOffered,
            Step::Support => Self::Refused,
        }
    }

    /// Whether the login can still go on.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Complete | Self::Refused)
    }
}

#[cfg(test)]
mod tests;
