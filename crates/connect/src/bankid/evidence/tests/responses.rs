//! The OCSP response.

use super::*;
use crate::bankid::evidence::OcspFault;

/// The verdict over the genuine document with another response.
fn with(response: impl FnOnce(&str) -> String) -> Result<Checked, EvidenceFault> {
    let signature = BASE64.encode(document().as_bytes());
    check(&signature, &response(&signature), &expected(), &roots())
}

fn ocsp_fault(fault: OcspFault) -> Result<Checked, EvidenceFault> {
    Err(EvidenceFault::Ocsp(fault))
}

#[test]
fn what_is_no_response_is_refused() {
    for response in ["", "%", "AAAA", &"A".repeat(64 * 1024 + 4)] {
        let verdict = with(|_| response.to_owned());
        assert_eq!(verdict, ocsp_fault(OcspFault::Unreadable));
    }
}

#[test]
fn a_responder_that_gave_no_answer_proves_nothing() {
    // OCSPResponse { tryLater }
    let verdict = with(|_| BASE64.encode(&[0x30, 3, 0x0a, 1, 3]));
    assert_eq!(verdict, ocsp_fault(OcspFault::NotSuccessful));
}

#[test]
fn a_response_about_another_certificate_proves_nothing() {
    let other = hierarchy()
        .certificate(
            &bo(),
            (now() - Span::days(1), now() + Span::days(1)),
            [6; 16],
        )
        .unwrap();
    let verdict = with(|signature| answered(&said(&other, signature)));
    assert_eq!(verdict, ocsp_fault(OcspFault::OtherCertificate));
    // The same serial number under another issuer.
    let verdict = with(|signature| {
        let certificate = certificate();
        let mut said = said(&certificate, signature);
        said.issuer = stranger().bank();
        answered(&said)
    });
    assert_eq!(verdict, ocsp_fault(OcspFault::OtherCertificate));
}

#[test]
fn a_certificate_that_is_not_good_proves_nothing() {
    let verdict = with(|signature| {
        let certificate = certificate();
        let mut said = said(&certificate, signature);
        said.good = false;
        answered(&said)
    });
    assert_eq!(verdict, ocsp_fault(OcspFault::NotGood));
}

#[test]
fn the_nonce_belongs_to_the_signature() {
    let nonce_of = |nonce: Option<Vec<u8>>| {
        with(|signature| {
            let certificate = certificate();
            let mut said = said(&certificate, signature);
            said.nonce = nonce;
            answered(&said)
        })
    };
    assert_eq!(nonce_of(None), ocsp_fault(OcspFault::NoNonce));
    assert_eq!(
        nonce_of(Some(Vec::new())),
        ocsp_fault(OcspFault::OtherNonce)
    );
    let other = Sha1::digest(b"another signature").to_vec();
    assert_eq!(nonce_of(Some(other)), ocsp_fault(OcspFault::OtherNonce));
    let verdict = with(|_| answered(&said(&certificate(), "another signature")));
    assert_eq!(verdict, ocsp_fault(OcspFault::OtherNonce));
    // The SHA-1 alone is a nonce, and cut short it is none.
    let whole = |signature: &str| Sha1::digest(signature.as_bytes()).to_vec();
    let signature = BASE64.encode(document().as_bytes());
    assert!(nonce_of(Some(whole(&signature))).is_ok());
    let cut = whole(&signature)[..19].to_vec();
    assert_eq!(nonce_of(Some(cut)), ocsp_fault(OcspFault::OtherNonce));
}

#[test]
fn only_a_responder_of_the_issuer_may_say_it() {
    let verdict = with(|signature| {
        let (key, responder) = stranger().responder();
        let certificate = certificate();
        let said = said(&certificate, signature);
        BASE64.encode(&respond(&said, key, responder).unwrap())
    });
    assert_eq!(verdict, ocsp_fault(OcspFault::Responder));
    // A person of the same bank, with a genuine certificate that is not for this.
    let verdict = with(|signature| {
        let [.., key] = keys([0, 1, 2, 3, 4]);
        let certificate = certificate();
        let said = said(&certificate, signature);
        BASE64.encode(&respond(&said, &key, &certificate).unwrap())
    });
    assert_eq!(verdict, ocsp_fault(OcspFault::Responder));
}

#[test]
fn the_responders_key_must_have_signed() {
    let verdict = with(|signature| {
        let (_, responder) = hierarchy().responder();
        let [.., key] = keys([0, 1, 2, 3, 4]);
        let certificate = certificate();
        let said = said(&certificate, signature);
        BASE64.encode(&respond(&said, &key, responder).unwrap())
    });
    assert_eq!(verdict, ocsp_fault(OcspFault::Signature));
}

#[test]
fn the_issuer_itself_may_say_it() {
    let verdict = with(|signature| {
        let [_, _, key, ..] = keys([0, 1, 2, 3, 4]);
        let certificate = certificate();
        let said = said(&certificate, signature);
        BASE64.encode(&respond(&said, &key, hierarchy().bank()).unwrap())
    });
    assert!(verdict.is_ok(), "{verdict:?}");
}
