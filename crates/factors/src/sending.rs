//! What every factor does that sends a code: asks where to, sends one there, takes it back. Such a factor says only what an address is
//! and what its letter says; the steps are the same for all.
//!
//! ```text
//! enrolment   no address ── an address ─► a code is out ── the code ─► bound
//!                                          ▲     └── another address, another code ──┐
//!                                          └─────────────────────────────────────────┘
//! challenge   a code is out ── another code ─► it replaces the one before
//! ```

use domain::challenge::Purpose;
use domain::factor::{DeviceProof, Profile};
use domain::id::AuthenticatorId;
use domain::random::Random;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use otp::{Code, Digits};
use serde::{Deserialize, Serialize};
use text::{Language, Source, Text};

use crate::sent_code::{Compared, SentCode, Target};
use crate::{
    Adopts, Asked, Authenticator, Brought, Channel, Consumption, DataFault, Draft, Factor, Form,
    Letter, NewAuthenticator, Outcome, Progress, Reach, Setting, View, bytes,
};

pub(crate) const FORMAT: i64 = 1;

/// A factor that sends a code. Whoever is one is a [`Factor`] by it.
pub(crate) trait Sends: Send + Sync {
    /// Where a code goes.
    type Address;

    /// What kind of proof it is.
    const PROFILE: &'static Profile;

