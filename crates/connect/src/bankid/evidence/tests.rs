//! Evidence as the simulator's persons sign it, and the same with exactly one thing broken. Each must be refused for that thing.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod chains;
mod contents;
mod documents;
mod responses;
mod steps;

use std::sync::OnceLock;

use data_encoding::BASE64;
use domain::{
    personal_number::PersonalNumber,
    time::{Span, Timestamp},
};
use rcgen::KeyPair;
use rustls::pki_types::CertificateDer;
use sha1::{Digest as _, Sha1};

use super::{Checked, EvidenceFault, Expected, Roots, VisibleText, check};
use crate::bankid::simulator::{
    Person, Visible,
    signing::{Content, Hierarchy, Said, assemble, draw_keys, respond},
};

const TEXT: &str = "Logga in hos Exempelbolaget\nÅÄÖ";
const SERIAL: [u8; 16] = [5; 16];

/// 2026-11-21, noon.
fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_795_262_400)
}

fn number(digits: &str) -> PersonalNumber {
    PersonalNumber::from_digits(digits).unwrap()
}

fn bo() -> Person {
    Person::new(number("199006022397"), "Bo Åke Lind")
}

/// The keys, drawn once: they take a while.
fn keys(order: [usize; 5]) -> [KeyPair; 5] {
    static TEXTS: OnceLock<[String; 5]> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| draw_keys().unwrap().map(|key| key.serialize_pem()));
    order.map(|at| KeyPair::from_pem(&texts[at]).unwrap())
}

fn hierarchy() -> &'static Hierarchy {
    static HIERARCHY: OnceLock<Hierarchy> = OnceLock::new();
    HIERARCHY.get_or_init(|| Hierarchy::new(keys([0, 1, 2, 3, 4])).unwrap())
}

/// One that is built alike and has the same names, with other keys in each place.
fn stranger() -> &'static Hierarchy {
    static STRANGER: OnceLock<Hierarchy> = OnceLock::new();
    STRANGER.get_or_init(|| Hierarchy::new(keys([1, 2, 3, 4, 0])).unwrap())
}

/// The element that Bo signs, with this text shown.
fn signed_data(text: Option<&str>) -> String {
    let visible = text.map(|text| Visible {
        text: text.to_owned(),
        encoded: BASE64.encode(text.as_bytes()),
        format: Some("simpleMarkdownV1".to_owned()),
    });
    let content = Content {
        person: &bo(),
        signs: false,
        visible: visible.as_ref(),
        hidden: Some("c2VjcmV0"),
        caller: "Exempelbolaget",
        policies: &[],
    };
    content.xml(&[9; 20])
}

fn certificate() -> CertificateDer<'static> {
    certificate_of(&bo(), Span::days(-1), Span::days(1))
}

/// A person's certificate, valid between two spans from now.
fn certificate_of(person: &Person, from: Span, until: Span) -> CertificateDer<'static> {
    hierarchy()
        .certificate(person, (now() + from, now() + until), SERIAL)
        .unwrap()
}

/// Bo's signature of an element, along with certificates.
fn signed(element: &str, chain: &[CertificateDer<'static>]) -> String {
    assemble(element, chain, |bytes| hierarchy().sign(bytes)).unwrap()
}

/// The whole document that Bo signs.
fn document() -> String {
    signed(&signed_data(Some(TEXT)), &hierarchy().chain(certificate()))
}

/// What an honest responder says of a certificate for a signature.
fn said<'a>(about: &'a CertificateDer<'a>, signature: &str) -> Said<'a> {
    let mut nonce = Sha1::digest(signature.as_bytes()).to_vec();
    nonce.extend_from_slice(b"and more");
    Said {
        about,
        issuer: hierarchy().bank(),
        good: true,
        at: now(),
        nonce: Some(nonce),
    }
}

fn answered(said: &Said<'_>) -> String {
    let (key, responder) = hierarchy().responder();
    BASE64.encode(&respond(said, key, responder).unwrap())
}

fn roots() -> Roots {
    Roots::from_pem([hierarchy().root_pem().as_str()]).unwrap()
}

fn expected() -> Expected<'static> {
    Expected {
        visible_text: VisibleText::Is(TEXT),
        personal_number: bo().number(),
    }
}

/// The verdict over a document, with an honest response about the certificate.
fn verdict_with(
    xml: &str,
    about: &CertificateDer<'_>,
    expected: &Expected<'_>,
) -> Result<Checked, EvidenceFault> {
    let signature = BASE64.encode(xml.as_bytes());
    let ocsp = answered(&said(about, &signature));
    check(&signature, &ocsp, expected, &roots())
}

fn verdict(xml: &str) -> Result<Checked, EvidenceFault> {
    verdict_with(xml, &certificate(), &expected())
}

/// A document in which one thing is another. The thing must stand there.
fn altered(xml: &str, from: &str, to: &str) -> String {
    assert!(xml.contains(from), "{from} does not stand in the document");
    xml.replacen(from, to, 1)
}

#[test]
fn what_a_person_signed_holds_and_says_who_when_and_what() {
    let checked = verdict(&document()).unwrap();
    assert_eq!(checked.personal_number, bo().number());
    assert_eq!(checked.signer.name, "Bo Åke Lind");
    assert_eq!(checked.signer.issued_by, "Testbanken AB (publ)");
    assert_eq!(checked.signed_at, now());
    assert_eq!(checked.visible_text.as_deref(), Some(TEXT));
    assert_eq!(checked.hidden_data.as_deref(), Some(b"secret".as_slice()));
    assert_eq!(checked.function.as_deref(), Some("Identification"));
}

#[test]
fn no_sign_of_it_can_be_another() {
    let signature = BASE64.encode(document().as_bytes());
    let ocsp = answered(&said(&certificate(), &signature));
    let genuine = check(&signature, &ocsp, &expected(), &roots()).unwrap();
    let another = |text: &str, at: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'Q' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    for at in (0..signature.len()).step_by(37) {
        let altered = another(&signature, at);
        assert!(
            check(&altered, &ocsp, &expected(), &roots()).is_err(),
            "signature at {at}"
        );
    }
    for at in 0..ocsp.len() {
        // The parameters of an algorithm that has none are not signed, and mean nothing.
        let verdict = check(&signature, &another(&ocsp, at), &expected(), &roots());
        assert!(
            verdict.is_err() || verdict.as_ref() == Ok(&genuine),
            "response at {at}"
        );
    }
}
