//! What a certificate says of itself, as far as it is shown and watched.

use domain::time::Timestamp;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

/// Whom a certificate names, and when it is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) subject: String,
    pub(super) begins: Timestamp,
    pub(super) ends: Timestamp,
}

impl Facts {
    /// Reads a certificate; `None` where it is none.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let certificate = Certificate::from_der(der).ok()?.tbs_certificate;
        let seconds = |time: x509_cert::time::Time| {
            let seconds = time.to_unix_duration().as_secs();
            i64::try_from(seconds).map(Timestamp::from_unix_seconds)
        };
        Some(Self {
            subject: certificate.subject.to_string(),
            begins: seconds(certificate.validity.not_before).ok()?,
            ends: seconds(certificate.validity.not_after).ok()?,
        })
    }
}
