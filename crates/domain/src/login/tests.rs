//! A login waits where its next step says, and its names are read back as they were written.

use super::{LIVES_FOR, Purpose, State};
use crate::factor::FactorSet;
use crate::policy::Step;
use crate::time::{Span, Timestamp};

#[test]
fn every_step_has_the_state_that_awaits_it() {
    let grace = Step::OfferGrace {
        until: Timestamp::from_unix_seconds(1),
    };
    for (step, state, open) in [
        (Step::Complete, State::Complete, false),
        (
            Step::Prove(FactorSet::parse("totp")),
            State::FactorPending,
            true,
        ),
        (Step::Enrol, State::EnrolmentRequired, true),
        (grace, State::GraceOffered, true),
        (Step::Support, State::Refused, false),
    ] {
        assert_eq!(State::awaiting(&step), state, "{step:?}");
        assert_eq!(state.is_open(), open, "{state:?}");
    }
    assert!(State::FirstProofPending.is_open());
}

#[test]
fn purposes_and_states_are_read_back_as_written() {
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::named(purpose.as_str()), Some(purpose));
    }
    for state in State::ALL {
        assert_eq!(State::named(state.as_str()), Some(state));
    }
    for name in ["", "Complete", "complete ", "sign-in", "factor_pending\0"] {
        assert_eq!(Purpose::named(name), None, "{name:?}");
        assert_eq!(State::named(name), None, "{name:?}");
    }
}

#[test]
fn a_login_outlives_every_code_that_it_asks_for() {
    assert!(LIVES_FOR >= Span::minutes(15));
}
