//! Our certificate and key for BankID, as a bank delivers them: PKCS#12 (today's AES or the older RC2 and triple DES), or PEM.
//!
//! A wrong password is told apart from a broken file, a key of another certificate from both. The key never leaves this module but for the
//! TLS layer, and nothing here can be printed.

use p12_keystore::Pkcs12Archive;
use pkcs8::EncryptedPrivateKeyInfoRef;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use zeroize::Zeroizing;

use super::certificate::Facts;
use crate::Secret;

/// Why a file gives no identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityFault {
    /// The password does not open the file.
    #[error("the password does not open the certificate file")]
    WrongPassword,
    /// The key is encrypted and no password was given.
    #[error("the private key is encrypted and no password was given")]
    PasswordMissing,
    /// Neither PKCS#12 nor PEM, cut short, or written in a way nobody reads.
    #[error("the certificate file is broken, or neither PKCS#12 nor PEM")]
    Broken,
    /// It is encrypted in a way we do not read.
    #[error(
        "the certificate file is encrypted in a way that is not supported: write it anew with `openssl pkcs12 -export`"
    )]
    Unsupported,
    /// No certificate is in it.
    #[error("the certificate file holds no certificate")]
    NoCertificate,
    /// No key is in it.
    #[error("the certificate file holds no private key")]
    NoKey,
    /// More than one key is in it: which one is ours is not for us to guess.
    #[error("the certificate file holds more than one private key")]
    SeveralKeys,
    /// The key belongs to none of the certificates.
    #[error("the private key does not belong to the certificate")]
    KeyOfAnother,
    /// The key is of a kind that TLS does not use.
    #[error("the private key is of a kind that cannot be used")]
    UnusableKey,
}

/// Our certificate and its key. No Debug: the key is a secret.
#[derive(Clone)]
pub struct Identity {
    pem: Zeroizing<Vec<u8>>,
    facts: Facts,
}

impl Identity {
    /// Reads whatever the operator was given: PKCS#12, or one PEM file with both. `password` opens what is encrypted.
    pub fn from_file(file: &[u8], password: Option<&Secret>) -> Result<Self, IdentityFault> {
        if is_pem(file) {
            Self::from_pem(file, file, password)
        } else {
            Self::from_pkcs12(file, password)
        }
    }

    /// Reads PKCS#12. Without a password the empty one is tried.
    pub fn from_pkcs12(file: &[u8], password: Option<&Secret>) -> Result<Self, IdentityFault> {
        let password = password.map_or("", Secret::reveal);
        let archive = Pkcs12Archive::from_pkcs12(file, password).map_err(|fault| of_p12(&fault))?;
        let key = match archive.keys.as_slice() {
            [] => return Err(IdentityFault::NoKey),
            [only] => Zeroizing::new(only.key.as_der().to_vec()),
            _ => return Err(IdentityFault::SeveralKeys),
        };
        let certificates = archive
            .certs
            .iter()
            .map(|bag| bag.cert.as_der().to_vec())
            .collect();
        Self::paired(certificates, "PRIVATE KEY", &key)
    }

    /// Reads a certificate, with its chain where there is one, and a key, both PEM; they may be the same file.
    pub fn from_pem(
        certificates: &[u8],
        key: &[u8],
        password: Option<&Secret>,
    ) -> Result<Self, IdentityFault> {
        let sections = |file| pem::parse_many(file).map_err(|_| IdentityFault::Broken);
        let certificates = sections(certificates)?
            .into_iter()
            .filter(|section| section.tag() == "CERTIFICATE")
            .map(pem::Pem::into_contents)
            .collect();
        let mut keys: Vec<_> = sections(key)?
            .into_iter()
            .filter(|section| section.tag().ends_with("PRIVATE KEY"))
            .collect();
        let key = keys.pop().ok_or(IdentityFault::NoKey)?;
        if !keys.is_empty() {
            return Err(IdentityFault::SeveralKeys);
        }
        if key.headers().get("Proc-Type").is_some() {
            // The form of OpenSSL before 1.0: its encryption is no protection.
            return Err(IdentityFault::Unsupported);
        }
        if key.tag() == "ENCRYPTED PRIVATE KEY" {
            let opened = open(key.contents(), password)?;
            return Self::paired(certificates, "PRIVATE KEY", &opened);
        }
        Self::paired(certificates, key.tag(), key.contents())
    }

    /// Puts key and certificates together, the one that belongs to the key first.
    fn paired(
        mut certificates: Vec<Vec<u8>>,
        tag: &str,
        key: &[u8],
    ) -> Result<Self, IdentityFault> {
        if certificates.is_empty() {
            return Err(IdentityFault::NoCertificate);
        }
        let read = PrivateKeyDer::try_from(key.to_vec()).map_err(|_| IdentityFault::UnusableKey)?;
        let signing = any_supported_type(&read).map_err(|_| IdentityFault::UnusableKey)?;
        let ours = |der: &Vec<u8>| {
            let chain = vec![CertificateDer::from_slice(der).into_owned()];
            CertifiedKey::new(chain, signing.clone())
                .keys_match()
                .is_ok()
        };
        let at = certificates
            .iter()
            .position(ours)
            .ok_or(IdentityFault::KeyOfAnother)?;
        let leaf = certificates.remove(at);
        let facts = Facts::read(&leaf).ok_or(IdentityFault::Broken)?;
        certificates.insert(0, leaf);
        let mut pem = Zeroizing::new(Vec::new());
        for certificate in certificates {
            let section = pem::Pem::new("CERTIFICATE", certificate);
            pem.extend_from_slice(pem::encode(&section).as_bytes());
        }
        let section = Zeroizing::new(pem::encode(&pem::Pem::new(tag, key)));
        pem.extend_from_slice(section.as_bytes());
        Ok(Self { pem, facts })
    }

    /// Certificates and key for the TLS layer.
    pub(super) fn pem(&self) -> &[u8] {
        &self.pem
    }

    /// What the certificate says of itself.
    pub(super) const fn facts(&self) -> &Facts {
        &self.facts
    }
}

fn is_pem(file: &[u8]) -> bool {
    const MARK: &[u8] = b"-----BEGIN ";
    file.windows(MARK.len()).any(|window| window == MARK)
}

/// Opens an encrypted PKCS#8 key.
fn open(der: &[u8], password: Option<&Secret>) -> Result<Zeroizing<Vec<u8>>, IdentityFault> {
    let password = password.ok_or(IdentityFault::PasswordMissing)?;
    // A scheme that is not known cannot be read at all.
    let sealed =
        EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| IdentityFault::Unsupported)?;
    if sealed.encryption_algorithm.pbes2().is_none() {
        return Err(IdentityFault::Unsupported);
    }
    let opened = sealed
        .decrypt(password.reveal().as_bytes())
        .map_err(|_| IdentityFault::WrongPassword)?;
    Ok(opened.to_bytes())
}

fn of_p12(fault: &p12_keystore::error::Error) -> IdentityFault {
    use p12_keystore::error::Error;
    match fault {
        // The checksum is made with the password. Where a file has none, the text does not open.
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => {
            IdentityFault::WrongPassword
        }
        Error::UnsupportedEncryptionScheme
        | Error::UnsupportedMacAlgorithm
        | Error::UnsupportedCertificateType
        | Error::UnsupportedContentType => IdentityFault::Unsupported,
        _ => IdentityFault::Broken,
    }
}
