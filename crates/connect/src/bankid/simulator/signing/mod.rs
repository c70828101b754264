//! What a person's phone makes when they sign: a certificate, an XML signature and an OCSP response, under a hierarchy of the simulator's
//! own that is built as BankID's is.
//!
//! ```text
//! root ─► BankID ─► bank ─┬─► the person
//!                         └─► the OCSP responder
//! ```
//!
//! The keys are RSA, as BankID's are, and drawn by the cryptographic library; everything else is drawn from the source that is handed in.

mod document;
mod ocsp;

use std::time::Duration;

use data_encoding::BASE64;
use domain::time::{Span, Timestamp};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize,
    SerialNumber, SigningKey as _, date_time_ymd,
};
use rustls::pki_types::CertificateDer;
use sha2::{Digest as _, Sha256};

pub(crate) use document::{Content, assemble};
pub(crate) use ocsp::{Said, respond};

use super::{fault::SimulatorFault, person::Person};

/// X.520 serialNumber, givenName and surname.
const SERIAL_NUMBER: [u64; 4] = [2, 5, 4, 5];
const GIVEN_NAME: [u64; 4] = [2, 5, 4, 42];
const SURNAME: [u64; 4] = [2, 5, 4, 4];

/// For how long before and after its use a person's certificate is valid.
pub(super) const ISSUED_BEFORE: Span = Span::days(180);
const VALID_FOR: Span = Span::days(3 * 365);

/// The keys and certificates that sign.
pub(crate) struct Hierarchy {
    root: Certificate,
    bankid: Certificate,
    bank: Certificate,
    bank_issuer: Issuer<'static, KeyPair>,
    responder: Certificate,
    responder_key: KeyPair,
    /// One for every person: nobody but the simulator has it anyway.
    person_key: KeyPair,
}

/// The private keys of a hierarchy, in the order root, BankID, bank, responder, person.
pub(crate) type Keys = [KeyPair; 5];

/// A signed order's evidence, both base64.
pub(crate) struct Evidence {
    pub(crate) signature: String,
    pub(crate) ocsp: String,
}

/// Draws the five keys. It takes a while.
pub(crate) fn draw_keys() -> Result<Keys, SimulatorFault> {
    let key = || KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048);
    Ok([key()?, key()?, key()?, key()?, key()?])
}

impl Hierarchy {
    /// Builds the certificates around the keys. The same keys give the same root.
    pub(crate) fn new(
        [root_key, bankid_key, bank_key, responder_key, person_key]: Keys,
    ) -> Result<Self, SimulatorFault> {
        let params = authority(ROOT, &root_key);
        let root = params.self_signed(&root_key)?;
        let issuer = Issuer::new(params, root_key);
        let params = authority("Tvåsteg simulator BankID CA v1", &bankid_key);
        let bankid = params.signed_by(&bankid_key, &issuer)?;
        let issuer = Issuer::new(params, bankid_key);
        let params = authority("Tvåsteg simulator Testbanken Customer CA v1", &bank_key);
        let bank = params.signed_by(&bank_key, &issuer)?;
        let bank_issuer = Issuer::new(params, bank_key);
        let responder = responder().signed_by(&responder_key, &bank_issuer)?;
        Ok(Self {
            root,
            bankid,
            bank,
            bank_issuer,
            responder,
            responder_key,
            person_key,
        })
    }

    /// The root that signatures lead to, PEM.
    pub(crate) fn root_pem(&self) -> String {
        self.root.pem()
    }