    /// Its words in each language.
    const WORDS: [(Language, &'static str); 2];

    /// What is sent, for the code's hash: `email code`.
    const LABEL: &'static str;

    /// The field of the form that an address is typed into.
    const FIELD: &'static str;

    /// Reads a typed address that a code may be sent to.
    fn typed(setting: &Setting<'_>, typed: &str) -> Result<Self::Address, Refusal>;

    /// Reads an address that was kept.
    fn kept(address: &str) -> Option<Self::Address>;

    /// The address as it is kept.
    fn text(address: &Self::Address) -> &str;

    /// The address, canonical, as the mark of a mailbox or number is made of it.
    fn channel(address: &Self::Address) -> Channel;

    /// What an authenticator is called until the person renames it.
    fn label(setting: &Setting<'_>, address: &Self::Address) -> String;

    /// The address, as somebody is told of changes there.
    fn reached(address: Self::Address) -> Reach;

    /// The page that asks for an address.
    fn asking(setting: &Setting<'_>) -> Box<dyn View>;

    /// The page that asks for the first code, which was sent there.
    fn confirming(
        setting: &Setting<'_>,
        address: &Self::Address,
        expires_at: Timestamp,
    ) -> Box<dyn View>;

    /// The page of a challenge.
    fn prompting(
        setting: &Setting<'_>,
        address: &Self::Address,
        expires_at: Timestamp,
    ) -> Box<dyn View>;

    /// The message's usual text, where an organisation may write its own.
    fn usual_text(purpose: Purpose, text: &Text) -> Option<String> {
        let _ = (purpose, text);
        None
    }

    /// The message with a code.
    fn letter(
        setting: &Setting<'_>,
        purpose: Purpose,
        address: &Self::Address,
        code: &str,
        expires_at: Timestamp,
    ) -> Letter;
}

impl<S: Sends> Factor for S {
    fn profile(&self) -> &Profile {
        S::PROFILE
    }

    fn words(&self) -> Vec<Source> {
        let source = |(language, ftl)| Source {
            language,
            name: S::PROFILE.kind.as_str(),
            ftl,
        };
        S::WORDS.map(source).to_vec()
    }

    fn reach(&self, authenticator: &Authenticator) -> Result<Option<Reach>, DataFault> {
        address_of::<S>(authenticator).map(|address| Some(S::reached(address)))
    }

    fn wording(&self, purpose: Purpose, text: &Text) -> Option<String> {
        S::usual_text(purpose, text)
    }

    fn adopts(&self) -> Option<Adopts> {
        Some(if S::PROFILE.needs.phone {
            Adopts::Number
        } else {
            Adopts::Mailbox
        })
    }

    fn adopt(
        &self,
        setting: &Setting<'_>,
        brought: &Brought<'_>,
    ) -> Option<Result<NewAuthenticator, Refusal>> {
        let Brought::Address(address) = brought else {
            return None;
        };
        Some(S::typed(setting, address).map(|address| bound::<S>(setting, &address)))
    }

    fn begin_enrolment(&self, _: &Setting<'_>, _: &[Authenticator], _: &mut dyn Random) -> Draft {
        draft(&Stage { sent: None }, Vec::new())
    }

    fn enrolment_view(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
    ) -> Result<Box<dyn View>, DataFault> {
        let stage: Stage = bytes::read(FORMAT, draft)?;
        let Some(sent) = stage.sent else {
            return Ok(S::asking(setting));
        };
        let address = kept::<S>(&sent.address)?;
        Ok(S::confirming(setting, &address, sent.expires_at))
    }

    fn continue_enrolment(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
        form: &Form,
        random: &mut dyn Random,
    ) -> Result<Progress, DataFault> {
        continue_enrolment::<S>(setting, draft, form, random)
    }

    fn begin_challenge(
        &self,
        setting: &Setting<'_>,
        authenticators: &[Authenticator],
        random: &mut dyn Random,
    ) -> Result<Asked, DataFault> {
        begin_challenge::<S>(setting, authenticators, random)
    }

    fn ask_again(
        &self,
        setting: &Setting<'_>,
        purpose: Purpose,
        data: &[u8],
        random: &mut dyn Random,
    ) -> Result<Option<Asked>, DataFault> {
        ask_again::<S>(setting, purpose, data, random)
    }

    fn challenge_view(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        _: &[Authenticator],
    ) -> Result<Box<dyn View>, DataFault> {
        let question: Question = bytes::read(FORMAT, data)?;
        let address = kept::<S>(&question.sent.address)?;
        Ok(S::prompting(setting, &address, question.sent.expires_at))
    }

    fn answer(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
        form: &Form,
    ) -> Result<Outcome, DataFault> {
        answer::<S>(setting, data, authenticators, form)
    }
}

/// An authenticator.
#[derive(Serialize, Deserialize)]
pub(crate) struct Bound {
    pub(crate) address: String,
}

/// An enrolment: first an address is asked for, then the code that was sent there.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stage {
    pub(crate) sent: Option<SentCode>,
}

/// A challenge: the code that was sent, and to which authenticator.
#[derive(Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) authenticator: AuthenticatorId,
    pub(crate) sent: SentCode,
}

fn fault() -> DataFault {
    DataFault {
        format: FORMAT,
        source: None,
    }
}

/// An address that was once checked and kept.
fn kept<S: Sends>(address: &str) -> Result<S::Address, DataFault> {
    S::kept(address).ok_or_else(fault)
}

/// The address of an authenticator.
fn address_of<S: Sends>(authenticator: &Authenticator) -> Result<S::Address, DataFault> {
    let bound: Bound = bytes::read(FORMAT, &authenticator.data)?;
    kept::<S>(&bound.address)
}

/// Calls `with` with what a code for this purpose and address is bound to.
fn aimed<S: Sends, R>(
    purpose: Purpose,
    address: &S::Address,
    with: impl FnOnce(&Target<'_>) -> R,
) -> R {
    let canonical = S::channel(address).address;
    with(&Target {
        label: S::LABEL,
        purpose,
        address: S::text(address),
        canonical: &canonical,
    })
}

/// Sends a first code.
fn first<S: Sends>(
    setting: &Setting<'_>,
    purpose: Purpose,
    address: &S::Address,
    random: &mut dyn Random,
) -> (SentCode, Letter) {
    let (sent, code) = aimed::<S, _>(purpose, address, |target| {
        SentCode::first(setting, target, random)
    });
    let letter = S::letter(setting, purpose, address, &code, sent.expires_at);
    (sent, letter)
}

/// Sends another code, to where the one before went.
fn again<S: Sends>(
    setting: &Setting<'_>,
    purpose: Purpose,
    sent: SentCode,
    random: &mut dyn Random,
) -> Result<(SentCode, Letter), DataFault> {
    let address = kept::<S>(&sent.address)?;
    let (sent, code) = aimed::<S, _>(purpose, &address, |target| {
        sent.again(setting, target, random)
    });
    let letter = S::letter(setting, purpose, &address, &code, sent.expires_at);
    Ok((sent, letter))
}

fn draft(stage: &Stage, letters: Vec<Letter>) -> Draft {
    Draft {
        data: bytes::write(FORMAT, stage),
        data_format: FORMAT,
        letters,
    }
}

/// Takes an address, or the code that was sent there.
fn continue_enrolment<S: Sends>(
    setting: &Setting<'_>,
    data: &[u8],
    form: &Form,
    random: &mut dyn Random,
) -> Result<Progress, DataFault> {
    let stage: Stage = bytes::read(FORMAT, data)?;
    let (code, typed) = (form.field("code").trim(), form.field(S::FIELD).trim());
    // A code that was typed goes before an address that a browser may have filled in by itself.
    let Some(sent) = stage.sent else {
        return Ok(send_to::<S>(setting, S::typed(setting, typed), random));
    };
    let out = kept::<S>(&sent.address)?;
    if code.is_empty() && !typed.is_empty() {
        let other = S::typed(setting, typed);
        // The same address once more is no change.
        let is_same = other
            .as_ref()
            .is_ok_and(|other| S::channel(other) == S::channel(&out));
        if !is_same {
            return Ok(send_to::<S>(setting, other, random));
        }
    }
    let Ok(code) = Code::from_typed(code, Digits::SIX) else {
        return Ok(Progress::Rejected(Refusal::CodeMalformed));
    };
    let compared = aimed::<S, _>(Purpose::Enrol, &out, |target| {
        sent.compare(setting, target, &code)
    });
    Ok(match compared {
        Compared::Right => Progress::Done(bound::<S>(setting, &out)),
        other => Progress::Rejected(other.refusal()),
    })
}

fn send_to<S: Sends>(
    setting: &Setting<'_>,
    address: Result<S::Address, Refusal>,
    random: &mut dyn Random,
) -> Progress {
    match address {
        Ok(address) => {
            let (sent, letter) = first::<S>(setting, Purpose::Enrol, &address, random);
            Progress::Show(draft(&Stage { sent: Some(sent) }, vec![letter]))
        }
        Err(refusal) => Progress::Rejected(refusal),
    }
}

fn bound<S: Sends>(setting: &Setting<'_>, address: &S::Address) -> NewAuthenticator {
    let kept = Bound {
        address: S::text(address).to_owned(),
    };
    NewAuthenticator {
        label: S::label(setting, address),
        data: bytes::write(FORMAT, &kept),
        data_format: FORMAT,
        identifier: None,
        channel: Some(S::channel(address)),
        consumed_through: None,
        device: DeviceProof::default(),
    }
}

/// Sends a code to the first of the authenticators.
fn begin_challenge<S: Sends>(
    setting: &Setting<'_>,
    authenticators: &[Authenticator],
    random: &mut dyn Random,
) -> Result<Asked, DataFault> {
    let authenticator = authenticators.first().ok_or_else(fault)?;
    let address = address_of::<S>(authenticator)?;
    let (sent, letter) = first::<S>(setting, Purpose::Prove, &address, random);
    let question = Question {
        authenticator: authenticator.id,
        sent,
    };
    Ok(asked(&question, letter))
}

fn asked<T: Serialize>(data: &T, letter: Letter) -> Asked {
    Asked {
        data: bytes::write(FORMAT, data),
        data_format: FORMAT,
        letters: vec![letter],
    }
}

/// Sends another code for a challenge or an enrolment; nothing where no address was given yet.
fn ask_again<S: Sends>(
    setting: &Setting<'_>,
    purpose: Purpose,
    data: &[u8],
    random: &mut dyn Random,
) -> Result<Option<Asked>, DataFault> {
    Ok(match purpose {
        Purpose::Enrol => {
            let Some(sent) = bytes::read::<Stage>(FORMAT, data)?.sent else {
                return Ok(None);
            };
            let (sent, letter) = again::<S>(setting, purpose, sent, random)?;
            Some(asked(&Stage { sent: Some(sent) }, letter))
        }
        Purpose::Prove | Purpose::Identify | Purpose::Recover => {
            let Question {
                authenticator,
                sent,
            } = bytes::read(FORMAT, data)?;
            let (sent, letter) = again::<S>(setting, purpose, sent, random)?;
            let question = Question {
                authenticator,
                sent,
            };
            Some(asked(&question, letter))
        }
    })
}

/// Judges an answer.
fn answer<S: Sends>(
    setting: &Setting<'_>,
    data: &[u8],
    authenticators: &[Authenticator],
    form: &Form,
) -> Result<Outcome, DataFault> {
    let question: Question = bytes::read(FORMAT, data)?;
    let Ok(typed) = Code::from_typed(form.field("code"), Digits::SIX) else {
        return Ok(Outcome::NotCounted(Refusal::CodeMalformed));
    };
    // The hash is made with the address that the authenticator has today: a code sent to another one is a wrong code (A28).
    let Some(place) = authenticators
        .iter()
        .position(|one| one.id == question.authenticator)
    else {
        return Ok(Outcome::Rejected(Refusal::CodeWrong));
    };
    let address = address_of::<S>(&authenticators[place])?;
    let compared = aimed::<S, _>(Purpose::Prove, &address, |target| {
        question.sent.compare(setting, target, &typed)
    });
    Ok(match compared {
        Compared::Right => Outcome::Verified {
            authenticator: place,
            device: DeviceProof::default(),
            copied: false,
            consumption: Consumption::ChallengeOnly,
        },
        Compared::Wrong => Outcome::Rejected(Refusal::CodeWrong),
        other => Outcome::NotCounted(other.refusal()),
    })
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod trying;
