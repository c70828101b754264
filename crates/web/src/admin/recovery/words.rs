//! The words of cases: states, sources, outcomes and what denies a step.

use domain::recovery::{Denial, Outcome, OutcomeKind, Source, State};
use text::Text;

/// A state in a word or two.
pub(super) fn state(text: &Text, state: State) -> String {
    text.get(&format!("support-state-{}", state.as_str()))
}

/// The class of a state's tag.
pub(super) const fn class(state: State) -> &'static str {
    match state {
        State::Open | State::Approved => "tag",
        State::Asked => "tag warn",
        State::Stopped => "tag bad",
        State::Acted | State::Closed => "tag off",
    }
}

/// How a case came to be.
pub(super) fn source(text: &Text, source: Source) -> String {
    text.get(&format!("support-source-{}", source.as_str()))
}

/// A way to help.
pub(super) fn outcome(text: &Text, kind: OutcomeKind) -> String {
    text.get(&format!("support-outcome-{}", kind.as_str()))
}

/// What was asked, with its figures.
pub(super) fn asked(text: &Text, outcome: Outcome) -> String {
    match outcome {
        Outcome::Pass { shape, minutes } => text.with1(
            &format!("support-asked-pass-{}", shape.as_str()),
            "minutes",
            i64::from(minutes),
        ),
        Outcome::Grace { days } => text.with1("support-asked-grace", "days", i64::from(days)),
        Outcome::Unlock => text.get("support-asked-unlock"),
        Outcome::SwitchOff => text.get("support-asked-switch-off"),
    }
}

/// Why a step may not be taken.
pub(super) fn denial(text: &Text, denial: Denial) -> String {
    text.get(&format!("admin-reason-{}", denial.code()))
}
