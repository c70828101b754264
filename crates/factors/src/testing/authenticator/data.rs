//! What an authenticator says about itself and its user (`authenticatorData`, WebAuthn L3 §6.1), or with one thing broken.

use std::collections::BTreeMap;

use serde_cbor_2::Value;
use sha2::{Digest as _, Sha256};

use super::breaking::Breaking;
use super::wire::{cbor, named};

pub(super) const PRESENT: u8 = 0x01;
pub(super) const VERIFIED: u8 = 0x04;
pub(super) const ELIGIBLE: u8 = 0x08;
pub(super) const BACKED_UP: u8 = 0x10;
const NEW_PASSKEY: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;
const RESERVED: u8 = 0x22;

/// The authenticator's side of a ceremony.
pub(super) struct Data<'a> {
    pub(super) rp: &'a str,
    pub(super) origin: &'a str,
    pub(super) flags: u8,
    pub(super) counter: u32,
    pub(super) new: Option<New<'a>>,
}

/// A passkey as it is told when it is new.
pub(super) struct New<'a> {
    pub(super) model: [u8; 16],
    pub(super) id: &'a [u8],
    pub(super) key: BTreeMap<Value, Value>,
}

impl Data<'_> {
    pub(super) fn written(&self, breaking: Option<Breaking>) -> Vec<u8> {
        let mut bytes = self.relying_party(breaking);
        bytes.push(self.flags(breaking));
        bytes.extend_from_slice(&self.counter.to_be_bytes());
        if let Some(new) = &self.new
            && breaking != Some(Breaking::PasskeyMissing)
        {
            bytes.extend(new.written(breaking));
        }
        bytes.extend(extensions(breaking));
        match breaking {
            Some(Breaking::AuthenticatorDataCut) => bytes.truncate(bytes.len() - 1),
            Some(Breaking::AuthenticatorDataWithATail) => bytes.push(0),
            Some(Breaking::AuthenticatorDataEmpty) => bytes.clear(),
            _ => {}
        }
        bytes
    }

    fn relying_party(&self, breaking: Option<Breaking>) -> Vec<u8> {
        let of = |text: &str| Sha256::digest(text).to_vec();
        match breaking {
            Some(Breaking::RpOfAnotherHost) => of("evil.example"),
            Some(Breaking::RpOfTheOrigin | Breaking::RpOfAnAppId) => of(self.origin),
            Some(Breaking::RpOfZeros) => vec![0; 32],
            _ => of(self.rp),
        }
    }

    fn flags(&self, breaking: Option<Breaking>) -> u8 {
        let mut flags = self.flags;
        if self.new.is_some() {
            flags |= NEW_PASSKEY;
        }
        match breaking {
            Some(Breaking::UserAbsent) => flags & !PRESENT,
            Some(Breaking::NotVerified) => flags & !VERIFIED,
            Some(Breaking::BackedUpWithoutEligibility) => flags & !ELIGIBLE | BACKED_UP,
            Some(Breaking::EligibilityChanged) => (flags ^ ELIGIBLE) & !BACKED_UP,
            Some(Breaking::PasskeyMissing | Breaking::PasskeyFlagMissing) => flags & !NEW_PASSKEY,
            Some(Breaking::PasskeyFlagAlone) => flags | NEW_PASSKEY,
            Some(
                Breaking::ExtensionsMissing
                | Breaking::ExtensionsNotAMap
                | Breaking::ExtensionUnasked,
            ) => flags | EXTENSIONS,
            Some(Breaking::ReservedFlags) => flags | RESERVED,
            _ => flags,
        }
    }
}

fn extensions(breaking: Option<Breaking>) -> Vec<u8> {
    match breaking {
        Some(Breaking::ExtensionsNotAMap) => cbor(&Value::Text("credProtect".to_owned())),
        Some(Breaking::ExtensionUnasked) => cbor(&named([("hmac-secret", Value::Bool(true))])),
        _ => Vec::new(),
    }
}

impl New<'_> {
    fn written(&self, breaking: Option<Breaking>) -> Vec<u8> {
        let mut model = self.model;
        if breaking == Some(Breaking::ModelOfAnotherCertificate) {
            model[0] ^= 1;
        }
        let id = match breaking {
            Some(Breaking::CreatedIdAnother) => [&self.id[1..], &self.id[..1]].concat(),
            _ => self.id.to_vec(),
        };
        let told = match breaking {
            Some(Breaking::CreatedIdLengthLies) => 1023,
            _ => u16::try_from(id.len()).expect("an id is short"),
        };
        let mut bytes = model.to_vec();
        bytes.extend_from_slice(&told.to_be_bytes());
        bytes.extend_from_slice(&id);
        bytes.extend(cbor(&self.key(breaking)));
        bytes
    }

    fn key(&self, breaking: Option<Breaking>) -> Value {
        let mut key = self.key.clone();
        let number = |number: i64| Value::Integer(number.into());
        let mut put = |name: i64, value: Value| key.insert(number(name), value);
        match breaking {
            Some(Breaking::AlgorithmOfAnotherKey) => put(3, number(-35)),
            Some(Breaking::AlgorithmOfRsa) => put(3, number(-257)),
            Some(Breaking::AlgorithmUnknown) => put(3, number(-47_000)),
            Some(Breaking::KeyOfAnotherCurve) => put(3, number(-7)),
            Some(Breaking::KeyOffTheCurve) => put(-3, Value::Bytes(vec![7; 32])),
            Some(Breaking::KeyOfZeros) => {
                put(-2, Value::Bytes(vec![0; 32]));
                put(-3, Value::Bytes(vec![0; 32]))
            }
            Some(Breaking::KeyWithoutItsHalf) => key.remove(&number(-3)),
            Some(Breaking::AlgorithmMissing) => key.remove(&number(3)),
            Some(Breaking::KeyNotAMap) => return Value::Bytes(vec![4; 65]),
            _ => None,
        };
        Value::Map(key)
    }
}
