//! The key pair of one passkey, in the algorithms that authenticators speak, and its public half as COSE writes it.

use std::collections::BTreeMap;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use serde_cbor_2::Value;

/// How a passkey signs, as COSE numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256: nearly every passkey.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// Ed25519.
    EdDsa,
    /// RSA, 2048 bits, PKCS#1 v1.5 with SHA-256: the TPM of older Windows machines.
    Rs256,
}

impl Algorithm {
    /// Its number in the registry of COSE.
    pub fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::EdDsa => -8,
            Self::Es384 => -35,
            Self::Es512 => -36,
            Self::Rs256 => -257,
        }
    }
}

enum Pair {
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

/// A key pair. No Debug: it is one.
pub(super) struct Key {
    algorithm: Algorithm,
    pair: Pair,
}

impl Key {
    pub(super) fn generate(algorithm: Algorithm) -> Self {
        let ecdsa = |signing: &'static EcdsaSigningAlgorithm| {
            Pair::Ecdsa(EcdsaKeyPair::generate(signing).expect("a key can be made"))
        };
        let pair = match algorithm {
            Algorithm::Es256 => ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING),
            Algorithm::Es384 => ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING),
            Algorithm::Es512 => ecdsa(&ECDSA_P521_SHA512_ASN1_SIGNING),
            Algorithm::EdDsa => {
                Pair::Ed25519(Ed25519KeyPair::generate().expect("a key can be made"))
            }
            Algorithm::Rs256 => {
                Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key can be made"))
            }
        };
        Self { algorithm, pair }
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// A signature in the form that WebAuthn wants: ASN.1 for ECDSA, bare for the others.
    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Ecdsa(pair) => {
                let signature = pair.sign(&random, message).expect("a key signs");
                signature.as_ref().to_vec()
            }
            Pair::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .expect("a key signs");
                signature
            }
        }
    }

    /// The public half as a COSE key.
    pub(super) fn cose(&self) -> BTreeMap<Value, Value> {
        let number = |number: i64| Value::Integer(number.into());
        let mut map = BTreeMap::from([(number(3), number(self.algorithm.number()))]);
        match &self.pair {
            Pair::Ecdsa(pair) => {
                // An uncompressed point: 4, x, y.
                let (x, y) = halves(pair.public_key().as_ref());
                let curve = match self.algorithm {
                    Algorithm::Es384 => 2,
                    Algorithm::Es512 => 3,
                    _ => 1,
                };
                map.insert(number(1), number(2));
                map.insert(number(-1), number(curve));
                map.insert(number(-2), Value::Bytes(x.to_vec()));
                map.insert(number(-3), Value::Bytes(y.to_vec()));
            }
            Pair::Ed25519(pair) => {
                map.insert(number(1), number(1));
                map.insert(number(-1), number(6));
                let key = pair.public_key().as_ref().to_vec();
                map.insert(number(-2), Value::Bytes(key));
            }
            Pair::Rsa(pair) => {
                // PKCS#1: a head of nine bytes, 256 of the modulus, two more, the exponent 65537.
                let written = pair.public_key().as_ref();
                let (modulus, exponent) = (&written[9..265], &written[267..]);
                map.insert(number(1), number(3));
                map.insert(number(-1), Value::Bytes(modulus.to_vec()));
                map.insert(number(-2), Value::Bytes(exponent.to_vec()));
            }
        }
        map
    }

    /// The public half as `getPublicKey()` gives it: a `SubjectPublicKeyInfo`.
    pub(super) fn public_info(&self) -> Vec<u8> {
        let written: Result<PublicKeyX509Der<'_>, _> = match &self.pair {
            Pair::Ecdsa(pair) => pair.public_key().as_der(),
            Pair::Ed25519(pair) => pair.public_key().as_der(),
            Pair::Rsa(pair) => pair.public_key().as_der(),
        };
        let written = written.expect("a public key can be written");
        written.as_ref().to_vec()
    }
}

fn halves(point: &[u8]) -> (&[u8], &[u8]) {
    let (_, coordinates) = point.split_at(1);
    coordinates.split_at(coordinates.len() / 2)
}
