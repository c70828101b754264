//! # Recovery codes
//!
//! The factor `recovery_codes`: ten codes of 80 bits, shown once, for the day the phone is gone. They are written
//! `XXXX-XXXX-XXXX-XXXX` in Crockford's base32 and read in any spelling: small letters, spaces and hyphens do not matter, O is read as
//! 0 and I and L as 1. The set becomes active when any one of it is typed back, which does not use that code up. Each code opens
//! one thing; a new set kills the old.
//!
//! It is a backup: it stands behind other factors, never alone. The codes are kept as keyed hashes, so a set that was lost cannot
//! be shown again.

mod code;
mod view;

#[cfg(any(test, feature = "testing"))]
pub(crate) mod person;
#[cfg(test)]
mod tests;

use domain::factor::{Category, DeviceProof, FactorKind, Needs, Profile};
use domain::random::{self, Random};
use domain::refusal::Refusal;
use domain::time::Span;
use serde::{Deserialize, Serialize};
use text::{Language, Source};

use self::code::RecoveryCode;
use crate::bytes::{Hex, bound};
use crate::{
    Asked, Authenticator, Consumption, DataFault, Draft, Factor, Form, NewAuthenticator, Outcome,
    Progress, Setting, View, bytes,
};

const FORMAT: i64 = 1;

/// Codes in a set.
const SET: usize = 10;

/// From how many left on the page warns.
const FEW: u32 = 3;

static PROFILE: Profile = Profile {
    kind: FactorKind::new("recovery_codes"),
    amr: &["otp"],
    category: Category::Possession,
    phishing_resistant: false,
    restricted: false,
    reaches_aal2: true,
    is_backup: true,
    guessable: true,
    identifies: None,
    starts_freely: true,
    needs: Needs::NOTHING,
    most_per_user: 1,
    rank: 90,
    // A code of the set has no time of its own.
    code_lives_for: LIVES_FOR,
    challenge_lives_for: LIVES_FOR,
};

/// Long enough to find the sheet, or to put it away in a safe place.
const LIVES_FOR: Span = Span::minutes(30);

/// A printed set of codes.
pub struct RecoveryCodes;

/// A set that is being written down. The only place where the codes themselves are kept, until one is typed back.
#[derive(Serialize, Deserialize)]
struct Fresh {
    codes: Vec<String>,
}

/// An active set.
#[derive(Serialize, Deserialize)]
struct Set {
    /// Drawn once for the set.
    nonce: Hex,
    left: Vec<Hex>,
    used: Vec<Hex>,
}

/// A challenge holds nothing: the set is the question.
#[derive(Serialize, Deserialize)]
struct Question {}

impl Fresh {
    fn read(draft: &[u8]) -> Result<Vec<RecoveryCode>, DataFault> {
        let fresh: Self = bytes::read(FORMAT, draft)?;
        let read = |written: &String| {
            RecoveryCode::from_typed(written).ok_or(DataFault {
                format: FORMAT,
                source: None,
            })
        };
        fresh.codes.iter().map(read).collect()
    }
}

impl Set {
    fn of(codes: &[RecoveryCode], setting: &Setting<'_>, random: &mut dyn Random) -> Self {
        let nonce: [u8; 16] = random::array(random);
        let mut set = Self {
            nonce: Hex(nonce.to_vec()),
            left: Vec::new(),
            used: Vec::new(),
        };
        let hash = |code: &RecoveryCode| Hex(setting.keyed.hash(&set.bind(setting, code)));
        set.left = codes.iter().map(hash).collect();
        set
    }

    fn bind(&self, setting: &Setting<'_>, code: &RecoveryCode) -> Vec<u8> {
        bound(&[
            b"recovery code",
            setting.organisation.id.as_bytes(),
            &self.nonce.0,
            code.as_bytes(),
        ])
    }

    fn count(&self) -> u32 {
        u32::try_from(self.left.len()).unwrap_or(u32::MAX)
    }
}

impl Factor for RecoveryCodes {
    fn profile(&self) -> &Profile {
        &PROFILE
    }

    fn words(&self) -> Vec<Source> {
        vec![
            Source {
                language: Language::Sv,
                name: "recovery_codes",
                ftl: include_str!("sv.ftl"),
            },
            Source {
                language: Language::En,
                name: "recovery_codes",
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
        let codes = (0..SET)
            .map(|_| RecoveryCode::draw(random).written())
            .collect();
        Draft {
            data: bytes::write(FORMAT, &Fresh { codes }),
            data_format: FORMAT,
            letters: Vec::new(),
        }
    }

    fn enrolment_view(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
    ) -> Result<Box<dyn View>, DataFault> {
        let codes = Fresh::read(draft)?;
        let written = codes.iter().map(RecoveryCode::written).collect();
        Ok(Box::new(view::Sheet::new(setting, written)))
    }

    fn continue_enrolment(
        &self,
        setting: &Setting<'_>,
        draft: &[u8],
        form: &Form,
        random: &mut dyn Random,
    ) -> Result<Progress, DataFault> {
        let codes = Fresh::read(draft)?;
        let Some(typed) = RecoveryCode::from_typed(form.field("code")) else {
            return Ok(Progress::Rejected(Refusal::CodeMalformed));
        };
        if !codes.contains(&typed) {
            return Ok(Progress::Rejected(Refusal::CodeWrong));
        }
        Ok(Progress::Done(NewAuthenticator {
            label: setting.text.get("factor-recovery_codes.label"),
            data: bytes::write(FORMAT, &Set::of(&codes, setting, random)),
            data_format: FORMAT,
            identifier: None,
            channel: None,
            consumed_through: None,
            device: DeviceProof::default(),
        }))
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
        _: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
    ) -> Result<Box<dyn View>, DataFault> {
        bytes::read::<Question>(FORMAT, data)?;
        let mut left = 0;
        for authenticator in authenticators {
            left += bytes::read::<Set>(FORMAT, &authenticator.data)?.count();
        }
        Ok(Box::new(view::Prompt { left }))
    }

    fn answer(
        &self,
        setting: &Setting<'_>,
        data: &[u8],
        authenticators: &[Authenticator],
        form: &Form,
    ) -> Result<Outcome, DataFault> {
        bytes::read::<Question>(FORMAT, data)?;
        // Nothing is compared with what cannot be a code, so it is no guess.
        let Some(typed) = RecoveryCode::from_typed(form.field("code")) else {
            return Ok(Outcome::NotCounted(Refusal::CodeMalformed));
        };
        let mut refusal = Refusal::CodeWrong;
        for (place, authenticator) in authenticators.iter().enumerate() {
            let mut set: Set = bytes::read(FORMAT, &authenticator.data)?;
            let bound = set.bind(setting, &typed);
            let is_it = |hash: &Hex| setting.keyed.matches(&bound, &hash.0);
            if let Some(found) = set.left.iter().position(is_it) {
                let spent = set.left.remove(found);
                set.used.push(spent);
                return Ok(Outcome::Verified {
                    authenticator: place,
                    device: DeviceProof::default(),
                    copied: false,
                    consumption: Consumption::Data(bytes::write(FORMAT, &set)),
                });
            }
            if set.used.iter().any(is_it) {
                refusal = Refusal::CodeUsed;
            }
        }
        Ok(Outcome::Rejected(refusal))
    }

    fn left(&self, authenticator: &Authenticator) -> Result<Option<u32>, DataFault> {
        bytes::read::<Set>(FORMAT, &authenticator.data).map(|set| Some(set.count()))
    }
}
