//! A WebAuthn authenticator and the browser in front of it, in software: it answers `navigator.credentials.create` and `.get` as a
//! device or a keychain does, and can break one thing in an answer at a time.
//!
//! ```text
//! options ─► client data ─┐
//!            authenticator's data ─► signature ─► answer        each step right, or with the one thing broken that is asked for
//! ```
//!
//! What is broken is signed as it stands: nothing but the check of that very thing can refuse the answer. It never judges what it is
//! told beyond what browsers judge, and never talks to anybody.

mod answer;
mod attestation;
mod breaking;
mod client_data;
mod data;
mod key;
mod maker;
mod using;
mod wire;

#[cfg(test)]
mod tests;

pub use breaking::Breaking;
pub use key::Algorithm;
pub use maker::TestMaker;

use std::sync::Arc;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use attestation::{Attestation, Attested};
use client_data::{Ceremony, Said};
use data::{BACKED_UP, Data, ELIGIBLE, New, PRESENT, VERIFIED};
use key::Key;
use wire::{cbor, text, unpadded};

/// The first number of a counter that counts: room for a lower one.
const COUNTER_BEGINS_AT: u32 = 7;

/// One device or keychain with the passkeys it holds. No Debug: it holds keys.
#[derive(Clone)]
pub struct SoftAuthenticator {
    model: [u8; 16],
    synced: bool,
    verifies: bool,
    counts: bool,
    discoverable: bool,
    speaks: Vec<Algorithm>,
    attestation: Attestation,
    related: Vec<(String, String)>,
    passkeys: Vec<Passkey>,
}

#[derive(Clone)]
struct Passkey {
    id: Vec<u8>,
    rp: String,
    user: Vec<u8>,
    key: Arc<Key>,
    counter: u32,
}

impl SoftAuthenticator {
    /// A key or a machine whose passkeys never leave it: it verifies its user, and its counter rises.
    pub fn device_bound() -> Self {
        Self {
            model: *b"device-bound-key",
            synced: false,
            verifies: true,
            counts: true,
            discoverable: true,
            speaks: vec![Algorithm::Es256],
            attestation: Attestation::None,
            related: Vec::new(),
            passkeys: Vec::new(),
        }
    }

    /// A keychain that is on all of a person's devices: it verifies its user, and its counter stays zero.
    pub fn synced() -> Self {
        Self {
            model: *b"a synced keyring",
            synced: true,
            counts: false,
            ..Self::device_bound()
        }
    }

    /// Of this model; zeros for one that does not say.
    #[must_use]
    pub fn model(mut self, model: [u8; 16]) -> Self {
        self.model = model;
        self
    }

    /// Whether it verifies its user, with a PIN, a finger or a face.
    #[must_use]
    pub fn verifying(mut self, verifies: bool) -> Self {
        self.verifies = verifies;
        self
    }

    /// Whether its counter rises with every use.
    #[must_use]
    pub fn counting(mut self, counts: bool) -> Self {
        self.counts = counts;
        self
    }

    /// Whether its passkeys are found without their id; keys of the first generation cannot.
    #[must_use]
    pub fn discoverable(mut self, discoverable: bool) -> Self {
        self.discoverable = discoverable;
        self
    }

    /// The algorithms it has; the first one that the options list is taken.
    #[must_use]
    pub fn speaking(mut self, algorithms: &[Algorithm]) -> Self {
        self.speaks = algorithms.to_vec();
        self
    }

    /// Whoever asks for an attestation gets one that the passkey itself signed.
    #[must_use]
    pub fn self_signed(mut self) -> Self {
        self.attestation = Attestation::Itself;
        self
    }

    /// Whoever asks for an attestation gets this maker's.
    #[must_use]
    pub fn attested_by(mut self, maker: &TestMaker) -> Self {
        self.attestation = Attestation::Maker(maker.clone());
        self
    }

    /// Pages of `origin` may use passkeys of `rp`, as the relying party's list of related origins says.
    #[must_use]
    pub fn related(mut self, rp: &str, origin: &str) -> Self {
        self.related.push((rp.to_owned(), origin.to_owned()));
        self
    }

