//! # Authenticator app
//!
//! The factor `totp`: six digits that an app and the server work out from a shared key and the time (RFC 6238, SHA-1, 30 seconds,
//! a key of 160 bits). It needs no message and no network. The code of the step before and the one after the present are accepted
//! too, and each step of one authenticator opens one thing only: the highest step used is kept, and that step or an older one is
//! refused.
//!
//! An authenticator that was brought along from another system keeps its own hash, length and period; what is enrolled here is always the
//! set that every app honours.
//!
//! It never widens its window, never says anything about codes that are still to come, and never shows a key again once it is
//! bound.

mod view;

#[cfg(any(test, feature = "testing"))]
pub(crate) mod person;
#[cfg(test)]
mod tests;

use domain::factor::{Category, DeviceProof, FactorKind, Needs, Profile};
use domain::random::{self, Random};
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use domain::user;
use otp::{Algorithm, Code, Digits, Link, LinkKind, Parameters, Period, Secret, Verification};
use serde::{Deserialize, Serialize};
use text::{Language, Source};

use crate::{
    Adopts, Asked, Authenticator, Brought, Consumption, DataFault, Draft, Factor, Form,
    NewAuthenticator, Outcome, Progress, Setting, View, bytes,
};

const FORMAT: i64 = 1;

/// The format of a key whose hash, length or period is not the usual one: brought along, never drawn here.
const FORMAT_WITH_PARAMETERS: i64 = 2;

/// Steps before and after the present one whose code is accepted.
const WINDOW: u64 = 1;

static PROFILE: Profile = Profile {
    kind: FactorKind::new("totp"),
    amr: &["otp"],
    category: Category::Possession,
    phishing_resistant: false,
    restricted: false,
    reaches_aal2: true,
    is_backup: false,
    guessable: true,
    identifies: None,
    starts_freely: true,
    needs: Needs::NOTHING,
    most_per_user: 5,
    rank: 20,
    // No code is sent, so none grows old while the question stands: time itself ends each of them.
    code_lives_for: LIVES_FOR,
    challenge_lives_for: LIVES_FOR,
};

/// Long enough to fetch and install an app in the middle of an enrolment.
const LIVES_FOR: Span = Span::minutes(30);

/// Codes from an authenticator app.
pub struct Totp;

/// What an enrolment under way and an authenticator hold alike.
#[derive(Serialize, Deserialize)]
struct Key {
    /// Base32, as `otp` writes it.
    secret: String,
    /// Hash, length and period, where they are not the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parameters: Option<Kept>,
}

/// Hash, length and period as they are kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    algorithm: String,
    digits: u8,
    period: u64,
}

impl Kept {
    fn of(parameters: Parameters) -> Self {
        Self {
            algorithm: parameters.algorithm.name().to_owned(),
            digits: parameters.digits.count(),
            period: parameters.period.seconds(),
        }
    }

    fn read(&self) -> Option<Parameters> {
        Some(Parameters {
            algorithm: Algorithm::from_name(&self.algorithm)?,
            digits: Digits::new(self.digits)?,
            period: Period::new(self.period)?,
        })
    }
}

/// A challenge holds nothing: the question is the time.
#[derive(Serialize, Deserialize)]
struct Question {}

impl Key {
    fn draw(random: &mut dyn Random) -> Self {
        let bytes: [u8; Secret::NEW_LENGTH] = random::array(random);
        Self {
            secret: (*otp::base32::encode(&bytes)).clone(),
            parameters: None,
        }
    }

    fn read(data: &[u8]) -> Result<(Secret, Parameters), DataFault> {
        let key: Self = match bytes::read(FORMAT, data) {
            Err(fault) if fault.format == FORMAT_WITH_PARAMETERS => {
                bytes::read(FORMAT_WITH_PARAMETERS, data)?
            }
            read => read?,
        };
        let fault = || DataFault {
            format: FORMAT,
            source: None,
        };
        let parameters = match &key.parameters {
            Some(kept) => kept.read().ok_or_else(fault)?,
            None => Parameters::default(),
        };
        let secret = Secret::from_base32(&key.secret).map_err(|_| fault())?;
        Ok((secret, parameters))
    }

    /// The bytes of a key that was brought along, and their format.
    fn brought(secret: &Secret, parameters: Parameters) -> (Vec<u8>, i64) {
        let usual = parameters == Parameters::default();
        let key = Self {
            secret: (*secret.to_base32()).clone(),
            parameters: (!usual).then(|| Kept::of(parameters)),
        };
        let format = if usual {
            FORMAT
        } else {
            FORMAT_WITH_PARAMETERS
        };
        (bytes::write(format, &key), format)
    }
}

impl Factor for Totp {
    fn profile(&self) -> &Profile {
        &PROFILE
    }

    fn words(&self) -> Vec<Source> {
        vec![
            Source {
                language: Language::Sv,
                name: "totp",
                ftl: include_str!("sv.ftl"),
            },
            Source {
                language: Language::En,
                name: "totp",
                ftl: include_str!("en.ftl"),
            },
        ]
    }

    fn begin_enrolment(
        &self,
        _: &Setting<'_>,
        _: &[Authenticator],
        random: &mut dyn Random,
    ) -> Draft {
        Draft {
            data: bytes::write(FORMAT, &Key::draw(random)),
            data_format: FORMAT,
            letters: Vec::new(),
        }
    }