    /// A person's certificate that is valid between two moments.
    pub(crate) fn certificate(
        &self,
        person: &Person,
        (from, to): (Timestamp, Timestamp),
        serial: [u8; 16],
    ) -> Result<CertificateDer<'static>, SimulatorFault> {
        let mut params = CertificateParams::default();
        set_validity(&mut params, from, to);
        params.serial_number = Some(positive(serial));
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let mut subject = DistinguishedName::new();
        subject.push(DnType::CountryName, "SE");
        subject.push(DnType::OrganizationName, BANK);
        subject.push(DnType::from_oid(&SURNAME), person.surname());
        subject.push(DnType::from_oid(&GIVEN_NAME), person.given_name());
        subject.push(DnType::from_oid(&SERIAL_NUMBER), person.number().digits());
        subject.push(DnType::CommonName, person.name());
        params.distinguished_name = subject;
        Ok(params
            .signed_by(&self.person_key, &self.bank_issuer)?
            .der()
            .clone())
    }

    /// Three certificates as they stand in a signature: the person's, the bank's, BankID's.
    pub(crate) fn chain(&self, person: CertificateDer<'static>) -> [CertificateDer<'static>; 3] {
        [person, self.bank.der().clone(), self.bankid.der().clone()]
    }

    /// Signs with the person's key.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SimulatorFault> {
        Ok(self.person_key.sign(message)?)
    }

    /// What the responder signs with, and its certificate.
    pub(crate) fn responder(&self) -> (&KeyPair, &CertificateDer<'static>) {
        (&self.responder_key, self.responder.der())
    }

    /// The bank's certificate.
    pub(crate) fn bank(&self) -> &CertificateDer<'static> {
        self.bank.der()
    }

    /// Makes what a phone makes when its person signs at this moment. `drawn` are 48 random bytes: the certificate's serial number, the
    /// order's nonce and the end of the OCSP nonce.
    pub(crate) fn evidence(
        &self,
        content: &Content<'_>,
        at: Timestamp,
        drawn: [u8; 48],
    ) -> Result<Evidence, SimulatorFault> {
        let mut serial = [0; 16];
        serial.copy_from_slice(drawn.get(..16).unwrap_or(&[0; 16]));
        let valid = (at - ISSUED_BEFORE, at + VALID_FOR);
        let certificate = self.certificate(content.person, valid, serial)?;
        let chain = self.chain(certificate.clone());
        let nonce = drawn.get(16..36).unwrap_or_default();
        let xml = assemble(&content.xml(nonce), &chain, |bytes| self.sign(bytes))?;
        let signature = BASE64.encode(xml.as_bytes());
        let said = Said {
            about: &certificate,
            issuer: self.bank(),
            good: true,
            at,
            nonce: Some(ocsp::nonce(&signature, drawn.get(36..).unwrap_or_default())),
        };
        let (key, responder) = self.responder();
        let response = respond(&said, key, responder)?;
        Ok(Evidence {
            signature,
            ocsp: BASE64.encode(&response),
        })
    }
}

const ROOT: &str = "Tvåsteg simulator BankID Root CA v1";
const BANK: &str = "Testbanken AB (publ)";

/// A root of the same name and key that is valid between two other moments, PEM.
#[cfg(test)]
pub(crate) fn root_between(
    key: &KeyPair,
    from: Timestamp,
    to: Timestamp,
) -> Result<String, SimulatorFault> {
    let mut params = authority(ROOT, key);
    set_validity(&mut params, from, to);
    Ok(params.self_signed(key)?.pem())
}

/// The parameters of a certificate that issues others. They are the same each time, so that stored keys give the certificates back.
fn authority(name: &str, key: &KeyPair) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.use_authority_key_identifier_extension = true;
    params.serial_number = Some(positive(serial_of(key)));
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CountryName, "SE");
    subject.push(DnType::OrganizationName, BANK);
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    params
}

fn responder() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    params.serial_number = Some(positive([7; 16]));
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::OcspSigning];
    params.use_authority_key_identifier_extension = true;
    // "Do not ask whether I am revoked", the DER of NULL.
    let no_check = CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 48, 1, 5], vec![5, 0]);
    params.custom_extensions = vec![no_check];
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CountryName, "SE");
    subject.push(DnType::OrganizationName, BANK);
    subject.push(DnType::CommonName, "Tvåsteg simulator Testbanken OCSP");
    params.distinguished_name = subject;
    params
}

/// A serial number made from a key.
fn serial_of(key: &KeyPair) -> [u8; 16] {
    let digest = Sha256::digest(key.public_key_raw());
    std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default())
}

/// A serial number is positive and has no leading nought.
fn positive(mut bytes: [u8; 16]) -> SerialNumber {
    bytes[0] = bytes[0] & 0x3f | 0x40;
    SerialNumber::from_slice(&bytes)
}

/// Sets from when to when a certificate is valid, to the second.
pub(super) fn set_validity(params: &mut CertificateParams, from: Timestamp, to: Timestamp) {
    let since = |moment: Timestamp| {
        Duration::from_secs(u64::try_from(moment.unix_seconds()).unwrap_or_default())
    };
    params.not_before = date_time_ymd(1970, 1, 1) + since(from);
    params.not_after = date_time_ymd(1970, 1, 1) + since(to);
}
