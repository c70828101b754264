//! The simulator's own certificates for TLS: a root, the service's under it, and one for whoever calls.
//!
//! ```text
//! root ─┬─► the service (made anew at each start)
//!       └─► the caller, in a PKCS#12 file or as PEM
//! ```

use der::Decode as _;
use domain::time::{Span, Timestamp};
use p12_keystore::{
    Certificate as KeptCertificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain,
};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, SerialNumber, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{fault::SimulatorFault, signing::set_validity};

/// For how long a caller's certificate is valid.
const CALLER_VALID_FOR: Span = Span::days(2 * 365);
/// Clocks differ.
const BEFORE: Span = Span::days(1);

/// The root and its key.
pub(super) struct Authority {
    root: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate with which a caller shows who it is, and its key.
pub struct CallerIdentity {
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

impl Authority {
    /// Makes a root.
    pub(super) fn fresh() -> Result<Self, SimulatorFault> {
        let key = KeyPair::generate()?;
        let root = root_params(&key).self_signed(&key)?.der().clone();
        Ok(Self::kept(root, key))
    }

    /// Takes a root up again.
    pub(super) fn kept(root: CertificateDer<'static>, key: KeyPair) -> Self {
        let issuer = Issuer::new(root_params(&key), key);
        Self { root, issuer }
    }

    pub(super) fn root(&self) -> &CertificateDer<'static> {
        &self.root
    }

    pub(super) fn key(&self) -> &KeyPair {
        self.issuer.key()
    }

    /// The service's certificate for these names or addresses, and its key.
    pub(super) fn service(
        &self,
        names: &[String],
    ) -> Result<(CertificateDer<'static>, PrivateKeyDer<'static>), SimulatorFault> {
        let key = KeyPair::generate()?;
        let mut params = named("Tvåsteg simulator", &key);
        params.subject_alt_names = CertificateParams::new(names)?.subject_alt_names;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let certificate = params.signed_by(&key, &self.issuer)?;
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        Ok((certificate.der().clone(), key.into()))
    }

    /// A caller's certificate that is valid between two moments.
    pub(super) fn caller(
        &self,
        organisation: &str,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<CallerIdentity, SimulatorFault> {
        let key = KeyPair::generate()?;
        let mut params = named(organisation, &key);
        set_validity(&mut params, from, until);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let certificate = params.signed_by(&key, &self.issuer)?.der().clone();
        Ok(CallerIdentity { certificate, key })
    }

    /// A caller's certificate as a bank issues it today.
    pub(super) fn caller_today(
        &self,
        organisation: &str,
        now: Timestamp,
    ) -> Result<CallerIdentity, SimulatorFault> {
        self.caller(organisation, now - BEFORE, now + CALLER_VALID_FOR)
    }
}

impl CallerIdentity {
    pub(super) fn new(certificate: CertificateDer<'static>, key: KeyPair) -> Self {
        Self { certificate, key }
    }

    /// Whether its time is over.
    pub(super) fn is_over(&self, now: Timestamp) -> Result<bool, SimulatorFault> {
        let certificate = x509_cert::Certificate::from_der(&self.certificate)?;
        let ends = certificate
            .tbs_certificate
            .validity
            .not_after
            .to_unix_duration();
        Ok(i128::from(now.unix_seconds()) >= i128::from(ends.as_secs()))
    }

    /// The certificate, PEM.
    pub fn certificate_pem(&self) -> String {
        written(&self.certificate)
    }

    /// The key, PEM (PKCS#8).
    pub fn key_pem(&self) -> Zeroizing<String> {
        Zeroizing::new(self.key.serialize_pem())
    }

    /// Both in a PKCS#12 file under this password, encrypted as banks do today (PBES2, AES-256).
    pub fn pkcs12(&self, password: &str) -> Result<Vec<u8>, SimulatorFault> {
        let key = PrivateKey::from_der(self.key.serialized_der())?;
        let certificate = KeptCertificate::from_der(&self.certificate)?;
        let id = Sha256::digest(self.certificate.as_ref());
        let chain = PrivateKeyChain::new(id.as_slice(), key, [certificate]);
        let mut store = KeyStore::new();
        store.add_entry("bankid", KeyStoreEntry::PrivateKeyChain(chain));
        Ok(store.writer(password).write()?)
    }
}

fn root_params(key: &KeyPair) -> CertificateParams {
    let mut params = named("Tvåsteg simulator BankID SSL Root CA v1", key);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

/// A certificate as PEM.
pub(super) fn written(certificate: &CertificateDer<'_>) -> String {
    pem::encode(&pem::Pem::new("CERTIFICATE", certificate.as_ref()))
}

/// Parameters of a certificate with a subject and dates that outlive whoever reads this.
fn named(name: &str, key: &KeyPair) -> CertificateParams {
    let digest = Sha256::digest(key.public_key_raw());
    let mut serial: [u8; 16] = std::array::from_fn(|at| digest.get(at).copied().unwrap_or(1));
    serial[0] = serial[0] & 0x3f | 0x40;
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    params.use_authority_key_identifier_extension = true;
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CountryName, "SE");
    subject.push(DnType::OrganizationName, "Testbanken AB (publ)");
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    params
}
