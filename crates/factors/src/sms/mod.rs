//! # Code by text message
//!
//! The factor `sms`: six digits, drawn evenly, sent as a text message to a mobile number that the person confirmed with a first code. A
//! code lives five minutes, or what the organisation sets between three and ten, and its challenge fifteen, resends included; a new code
//! replaces the old one, and typing the replaced one is explained and not counted. The code itself is never stored: what is kept is a
//! keyed hash that binds it to its purpose, organisation, person, number and challenge, so that it answers nothing else.
//!
//! Text messages are a restricted way (NIST SP 800-63B): the number is confirmed first, another way is always offered, and a role can
//! leave them out. Text messages and calls to one number are one factor, never two. The factor sends nothing itself; it hands over the
//! message.

mod message;
mod view;

#[cfg(test)]
mod tests;

use domain::factor::{Category, FactorKind, Needs, Profile};
use domain::message::MessageChannel;
use domain::time::Span;

static PROFILE: Profile = Profile {
    kind: FactorKind::new("sms"),
    amr: &["sms"],
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
        gateway: Some(MessageChannel::Sms),
        service: None,
        ..Needs::NOTHING
    },
    most_per_user: 3,
    rank: 50,
    code_lives_for: Span::minutes(5),
    challenge_lives_for: Span::minutes(15),
};

/// Codes sent as text messages.
pub struct Sms;
