//! Whose certificate it is, whether it leads to a trusted root, and whether its key signed.

use std::time::Duration;

use der::{
    Decode as _,
    asn1::{AnyRef, ObjectIdentifier, PrintableStringRef, TeletexStringRef, Utf8StringRef},
};
use domain::{personal_number::PersonalNumber, time::Timestamp};
use rustls::pki_types::{
    CertificateDer, SignatureVerificationAlgorithm, UnixTime, pem::PemObject as _,
};
use webpki::{
    EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, anchor_from_trusted_cert,
    aws_lc_rs as algorithms,
};
use x509_cert::Certificate;

use super::{
    document::SignedDocument,
    fault::{ChainFault, EvidenceFault},
};

/// With what certificates may be signed.
pub(super) const ACCEPTED: [&dyn SignatureVerificationAlgorithm; 5] = [
    algorithms::RSA_PKCS1_2048_8192_SHA256,
    algorithms::RSA_PKCS1_2048_8192_SHA384,
    algorithms::RSA_PKCS1_2048_8192_SHA512,
    algorithms::ECDSA_P256_SHA256,
    algorithms::ECDSA_P384_SHA384,
];

const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");

/// The roots that signatures may lead to. They are the operator's choice: none is built in.
#[derive(Debug, Clone)]
pub struct Roots(Vec<CertificateDer<'static>>);

impl Roots {
    /// Reads texts with one or more certificates each. A text without any is a fault.
    pub fn from_pem<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, EvidenceFault> {
        let mut roots = Vec::new();
        for text in texts {
            let before = roots.len();
            for root in CertificateDer::pem_slice_iter(text.as_bytes()) {
                let root = root.map_err(|_| EvidenceFault::Certificate)?;
                anchor_from_trusted_cert(&root).map_err(|_| EvidenceFault::Certificate)?;
                roots.push(root);
            }
            if roots.len() == before {
                return Err(EvidenceFault::Certificate);
            }
        }
        Ok(Self(roots))
    }

    /// Those that were valid at this moment.
    fn valid_at(&self, moment: Timestamp) -> Result<Vec<&CertificateDer<'static>>, EvidenceFault> {
        let moment = since_epoch(moment)?;
        let mut valid = Vec::new();
        for root in &self.0 {
            let validity = parsed(root)?.tbs_certificate.validity;
            let (from, to) = (validity.not_before, validity.not_after);
            if from.to_unix_duration() <= moment && moment <= to.to_unix_duration() {
                valid.push(root);
            }
        }
        Ok(valid)
    }
}

/// Who signed, as the subject of the certificate says. The number is kept apart, where it cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The person's name.
    pub name: String,
    /// The bank that issued the certificate.
    pub issued_by: String,
}

/// Checks that the key of the first certificate signed the digests.
pub(super) fn verify_signed_info(
    person: &CertificateDer<'_>,
    document: &SignedDocument,
) -> Result<(), EvidenceFault> {
    EndEntityCert::try_from(person)
        .map_err(|_| EvidenceFault::Certificate)?
        .verify_signature(
            algorithms::RSA_PKCS1_2048_8192_SHA256,
            document.signed_info.as_bytes(),
            &document.signature_value,
        )
        .map_err(|_| EvidenceFault::Signature)
}

/// Checks that the person's certificate leads over the bank's and BankID's to a root, all valid at that moment.
pub(super) fn verify_chain(
    [person, bank, bankid]: &[CertificateDer<'_>; 3],
    roots: &Roots,
    moment: Timestamp,
) -> Result<(), EvidenceFault> {
    let roots = roots.valid_at(moment)?;
    let anchors = roots
        .into_iter()
        .map(|root| anchor_from_trusted_cert(root).map_err(|_| EvidenceFault::Certificate))
        .collect::<Result<Vec<_>, _>>()?;
    let person = EndEntityCert::try_from(person).map_err(|_| EvidenceFault::Certificate)?;
    let between = [bank.clone(), bankid.clone()];
    let path = person
        .verify_for_usage(
            &ACCEPTED,
            &anchors,
            &between,
            UnixTime::since_unix_epoch(since_epoch(moment)?),
            AnyUsage,
            None,
            None,
        )
        .map_err(|error| EvidenceFault::Chain(sorted(&error)))?;
    if path
        .intermediate_certificates()
        .map(webpki::Cert::der)
        .eq(between.iter().cloned())
    {
        Ok(())
    } else {
        Err(EvidenceFault::Chain(ChainFault::Order))
    }
}

/// A person's certificate may be for logging in, for signing, or say nothing of it: what it is for is the layout's business.
struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

pub(super) fn sorted(error: &Error) -> ChainFault {
    match error {
        Error::CertExpired { .. } | Error::CertNotValidYet { .. } => ChainFault::NotValidThen,
        Error::UnknownIssuer | Error::InvalidSignatureForPublicKey => ChainFault::UnknownRoot,
        _ => ChainFault::Unfit,
    }
}

/// Who the certificate is about.
pub(super) fn signer(
    person: &CertificateDer<'_>,
) -> Result<(Signer, PersonalNumber), EvidenceFault> {
    let certificate = parsed(person)?.tbs_certificate;
    let number = only(&certificate.subject, SERIAL_NUMBER)?.ok_or(EvidenceFault::Certificate)?;
    let number = PersonalNumber::from_digits(&number).map_err(|_| EvidenceFault::Certificate)?;
    let signer = Signer {
        name: only(&certificate.subject, COMMON_NAME)?.unwrap_or_default(),
        issued_by: only(&certificate.issuer, ORGANISATION)?.unwrap_or_default(),
    };
    Ok((signer, number))
}

/// The value that a name has once for this attribute. A second one would be a second truth.
fn only(
    name: &x509_cert::name::Name,
    attribute: ObjectIdentifier,
) -> Result<Option<String>, EvidenceFault> {
    let mut found = None;
    for one in name.0.iter().flat_map(|relative| relative.0.iter()) {
        if one.oid == attribute {
            let value = written(AnyRef::from(&one.value)).ok_or(EvidenceFault::Certificate)?;
            if found.replace(value).is_some() {
                return Err(EvidenceFault::Certificate);
            }
        }
    }
    Ok(found)
}

fn written(value: AnyRef<'_>) -> Option<String> {
    value
        .decode_as::<Utf8StringRef<'_>>()
        .map(|text| text.as_str().to_owned())
        .or_else(|_| {
            value
                .decode_as::<PrintableStringRef<'_>>()
                .map(|text| text.as_str().to_owned())
        })
        .or_else(|_| {
            value
                .decode_as::<TeletexStringRef<'_>>()
                .map(|text| text.as_str().to_owned())
        })
        .ok()
}

pub(super) fn parsed(certificate: &CertificateDer<'_>) -> Result<Certificate, EvidenceFault> {
    Certificate::from_der(certificate).map_err(|_| EvidenceFault::Certificate)
}

pub(super) fn since_epoch(moment: Timestamp) -> Result<Duration, EvidenceFault> {
    u64::try_from(moment.unix_millis())
        .map(Duration::from_millis)
        .map_err(|_| EvidenceFault::Chain(ChainFault::NotValidThen))
}
