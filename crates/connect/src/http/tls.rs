//! Why TLS failed, told apart because each reason has another remedy.
//!
//! What happened is read from rustls's own values in the chain of causes, never from words. A server of TLS 1.3 looks at our certificate
//! after the handshake is done as we see it, so its refusal may come where an answer was awaited; the request was not read even so.

use std::error::Error;
use std::io;

use rustls::{AlertDescription, CertificateError};

/// Why two sides did not agree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Handshake {
    /// Their certificate was issued under no authority we trust.
    #[error("the certificate was issued under no authority that is trusted")]
    UnknownAuthority,
    /// Their certificate is another host's.
    #[error("the certificate is for another host name")]
    WrongName,
    /// Their certificate has run out, or begins later.
    #[error("the certificate has expired or is not valid yet")]
    TheirsExpired,
    /// They say that ours has run out.
    #[error("the other side says that our certificate has expired")]
    OursExpired,
    /// They do not take ours, or miss one.
    #[error("the other side does not take our certificate: {0}")]
    OursRefused(String),
    /// Anything else, in the words of the layer below.
    #[error("{0}")]
    Other(String),
}

impl Handshake {
    /// Looks for TLS among the causes. Once a connection stood, only what they say of our certificate counts: anything else may have
    /// struck an answer.
    pub(super) fn in_chain(fault: &(dyn Error + 'static), connecting: bool) -> Option<Self> {
        let mut cause = Some(fault);
        while let Some(this) = cause {
            if let Some(found) = rustls_fault(this) {
                let handshake = Self::of(found);
                let about_ours = matches!(handshake, Self::OursExpired | Self::OursRefused(_));
                return (connecting || about_ours).then_some(handshake);
            }
            cause = this.source();
        }
        None
    }

    fn of(fault: &rustls::Error) -> Self {
        match fault {
            rustls::Error::InvalidCertificate(why) => Self::of_theirs(why, fault),
            rustls::Error::AlertReceived(alert) => Self::of_alert(*alert, fault),
            other => Self::Other(other.to_string()),
        }
    }

    fn of_theirs(why: &CertificateError, fault: &rustls::Error) -> Self {
        match why {
            // A root of the same name with another key is no less a stranger.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                Self::UnknownAuthority
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::WrongName
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Self::TheirsExpired,
            _ => Self::Other(fault.to_string()),
        }
    }

    fn of_alert(alert: AlertDescription, fault: &rustls::Error) -> Self {
        let name = match alert {
            AlertDescription::CertificateExpired => return Self::OursExpired,
            AlertDescription::BadCertificate => "bad certificate",
            AlertDescription::UnsupportedCertificate => "unsupported certificate",
            AlertDescription::CertificateRevoked => "certificate revoked",
            AlertDescription::CertificateUnknown => "certificate unknown",
            AlertDescription::UnknownCA => "issued under an authority it does not know",
            AlertDescription::AccessDenied => "access denied",
            AlertDescription::DecryptError => "it cannot check its signature",
            AlertDescription::NoCertificate | AlertDescription::CertificateRequired => {
                "it got none"
            }
            _ => return Self::Other(fault.to_string()),
        };
        Self::OursRefused(name.to_owned())
    }
}

/// The fault of rustls that this is or wraps: an `io::Error` hides what it wraps from the chain of sources.
fn rustls_fault<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(found) = cause.downcast_ref::<rustls::Error>() {
        return Some(found);
    }
    let mut inner = cause.downcast_ref::<io::Error>()?.get_ref()?;
    loop {
        if let Some(found) = inner.downcast_ref::<rustls::Error>() {
            return Some(found);
        }
        inner = inner.downcast_ref::<io::Error>()?.get_ref()?;
    }
}
