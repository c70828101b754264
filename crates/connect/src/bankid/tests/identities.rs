//! The files were made by OpenSSL 3.0, all of one key, with the password below: `aes.p12` by `openssl pkcs12 -export`, `rc2.p12` with
//! `-legacy` (RC2-40, triple DES, SHA-1), the others as their names tell.

use crate::Secret;
use crate::bankid::identity::{Identity, IdentityFault};
use domain::time::Timestamp;

pub(super) const CERTIFICATE: &[u8] = include_bytes!("files/certificate.pem");
const KEY: &[u8] = include_bytes!("files/key.pem");
const KEY_PKCS1: &[u8] = include_bytes!("files/key-pkcs1.pem");
const KEY_ENCRYPTED: &[u8] = include_bytes!("files/key-encrypted.pem");
const KEY_PBES1: &[u8] = include_bytes!("files/key-encrypted-pbes1.pem");
const KEY_BEFORE_PKCS8: &[u8] = include_bytes!("files/key-encrypted-before-pkcs8.pem");
const KEY_OF_ANOTHER: &[u8] = include_bytes!("files/key-of-another.pem");
pub(super) const AES: &[u8] = include_bytes!("files/aes.p12");
const RC2: &[u8] = include_bytes!("files/rc2.p12");
const WITHOUT_MAC: &[u8] = include_bytes!("files/without-mac.p12");
const WITHOUT_KEY: &[u8] = include_bytes!("files/without-key.p12");

pub(super) fn password(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn fault(read: Result<Identity, IdentityFault>) -> IdentityFault {
    read.err().expect("no identity")
}

fn both(certificate: &[u8], key: &[u8]) -> Vec<u8> {
    [certificate, b"\n", key].concat()
}

#[test]
fn a_certificate_opens_in_every_form_a_bank_delivers() {
    let right = password("qwerty123");
    let with_words = both(b"Bag Attributes\n  friendlyName: x\n", CERTIFICATE);
    for (form, read) in [
        ("AES", Identity::from_file(AES, Some(&right))),
        ("RC2", Identity::from_file(RC2, Some(&right))),
        ("no MAC", Identity::from_file(WITHOUT_MAC, Some(&right))),
        ("PEM", Identity::from_pem(CERTIFICATE, KEY, None)),
        ("PKCS#1", Identity::from_pem(CERTIFICATE, KEY_PKCS1, None)),
        (
            "encrypted PEM",
            Identity::from_pem(CERTIFICATE, KEY_ENCRYPTED, Some(&right)),
        ),
        (
            "one PEM file, key first",
            Identity::from_file(&both(KEY, CERTIFICATE), Some(&right)),
        ),
        (
            "PEM with words around",
            Identity::from_file(&both(&with_words, KEY), None),
        ),
    ] {
        let identity = read.unwrap_or_else(|fault| panic!("{form}: {fault}"));
        let facts = identity.facts();
        assert_eq!(
            facts.subject,
            "CN=Prov av Tvasteg,SERIALNUMBER=5566304928,O=Testbank AB (publ),C=SE"
        );
        // As `openssl x509 -dates` says: 2026-11-21 07:13:47 to 2126-10-28 07:13:47.
        assert_eq!(facts.begins, Timestamp::from_unix_seconds(1_795_245_227));
        assert_eq!(facts.ends, Timestamp::from_unix_seconds(4_948_845_227));
        assert!(
            reqwest::Identity::from_pem(identity.pem()).is_ok(),
            "{form}: the TLS layer takes it"
        );
    }
}

#[test]
fn a_wrong_password_is_told_apart_from_a_broken_file() {
    let wrong = password("qwerty124");
    for (form, read) in [
        ("AES", Identity::from_file(AES, Some(&wrong))),
        ("RC2", Identity::from_file(RC2, Some(&wrong))),
        ("no MAC", Identity::from_file(WITHOUT_MAC, Some(&wrong))),
        ("none", Identity::from_file(AES, None)),
        (
            "PEM",
            Identity::from_pem(CERTIFICATE, KEY_ENCRYPTED, Some(&wrong)),
        ),
    ] {
        assert_eq!(fault(read), IdentityFault::WrongPassword, "{form}");
    }
    let right = password("qwerty123");
    for broken in [
        &AES[..AES.len() - 1],
        &RC2[..100],
        &[],
        b"no certificate",
        &both(AES, b"more")[..],
    ] {
        assert_eq!(
            fault(Identity::from_file(broken, Some(&right))),
            IdentityFault::Broken
        );
    }
    let cut = &CERTIFICATE[..CERTIFICATE.len() - 40];
    assert!(Identity::from_pem(cut, KEY, None).is_err());
}

#[test]
fn what_is_missing_or_does_not_fit_is_named() {
    let right = password("qwerty123");
    for (read, expected) in [
        (
            Identity::from_file(WITHOUT_KEY, Some(&right)),
            IdentityFault::NoKey,
        ),
        (Identity::from_file(CERTIFICATE, None), IdentityFault::NoKey),
        (Identity::from_file(KEY, None), IdentityFault::NoCertificate),
        (
            Identity::from_pem(CERTIFICATE, KEY_OF_ANOTHER, None),
            IdentityFault::KeyOfAnother,
        ),
        (
            Identity::from_pem(CERTIFICATE, &both(KEY, KEY_OF_ANOTHER), None),
            IdentityFault::SeveralKeys,
        ),
        (
            Identity::from_pem(CERTIFICATE, KEY_ENCRYPTED, None),
            IdentityFault::PasswordMissing,
        ),
        (
            Identity::from_pem(CERTIFICATE, KEY_PBES1, Some(&right)),
            IdentityFault::Unsupported,
        ),
        (
            Identity::from_pem(CERTIFICATE, KEY_BEFORE_PKCS8, Some(&right)),
            IdentityFault::Unsupported,
        ),
    ] {
        assert_eq!(fault(read), expected);
    }
}

#[test]
fn the_certificate_of_the_key_goes_first_whatever_the_order() {
    let other = rcgen::generate_simple_self_signed(vec!["other.example".to_owned()]).unwrap();
    let chain = both(other.cert.pem().as_bytes(), CERTIFICATE);
    let identity = Identity::from_pem(&chain, KEY, None).unwrap();
    assert!(identity.facts().subject.contains("Prov av Tvasteg"));
    let pem = String::from_utf8(identity.pem().to_vec()).unwrap();
    assert_eq!(pem.matches("BEGIN CERTIFICATE").count(), 2);
    let first = pem::parse(pem.as_bytes()).unwrap();
    assert_eq!(
        first.contents(),
        pem::parse(CERTIFICATE).unwrap().contents()
    );
}