    fn enrolment_view(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
    ) -> Result<Box<dyn View>, DataFault> {
        let link = Link {
            kind: LinkKind::Totp,
            issuer: Some(setting.organisation.name.clone()),
            account: setting.username.to_owned(),
            secret: Key::read(draft)?.0,
            parameters: Parameters::default(),
        };
        Ok(Box::new(view::Enrolment::new(&link, setting)))
    }

    fn continue_enrolment(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
        form: &Form,
        _: &mut dyn Random,
    ) -> Result<Progress, DataFault> {
        let (secret, parameters) = Key::read(draft)?;
        let Some(label) = label(setting, form) else {
            return Ok(Progress::Rejected(Refusal::LabelMalformed));
        };
        let Ok(typed) = Code::from_typed(form.field("code"), Digits::SIX) else {
            return Ok(Progress::Rejected(Refusal::CodeMalformed));
        };
        Ok(
            match judge((&secret, parameters), &typed, setting.now, None) {
                Judgement::Right(step) => Progress::Done(NewAuthenticator {
                    label,
                    data: draft.to_vec(),
                    data_format: FORMAT,
                    identifier: None,
                    channel: None,
                    consumed_through: Some(step),
                    device: DeviceProof::default(),
                }),
                other => Progress::Rejected(other.refusal()),
            },
        )
    }

    fn begin_challenge(
        &self,
        _: &Setting<'_>,
        _: &[Authenticator],
        _: &mut dyn Random,
    ) -> Result<Asked, DataFault> {
        Ok(Asked {
            data: bytes::write(FORMAT, &Question {}),
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
        bytes::read::<Question>(FORMAT, data)?;
        Ok(Box::new(view::Prompt::new(setting, authenticators)))
    }

    fn answer(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
        form: &Form,
    ) -> Result<Outcome, DataFault> {
        bytes::read::<Question>(FORMAT, data)?;
        let mut best = Judgement::Wrong;
        let mut compared = false;
        for (place, authenticator) in authenticators.iter().enumerate() {
            let (secret, parameters) = Key::read(&authenticator.data)?;
            let Ok(typed) = Code::from_typed(form.field("code"), parameters.digits) else {
                continue;
            };
            compared = true;
            let used = u64::try_from(authenticator.consumed_through).ok();
            let judgement = judge((&secret, parameters), &typed, setting.now, used);
            if let Judgement::Right(step) = judgement {
                return Ok(Outcome::Verified {
                    authenticator: place,
                    device: DeviceProof::default(),
                    copied: false,
                    consumption: Consumption::Through(step),
                });
            }
            best = best.or(judgement);
        }
        // Nothing is compared with what cannot be a code, so it is no guess.
        if !compared {
            return Ok(Outcome::NotCounted(Refusal::CodeMalformed));
        }
        Ok(Outcome::Rejected(best.refusal()))
    }

    fn adopts(&self) -> Option<Adopts> {
        Some(Adopts::Secret)
    }

    fn adopt(
        &self,
        setting: &Setting<'_>,
        brought: &Brought<'_>,
    ) -> Option<Result<NewAuthenticator, Refusal>> {
        let Brought::Secret {
            secret,
            parameters,
            label,
        } = brought
        else {
            return None;
        };
        let label = label.and_then(user::label).map(str::to_owned);
        let (data, data_format) = Key::brought(secret, *parameters);
        Some(Ok(NewAuthenticator {
            label: label.unwrap_or_else(|| setting.text.get("factor-totp.label")),
            data,
            data_format,
            identifier: None,
            channel: None,
            consumed_through: None,
            device: DeviceProof::default(),
        }))
    }
}

/// The name the person gave it, or ours where they gave none; `None` where theirs cannot be a name.
fn label(setting: &Setting<'_>, form: &Form) -> Option<String> {
    let typed = form.field("label");
    if typed.trim().is_empty() {
        return Some(setting.text.get("factor-totp.label"));
    }
    user::label(typed).map(str::to_owned)
}

/// What a code is to one key.
#[derive(Clone, Copy)]
enum Judgement {
    Right(i64),
    Used,
    Past(Span),
    Wrong,
}

impl Judgement {
    /// The one that tells the person more.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Used, _) | (_, Self::Wrong) => self,
            (_, Self::Used) | (Self::Wrong, _) => other,
            _ => self,
        }
    }

    fn refusal(self) -> Refusal {
        match self {
            Self::Used => Refusal::CodeUsed,
            Self::Past(by) => Refusal::ClockBehind { by },
            Self::Wrong | Self::Right(_) => Refusal::CodeWrong,
        }
    }
}

fn judge(
    (secret, parameters): (&Secret, Parameters),
    typed: &Code,
    now: Timestamp,
    used: Option<u64>,
) -> Judgement {
    let seconds = u64::try_from(now.unix_seconds()).unwrap_or(0);
    match otp::verify(secret, parameters, typed, seconds, WINDOW, used) {
        Verification::Matched { step } => {
            i64::try_from(step).map_or(Judgement::Wrong, Judgement::Right)
        }
        Verification::Replayed => Judgement::Used,
        Verification::NoMatch => otp::past_match(secret, parameters, typed, seconds)
            .and_then(|steps| i64::try_from(steps * parameters.period.seconds()).ok())
            .map_or(Judgement::Wrong, |by| Judgement::Past(Span::seconds(by))),
    }
}
