//! The steps of a case: ask, approve, act.

use super::{
    Case, Denial, Helper, Outcome, State, Subject, may_open, outcomes_for, proofs_suffice,
};
use crate::time::{Span, Timestamp};

/// A second person approves within this time, or it is asked anew.
pub const APPROVED_WITHIN: Span = Span::minutes(30);

/// What was approved is done within this time after it may be, or it is asked anew.
pub const ACTED_WITHIN: Span = Span::hours(24);

/// How careful the organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Care {
    /// Whether a second person approves.
    pub two_people: bool,
    /// How long is waited between the approval and the act, so that the person can stop it.
    pub waits_for: Span,
}

/// Whether this may be asked: by somebody who may help this person, on proofs that suffice, for something that fits.
pub fn may_ask(
    helper: &Helper,
    subject: &Subject,
    case: &Case,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), Denial> {
    handled(helper, subject, case, now)?;
    if case.standing(now) != State::Open {
        return Err(Denial::Over);
    }
    outcome.check()?;
    if !outcomes_for(subject).contains(&outcome.kind()) {
        return Err(Denial::OutcomeUnfit);
    }
    if !proofs_suffice(&case.proofs, outcome.kind()) {
        return Err(Denial::ProofsMissing);
    }
    Ok(())
}

/// Whether this helper may approve what was asked: a second person, within 30 minutes.
///
/// Whoever might help this person themselves may; and what an owner (`asker`, as they stand now) asks for somebody with rights in Tvåsteg, an
/// agent may approve too, or an organisation with one owner could never help them. For an owner it is always another owner.
pub fn may_approve(
    helper: &Helper,
    asker: &Helper,
    subject: &Subject,
    case: &Case,
    now: Timestamp,
) -> Result<(), Denial> {
    let consents =
        asker.owner && !subject.owner && case.ask.is_some_and(|ask| ask.by == asker.user);
    let reach = Helper {
        owner: helper.owner || (consents && helper.support),
        ..*helper
    };
    handled(&reach, subject, case, now)?;
    if case.standing(now) != State::Asked {
        return Err(Denial::NotAsked);
    }
    if case.had_a_hand(helper.user) {
        return Err(Denial::HadAHand);
    }
    still_fits(subject, case)
}

/// Whether this helper may do what was asked: it is approved, its waiting time is over, and it still fits the person. Whoever approved it
/// leaves it to the one who asked.
pub fn may_act(
    rules: &Care,
    helper: &Helper,
    subject: &Subject,
    case: &Case,
    now: Timestamp,
) -> Result<(), Denial> {
    handled(helper, subject, case, now)?;
    if case.standing(now) != State::Approved {
        return Err(Denial::NotApproved);
    }
    // Two people since it was asked, or what was approved by one alone is asked anew.
    if rules.two_people && (case.approver.is_none() || case.approver == helper.user) {
        return Err(Denial::NotApproved);
    }
    if case.acts_at.is_none_or(|acts_at| now < acts_at) {
        return Err(Denial::TooEarly);
    }
    still_fits(subject, case)
}

/// What every step asks first.
fn handled(helper: &Helper, subject: &Subject, case: &Case, now: Timestamp) -> Result<(), Denial> {
    may_open(helper, subject)?;
    if case.is_over(now) {
        return Err(Denial::Over);
    }
    Ok(())
}

/// Whether what was asked still fits: a role may demand two-step by now.
fn still_fits(subject: &Subject, case: &Case) -> Result<(), Denial> {
    let Some(ask) = &case.ask else {
        return Err(Denial::NotAsked);
    };
    if !outcomes_for(subject).contains(&ask.outcome.kind()) {
        return Err(Denial::OutcomeUnfit);
    }
    if !proofs_suffice(&case.proofs, ask.outcome.kind()) {
        return Err(Denial::ProofsMissing);
    }
    Ok(())
}
