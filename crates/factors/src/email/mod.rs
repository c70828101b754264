//! # Code by e-mail
//!
//! The factor `email`: six digits, drawn evenly, sent to a mailbox that the person confirmed with a first code. A code lives ten
//! minutes and its challenge fifteen, resends included; a new code replaces the old one, and typing the replaced one is explained
//! and not counted. The code itself is never stored: what is kept is a keyed hash that binds it to its purpose, organisation,
//! person, address and challenge, so that it answers nothing else.
//!
//! Mail is a restricted way (NIST SP 800-63B): it meets *two-step*, but never Aal2 and never `mfa`. The factor sends nothing itself;
//! it hands over the letter.

mod letter;
mod view;

#[cfg(test)]
mod tests;

use domain::challenge;
use domain::email::EmailAddress;
use domain::factor::{Category, FactorKind, Needs, Profile};
use domain::message::MessageChannel;
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use text::Language;

use crate::sending::Sends;
use crate::{Channel, Letter, Reach, Setting, View};

static PROFILE: Profile = Profile {
    kind: FactorKind::new("email"),
    amr: &["otp"],
    category: Category::Possession,
    phishing_resistant: false,
    restricted: true,
    reaches_aal2: false,
    is_backup: false,
    guessable: true,
    identifies: None,
    starts_freely: false,
    needs: Needs {
        email: true,
        ..Needs::NOTHING
    },
    most_per_user: 3,
    rank: 60,
    code_lives_for: Span::minutes(10),
    challenge_lives_for: Span::minutes(15),
};

/// Codes sent to a mailbox.
pub struct Email;

impl Sends for Email {
    type Address = EmailAddress;

    const PROFILE: &'static Profile = &PROFILE;
    const WORDS: [(Language, &'static str); 2] = [
        (Language::Sv, include_str!("sv.ftl")),
        (Language::En, include_str!("en.ftl")),
    ];

    const LABEL: &'static str = "email code";
    const FIELD: &'static str = "address";

    fn typed(_: &Setting<'_>, typed: &str) -> Result<EmailAddress, Refusal> {
        EmailAddress::parse(typed).map_err(|_| Refusal::EmailMalformed)
    }

    fn kept(address: &str) -> Option<EmailAddress> {
        EmailAddress::parse(address).ok()
    }

    fn text(address: &EmailAddress) -> &str {
        address.as_str()
    }

    fn channel(address: &EmailAddress) -> Channel {
        Channel {
            medium: MessageChannel::Email.as_str(),
            address: address.canonical(),
        }
    }

    fn label(_: &Setting<'_>, address: &EmailAddress) -> String {
        address.masked()
    }

    fn reached(address: EmailAddress) -> Reach {
        Reach::Mailbox(address)
    }

    fn asking(setting: &Setting<'_>) -> Box<dyn View> {
        Box::new(view::AskAddress::new(setting))
    }

    fn confirming(
        setting: &Setting<'_>,
        address: &EmailAddress,
        expires_at: Timestamp,
    ) -> Box<dyn View> {
        Box::new(view::Confirm::new(setting, address, expires_at))
    }

    fn prompting(
        setting: &Setting<'_>,
        address: &EmailAddress,
        expires_at: Timestamp,
    ) -> Box<dyn View> {
        Box::new(view::Prompt::new(setting, address, expires_at))
    }

    fn letter(
        setting: &Setting<'_>,
        purpose: challenge::Purpose,
        address: &EmailAddress,
        code: &str,
        expires_at: Timestamp,
    ) -> Letter {
        match purpose {
            challenge::Purpose::Prove
            | challenge::Purpose::Identify
            | challenge::Purpose::Recover => letter::proving(setting, address, code, expires_at),
            challenge::Purpose::Enrol => letter::confirming(setting, address, code, expires_at),
        }
    }
}
