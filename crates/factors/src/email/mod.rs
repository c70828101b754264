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
use domain::random::Random;
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use text::{Language, Source};

use crate::sending::{self, FORMAT, Question, Sends, Stage};
use crate::{
    Asked, Authenticator, Channel, DataFault, Draft, Factor, Form, Letter, Outcome, Progress,
    Reach, Setting, View, bytes,
};

static PROFILE: Profile = Profile {
    kind: FactorKind::new("email"),
    amr: &["otp"],
    category: Category::Possession,
    phishing_resistant: false,
    restricted: true,
    reaches_aal2: false,
    is_backup: false,
    identifies: false,
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

    fn letter(
        setting: &Setting<'_>,
        purpose: challenge::Purpose,
        address: &EmailAddress,
        code: &str,
        expires_at: Timestamp,
    ) -> Letter {
        match purpose {
            challenge::Purpose::Prove => letter::proving(setting, address, code, expires_at),
            challenge::Purpose::Enrol => letter::confirming(setting, address, code, expires_at),
        }
    }
}

impl Factor for Email {
    fn profile(&self) -> &Profile {
        &PROFILE
    }

    fn reach(&self, authenticator: &Authenticator) -> Result<Option<Reach>, DataFault> {
        sending::address_of::<Self>(authenticator).map(|address| Some(Reach::Mailbox(address)))
    }

    fn words(&self) -> Vec<Source> {
        vec![
            Source {
                language: Language::Sv,
                name: "email",
                ftl: include_str!("sv.ftl"),
            },
            Source {
                language: Language::En,
                name: "email",
                ftl: include_str!("en.ftl"),
            },
        ]
    }

    fn begin_enrolment(&self, _: &Setting<'_>, _: &mut dyn Random) -> Draft {
        sending::begin_enrolment()
    }

    fn enrolment_view(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
    ) -> Result<Box<dyn View>, DataFault> {
        let stage: Stage = bytes::read(FORMAT, draft)?;
        Ok(match stage.sent {
            None => Box::new(view::AskAddress::new(setting)),
            Some(sent) => Box::new(view::Confirm::new(setting, sent)),
        })
    }

    fn continue_enrolment(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
        form: &Form,
        random: &mut dyn Random,
    ) -> Result<Progress, DataFault> {
        sending::continue_enrolment::<Self>(setting, draft, form, random)
    }

    fn begin_challenge(
        &self,
        setting: &Setting<'_>,
        authenticators: &[Authenticator],
        random: &mut dyn Random,
    ) -> Result<Asked, DataFault> {
        sending::begin_challenge::<Self>(setting, authenticators, random)
    }

    fn ask_again(
        &self,
        setting: &Setting<'_>,
        purpose: challenge::Purpose,
        data: &[u8],
        random: &mut dyn Random,
    ) -> Result<Option<Asked>, DataFault> {
        sending::ask_again::<Self>(setting, purpose, data, random)
    }

    fn challenge_view(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        _: &[Authenticator],
    ) -> Result<Box<dyn View>, DataFault> {
        let question: Question = bytes::read(FORMAT, data)?;
        let address = sending::kept::<Self>(&question.sent.address)?;
        Ok(Box::new(view::Prompt::new(
            setting,
            &address,
            question.sent.expires_at,
        )))
    }

    fn answer(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
        form: &Form,
    ) -> Result<Outcome, DataFault> {
        sending::answer::<Self>(setting, data, authenticators, form)
    }
}
