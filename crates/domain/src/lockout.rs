//! How long a wrong answer makes its sender wait, and when an authenticator closes for good.
//!
//! A pause alone is no bound: five tries in fifteen minutes find a code in four cases of ten within a year. So wrong answers in a row are
//! counted for life, and the hundredth closes the authenticator until recovery or another factor opens it (SP 800-63B-4 §3.2.2).

use crate::time::Span;

/// Wrong answers in a row after which an authenticator is closed.
pub const MOST_FAILURES: i64 = 100;

/// Wrong answers after which a challenge is dead.
pub const ATTEMPTS_PER_CHALLENGE: i64 = 5;

/// The first wrong answer of a factor that makes the next one wait.
pub const FACTOR_WAITS_FROM: i64 = 5;

/// The first wrong password, per account and address, that makes the next one wait.
pub const PASSWORD_WAITS_FROM: i64 = 10;

/// The first wait.
pub const FIRST_WAIT: Span = Span::seconds(30);

/// No wait is longer.
pub const LONGEST_WAIT: Span = Span::hours(1);

/// The wait after the `failures`-th wrong answer in a row where waiting starts with the `waits_from`-th: 30 s, doubling to an hour.
pub fn wait_after(failures: i64, waits_from: i64) -> Span {
    let beyond = failures.saturating_sub(waits_from);
    if beyond < 0 {
        return Span::ZERO;
    }
    // 30 s · 2^7 is more than an hour already.
    let doubled = FIRST_WAIT.as_millis() << beyond.min(7);
    Span::millis(doubled.min(LONGEST_WAIT.as_millis()))
}

#[cfg(test)]
mod tests;
