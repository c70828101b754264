//! A maker of authenticators: a root, and the attestation certificates that it puts into its models (WebAuthn L3 §8.2.1).

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, SerialNumber, SigningKey as _, date_time_ymd,
};

/// `id-fido-gen-ce-aaguid`: which model a certificate speaks for.
const MODEL: [u64; 9] = [1, 3, 6, 1, 4, 1, 45724, 1, 1];
const MODEL_END: u64 = 4;

/// A maker with a root of its own. Copies are the same maker.
#[derive(Clone)]
pub struct TestMaker(Arc<Root>);

struct Root {
    pem: String,
    der: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

/// What is wrong with an attestation certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    Expired,
    NotYetValid,
    AnAuthority,
    AnotherUnit,
}

/// An attestation certificate and its key.
pub(super) struct Batch {
    pub(super) certificate: Vec<u8>,
    key: KeyPair,
}

impl Batch {
    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.key.sign(message).expect("a key signs")
    }
}

impl Default for TestMaker {
    fn default() -> Self {
        Self::new()
    }
}

impl TestMaker {
    /// A maker nobody has heard of.
    pub fn new() -> Self {
        let key = KeyPair::generate().expect("a key can be made");
        let params = root_params();
        let root = params.self_signed(&key).expect("a root signs itself");
        let (pem, der) = (root.pem(), root.der().to_vec());
        let issuer = Issuer::new(params, key);
        Self(Arc::new(Root { pem, der, issuer }))
    }

    /// Its root certificate, PEM: what an organisation that trusts it is given.
    pub fn root_pem(&self) -> &str {
        &self.0.pem
    }

    pub(super) fn root(&self) -> &[u8] {
        &self.0.der
    }

    /// The certificate of a batch of this model.
    pub(super) fn batch(&self, model: [u8; 16], flaw: Option<Flaw>) -> Batch {
        let key = KeyPair::generate().expect("a key can be made");
        let mut params = leaf_params(model);
        match flaw {
            None => {}
            Some(Flaw::Expired) => params.not_after = date_time_ymd(2021, 1, 1),
            Some(Flaw::NotYetValid) => params.not_before = date_time_ymd(2099, 1, 1),
            Some(Flaw::AnAuthority) => params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained),
            Some(Flaw::AnotherUnit) => {
                params
                    .distinguished_name
                    .push(DnType::OrganizationalUnitName, "Something Else");
            }
        }
        let certificate = params
            .signed_by(&key, &self.0.issuer)
            .expect("a root signs certificates");
        Batch {
            certificate: certificate.der().to_vec(),
            key,
        }
    }
}

fn root_params() -> CertificateParams {
    let mut params = dated(1);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name = subject("Example Authenticator Root", "Roots");
    params
}

fn leaf_params(model: [u8; 16]) -> CertificateParams {
    let mut params = dated(2);
    params.is_ca = IsCa::ExplicitNoCa;
    params.distinguished_name = subject("Example Authenticator Batch", "Authenticator Attestation");
    // The extension's content is an octet string around the model.
    let mut content = vec![4, 16];
    content.extend_from_slice(&model);
    let mut oid = MODEL.to_vec();
    oid.push(MODEL_END);
    let extension = CustomExtension::from_oid_content(&oid, content);
    params.custom_extensions = vec![extension];
    params
}

fn dated(serial: u64) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2100, 1, 1);
    params.serial_number = Some(SerialNumber::from(serial));
    params.use_authority_key_identifier_extension = serial > 1;
    params
}

fn subject(name: &str, unit: &str) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CountryName, "SE");
    subject.push(DnType::OrganizationName, "Example Authenticators AB");
    subject.push(DnType::OrganizationalUnitName, unit);
    subject.push(DnType::CommonName, name);
    subject
}
