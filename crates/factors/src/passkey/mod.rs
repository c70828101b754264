//! # Passkey
//!
//! The factor `passkey`: a key pair that a device, a security key or a provider keeps for this organisation's address alone (`WebAuthn`
//! Level 3). The browser hands the signature over only to pages of that address, so a look-alike site gets nothing. Several per person.
//!
//! After the password it is one more factor. Where the device checked the person (a PIN, a fingerprint, a face) it is two in one act, and
//! may be the whole login: the passkey tells whose it is, and nobody types a name.
//!
//! The cryptography is `webauthn-rs-core`'s. What its checks leave to the caller is checked here: that no page of others asked, that the
//! passkey belongs to the account that it claims, and that its count of uses only ever rises.
//!
//! It never asks which passkeys an account has before somebody has proved to be its person: what the page shows before the password is the
//! same for everybody, so nothing tells who exists.

mod accepted;
mod ceremony;
mod data;
mod makers;
mod models;
mod strict;
mod view;

#[cfg(any(test, feature = "testing"))]
pub(crate) mod person;
#[cfg(test)]
mod tests;

use domain::factor::{Category, FactorKind, Identifies, KeyHome, Needs, Profile};
use domain::message::SettingsRefusal;
use domain::organisation::Rules;
use domain::random::Random;
use domain::refusal::Refusal;
use domain::time::Span;
use serde_json::Value;
use text::{Language, Source};

use crate::{
    Asked, Authenticator, Consumption, DataFault, Draft, Factor, Form, Identity, NewAuthenticator,
    Outcome, Progress, Setting, View,
};
use ceremony::Answer;
use data::{FORMAT, Held, Question};

/// How long a credential id may be (`WebAuthn` Level 3 §7.1).
const CREDENTIAL_BYTES: std::ops::RangeInclusive<usize> = 1..=1023;

/// The field that brings what the browser gave, as JSON.
const CREDENTIAL: &str = crate::FROM_BROWSER;

static PROFILE: Profile = Profile {
    kind: FactorKind::new("passkey"),
    // Where the key lives (`hwk`, `swk`) each proof tells.
    amr: &["user"],
    category: Category::Possession,
    phishing_resistant: true,
    restricted: false,
    reaches_aal2: true,
    is_backup: false,
    guessable: false,
    identifies: Some(Identifies::Account),
    starts_freely: true,
    needs: Needs {
        relying_party: true,
        ..Needs::NOTHING
    },
    most_per_user: 20,
    rank: 10,
    // No code is sent: the question itself grows old.
    code_lives_for: LIVES_FOR,
    challenge_lives_for: LIVES_FOR,
};

/// As long as a question may be answered.
const LIVES_FOR: Span = Span::minutes(5);

/// Passkeys: a device's own key, a security key, a provider's synced key.
pub struct Passkey;

impl Factor for Passkey {
    fn profile(&self) -> &Profile {
        &PROFILE
    }

    fn words(&self) -> Vec<Source> {
        vec![
            Source {
                language: Language::Sv,
                name: "passkey",
                ftl: include_str!("sv.ftl"),
            },
            Source {
                language: Language::En,
                name: "passkey",
                ftl: include_str!("en.ftl"),
            },
        ]
    }

    fn begin_enrolment(
        &self,
        setting: &Setting<'_>,
        own: &[Authenticator],
        random: &mut dyn Random,
    ) -> Draft {
        // One that cannot be read excludes nothing: it is the browser's comfort, and the store refuses the same passkey twice.
        let held = own.iter().filter_map(|own| Held::read(own).ok());
        let question = Question::draw(setting, random).excluding(held);
        Draft {
            data: question.write(),
            data_format: FORMAT,
            letters: Vec::new(),
        }
    }

    fn enrolment_view(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
    ) -> Result<Box<dyn View>, DataFault> {
        let question = Question::read(draft)?;
        let options = ceremony::creation(setting, &question);
        Ok(Box::new(view::Enrolment::new(setting, &question, options)))
    }

    fn continue_enrolment(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
        form: &Form,
        random: &mut dyn Random,
    ) -> Result<Progress, DataFault> {
        let question = Question::read(draft)?;
        if question.is_old(setting.now) {
            let anew = Question::draw(setting, random).excluding_the_same(question);
            return Ok(Progress::Show(Draft {
                data: anew.write(),
                data_format: FORMAT,
                letters: Vec::new(),
            }));
        }
        Ok(
            match ceremony::create(setting, &question, form.field(CREDENTIAL)) {
                Ok(held) => Progress::Done(bound(setting, &held)),
                Err(refusal) => Progress::Rejected(refusal),
            },
        )
    }

