//! # BankID
//!
//! The factor `bankid`: the person identifies in the BankID app, on the device that shows the page or on another one that scans an
//! animated picture, and the app checks their security code or biometrics. What binds it to an account is a Swedish personal number or
//! coordination number: where we know whose account it is, only that person can complete the order, and the number that comes back is
//! compared again. It can also say who somebody is before we know it, so that an organisation may let it be the whole login.
//!
//! An order begins only on the person's act, belongs to the challenge that began it, and is asked for by one poller. A picture that
//! nobody scanned is replaced by a new order unasked, five times or for three minutes; then the page asks the person.
//!
//! Somebody on the telephone with support is identified too, where support has a recovery case of theirs: the app asks whether they called
//! us, or we them. What comes of it is told to the agent and is a proof of the case; it signs nobody in.
//!
//! It never lets an order's name or the picture's secret out of its sealed bytes, never takes an order's name from anybody, never sends an
//! address to come back to without a nonce, and accepts nothing that BankID calls a high risk.

mod browser;
mod call;
mod data;
mod live;
mod qr;
mod view;
mod visible;
mod word;

#[cfg(any(test, feature = "testing"))]
pub(crate) mod person;
#[cfg(test)]
mod tests;

use domain::challenge;
use domain::factor::{Category, DeviceProof, FactorKind, Identifies, Needs, Profile};
use domain::personal_number::PersonalNumber;
use domain::random::Random;
use domain::refusal::Refusal;
use domain::time::Span;
use text::{Language, Source};

use crate::{
    Adopts, Asked, Authenticator, Brought, Consumption, DataFault, Draft, Factor, Form, Identity,
    Live, NewAuthenticator, Outcome, Progress, Setting, View,
};
use data::{FORMAT, Held, Number, Question};

/// The field that brings the nonce along when the app came back to the page.
const RETURNED: &str = "returned";

static PROFILE: Profile = Profile {
    kind: FactorKind::new("bankid"),
    amr: &["swk", "user"],
    category: Category::Possession,
    phishing_resistant: false,
    restricted: false,
    reaches_aal2: true,
    is_backup: false,
    guessable: true,
    identifies: Some(Identifies::Person),
    starts_freely: false,
    needs: Needs {
        service: Some("bankid"),
        ..Needs::NOTHING
    },
    // One person has one number; the apps and cards that it is used with are BankID's matter.
    most_per_user: 1,
    rank: 15,
    // No code is sent: each order has its own, shorter life.
    code_lives_for: LIVES_FOR,
    challenge_lives_for: LIVES_FOR,
};

/// Long enough for several orders, each of which lives three minutes.
const LIVES_FOR: Span = Span::minutes(10);

/// Identification with BankID.
pub struct BankId;

impl Factor for BankId {
    fn profile(&self) -> &Profile {
        &PROFILE
    }

    fn words(&self) -> Vec<Source> {
        vec![
            Source {
                language: Language::Sv,
                name: "bankid",
                ftl: include_str!("sv.ftl"),
            },
            Source {
                language: Language::En,
                name: "bankid",
                ftl: include_str!("en.ftl"),
            },
        ]
    }

    fn begin_enrolment(&self, _: &Setting<'_>, _: &[Authenticator], _: &mut dyn Random) -> Draft {
        Draft {
            data: Question::of(None).write(),
            data_format: FORMAT,
            letters: Vec::new(),
        }
    }

    fn enrolment_view(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
    ) -> Result<Box<dyn View>, DataFault> {
        let draft = Question::read(draft)?;
        Ok(Box::new(view::Page::new(
            setting,
            &draft,
            challenge::Purpose::Enrol,
        )))
    }

    fn continue_enrolment(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
        form: &Form,
        _: &mut dyn Random,
    ) -> Result<Progress, DataFault> {
        let proof = Question::read(draft)?.proof(setting.now, form.field(RETURNED));
        Ok(match proof {
            Ok(number) => Progress::Done(bound(setting, number)),
            Err(refusal) => Progress::Rejected(refusal),
        })
    }

    fn begin_challenge(
        &self,
        _: &Setting<'_>,
        authenticators: &[Authenticator],
        _: &mut dyn Random,
    ) -> Result<Asked, DataFault> {
        let known = authenticators.first().map(Held::read).transpose()?;
        Ok(Asked {
            data: Question::of(known).write(),
            data_format: FORMAT,
            letters: Vec::new(),
        })
    }

    fn challenge_view(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        _: &[Authenticator],
    ) -> Result<Box<dyn View>, DataFault> {
        let question = Question::read(data)?;
        if let Some(page) = call::Page::of(&question, setting.now) {
            return Ok(Box::new(page));
        }
        Ok(Box::new(view::Page::new(
            setting,
            &question,
            challenge::Purpose::Prove,
        )))
    }

    fn answer(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
        form: &Form,
    ) -> Result<Outcome, DataFault> {
        let proof = Question::read(data)?.proof(setting.now, form.field(RETURNED));
        let held = authenticators
            .iter()
            .map(Held::read)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(match proof {
            Ok(number) => match held.iter().position(|held| *held == number) {
                Some(authenticator) => Outcome::Verified {
                    authenticator,
                    device: DeviceProof::CHECKED,
                    copied: false,
                    consumption: Consumption::ChallengeOnly,
                },
                None => Outcome::Rejected(Refusal::OrderAnothers),
            },
            Err(Refusal::OrderAnothers) => Outcome::Rejected(Refusal::OrderAnothers),
            // Nothing was guessed: the order is open, was lost or strayed. A high risk is BankID's judgement of the right person, who must
            // not be locked out by it; each new try costs an order, and those are bounded.
            Err(refusal) => Outcome::NotCounted(refusal),
        })
    }

    fn adopts(&self) -> Option<Adopts> {
        Some(Adopts::PersonalNumber)
    }

    fn adopt(
        &self,
        setting: &Setting<'_>,
        brought: &Brought<'_>,
    ) -> Option<Result<NewAuthenticator, Refusal>> {
        match brought {
            Brought::PersonalNumber(number) => Some(Ok(bound(setting, **number))),
            Brought::Address(_) | Brought::Secret { .. } => None,
        }
    }

    fn names(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        form: &Form,
    ) -> Result<Identity, DataFault> {
        let proof = Question::read(data)?.proof(setting.now, form.field(RETURNED));
        Ok(match proof {
            Ok(number) => Identity::Proved(identifier(number)),
            Err(refusal) => Identity::Refused(refusal),
        })
    }

    fn live(&self) -> Option<&dyn Live> {
        Some(self)
    }
}

/// What the person with this number is bound by.
fn bound(setting: &Setting<'_>, number: PersonalNumber) -> NewAuthenticator {
    let name = setting.text.get("factor-bankid.label");
    NewAuthenticator {
        label: format!("{name} {}", number.masked()),
        data: Held {
            number: Number(number),
        }
        .write(),
        data_format: FORMAT,
        identifier: Some(identifier(number)),
        channel: None,
        consumed_through: None,
        device: DeviceProof::default(),
    }
}

/// What authenticators are found by: no two accounts of an organisation are one person's.
fn identifier(number: PersonalNumber) -> Vec<u8> {
    number.digits().into_bytes()
}
