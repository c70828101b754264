//! TOTP (RFC 6238): HOTP whose counter is the time.
//!
//! ```text
//! verify:  … now−window … now … now+window      Matched{step} │ Replayed │ NoMatch
//! past_match:  now−10 … now−1                   only for a hint about a slow clock, never a way in
//! ```
//!
//! Nothing here stores a step or widens the window by itself. The caller keeps the highest accepted step and writes
//! it in the same transaction as what the code buys.

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::{Code, Parameters, Period, Secret, hotp};

/// How many past steps [`past_match`] looks at.
pub const PAST_STEPS: u64 = 10;

/// What became of a typed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// Right and new. `step` is to be stored as the highest one used.
    Matched {
        /// The time step the code belongs to.
        step: u64,
    },
    /// Right, but of a step that was used already, or of one before it.
    Replayed,
    /// Not a code of this window.
    NoMatch,
}

/// The time step at `unix_seconds`.
pub fn step_at(unix_seconds: u64, period: Period) -> u64 {
    unix_seconds / period.divisor()
}

/// The code that stands at `unix_seconds`.
pub fn totp_at(secret: &Secret, parameters: Parameters, unix_seconds: u64) -> Code {
    at_step(secret, parameters, step_at(unix_seconds, parameters.period))
}

/// Checks a typed code against the steps `now − window ..= now + window`.
///
/// A step not above `last_used_step` is refused as [`Verification::Replayed`]. All steps are computed and compared,
/// whichever matches, so the time taken does not tell how far off a code was. A window of 1 is usual, 0 strict; each
/// step more gives a guesser two more right answers.
pub fn verify(
    secret: &Secret,
    parameters: Parameters,
    typed: &Code,
    unix_seconds: u64,
    window: u64,
    last_used_step: Option<u64>,
) -> Verification {
    let now = step_at(unix_seconds, parameters.period);
    let (mut fresh, mut used) = (Choice::from(0), Choice::from(0));
    let mut matched = 0;
    for step in now.saturating_sub(window)..=now.saturating_add(window) {
        let right = at_step(secret, parameters, step).matches(typed);
        let is_new = Choice::from(u8::from(last_used_step.is_none_or(|last| step > last)));
        // Should two steps give the same code, the later one is stored: then neither can be used again.
        matched.conditional_assign(&step, right & is_new);
        fresh |= right & is_new;
        used |= right & !is_new;
    }
    if fresh.into() {
        Verification::Matched { step: matched }
    } else if used.into() {
        Verification::Replayed
    } else {
        Verification::NoMatch
    }
}

/// How many steps ago a typed code stood, if that was one of the last [`PAST_STEPS`]: "your clock is slow".
///
/// For a hint on the page only, after [`verify`] said [`Verification::NoMatch`]. Steps to come are never looked at:
/// an answer about them would tell a guesser which code is going to be right.
pub fn past_match(
    secret: &Secret,
    parameters: Parameters,
    typed: &Code,
    unix_seconds: u64,
) -> Option<u64> {
    let now = step_at(unix_seconds, parameters.period);
    let mut ago = 0;
    for behind in (1..=PAST_STEPS.min(now)).rev() {
        let right = at_step(secret, parameters, now - behind).matches(typed);
        ago.conditional_assign(&behind, right);
    }
    (!bool::from(ago.ct_eq(&0))).then_some(ago)
}

fn at_step(secret: &Secret, parameters: Parameters, step: u64) -> Code {
    hotp(secret, step, parameters.algorithm, parameters.digits)
}

#[cfg(test)]
mod tests;
