#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]
//! Every check of R33, by an authenticator that breaks one thing at a time (A61).

mod counting;
mod creating;
mod kept;
mod makers;
mod options;
mod parties;
mod using;
mod whole_login;

use domain::factor::DeviceProof;
use domain::id::AuthenticatorId;

use super::*;
use crate::testing::{Seeded, SoftAuthenticator, World};
use crate::{Consumption, Registry};

const ORIGIN: &str = "https://login.example.se";

fn world() -> World {
    World::new(&Registry::standard())
}

/// A world whose organisation has decided this about passkeys.
fn deciding(decide: impl Fn(&mut domain::organisation::PasskeyRules)) -> World {
    let mut world = world();
    decide(&mut world.organisation.rules.passkeys);
    world
}

fn form(answer: &Value) -> Form {
    Form::from_iter([(CREDENTIAL, answer.to_string())])
}

/// A draft, and what the browser is asked for.
fn drafted(world: &World, own: &[Authenticator]) -> (Vec<u8>, Value) {
    let draft = Passkey.begin_enrolment(&world.setting(), own, &mut Seeded::new(1));
    let view = Passkey.enrolment_view(&world.setting(), &draft.data);
    (draft.data, view.unwrap().json()["options"].clone())
}

/// What a new passkey is worth.
fn created(world: &World, draft: &[u8], answer: &Value) -> Result<NewAuthenticator, Refusal> {
    let progress =
        Passkey.continue_enrolment(&world.setting(), draft, &form(answer), &mut Seeded::new(2));
    match progress.unwrap() {
        Progress::Done(bound) => Ok(bound),
        Progress::Rejected(refusal) => Err(refusal),
        Progress::Show(_) => panic!("the draft has grown old"),
    }
}

fn held(bound: NewAuthenticator) -> Authenticator {
    Authenticator {
        id: AuthenticatorId::from_bytes([1; 16]),
        label: bound.label,
        data: bound.data,
        data_format: bound.data_format,
        channel: None,
        consumed_through: -1,
    }
}

/// Makes a passkey and binds it.
fn bind(world: &World, soft: &mut SoftAuthenticator) -> Authenticator {
    let (draft, options) = drafted(world, &[]);
    let answer = soft.create(&options, ORIGIN).unwrap();
    held(created(world, &draft, &answer).unwrap())
}

/// A challenge, and what the browser is asked for.
fn asked(world: &World, own: &[Authenticator]) -> (Vec<u8>, Value) {
    let setting = world.setting();
    let asked = Passkey.begin_challenge(&setting, own, &mut Seeded::new(3));
    let data = asked.unwrap().data;
    let view = Passkey.challenge_view(&setting, &data, own).unwrap();
    (data, view.json()["options"].clone())
}

/// What an answer was worth, to be compared.
#[derive(Debug, PartialEq, Eq)]
enum Worth {
    Verified {
        place: usize,
        device: DeviceProof,
        copied: bool,
        left: Option<Vec<u8>>,
    },
    Rejected(Refusal),
    NotCounted(Refusal),
    Copied(usize),
}

impl Worth {
    const fn is_yes(&self) -> bool {
        matches!(self, Self::Verified { .. })
    }

    fn device(&self) -> DeviceProof {
        match self {
            Self::Verified { device, .. } => *device,
            other => panic!("it proved nothing: {other:?}"),
        }
    }

    /// What is known of the passkey from now on, where that changed.
    fn left(self) -> Option<Vec<u8>> {
        match self {
            Self::Verified { left, .. } => left,
            other => panic!("it proved nothing: {other:?}"),
        }
    }
}

fn answered(world: &World, data: &[u8], own: &[Authenticator], answer: &Value) -> Worth {
    worth(world, data, own, &form(answer))
}

fn worth(world: &World, data: &[u8], own: &[Authenticator], form: &Form) -> Worth {
    let outcome = Passkey.answer(&world.setting(), data, own, form);
    match outcome.unwrap() {
        Outcome::Verified {
            authenticator,
            device,
            copied,
            consumption,
        } => Worth::Verified {
            place: authenticator,
            device,
            copied,
            left: match consumption {
                Consumption::ChallengeOnly => None,
                Consumption::Data(data) => Some(data),
                Consumption::Through(_) => panic!("a passkey has no time steps"),
            },
        },
        Outcome::Rejected(refusal) => Worth::Rejected(refusal),
        Outcome::NotCounted(refusal) => Worth::NotCounted(refusal),
        Outcome::Copied { authenticator } => Worth::Copied(authenticator),
    }
}

/// Uses the passkey once, rightly, and keeps what is left of it.
fn use_once(world: &World, own: &mut Authenticator, soft: &mut SoftAuthenticator) -> Worth {
    let one = std::slice::from_ref(own);
    let (data, options) = asked(world, one);
    let worth = answered(world, &data, one, &soft.get(&options, ORIGIN).unwrap());
    if let Worth::Verified {
        left: Some(left), ..
    } = &worth
    {
        own.data.clone_from(left);
    }
    worth
}
