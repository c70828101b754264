//! The OCSP response: that the person's certificate was good when the signature was made, said under the same issuer, about this signature.

use data_encoding::BASE64;
use der::{
    Decode as _, Encode as _, Reader as _, SliceReader,
    asn1::{ObjectIdentifier, OctetString},
};
use domain::time::Timestamp;
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert, aws_lc_rs as algorithms};
use x509_cert::Certificate;
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspResponse, OcspResponseStatus,
    ResponderId, SingleResponse,
};

use super::{
    certificates::{ACCEPTED, parsed, since_epoch},
    fault::{EvidenceFault, OcspFault},
};

/// A response with its certificate is a few kilobytes.
const LONGEST: usize = 64 * 1024;

const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const NONCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.2");
const SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// The content of the object identifier of "may sign OCSP responses", 1.3.6.1.5.5.7.3.9.
const OCSP_SIGNING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 9];

/// A basic response. Until it is verified nothing in it counts.
pub(super) struct Response {
    basic: BasicOcspResponse,
    /// What was signed, as it came.
    signed: Vec<u8>,
    produced_at: Timestamp,
}

impl Response {
    /// Reads the base64 of a response.
    pub(super) fn read(ocsp: &str) -> Result<Self, EvidenceFault> {
        if ocsp.len() > LONGEST {
            return Err(OcspFault::Unreadable.into());
        }
        let bytes = BASE64
            .decode(ocsp.as_bytes())
            .map_err(|_| OcspFault::Unreadable)?;
        let response = OcspResponse::from_der(&bytes).map_err(|_| OcspFault::Unreadable)?;
        if response.response_status != OcspResponseStatus::Successful {
            return Err(OcspFault::NotSuccessful.into());
        }
        let inner = response.response_bytes.ok_or(OcspFault::Unreadable)?;
        if inner.response_type != BASIC {
            return Err(OcspFault::Unreadable.into());
        }
        let inner = inner.response.as_bytes();
        let basic = BasicOcspResponse::from_der(inner).map_err(|_| OcspFault::Unreadable)?;
        let produced_at =
            moment(basic.tbs_response_data.produced_at).ok_or(OcspFault::Unreadable)?;
        Ok(Self {
            signed: first_of(inner).map_err(|_| OcspFault::Unreadable)?,
            basic,
            produced_at,
        })
    }

    /// When it was produced, which is the signing time of record.
    pub(super) fn produced_at(&self) -> Timestamp {
        self.produced_at
    }

    /// Checks that it says of the person's certificate that it was good, under the bank's certificate, for this signature.
    pub(super) fn verify(
        &self,
        signature: &str,
        person: &CertificateDer<'_>,
        bank: &CertificateDer<'_>,
    ) -> Result<(), EvidenceFault> {
        let issuer = parsed(bank)?;
        self.is_signed_under(bank, &issuer)?;
        let said = self.about(&parsed(person)?, &issuer)?;
        if !matches!(said.cert_status, CertStatus::Good(_)) {
            return Err(OcspFault::NotGood.into());
        }
        self.is_current(said)?;
        self.has_nonce_of(signature)
    }

    fn is_signed_under(
        &self,
        bank: &CertificateDer<'_>,
        issuer: &Certificate,
    ) -> Result<(), EvidenceFault> {
        if self.is_responder(issuer)? {
            return self.is_signed_by(bank);
        }
        let responder = self.delegate()?;
        let responder = CertificateDer::from(responder);
        let anchor = [anchor_from_trusted_cert(bank).map_err(|_| EvidenceFault::Certificate)?];
        EndEntityCert::try_from(&responder)
            .map_err(|_| OcspFault::Responder)?
            .verify_for_usage(
                &ACCEPTED,
                &anchor,
                &[],
                UnixTime::since_unix_epoch(since_epoch(self.produced_at)?),
                KeyUsage::required(OCSP_SIGNING),
                None,
                None,
            )
            .map_err(|_| OcspFault::Responder)?;
        self.is_signed_by(&responder)
    }

    /// Whether the response names this certificate as its responder.
    fn is_responder(&self, certificate: &Certificate) -> Result<bool, EvidenceFault> {
        let certificate = &certificate.tbs_certificate;
        match &self.basic.tbs_response_data.responder_id {
            ResponderId::ByName(name) => Ok(*name == certificate.subject),
            ResponderId::ByKey(hash) => {
                let key = key_of(certificate)?;
                Ok(hash.as_bytes() == Sha1::digest(key).as_slice())
            }
        }
    }

    /// The certificate, among those that came along, of the responder it names.
    fn delegate(&self) -> Result<Vec<u8>, EvidenceFault> {
        for certificate in self.basic.certs.iter().flatten() {
            if self.is_responder(certificate)? {
                return certificate
                    .to_der()
                    .map_err(|_| OcspFault::Unreadable.into());
            }
        }
        Err(OcspFault::Responder.into())
    }

