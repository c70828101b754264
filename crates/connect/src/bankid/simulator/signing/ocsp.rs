//! The OCSP response about a person's certificate.

use std::time::Duration;

use der::{
    Decode as _, Encode as _,
    asn1::{BitString, GeneralizedTime, Null, ObjectIdentifier, OctetString},
};
use domain::time::{Span, Timestamp};
use rcgen::{KeyPair, SigningKey as _};
use rustls::pki_types::CertificateDer;
use sha1::{Digest as _, Sha1};
use x509_cert::{Certificate, ext::Extension, spki::AlgorithmIdentifierOwned};
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspResponse, ResponderId,
    ResponseData, SingleResponse, Version,
};

use super::super::fault::SimulatorFault;

const NONCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.2");
const SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const RSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");

/// What a response says.
pub(crate) struct Said<'a> {
    /// The certificate it is about.
    pub(crate) about: &'a CertificateDer<'a>,
    pub(crate) issuer: &'a CertificateDer<'a>,
    /// Whether the certificate is good; otherwise the responder does not know it.
    pub(crate) good: bool,
    pub(crate) at: Timestamp,
    pub(crate) nonce: Option<Vec<u8>>,
}

/// The nonce that binds a response to a signature: the SHA-1 of its base64 text, and something random.
pub(crate) fn nonce(signature: &str, drawn: &[u8]) -> Vec<u8> {
    let mut nonce = Sha1::digest(signature.as_bytes()).to_vec();
    nonce.extend_from_slice(drawn);
    nonce
}

/// Writes a response, signed with the key of this responder. DER.
pub(crate) fn respond(
    said: &Said<'_>,
    key: &KeyPair,
    responder: &CertificateDer<'_>,
) -> Result<Vec<u8>, SimulatorFault> {
    let responder = Certificate::from_der(responder)?;
    let at = moment(said.at)?;
    let data = ResponseData {
        version: Version::V1,
        responder_id: ResponderId::ByName(responder.tbs_certificate.subject.clone()),
        produced_at: at,
        responses: vec![SingleResponse {
            cert_id: id(said)?,
            cert_status: if said.good {
                CertStatus::good()
            } else {
                CertStatus::unknown()
            },
            this_update: at,
            next_update: Some(moment(said.at + Span::minutes(1))?),
            single_extensions: None,
        }],
        response_extensions: match &said.nonce {
            Some(nonce) => Some(vec![Extension {
                extn_id: NONCE,
                critical: false,
                extn_value: OctetString::new(OctetString::new(nonce.as_slice())?.to_der()?)?,
            }]),
            None => None,
        },
    };
    let signature = key.sign(&data.to_der()?)?;
    let basic = BasicOcspResponse {
        tbs_response_data: data,
        signature_algorithm: algorithm(RSA_SHA256),
        signature: BitString::from_bytes(&signature)?,
        certs: Some(vec![responder]),
    };
    Ok(OcspResponse::successful(basic)?.to_der()?)
}

fn id(said: &Said<'_>) -> Result<CertId, SimulatorFault> {
    let issuer = Certificate::from_der(said.issuer)?.tbs_certificate;
    let about = Certificate::from_der(said.about)?.tbs_certificate;
    let key = issuer.subject_public_key_info.subject_public_key;
    Ok(CertId {
        hash_algorithm: algorithm(SHA_1),
        issuer_name_hash: OctetString::new(Sha1::digest(issuer.subject.to_der()?).as_slice())?,
        issuer_key_hash: OctetString::new(Sha1::digest(key.raw_bytes()).as_slice())?,
        serial_number: about.serial_number,
    })
}

fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid,
        parameters: Some(Null.into()),
    }
}

fn moment(at: Timestamp) -> Result<OcspGeneralizedTime, SimulatorFault> {
    let seconds = u64::try_from(at.unix_seconds()).unwrap_or_default();
    let time = GeneralizedTime::from_unix_duration(Duration::from_secs(seconds))?;
    Ok(OcspGeneralizedTime(time))
}
