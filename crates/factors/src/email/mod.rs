//! # Code by e-mail
//!
//! The factor `email`: six digits, drawn evenly, sent to a mailbox that the person confirmed with a first code. A code lives ten
//! minutes and its challenge fifteen, resends included; a new code replaces the old one, and typing the replaced one is explained
//! and not counted. The code itself is never stored: what is kept is a keyed hash that binds it to its purpose, organisation,
//! person, address and challenge, so that it answers nothing else.
//!
//! Mail is a restricted way (NIST SP 800-63B): it meets *two-step*, but never Aal2 and never `mfa`. The factor sends nothing itself;
//! it hands over the letter.

mod code;
mod letter;
mod view;

#[cfg(any(test, feature = "testing"))]
pub(crate) mod person;
#[cfg(test)]
mod tests;

use domain::challenge;
use domain::email::EmailAddress;
use domain::factor::{Category, FactorKind, Needs, Profile};
use domain::id::AuthenticatorId;
use domain::random::Random;
use domain::refusal::Refusal;
use domain::time::Span;
use otp::{Code, Digits};
use serde::{Deserialize, Serialize};
use text::{Language, Source};

use self::code::{Compared, Sent};
use crate::{
    Asked, Authenticator, Channel, Consumption, DataFault, Draft, Factor, Form, Letter,
    NewAuthenticator, Outcome, Progress, Setting, View, bytes,
};

const FORMAT: i64 = 1;

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

/// An authenticator.
#[derive(Serialize, Deserialize)]
struct Mailbox {
    address: String,
}

/// An enrolment: first an address is asked for, then the code that was sent there.
#[derive(Serialize, Deserialize)]
struct Stage {
    sent: Option<Sent>,
}

/// A challenge: the code that was sent, and to which authenticator.
#[derive(Serialize, Deserialize)]
struct Question {
    authenticator: AuthenticatorId,
    sent: Sent,
}

fn fault() -> DataFault {
    DataFault {
        format: FORMAT,
        source: None,
    }
}

/// An address that we once checked and stored.
fn stored(address: &str) -> Result<EmailAddress, DataFault> {
    EmailAddress::parse(address).map_err(|_| fault())
}

impl Email {
    /// Sends a first code to an address.
    fn sent_to(
        setting: &Setting<'_>,
        address: &EmailAddress,
        random: &mut dyn Random,
    ) -> (Stage, Letter) {
        let (sent, code) = Sent::first(setting, challenge::Purpose::Enrol, address, random);
        let letter = letter::confirming(setting, address, &code, sent.expires_at);
        (Stage { sent: Some(sent) }, letter)
    }

    fn draft(stage: &Stage, letters: Vec<Letter>) -> Draft {
        Draft {
            data: bytes::write(FORMAT, stage),
            data_format: FORMAT,
            letters,
        }
    }
}

impl Factor for Email {
    fn profile(&self) -> &Profile {
        &PROFILE
    }

    fn mailbox(&self, authenticator: &Authenticator) -> Result<Option<EmailAddress>, DataFault> {
        let mailbox: Mailbox = bytes::read(FORMAT, &authenticator.data)?;
        stored(&mailbox.address).map(Some)
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
        Self::draft(&Stage { sent: None }, Vec::new())
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
        let stage: Stage = bytes::read(FORMAT, draft)?;
        let (code, address) = (form.field("code").trim(), form.field("address").trim());
        // A code that was typed goes before an address that a browser may have filled in by itself; the same address once more is
        // no change.
        let stays = |sent: &Sent| {
            !code.is_empty() || address.is_empty() || sent.address.eq_ignore_ascii_case(address)
        };
        let Some(sent) = stage.sent.filter(stays) else {
            return Ok(match EmailAddress::parse(address) {
                Ok(address) => {
                    let (stage, letter) = Self::sent_to(setting, &address, random);
                    Progress::Show(Self::draft(&stage, vec![letter]))
                }
                Err(_) => Progress::Rejected(Refusal::EmailMalformed),
            });
        };
        let address = stored(&sent.address)?;
        let Ok(typed) = Code::from_typed(code, Digits::SIX) else {
            return Ok(Progress::Rejected(Refusal::CodeMalformed));
        };
        Ok(
            match sent.compare(setting, challenge::Purpose::Enrol, &address, &typed) {
                Compared::Right => Progress::Done(NewAuthenticator {
                    label: address.masked(),
                    data: bytes::write(
                        FORMAT,
                        &Mailbox {
                            address: address.as_str().to_owned(),
                        },
                    ),
                    data_format: FORMAT,
                    identifier: None,
                    channel: Some(Channel {
                        medium: "email",
                        address: address.canonical(),
                    }),
                    consumed_through: None,
                }),
                other => Progress::Rejected(other.refusal()),
            },
        )
    }

