//! A passkey that is used: the answer to `navigator.credentials.get`, right or with one thing broken.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::attestation::flip;
use super::client_data::{Ceremony, Said};
use super::data::{Data, New, VERIFIED};
use super::key::Key;
use super::wire::text;
use super::{Breaking, SoftAuthenticator, answer, listed, member};

/// Two zeros in ASN.1.
const ZEROS: [u8; 8] = [0x30, 6, 2, 1, 0, 2, 1, 0];

impl SoftAuthenticator {
    /// Answers `navigator.credentials.get`: `options` is a `PublicKeyCredentialRequestOptionsJSON`, the answer an
    /// `AuthenticationResponseJSON`. Where `allowCredentials` is empty or missing, the newest passkey of this relying party answers.
    /// `None` where it holds none that fits, or is to verify its user and cannot.
    pub fn get(&mut self, options: &Value, origin: &str) -> Option<Value> {
        self.used(options, origin, None)
    }

    /// The same with one thing broken. Its counter goes on as if nothing were.
    pub fn get_broken(
        &mut self,
        options: &Value,
        origin: &str,
        breaking: Breaking,
    ) -> Option<Value> {
        if breaking == Breaking::AnswerOfTheOtherCeremony {
            let rp = self.relying_party(&options["rpId"], origin)?;
            let at = self.chosen(options, &rp)?;
            let asked = json!({
                "challenge": options["challenge"], "rp": { "id": rp }, "user": { "id": text(&self.passkeys[at].user) },
                "pubKeyCredParams": [{ "type": "public-key", "alg": self.passkeys[at].key.algorithm().number() }],
            });
            return self.clone().create(&asked, origin);
        }
        self.used(options, origin, Some(breaking))
    }

    fn used(&mut self, options: &Value, origin: &str, breaking: Option<Breaking>) -> Option<Value> {
        let rp = self.relying_party(&options["rpId"], origin)?;
        let flags = self.flags(&options["userVerification"])?;
        let at = self.chosen(options, &rp)?;
        let counter = self.count(at, breaking);
        let passkey = &self.passkeys[at];
        let said = Said {
            ceremony: Ceremony::Get,
            challenge: member(options, "/challenge"),
            origin,
        };
        let client_data = said.written(breaking);
        let data = Data {
            rp: &rp,
            origin,
            flags,
            counter,
            new: (breaking == Some(Breaking::PasskeyUnasked)).then(|| New {
                model: self.model,
                id: &passkey.id,
                key: passkey.key.cose(),
            }),
        };
        let data = data.written(breaking);
        let mut response = json!({
            "clientDataJSON": text(&client_data),
            "authenticatorData": text(&data),
            "signature": text(&signature(&passkey.key, &data, &client_data, breaking)),
        });
        let handle = user_handle(&passkey.user, breaking);
        if self.discoverable || handle != passkey.user {
            response["userHandle"] = json!(text(&handle));
        }
        let id = self.id(at, breaking);
        let answer = answer::around(&id, self.attachment(), &json!({}), &response);
        Some(match breaking {
            Some(breaking) => answer::broken(answer, breaking, Ceremony::Get),
            None => answer,
        })
    }

    /// Where the passkey stands that answers.
    fn chosen(&self, options: &Value, rp: &str) -> Option<usize> {
        let allowed = listed(&options["allowCredentials"]);
        self.passkeys.iter().rposition(|passkey| {
            let fits = if allowed.is_empty() {
                self.discoverable
            } else {
                allowed.contains(&passkey.id)
            };
            fits && passkey.rp == rp
        })
    }

    /// The counter of this use; where it is broken, the passkey's own stays.
    fn count(&mut self, at: usize, breaking: Option<Breaking>) -> u32 {
        let last = self.passkeys[at].counter;
        if let Some(breaking) = breaking
            && Breaking::COUNTING.contains(&breaking)
        {
            assert!(self.counts, "{breaking:?} breaks a counter that counts");
            return match breaking {
                Breaking::CounterLower => last - 1,
                Breaking::CounterZero => 0,
                _ => last,
            };
        }
        self.passkeys[at].counter = last + u32::from(self.counts);
        self.passkeys[at].counter
    }

    fn id(&self, at: usize, breaking: Option<Breaking>) -> Vec<u8> {
        let own = &self.passkeys[at];
        let unknown = || Sha256::digest(&own.id).to_vec();
        match breaking {
            Some(Breaking::IdUnknown) => unknown(),
            Some(Breaking::IdOfAnother) => {
                let mut others = self.passkeys.iter().filter(|other| other.id != own.id);
                others.next().map_or_else(unknown, |other| other.id.clone())
            }
            Some(Breaking::IdEmpty) => Vec::new(),
            Some(Breaking::IdTooLong) => [&own.id[..], &[0; 1024]].concat()[..1024].to_vec(),
            _ => own.id.clone(),
        }
    }
}

fn user_handle(own: &[u8], breaking: Option<Breaking>) -> Vec<u8> {
    match breaking {
        Some(Breaking::UserHandleOfAnother) => own.iter().map(|byte| byte ^ 1).collect(),
        Some(Breaking::UserHandleWithATail) => [own, &[0]].concat(),
        Some(Breaking::UserHandleEmpty) => Vec::new(),
        Some(Breaking::UserHandleHuge) => vec![1; 1 << 20],
        _ => own.to_vec(),
    }
}

fn signature(key: &Key, data: &[u8], client_data: &[u8], breaking: Option<Breaking>) -> Vec<u8> {
    let message = |data: &[u8], client: &[u8]| [data, &Sha256::digest(client)].concat();
    let right = key.sign(&message(data, client_data));
    match breaking {
        Some(Breaking::SignatureBitFlipped) => {
            let mut flipped = right;
            flip(&mut flipped);
            flipped
        }
        Some(Breaking::SignatureByAnotherKey) => {
            Key::generate(key.algorithm()).sign(&message(data, client_data))
        }
        Some(Breaking::SignatureEmpty) => Vec::new(),
        Some(Breaking::SignatureOverOtherClientData) => key.sign(&message(data, b"{}")),
        Some(Breaking::SignatureOverOtherFlags) => {
            let mut other = data.to_vec();
            other[32] ^= VERIFIED;
            key.sign(&message(&other, client_data))
        }
        Some(Breaking::SignatureOverHalf) => key.sign(data),
        Some(Breaking::SignatureOverUnhashed) => key.sign(&[data, client_data].concat()),
        Some(Breaking::SignatureOfZeros) => ZEROS.to_vec(),
        Some(Breaking::SignatureWithATail) => [&right[..], &[0]].concat(),
        Some(Breaking::SignatureBare) => bare(&right),
        // One that has something to pad, as every third has not.
        Some(Breaking::SignaturePadded) => (0..64)
            .map(|_| key.sign(&message(data, client_data)))
            .find(|signature| !signature.len().is_multiple_of(3))
            .unwrap_or(right),
        _ => right,
    }
}

/// The two numbers of an ASN.1 signature on P-256, 32 bytes each.
fn bare(signature: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    let mut rest = &signature[2..];
    while let [2, length, more @ ..] = rest {
        let (number, behind) = more.split_at(usize::from(*length));
        let start = number.len().saturating_sub(32);
        bytes.extend(std::iter::repeat_n(
            0,
            32_usize.saturating_sub(number.len()),
        ));
        bytes.extend_from_slice(&number[start..]);
        rest = behind;
    }
    bytes
}
