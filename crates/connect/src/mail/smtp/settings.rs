//! What the operator says about the mail server, and what of it is refused before anything is sent.

use std::{net::IpAddr, str::FromStr, time::Duration};

use super::{super::MessageFault, dial::is_inside};
use crate::{Secret, mail::address, mail::compose::Sender};

/// Everything needed to reach the mail server. Plain values, checked by [`Smtp::new`](super::Smtp::new).
#[derive(Clone)]
pub struct Settings {
    /// The server's name, which its certificate must carry, or its IP address.
    pub host: String,
    /// Its port; see [`Mode::usual_port`].
    pub port: u16,
    /// How the connection is secured.
    pub mode: Mode,
    /// The name and password to sign in with, if the server asks for them.
    pub credentials: Option<Credentials>,
    /// Certificates (PEM) of the operator's own authority. Where given, they alone are trusted; otherwise the system's are.
    pub ca_file: Option<Vec<u8>>,
    /// The address all mail comes from, also in `MAIL FROM`.
    pub from_address: String,
    /// The name beside it.
    pub from_name: Option<String>,
    /// The domain to greet with and to put into `Message-ID`; without it that of `from_address`.
    pub local_domain: Option<String>,
    /// How long to wait for the server.
    pub timeouts: Timeouts,
    /// How many connections may be open at once; at least one.
    pub connections: usize,
}

/// The name and password the mail server knows us by.
#[derive(Clone)]
pub struct Credentials {
    /// The name.
    pub username: String,
    /// The password.
    pub password: Secret,
}

/// How the connection is secured. There is no "if offered".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// `submissions`: TLS from the first byte. Preferred.
    Submissions,
    /// `starttls`: required, or nothing is sent.
    StartTls,
    /// `plain`: no TLS and no password, to a relay on a loopback or private address.
    Plain,
}

impl Mode {
    /// The registered port.
    pub fn usual_port(self) -> u16 {
        match self {
            Self::Submissions => 465,
            Self::StartTls => 587,
            Self::Plain => 25,
        }
    }
}

/// The configuration names a mode that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the mode is one of submissions, starttls, plain")]
pub struct UnknownMode;

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(name: &str) -> Result<Self, UnknownMode> {
        match name {
            "submissions" => Ok(Self::Submissions),
            "starttls" => Ok(Self::StartTls),
            "plain" => Ok(Self::Plain),
            _ => Err(UnknownMode),
        }
    }
}

/// How long to wait for the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection itself: name look-up and TCP.
    pub connect: Duration,
    /// For each answer.
    pub command: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            command: Duration::from_secs(30),
        }
    }
}

/// Why the settings cannot work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsFault {
    /// No host, or something that is no host.
    #[error("the mail server's host is neither a name nor an address")]
    Host,
    /// Port 0.
    #[error("the mail server's port is 0")]
    Port,
    /// The sender's address or name.
    #[error("the sender of mail is not usable")]
    Sender(#[source] MessageFault),
    /// Neither given nor taken from the address could a domain be found that the world would believe.
    #[error("the local domain of mail must be a full domain name, not localhost")]
    LocalDomain,
    /// A password would travel in clear.
    #[error("a user name and password need TLS: mode submissions or starttls")]
    CredentialsWithoutTls,
    /// One of the two is empty, or holds a NUL, which AUTH PLAIN uses as its separator.
    #[error("the mail server's user name or password is empty or holds a NUL")]
    Credentials,
    /// Mode `plain` to an address outside.
    #[error("unencrypted mail is allowed to loopback and private addresses only")]
    PublicAddress,
    /// The file holds no certificate.
    #[error("the CA file holds no certificate in PEM form")]
    CaFile,
    /// TLS could not be prepared: a broken certificate, or a system without trusted roots.
    #[error("TLS for mail could not be prepared")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Settings {
    /// Checks all that can be checked without speaking to anybody, and says who our mail is from.
    pub(super) fn sender(&self) -> Result<Sender, SettingsFault> {
        if self.host.is_empty()
            || self
                .host
                .chars()
                .any(|c| c.is_control() || c.is_whitespace())
        {
            return Err(SettingsFault::Host);
        }
        if self.port == 0 {
            return Err(SettingsFault::Port);
        }
        if self.mode == Mode::Plain {
            if self.credentials.is_some() {
                return Err(SettingsFault::CredentialsWithoutTls);
            }
            if self
                .host
                .parse::<IpAddr>()
                .is_ok_and(|address| !is_inside(address))
            {
                return Err(SettingsFault::PublicAddress);
            }
        }
        let unusable = |value: &str| value.is_empty() || value.contains('\0');
        let known = self.credentials.as_ref();
        if known.is_some_and(|known| unusable(&known.username) || unusable(known.password.reveal()))
        {
            return Err(SettingsFault::Credentials);
        }
        let given = self.local_domain.as_deref();
        let given = given
            .map(|domain| address::domain_to_ascii(domain).ok_or(SettingsFault::LocalDomain))
            .transpose()?;
        let sender = Sender::new(&self.from_address, self.from_name.as_deref(), given)
            .map_err(SettingsFault::Sender)?;
        let domain = sender.domain();
        if !domain.contains('.')
            || domain == "localhost.localdomain"
            || domain.parse::<IpAddr>().is_ok()
        {
            return Err(SettingsFault::LocalDomain);
        }
        Ok(sender)
    }
}