    fn begin_challenge(
        &self,
        setting: &Setting<'_>,
        authenticators: &[Authenticator],
        random: &mut dyn Random,
    ) -> Result<Asked, DataFault> {
        let mut question = Question::draw(setting, random);
        // Without a user it is to be the whole login, which takes both factors.
        question.verified |= authenticators.is_empty();
        Ok(Asked {
            data: question.write(),
            data_format: FORMAT,
            letters: Vec::new(),
        })
    }

    fn challenge_view(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
    ) -> Result<Box<dyn View>, DataFault> {
        let question = Question::read(data)?;
        let held = read_all(authenticators)?;
        let options = ceremony::request(setting, &question, &held);
        Ok(Box::new(view::Prompt::new(
            setting,
            &question,
            authenticators,
            options,
        )))
    }

    fn answer(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
        form: &Form,
    ) -> Result<Outcome, DataFault> {
        let question = Question::read(data)?;
        let held = read_all(authenticators)?;
        if question.is_old(setting.now) {
            return Ok(Outcome::NotCounted(Refusal::CodeExpired));
        }
        let answer = match Answer::read(form.field(CREDENTIAL)) {
            Ok(answer) => answer,
            // Nothing is compared with what is no answer, so it is no guess.
            Err(refusal) => return Ok(Outcome::NotCounted(refusal)),
        };
        let own = held.iter().position(|held| answer.is_by(held));
        let Some(place) = own else {
            return Ok(Outcome::Rejected(Refusal::PasskeyWrong));
        };
        Ok(
            match ceremony::prove(setting, &question, &held[place], &answer) {
                Ok(proof) => Outcome::Verified {
                    authenticator: place,
                    device: proof.device,
                    copied: proof.copied,
                    consumption: proof.left.map_or(Consumption::ChallengeOnly, |held| {
                        Consumption::Data(held.write())
                    }),
                },
                // The device would not check the person, who did nothing wrong by that.
                Err(Refusal::PasskeyUnverified) => Outcome::NotCounted(Refusal::PasskeyUnverified),
                Err(Refusal::PasskeyCopied) => Outcome::Copied {
                    authenticator: place,
                },
                Err(refusal) => Outcome::Rejected(refusal),
            },
        )
    }

    fn names(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        form: &Form,
    ) -> Result<Identity, DataFault> {
        let question = Question::read(data)?;
        if question.is_old(setting.now) {
            return Ok(Identity::Refused(Refusal::CodeExpired));
        }
        Ok(match Answer::read(form.field(CREDENTIAL)) {
            Ok(answer) if answer.says_whose() => Identity::Claimed(answer.id().to_vec()),
            Ok(_) => Identity::Refused(Refusal::PasskeyWrong),
            Err(refusal) => Identity::Refused(refusal),
        })
    }

    fn key_home(&self, authenticator: &Authenticator) -> Result<Option<KeyHome>, DataFault> {
        Ok(Some(Held::read(authenticator)?.home()))
    }

    fn accepted(
        &self,
        setting: &Setting<'_>,
        own: &[Authenticator],
    ) -> Result<Option<Value>, DataFault> {
        Ok(accepted::signal(setting, &read_all(own)?))
    }

    fn check_rules(&self, rules: &Rules) -> Result<(), SettingsRefusal> {
        makers::check(&rules.passkeys)
    }

    fn narrows(&self, before: &Rules, after: &Rules) -> bool {
        after.passkeys.verified && !before.passkeys.verified
    }

    /// A device that did not check its person when the passkey was made may have learnt it since; nobody knows before it does.
    fn suffices(&self, rules: &Rules, authenticator: &Authenticator) -> Result<bool, DataFault> {
        Ok(!rules.passkeys.verified || Held::read(authenticator)?.verified)
    }
}

fn read_all(authenticators: &[Authenticator]) -> Result<Vec<Held>, DataFault> {
    authenticators.iter().map(Held::read).collect()
}

fn bound(setting: &Setting<'_>, held: &Held) -> NewAuthenticator {
    NewAuthenticator {
        label: held.name(setting),
        data: held.write(),
        data_format: FORMAT,
        identifier: Some(held.id().to_vec()),
        channel: None,
        consumed_through: None,
        device: held.device_at_creation(),
    }
}
