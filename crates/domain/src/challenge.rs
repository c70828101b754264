//! A challenge: one open question with an expiry and a number of attempts left.
//!
//! ```text
//! open ── right answer ──► used
//!  │ ├── fifth wrong answer ──► dead
//!  │ └── another way chosen, login over ──► replaced
//!  └── a resend keeps the challenge and its attempts and restarts the code's life, within the life of the whole
//! ```

use crate::time::{Span, Timestamp};

/// What a challenge is for. A code of one purpose never answers another (A07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// To prove a second step.
    Prove,
    /// To bind a factor.
    Enrol,
    /// To show who one is, as the whole login.
    Identify,
    /// To show who one is after everything was lost.
    Recover,
}

impl Purpose {
    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prove => "prove",
            Self::Enrol => "enrol",
            Self::Identify => "identify",
            Self::Recover => "recover",
        }
    }

    /// The purpose with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Prove, Self::Enrol, Self::Identify, Self::Recover]
            .into_iter()
            .find(|purpose| purpose.as_str() == name)
    }
}

/// Where a challenge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can be answered.
    Open,
    /// Confirmed, and waiting for what it belongs to (a new set of recovery codes typed back before its factor is enrolled).
    Confirmed,
    /// It was answered.
    Used,
    /// Five wrong answers.
    Dead,
    /// Another way was chosen.
    Replaced,
}

impl State {
    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::Used => "used",
            Self::Dead => "dead",
            Self::Replaced => "replaced",
        }
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        [
            Self::Open,
            Self::Confirmed,
            Self::Used,
            Self::Dead,
            Self::Replaced,
        ]
        .into_iter()
        .find(|state| state.as_str() == name)
    }
}

/// Resends in one challenge.
pub const MOST_RESENDS: i64 = 5;

/// No wait for the next code is longer.
pub const LONGEST_RESEND_WAIT: Span = Span::minutes(32);

/// When the next code may be sent after this many resends: 30 s, 60 s, 2 min, 4 min, doubling to 32 min.
pub fn resend_after(resends: i64, now: Timestamp) -> Timestamp {
    // 30 s · 2^6 is 32 minutes.
    let doubled = Span::seconds(30 << resends.clamp(0, 6));
    now + doubled.min(LONGEST_RESEND_WAIT)
}

#[cfg(test)]
mod tests;
