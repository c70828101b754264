//! # Code by telephone call
//!
//! The factor `voice`: six digits, drawn evenly, read aloud twice in a telephone call to a number that the person confirmed with a first
//! code. Mobile and fixed telephones will do. A code lives five minutes, or what the organisation sets between three and ten, and its
//! challenge fifteen, resends included; a new code replaces the old one, and typing the replaced one is explained and not counted. The
//! code itself is never stored: what is kept is a keyed hash that binds it to its purpose, organisation, person, number and challenge, so
//! that it answers nothing else.
//!
//! Calls are a restricted way (NIST SP 800-63B): the number is confirmed first, another way is always offered, and a role can leave them
//! out. Calls and text messages to one number are one factor, never two. The factor calls nobody itself; it hands over what is to be
//! said.

mod script;
mod view;

#[cfg(test)]
mod tests;

use domain::factor::{Category, FactorKind, Needs, Profile};
use domain::message::MessageChannel;
use domain::time::Span;

static PROFILE: Profile = Profile {
    kind: FactorKind::new("voice"),
    amr: &["tel"],
    category: Category::Possession,
    phishing_resistant: false,
    restricted: true,
    reaches_aal2: true,
    is_backup: false,
    guessable: true,
    identifies: None,
    starts_freely: false,
    needs: Needs {
        phone: true,
        gateway: Some(MessageChannel::Voice),
        service: None,
        ..Needs::NOTHING
    },
    most_per_user: 3,
    rank: 55,
    code_lives_for: Span::minutes(5),
    challenge_lives_for: Span::minutes(15),
};

/// Codes read aloud in a telephone call.
pub struct Voice;