    /// A copy with the same keys and counters, as somebody has it who copied the device.
    #[must_use]
    pub fn cloned(&self) -> Self {
        self.clone()
    }

    /// The ids of its passkeys as answers write them, the oldest first.
    pub fn ids(&self) -> Vec<String> {
        let ids = self.passkeys.iter().map(|passkey| text(&passkey.id));
        ids.collect()
    }

    /// Removes a passkey, as its owner does in the provider's settings; false where it holds none of this id.
    pub fn forget(&mut self, id: &str) -> bool {
        let before = self.passkeys.len();
        self.passkeys.retain(|passkey| text(&passkey.id) != id);
        self.passkeys.len() < before
    }

    /// Answers `navigator.credentials.create`: `options` is a `PublicKeyCredentialCreationOptionsJSON`, the answer a
    /// `RegistrationResponseJSON`. `None` where a browser would answer with an error: a passkey that is to be excluded, another
    /// site's relying party, no algorithm in common, or a verification or a passkey without a name that it cannot do.
    pub fn create(&mut self, options: &Value, origin: &str) -> Option<Value> {
        self.created(options, origin, None)
    }

    /// The same with one thing broken. The passkey is kept only where the breaking is [harmless](Breaking::is_harmless).
    pub fn create_broken(
        &mut self,
        options: &Value,
        origin: &str,
        breaking: Breaking,
    ) -> Option<Value> {
        if breaking == Breaking::AnswerOfTheOtherCeremony {
            let mut copy = self.clone();
            let answer = copy.created(options, origin, None)?;
            let asked = json!({
                "challenge": options["challenge"], "rpId": options["rp"]["id"], "allowCredentials": [{ "id": answer["id"] }],
            });
            return copy.get(&asked, origin);
        }
        self.created(options, origin, Some(breaking))
    }

    fn created(
        &mut self,
        options: &Value,
        origin: &str,
        breaking: Option<Breaking>,
    ) -> Option<Value> {
        let rp = self.relying_party(&options["rp"]["id"], origin)?;
        let selection = &options["authenticatorSelection"];
        let flags = self.flags(&selection["userVerification"])?;
        if self.is_excluded(&options["excludeCredentials"], &rp)
            || (!self.discoverable && selection["residentKey"] == "required")
        {
            return None;
        }
        let key = Arc::new(Key::generate(self.algorithm(options, breaking)?));
        let passkey = Passkey {
            id: self.new_id(&key, breaking),
            rp,
            user: unpadded(member(options, "/user/id")),
            key,
            counter: if self.counts { COUNTER_BEGINS_AT } else { 0 },
        };
        let answer = self.new_answer(options, origin, &passkey, flags, breaking);
        if breaking.is_none_or(Breaking::is_harmless) {
            self.passkeys.push(passkey);
        }
        Some(match breaking {
            Some(breaking) => answer::broken(answer, breaking, Ceremony::Create),
            None => answer,
        })
    }

    fn new_answer(
        &self,
        options: &Value,
        origin: &str,
        passkey: &Passkey,
        flags: u8,
        breaking: Option<Breaking>,
    ) -> Value {
        let said = Said {
            ceremony: Ceremony::Create,
            challenge: member(options, "/challenge"),
            origin,
        };
        let client_data = said.written(breaking);
        let data = Data {
            rp: &passkey.rp,
            origin,
            flags,
            counter: passkey.counter,
            new: Some(New {
                model: self.model,
                id: &passkey.id,
                key: passkey.key.cose(),
            }),
        };
        let data = data.written(breaking);
        let asked = matches!(
            options["attestation"].as_str(),
            Some("direct" | "indirect" | "enterprise")
        );
        let attested = Attested {
            by: if asked {
                &self.attestation
            } else {
                &Attestation::None
            },
            model: self.model,
            key: &passkey.key,
            data: &data,
            client_data: &client_data,
        };
        let response = json!({
            "clientDataJSON": text(&client_data),
            "attestationObject": text(&attested.written(breaking)),
            "authenticatorData": text(&data),
            "publicKey": text(&passkey.key.public_info()),
            "publicKeyAlgorithm": passkey.key.algorithm().number(),
            "transports": if self.synced { json!(["internal", "hybrid"]) } else { json!(["usb", "nfc"]) },
        });
        let results = if options["extensions"]["credProps"] == true {
            json!({ "credProps": { "rk": self.discoverable } })
        } else {
            json!({})
        };
        answer::around(&passkey.id, self.attachment(), &results, &response)
    }