    fn is_signed_by(&self, certificate: &CertificateDer<'_>) -> Result<(), EvidenceFault> {
        let algorithm = algorithm(&self.basic.signature_algorithm.oid.to_string())
            .ok_or(EvidenceFault::Algorithm)?;
        let signature = self
            .basic
            .signature
            .as_bytes()
            .ok_or(OcspFault::Unreadable)?;
        EndEntityCert::try_from(certificate)
            .map_err(|_| EvidenceFault::Certificate)?
            .verify_signature(algorithm, &self.signed, signature)
            .map_err(|_| OcspFault::Signature.into())
    }

    /// The one thing it says, which must be about the person's certificate.
    fn about(
        &self,
        person: &Certificate,
        issuer: &Certificate,
    ) -> Result<&SingleResponse, EvidenceFault> {
        let [only] = self.basic.tbs_response_data.responses.as_slice() else {
            return Err(OcspFault::OtherCertificate.into());
        };
        let id = &only.cert_id;
        let name = issuer
            .tbs_certificate
            .subject
            .to_der()
            .map_err(|_| EvidenceFault::Certificate)?;
        let same = id.serial_number == person.tbs_certificate.serial_number
            && id.issuer_name_hash.as_bytes() == digest(id, &name)?
            && id.issuer_key_hash.as_bytes() == digest(id, key_of(&issuer.tbs_certificate)?)?;
        if same {
            Ok(only)
        } else {
            Err(OcspFault::OtherCertificate.into())
        }
    }

    fn is_current(&self, said: &SingleResponse) -> Result<(), EvidenceFault> {
        let from = moment(said.this_update).ok_or(OcspFault::Times)?;
        let ended = match said.next_update {
            Some(next) => moment(next).ok_or(OcspFault::Times)? < self.produced_at,
            None => false,
        };
        if from <= self.produced_at && !ended {
            Ok(())
        } else {
            Err(OcspFault::Times.into())
        }
    }

    fn has_nonce_of(&self, signature: &str) -> Result<(), EvidenceFault> {
        let extensions = self.basic.tbs_response_data.response_extensions.iter();
        let mut nonces = extensions
            .flatten()
            .filter(|extension| extension.extn_id == NONCE);
        let (Some(nonce), None) = (nonces.next(), nonces.next()) else {
            return Err(OcspFault::NoNonce.into());
        };
        let value = nonce.extn_value.as_bytes();
        // RFC 8954 wraps the nonce once more; older responders do not.
        let unwrapped = OctetString::from_der(value);
        let nonce = unwrapped.as_ref().map_or(value, OctetString::as_bytes);
        if nonce.starts_with(Sha1::digest(signature.as_bytes()).as_slice()) {
            Ok(())
        } else {
            Err(OcspFault::OtherNonce.into())
        }
    }
}

impl From<OcspFault> for EvidenceFault {
    fn from(fault: OcspFault) -> Self {
        Self::Ocsp(fault)
    }
}

/// The first element of a sequence, byte by byte as it came.
fn first_of(sequence: &[u8]) -> der::Result<Vec<u8>> {
    let mut reader = SliceReader::new(sequence)?;
    reader.sequence(|inner| {
        let first = inner.tlv_bytes()?.to_vec();
        while !inner.is_finished() {
            inner.tlv_bytes()?;
        }
        Ok(first)
    })
}

fn moment(time: OcspGeneralizedTime) -> Option<Timestamp> {
    let millis = i64::try_from(time.0.to_unix_duration().as_millis()).ok()?;
    Some(Timestamp::from_unix_millis(millis))
}

fn key_of(certificate: &x509_cert::TbsCertificate) -> Result<&[u8], EvidenceFault> {
    certificate
        .subject_public_key_info
        .subject_public_key
        .as_bytes()
        .ok_or(EvidenceFault::Certificate)
}

/// Hashes as the response names its certificate. SHA-1 only tells one certificate from another here.
fn digest(id: &CertId, bytes: &[u8]) -> Result<Vec<u8>, EvidenceFault> {
    match id.hash_algorithm.oid {
        SHA_1 => Ok(Sha1::digest(bytes).to_vec()),
        SHA_256 => Ok(Sha256::digest(bytes).to_vec()),
        _ => Err(EvidenceFault::Algorithm),
    }
}

fn algorithm(oid: &str) -> Option<&'static dyn SignatureVerificationAlgorithm> {
    match oid {
        "1.2.840.113549.1.1.11" => Some(algorithms::RSA_PKCS1_2048_8192_SHA256),
        "1.2.840.113549.1.1.12" => Some(algorithms::RSA_PKCS1_2048_8192_SHA384),
        "1.2.840.113549.1.1.13" => Some(algorithms::RSA_PKCS1_2048_8192_SHA512),
        "1.2.840.10045.4.3.2" => Some(algorithms::ECDSA_P256_SHA256),
        "1.2.840.10045.4.3.3" => Some(algorithms::ECDSA_P384_SHA384),
        _ => None,
    }
}
