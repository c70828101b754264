//! Which of a person's numbers and mailboxes are known long enough to prove anything.

use crate::time::{Span, Timestamp};

/// A number or mailbox that is younger than this proves nothing: whoever got into the account may have put it there.
pub const KNOWN_FOR: Span = Span::hours(24);

/// Since when a number or mailbox is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// When it was put on record.
    pub added_at: Timestamp,
    /// When its person proved it theirs, if they did.
    pub verified_at: Option<Timestamp>,
}

impl Known {
    /// Whether a call back on this number proves something: on record for more than 24 hours. One that an administrator put there counts
    /// without having been proved.
    pub fn may_be_called(&self, now: Timestamp) -> bool {
        now.since(self.added_at) > KNOWN_FOR
    }

    /// Whether a followed link to this mailbox proves something: on record, and confirmed by its person, for more than 24 hours.
    pub fn may_be_written_to(&self, now: Timestamp) -> bool {
        let confirmed = self.verified_at.is_some_and(|at| now.since(at) > KNOWN_FOR);
        confirmed && now.since(self.added_at) > KNOWN_FOR
    }
}
