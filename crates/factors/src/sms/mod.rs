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

use domain::challenge;
use domain::factor::{Category, FactorKind, Needs, Profile};
use domain::message::MessageChannel;
use domain::phone::PhoneNumber;
use domain::random::Random;
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use text::{Language, Source, Text};

use crate::number::{self, AskNumber, Confirm, Prompt};
use crate::sending::{self, FORMAT, Question, Sends, Stage};
use crate::{
    Asked, Authenticator, Channel, DataFault, Draft, Factor, Form, Letter, Outcome, Progress,
    Reach, Setting, View, bytes,
};

static PROFILE: Profile = Profile {
    kind: FactorKind::new("sms"),
    amr: &["sms"],
    category: Category::Possession,
    phishing_resistant: false,
    restricted: true,
    reaches_aal2: true,
    is_backup: false,
    identifies: false,
    starts_freely: false,
    needs: Needs {
        phone: true,
        gateway: Some(MessageChannel::Sms),
        ..Needs::NOTHING
    },
    most_per_user: 3,
    rank: 50,
    code_lives_for: Span::minutes(5),
    challenge_lives_for: Span::minutes(15),
};

/// Codes sent as text messages.
pub struct Sms;

impl Sends for Sms {
    type Address = PhoneNumber;

    const LABEL: &'static str = "sms code";
    const FIELD: &'static str = "number";

    fn typed(setting: &Setting<'_>, typed: &str) -> Result<PhoneNumber, Refusal> {
        number::typed(setting, MessageChannel::Sms, typed)
    }

    fn kept(address: &str) -> Option<PhoneNumber> {
        PhoneNumber::from_e164(address).ok()
    }

    fn text(number: &PhoneNumber) -> &str {
        number.e164()
    }

    fn channel(number: &PhoneNumber) -> Channel {
        number::channel(number)
    }

    fn label(setting: &Setting<'_>, number: &PhoneNumber) -> String {
        number::masked(setting, number)
    }

    fn letter(
        setting: &Setting<'_>,
        purpose: challenge::Purpose,
        number: &PhoneNumber,
        code: &str,
        expires_at: Timestamp,
    ) -> Letter {
        message::of(setting, purpose, number, code, expires_at)
    }
}

impl Factor for Sms {
    fn profile(&self) -> &Profile {
        &PROFILE
    }

    fn reach(&self, authenticator: &Authenticator) -> Result<Option<Reach>, DataFault> {
        sending::address_of::<Self>(authenticator).map(|number| Some(Reach::Number(number)))
    }

    fn wording(&self, purpose: challenge::Purpose, text: &Text) -> Option<String> {
        Some(message::wording(purpose, text))
    }

    fn words(&self) -> Vec<Source> {
        vec![
            Source {
                language: Language::Sv,
                name: "sms",
                ftl: include_str!("sv.ftl"),
            },
            Source {
                language: Language::En,
                name: "sms",
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
        let Some(sent) = stage.sent else {
            return Ok(Box::new(AskNumber::<view::SmsPages>::new(setting)));
        };
        let number = sending::kept::<Self>(&sent.address)?;
        let view = Confirm::<view::SmsPages>::new(setting, &number, sent.expires_at);
        Ok(Box::new(view))
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
        let number = sending::kept::<Self>(&question.sent.address)?;
        let view = Prompt::<view::SmsPages>::new(setting, &number, question.sent.expires_at);
        Ok(Box::new(view))
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
