//! How long a session lives.

use crate::time::{Span, Timestamp};

/// The two ends of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// From its beginning, whatever happens.
    pub overall: Span,
    /// From its last use.
    pub idle: Span,
}

/// How long fresh proof stays fresh for a change of factors, addresses or passwords (R30).
pub const FRESH_FOR: Span = Span::minutes(5);

/// How far two nodes' clocks may differ: a proof this little ahead of `now` was made just now on another node.
pub const CLOCKS_DIFFER_BY: Span = Span::seconds(5);

/// How old `last_seen_at` may be before it is written again.
pub const SEEN_EVERY: Span = Span::minutes(1);

/// The lifetime of a session (R42): where two-step is demanded 24 hours and one hour idle, else 30 days and a day idle.
pub const fn lifetime(two_step: bool) -> Lifetime {
    if two_step {
        Lifetime {
            overall: Span::hours(24),
            idle: Span::hours(1),
        }
    } else {
        Lifetime {
            overall: Span::days(30),
            idle: Span::hours(24),
        }
    }
}

/// What is known of a session's course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// When it began, or was last proved anew.
    pub proved_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// When it was to end at the latest when it was issued.
    pub expires_at: Timestamp,
}

/// When a session ends that has these two ends today: shortening them shortens the sessions that stand, and lengthening them none.
pub fn ends_at(course: Course, lives: Lifetime) -> Timestamp {
    course
        .expires_at
        .min(course.proved_at + lives.overall)
        .min(course.last_seen_at + lives.idle)
}

#[cfg(test)]
mod tests;