    fn attachment(&self) -> &'static str {
        if self.synced {
            "platform"
        } else {
            "cross-platform"
        }
    }

    fn is_excluded(&self, excluded: &Value, rp: &str) -> bool {
        let ids = listed(excluded);
        let mut held = self.passkeys.iter().filter(|passkey| passkey.rp == rp);
        held.any(|passkey| ids.contains(&passkey.id))
    }

    /// The algorithm of a new key: the first of ours that is asked for, or one that is broken.
    fn algorithm(&self, options: &Value, breaking: Option<Breaking>) -> Option<Algorithm> {
        let asked = options["pubKeyCredParams"].as_array();
        let is_asked = |algorithm: &Algorithm| {
            asked.is_some_and(|asked| asked.iter().any(|one| one["alg"] == algorithm.number()))
        };
        let others = [Algorithm::Es384, Algorithm::EdDsa, Algorithm::Es512];
        match breaking {
            Some(Breaking::AlgorithmNotAsked) => {
                others.into_iter().find(|algorithm| !is_asked(algorithm))
            }
            Some(Breaking::KeyOfAnotherCurve) => Some(Algorithm::Es384),
            _ => self.speaks.iter().copied().find(is_asked),
        }
    }

    /// The id of a new passkey: a hash of its key, where it is not broken.
    fn new_id(&self, key: &Key, breaking: Option<Breaking>) -> Vec<u8> {
        match breaking {
            Some(Breaking::CreatedIdEmpty) => Vec::new(),
            Some(Breaking::CreatedIdTooLong) => vec![0x1d; 1024],
            Some(Breaking::CreatedIdOfAnother) => {
                let held = self.passkeys.first();
                held.expect("it holds a passkey already").id.clone()
            }
            _ => Sha256::digest(cbor(&serde_cbor_2::Value::Map(key.cose()))).to_vec(),
        }
    }

    /// The flags of a user who is there, verified as far as it is asked for and can be done.
    fn flags(&self, verification: &Value) -> Option<u8> {
        let mut flags = PRESENT;
        match verification.as_str() {
            Some("required") if !self.verifies => return None,
            Some("discouraged") => {}
            _ if self.verifies => flags |= VERIFIED,
            _ => {}
        }
        if self.synced {
            flags |= ELIGIBLE | BACKED_UP;
        }
        Some(flags)
    }

    /// The relying party, where a page of this origin may speak for it.
    fn relying_party(&self, asked: &Value, origin: &str) -> Option<String> {
        let url = Url::parse(origin).expect("an origin is an address");
        let host = url.host_str().expect("an origin has a host");
        let rp = asked.as_str().unwrap_or(host);
        let above = host.strip_suffix(rp).is_some_and(|below| {
            below.is_empty() || (below.ends_with('.') && (rp.contains('.') || rp == "localhost"))
        });
        let related = (rp.to_owned(), origin.to_owned());
        (above || self.related.contains(&related)).then(|| rp.to_owned())
    }
}

/// A text that the options must hold.
fn member<'a>(options: &'a Value, place: &str) -> &'a str {
    let text = options.pointer(place).and_then(Value::as_str);
    text.unwrap_or_else(|| panic!("the options hold a text at {place}: {options}"))
}

/// The ids in a list of `PublicKeyCredentialDescriptorJSON`.
fn listed(descriptors: &Value) -> Vec<Vec<u8>> {
    let descriptors = descriptors.as_array().map(Vec::as_slice);
    let ids = descriptors.unwrap_or_default().iter();
    ids.map(|one| unpadded(member(one, "/id"))).collect()
}
