//! Who vouches for a new passkey (`attestationObject`, WebAuthn L3 §6.5): nobody, the passkey itself, or the authenticator's maker; or
//! with one thing broken.

use serde_cbor_2::Value;
use sha2::{Digest as _, Sha256};

use super::breaking::Breaking;
use super::key::{Algorithm, Key};
use super::maker::{Batch, Flaw, TestMaker};
use super::wire::{cbor, deep, named};

/// Who vouches for an authenticator's passkeys.
#[derive(Clone)]
pub(super) enum Attestation {
    None,
    Itself,
    Maker(TestMaker),
}

/// A new passkey that is to be vouched for.
pub(super) struct Attested<'a> {
    pub(super) by: &'a Attestation,
    pub(super) model: [u8; 16],
    pub(super) key: &'a Key,
    pub(super) data: &'a [u8],
    pub(super) client_data: &'a [u8],
}

impl Attested<'_> {
    /// The attestation object.
    pub(super) fn written(&self, breaking: Option<Breaking>) -> Vec<u8> {
        let (format, statement) = self.statement(breaking);
        let data = Value::Bytes(self.data.to_vec());
        let format = ("fmt", Value::Text(format.to_owned()));
        let (data, statement) = (("authData", data), ("attStmt", statement));
        match breaking {
            Some(Breaking::FormatMissing) => cbor(&named([statement, data])),
            Some(Breaking::StatementMissing) => cbor(&named([format, data])),
            Some(Breaking::ObjectWithoutData) => cbor(&named([format, statement])),
            Some(Breaking::ObjectWithDataAsText) => {
                let data = ("authData", Value::Text("data".to_owned()));
                cbor(&named([format, statement, data]))
            }
            Some(Breaking::ObjectHuge) => {
                let more = ("more", Value::Bytes(vec![0; 1 << 20]));
                cbor(&named([format, statement, data, more]))
            }
            breaking => wrapped(cbor(&named([format, statement, data])), breaking),
        }
    }

    fn statement(&self, breaking: Option<Breaking>) -> (&'static str, Value) {
        let list = |members| Value::Array(members);
        match breaking {
            Some(Breaking::FormatUnknown) => ("packet", named([])),
            Some(Breaking::FormatOfAnotherStatement) => ("fido-u2f", named([])),
            Some(Breaking::StatementNotEmpty) => ("none", named([("alg", Value::Integer(-7))])),
            Some(Breaking::StatementInAList) => ("none", list(vec![named([])])),
            Some(breaking) if Breaking::ATTESTING.contains(&breaking) => {
                let Attestation::Maker(maker) = self.by else {
                    panic!("{breaking:?} breaks what a maker says, and no maker was asked");
                };
                self.by_a_broken(maker, breaking)
            }
            Some(
                Breaking::SelfSignedByAnotherKey
                | Breaking::SelfSignedWithAnotherAlgorithm
                | Breaking::SelfSignedOverOtherClientData,
            ) => self.by_itself(breaking),
            _ => match self.by {
                Attestation::None => ("none", named([])),
                Attestation::Itself => self.by_itself(None),
                Attestation::Maker(maker) => {
                    let batch = maker.batch(self.model, None);
                    let signature = batch.sign(&self.message(self.client_data));
                    packed(-7, Some(signature), Some(vec![batch.certificate]))
                }
            },
        }
    }

    /// What is signed: the data, and the hash of these client data.
    fn message(&self, client_data: &[u8]) -> Vec<u8> {
        [self.data, &Sha256::digest(client_data)].concat()
    }

    fn by_itself(&self, breaking: Option<Breaking>) -> (&'static str, Value) {
        let right = self.message(self.client_data);
        let algorithm = self.key.algorithm();
        let signature = match breaking {
            Some(Breaking::SelfSignedByAnotherKey) => Key::generate(algorithm).sign(&right),
            Some(Breaking::SelfSignedOverOtherClientData) => self.key.sign(&self.message(b"{}")),
            _ => self.key.sign(&right),
        };
        let number = match breaking {
            Some(Breaking::SelfSignedWithAnotherAlgorithm) => Algorithm::Rs256.number(),
            _ => algorithm.number(),
        };
        packed(number, Some(signature), None)
    }

    fn by_a_broken(&self, maker: &TestMaker, breaking: Breaking) -> (&'static str, Value) {
        let right = self.message(self.client_data);
        let flaw = match breaking {
            Breaking::CertificateExpired => Some(Flaw::Expired),
            Breaking::CertificateNotYetValid => Some(Flaw::NotYetValid),
            Breaking::CertificateOfAnAuthority => Some(Flaw::AnAuthority),
            Breaking::CertificateOfAnotherUnit => Some(Flaw::AnotherUnit),
            _ => None,
        };
        let batch = match breaking {
            Breaking::CertificateOfAnotherMaker => TestMaker::new().batch(self.model, None),
            Breaking::CertificateOfAnotherModel => maker.batch([0xa5; 16], None),
            _ => maker.batch(self.model, flaw),
        };
        let mut signature = batch.sign(&right);
        let mut number = -7;
        match breaking {
            Breaking::AttestationLeftOut => return ("none", named([])),
            Breaking::AttestationByItself => return self.by_itself(None),
            Breaking::AttestationByThePasskey | Breaking::CertificateOfTheRoot => {
                signature = self.key.sign(&right);
            }
            Breaking::AttestationOverOtherClientData => {
                signature = batch.sign(&self.message(b"{}"));
            }
            Breaking::AttestationBitFlipped => flip(&mut signature),
            Breaking::AttestationOfAnotherAlgorithm => number = Algorithm::Rs256.number(),
            _ => {}
        }
        let signature = (breaking != Breaking::AttestationWithoutSignature).then_some(signature);
        packed(number, signature, Some(chain(maker, batch, breaking)))
    }
}

fn chain(maker: &TestMaker, batch: Batch, breaking: Breaking) -> Vec<Vec<u8>> {
    match breaking {
        Breaking::CertificateMissing => Vec::new(),
        Breaking::CertificateNotDer => vec![vec![0x30, 0x03, 1, 2, 3]],
        Breaking::CertificateOfTheRoot => vec![maker.root().to_vec()],
        _ => vec![batch.certificate],
    }
}

fn packed(
    algorithm: i64,
    signature: Option<Vec<u8>>,
    certificates: Option<Vec<Vec<u8>>>,
) -> (&'static str, Value) {
    let mut statement = vec![("alg", Value::Integer(algorithm.into()))];
    statement.extend(signature.map(|signature| ("sig", Value::Bytes(signature))));
    if let Some(certificates) = certificates {
        let certificates = certificates.into_iter().map(Value::Bytes).collect();
        statement.push(("x5c", Value::Array(certificates)));
    }
    let statement = statement.into_iter();
    let statement = statement.map(|(name, value)| (Value::Text(name.to_owned()), value));
    ("packed", Value::Map(statement.collect()))
}

fn wrapped(object: Vec<u8>, breaking: Option<Breaking>) -> Vec<u8> {
    match breaking {
        Some(Breaking::ObjectNotCbor) => b"{\"fmt\":\"none\"}".to_vec(),
        Some(Breaking::ObjectEmpty) => Vec::new(),
        Some(Breaking::ObjectWithATail) => [&object[..], &[0]].concat(),
        Some(Breaking::ObjectDeep) => deep(100_000),
        _ => object,
    }
}

/// Flips a bit in the middle of a signature, where it changes a number and not the form.
pub(super) fn flip(signature: &mut [u8]) {
    let last = signature.len() - 1;
    signature[last - 4] ^= 1;
}
