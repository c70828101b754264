//! The root under which BankID's server certificates are issued: a private one, given by the operator as a file, trusted alone.
//!
//! BankID's two roots are known by their fingerprints. Any other root is the operator's own responsibility, and
//! [`Account`](super::Account) takes it for no host of BankID's.

use sha2::{Digest as _, Sha256};

use super::certificate::Facts;

/// BankID's roots: name, SHA-256 fingerprint.
const PRODUCTION: (&str, &str) = (
    "BankID SSL Root CA v1",
    "E6A2D45C0A1051C959428649F86A09A9B2152CD551993CC2EB4CF094BDACBECB",
);
const TEST: (&str, &str) = (
    "Test BankID SSL Root CA v1 Test",
    "F3D0740EBFB3700E3B81AA791FEE451472698C84E199C2EB48A443FF1D5B405C",
);

/// Why a file is no root to trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RootFault {
    /// There is no certificate in it.
    #[error("the root file holds no certificate in PEM form")]
    NoCertificate,
    /// There are several: only one may be trusted.
    #[error("the root file holds more than one certificate")]
    Several,
    /// What it holds is no certificate.
    #[error("the certificate in the root file cannot be read")]
    Unreadable,
}

/// Which of BankID's roots one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Production,
    Test,
}

impl Known {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Production => PRODUCTION.0,
            Self::Test => TEST.0,
        }
    }

    fn by_fingerprint(fingerprint: &str) -> Option<Self> {
        [(Self::Production, PRODUCTION), (Self::Test, TEST)]
            .into_iter()
            .find_map(|(known, (_, its))| (its == fingerprint).then_some(known))
    }
}

/// A root that is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    der: Vec<u8>,
    fingerprint: String,
}

impl Root {
    /// Reads the one certificate of a PEM file.
    pub fn from_pem(file: &[u8]) -> Result<Self, RootFault> {
        let sections = pem::parse_many(file).map_err(|_| RootFault::Unreadable)?;
        let mut certificates = sections
            .into_iter()
            .filter(|section| section.tag() == "CERTIFICATE");
        let root = certificates.next().ok_or(RootFault::NoCertificate)?;
        if certificates.next().is_some() {
            return Err(RootFault::Several);
        }
        let der = root.into_contents();
        Facts::read(&der).ok_or(RootFault::Unreadable)?;
        Ok(Self {
            fingerprint: data_encoding::HEXUPPER.encode(&Sha256::digest(&der)),
            der,
        })
    }

    /// Its SHA-256 fingerprint, capital hexadecimal digits.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Its name, where it is one of BankID's.
    pub fn known_as(&self) -> Option<&'static str> {
        self.known().map(Known::name)
    }

    pub(super) fn known(&self) -> Option<Known> {
        Known::by_fingerprint(&self.fingerprint)
    }

    pub(super) fn pem(&self) -> Vec<u8> {
        pem::encode(&pem::Pem::new("CERTIFICATE", self.der.as_slice())).into_bytes()
    }

    /// A root of which nothing but the fingerprint is true.
    #[cfg(test)]
    pub(super) fn called(fingerprint: &str) -> Self {
        Self {
            der: Vec::new(),
            fingerprint: fingerprint.to_owned(),
        }
    }
}
