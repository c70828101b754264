//! Grace that somebody moves by hand: for whom there is any, and how far it reaches.
//!
//! The day itself is one date for each person. It begins with the change that makes them need a second step; here is only what those who look
//! after people may make of it afterwards.

use crate::organisation::Organisation;
use crate::role::Role;
use crate::time::{Span, Timestamp};

/// The furthest last day, in days from today.
pub const MOST_DAYS_AHEAD: u32 = 90;

/// Why somebody's grace cannot be moved to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraceFault {
    /// It is over already, or too far away.
    Day,
    /// They have a second step.
    Enrolled,
    /// No role of theirs demands one.
    Undemanded,
}

/// Somebody whose grace is to be moved.
#[derive(Debug, Clone, Copy)]
pub struct Delayed<'a> {
    /// The organisation.
    pub organisation: &'a Organisation,
    /// Their roles.
    pub roles: &'a [Role],
    /// Whether they have a second factor that stands on its own.
    pub has_second_factor: bool,
}

/// Whether grace may end then, whoever it is. What is left of today comes on top of the days that follow it.
pub fn may_end(until: Timestamp, now: Timestamp) -> Result<(), GraceFault> {
    let furthest = now + Span::days(i64::from(MOST_DAYS_AHEAD) + 1);
    if until > now && until <= furthest {
        Ok(())
    } else {
        Err(GraceFault::Day)
    }
}

/// Whether this person may put enrolment off until then. A card that demands nothing before a later day counts too.
pub fn may_be_moved(who: &Delayed<'_>, until: Timestamp, now: Timestamp) -> Result<(), GraceFault> {
    may_end(until, now)?;
    if who.has_second_factor {
        return Err(GraceFault::Enrolled);
    }
    let demanded = who.organisation.two_step_add_on && who.roles.iter().any(|role| role.two_step);
    if demanded {
        Ok(())
    } else {
        Err(GraceFault::Undemanded)
    }
}

#[cfg(test)]
mod tests;
