//! When a trusted device skips the second step: the device remembers when it proved itself, today's role card decides for how long.

use crate::time::{Span, Timestamp};

/// Whether a device that proved itself at `proved_at` still skips the second step where the cards give `days`.
///
/// A moment ahead of `now` (the clock went back) skips nothing.
pub fn is_trusted(proved_at: Timestamp, days: u32, now: Timestamp) -> bool {
    days > 0 && proved_at <= now && now < trusted_until(proved_at, days)
}

/// Until when it does.
pub fn trusted_until(proved_at: Timestamp, days: u32) -> Timestamp {
    proved_at + Span::days(i64::from(days))
}

#[cfg(test)]
mod tests;
