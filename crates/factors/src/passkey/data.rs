//! What is kept: the question of a challenge or a draft, and the passkey itself. None of it is a secret: the key that signs never leaves
//! its device.

use data_encoding::BASE64URL_NOPAD;
use domain::factor::{DeviceProof, KeyHome};
use domain::random::{self, Random};
use domain::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use webauthn_rs_core::proto::Credential;

use super::{LIVES_FOR, models};
use crate::{Authenticator, DataFault, Setting, bytes};

pub(super) const FORMAT: i64 = 1;

/// Bytes as `WebAuthn`'s JSON writes them: base64url without padding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Base64(pub(super) Vec<u8>);

impl TryFrom<String> for Base64 {
    type Error = data_encoding::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        BASE64URL_NOPAD.decode(text.as_bytes()).map(Self)
    }
}

impl From<Base64> for String {
    fn from(Base64(bytes): Base64) -> Self {
        BASE64URL_NOPAD.encode(&bytes)
    }
}

/// What the device is asked to sign, and on which terms.
#[derive(Serialize, Deserialize)]
pub(super) struct Question {
    /// 32 random bytes.
    pub(super) challenge: Base64,
    /// When it was asked.
    asked_at: i64,
    /// Whether the device must check the person.
    pub(super) verified: bool,
    /// The passkeys that the account has already: no device gets a second one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) excluded: Vec<Base64>,
}

impl Question {
    pub(super) fn draw(setting: &Setting<'_>, random: &mut dyn Random) -> Self {
        let challenge: [u8; 32] = random::array(random);
        let rules = &setting.organisation.rules.passkeys;
        Self {
            challenge: Base64(challenge.to_vec()),
            asked_at: setting.now.unix_millis(),
            verified: rules.verified,
            excluded: Vec::new(),
        }
    }

    pub(super) fn excluding(mut self, held: impl Iterator<Item = Held>) -> Self {
        self.excluded = held.map(|held| Base64(held.id().to_vec())).collect();
        self
    }

    pub(super) fn excluding_the_same(mut self, other: Self) -> Self {
        self.excluded = other.excluded;
        self
    }

    pub(super) fn age(&self, now: Timestamp) -> Span {
        now.since(Timestamp::from_unix_millis(self.asked_at))
    }

    pub(super) fn is_old(&self, now: Timestamp) -> bool {
        self.age(now) >= LIVES_FOR
    }

    pub(super) fn write(&self) -> Vec<u8> {
        bytes::write(FORMAT, self)
    }

    pub(super) fn read(data: &[u8]) -> Result<Self, DataFault> {
        bytes::read(FORMAT, data)
    }
}

/// A passkey as we know it: the key that verifies, and what was seen of it.
#[derive(Serialize, Deserialize)]
pub(super) struct Held {
    /// The library's own record. Its count and its memory of the person being checked stay at nought: both are judged here.
    pub(super) credential: Credential,
    /// The highest count of uses that it ever told; 0 where it does not count.
    pub(super) counter: u32,
    /// The handle that the account was told to it by.
    pub(super) user: Base64,
    /// The relying-party id that it was made for.
    pub(super) relying_party: String,
    /// What it says it is (AAGUID); all nought where it says nothing.
    pub(super) model: Base64,
    /// Whether the device checked the person when it was made.
    pub(super) verified: bool,
    /// How the browser said that it is reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) transports: Vec<String>,
}

impl Held {
    pub(super) fn read(authenticator: &Authenticator) -> Result<Self, DataFault> {
        bytes::read(FORMAT, &authenticator.data)
    }

    pub(super) fn write(&self) -> Vec<u8> {
        bytes::write(FORMAT, self)
    }

    /// The credential id.
    pub(super) fn id(&self) -> &[u8] {
        &self.credential.cred_id
    }

    /// Where it lives: what a provider may copy comes along to other devices.
    pub(super) const fn home(&self) -> KeyHome {
        if self.credential.backup_eligible {
            KeyHome::Synced
        } else {
            KeyHome::OneDevice
        }
    }

    pub(super) fn device(&self, user_verified: bool) -> DeviceProof {
        DeviceProof {
            user_verified,
            key: Some(self.home()),
        }
    }

    /// The same after it was used: how often, and whether a provider has a copy by now.
    pub(super) fn seen(&self, counter: u32, is_backed_up: bool) -> Self {
        Self {
            credential: Credential {
                backup_state: is_backed_up,
                ..self.credential.clone()
            },
            counter: counter.max(self.counter),
            user: self.user.clone(),
            relying_party: self.relying_party.clone(),
            model: self.model.clone(),
            verified: self.verified,
            transports: self.transports.clone(),
        }
    }

    pub(super) fn device_at_creation(&self) -> DeviceProof {
        self.device(self.verified)
    }

    /// What it is called until its person renames it: by what it says it is, else by the browser it was made in.
    pub(super) fn name(&self, setting: &Setting<'_>) -> String {
        let model = <[u8; 16]>::try_from(self.model.0.as_slice()).ok();
        if let Some(name) = model.as_ref().and_then(models::name_of) {
            return name.to_owned();
        }
        // The first part of the words for where a request comes from is the browser.
        let browser = setting.origin.split(", ").next().unwrap_or_default();
        let named = setting
            .text
            .with1("factor-passkey-made-in", "browser", browser);
        domain::user::label(&named)
            .map_or_else(|| setting.text.get("factor-passkey.label"), str::to_owned)
    }
}