    fn begin_challenge(
        &self,
        setting: &Setting<'_>,
        authenticators: &[Authenticator],
        random: &mut dyn Random,
    ) -> Result<Asked, DataFault> {
        let first = authenticators.first().ok_or_else(fault)?;
        let mailbox: Mailbox = bytes::read(FORMAT, &first.data)?;
        let address = stored(&mailbox.address)?;
        let (sent, code) = Sent::first(setting, challenge::Purpose::Prove, &address, random);
        let letter = letter::proving(setting, &address, &code, sent.expires_at);
        let question = Question {
            authenticator: first.id,
            sent,
        };
        Ok(Asked {
            data: bytes::write(FORMAT, &question),
            data_format: FORMAT,
            letters: vec![letter],
        })
    }

    fn ask_again(
        &self,
        setting: &Setting<'_>,
        purpose: challenge::Purpose,
        data: &[u8],
        random: &mut dyn Random,
    ) -> Result<Option<Asked>, DataFault> {
        let (data, letter) = match purpose {
            challenge::Purpose::Enrol => {
                let Some(sent) = bytes::read::<Stage>(FORMAT, data)?.sent else {
                    return Ok(None);
                };
                let address = stored(&sent.address)?;
                let (sent, code) = sent.again(setting, purpose, &address, random);
                let letter = letter::confirming(setting, &address, &code, sent.expires_at);
                (bytes::write(FORMAT, &Stage { sent: Some(sent) }), letter)
            }
            challenge::Purpose::Prove => {
                let Question {
                    authenticator,
                    sent,
                } = bytes::read(FORMAT, data)?;
                let address = stored(&sent.address)?;
                let (sent, code) = sent.again(setting, purpose, &address, random);
                let letter = letter::proving(setting, &address, &code, sent.expires_at);
                let question = Question {
                    authenticator,
                    sent,
                };
                (bytes::write(FORMAT, &question), letter)
            }
        };
        Ok(Some(Asked {
            data,
            data_format: FORMAT,
            letters: vec![letter],
        }))
    }

    fn challenge_view(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        _: &[Authenticator],
    ) -> Result<Box<dyn View>, DataFault> {
        let question: Question = bytes::read(FORMAT, data)?;
        let address = stored(&question.sent.address)?;
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
        let question: Question = bytes::read(FORMAT, data)?;
        let Ok(typed) = Code::from_typed(form.field("code"), Digits::SIX) else {
            return Ok(Outcome::NotCounted(Refusal::CodeMalformed));
        };
        // The hash is made with the address that the authenticator has today: a code sent to another one is a wrong code.
        let Some(place) = authenticators
            .iter()
            .position(|one| one.id == question.authenticator)
        else {
            return Ok(Outcome::Rejected(Refusal::CodeWrong));
        };
        let mailbox: Mailbox = bytes::read(FORMAT, &authenticators[place].data)?;
        let address = stored(&mailbox.address)?;
        let purpose = challenge::Purpose::Prove;
        Ok(
            match question.sent.compare(setting, purpose, &address, &typed) {
                Compared::Right => Outcome::Verified {
                    authenticator: place,
                    user_verified: false,
                    consumption: Consumption::ChallengeOnly,
                },
                Compared::Wrong => Outcome::Rejected(Refusal::CodeWrong),
                other => Outcome::NotCounted(other.refusal()),
            },
        )
    }
}
