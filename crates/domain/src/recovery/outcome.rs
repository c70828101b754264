//! How a person can be helped.

use super::{Denial, Subject};
use crate::time::Span;

/// How long an enrolment pass lives where nobody says otherwise, and no shorter one is given out.
pub const SHORTEST_PASS: Span = Span::minutes(10);

/// No enrolment pass lives longer.
pub const LONGEST_PASS: Span = Span::hours(24);

/// The most days of grace that support gives at once.
pub const LONGEST_GRACE_DAYS: u32 = 30;

/// How an enrolment pass is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassShape {
    /// As a link.
    Link,
    /// As a code, read aloud and typed with the username.
    Code,
}

impl PassShape {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Link, Self::Code];

    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Code => "code",
        }
    }

    /// The shape with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.as_str() == name)
    }
}

/// A way to help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutcomeKind {
    /// A pass that opens enrolment, and nothing else.
    Pass,
    /// Wrong answers are forgotten.
    Unlock,
    /// Enrolment may be put off a while.
    Grace,
    /// Two-step ends for the account.
    SwitchOff,
}

impl OutcomeKind {
    /// All of them, the mildest that fits most people first.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Unlock, Self::Grace, Self::SwitchOff];

    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Unlock => "unlock",
            Self::Grace => "grace",
            Self::SwitchOff => "switch-off",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether it ends sessions and trusted devices: all but what leaves every factor as it was.
    pub const fn ends_sessions(self) -> bool {
        matches!(self, Self::Pass | Self::SwitchOff)
    }
}

/// What is to be done for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A pass that opens enrolment, and nothing else.
    Pass {
        /// How it is handed over.
        shape: PassShape,
        /// For how many minutes it works.
        minutes: u32,
    },
    /// Wrong answers are forgotten.
    Unlock,
    /// Enrolment may be put off.
    Grace {
        /// For how many days from now.
        days: u32,
    },
    /// Two-step ends for the account.
    SwitchOff,
}

impl Outcome {
    /// Which way it is.
    pub const fn kind(&self) -> OutcomeKind {
        match self {
            Self::Pass { .. } => OutcomeKind::Pass,
            Self::Unlock => OutcomeKind::Unlock,
            Self::Grace { .. } => OutcomeKind::Grace,
            Self::SwitchOff => OutcomeKind::SwitchOff,
        }
    }

    /// Checks its own bounds.
    pub fn check(&self) -> Result<(), Denial> {
        let fits = match *self {
            Self::Pass { minutes, .. } => {
                let lives_for = Span::minutes(i64::from(minutes));
                (SHORTEST_PASS..=LONGEST_PASS).contains(&lives_for)
            }
            Self::Grace { days } => (1..=LONGEST_GRACE_DAYS).contains(&days),
            Self::Unlock | Self::SwitchOff => true,
        };
        if fits {
            Ok(())
        } else {
            Err(Denial::OutOfBounds)
        }
    }
}

/// The ways that fit this person: a pass asks for a password, grace is for somebody who has to enrol and has nothing yet, and two-step is
/// switched off only where nothing demands it (O3, O5).
pub fn outcomes_for(subject: &Subject) -> Vec<OutcomeKind> {
    let fits = |kind: &OutcomeKind| match kind {
        OutcomeKind::Pass => subject.has_password && (subject.demanded || subject.has_factor),
        OutcomeKind::Unlock => subject.locked,
        OutcomeKind::Grace => subject.has_password && subject.demanded && !subject.has_factor,
        OutcomeKind::SwitchOff => !subject.demanded && subject.has_factor,
    };
    let reachable = !subject.machine && !subject.suspended;
    OutcomeKind::ALL
        .into_iter()
        .filter(|kind| reachable && fits(kind))
        .collect()
}
