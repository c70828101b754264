//! From settings to a connection that is secured and signed in.

use std::{
    error::Error,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
};

use lettre::transport::smtp::{
    self,
    authentication::{Credentials as AuthCredentials, Mechanism},
    client::{
        AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters, TlsParametersBuilder,
    },
    extension::ClientId,
};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};

use super::{
    conversation::{Conversation, refusal_of},
    line_gate::LineGate,
    settings::{Mode, Settings, SettingsFault, Timeouts},
};
use crate::mail::{Cause, SendFault, Stage};

const MECHANISMS: &[Mechanism] = &[Mechanism::Plain, Mechanism::Login];

/// How to reach the server.
pub(super) struct Dial {
    host: String,
    port: u16,
    security: Security,
    greeting: ClientId,
    credentials: Option<AuthCredentials>,
    timeouts: Timeouts,
}

/// A [`Mode`] with what it needs.
enum Security {
    Implicit(TlsParameters),
    StartTls(TlsParameters),
    Inside,
}

impl Dial {
    pub(super) fn new(settings: Settings, local_domain: &str) -> Result<Self, SettingsFault> {
        let tls = || tls_parameters(&settings.host, settings.ca_file.as_deref());
        let security = match settings.mode {
            Mode::Submissions => Security::Implicit(tls()?),
            Mode::StartTls => Security::StartTls(tls()?),
            Mode::Plain => Security::Inside,
        };
        Ok(Self {
            security,
            greeting: ClientId::Domain(local_domain.to_owned()),
            credentials: settings.credentials.map(|known| {
                AuthCredentials::new(known.username, known.password.reveal().to_owned())
            }),
            host: settings.host,
            port: settings.port,
            timeouts: settings.timeouts,
        })
    }

    /// A new connection, ready for a message.
    pub(super) async fn open(&self) -> Result<Conversation, SendFault> {
        let mut connection = match &self.security {
            Security::Implicit(tls) => self.connect_inside_tls(tls).await?,
            Security::StartTls(tls) => {
                let mut connection = self.connect_in_clear(|_| true).await?;
                self.switch_to_tls(&mut connection, tls).await?;
                connection
            }
            Security::Inside => self.connect_in_clear(is_inside).await?,
        };
        if let Some(credentials) = &self.credentials {
            self.sign_in(&mut connection, credentials).await?;
        }
        Ok(Conversation::new(connection, self.timeouts))
    }

    async fn connect_inside_tls(
        &self,
        tls: &TlsParameters,
    ) -> Result<AsyncSmtpConnection, SendFault> {
        let server = (self.host.as_str(), self.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(
            server,
            Some(self.timeouts.connect),
            &self.greeting,
            Some(tls.clone()),
            None,
        );
        // One call makes the connection, the handshake and the greeting.
        let stage = Stage::Connecting;
        match timeout(self.timeouts.connect + self.timeouts.command, connecting).await {
            Err(_) => Err(SendFault::Transient(Cause::TimedOut(stage))),
            Ok(outcome) => outcome.map_err(|error| fault_of(stage, error)),
        }
    }

    async fn connect_in_clear(
        &self,
        allowed: impl Fn(IpAddr) -> bool,
    ) -> Result<AsyncSmtpConnection, SendFault> {
        let (stream, peer) = match timeout(self.timeouts.connect, self.connect_tcp(allowed)).await {
            Err(_) => return Err(SendFault::Transient(Cause::TimedOut(Stage::Connecting))),
            Ok(outcome) => outcome?,
        };
        let stream = Box::new(LineGate::new(stream, peer));
        self.within(
            Stage::Greeting,
            AsyncSmtpConnection::connect_with_transport(stream, &self.greeting),
        )
        .await
    }

    /// Tries the host's addresses in turn, those alone that are `allowed`.
    async fn connect_tcp(
        &self,
        allowed: impl Fn(IpAddr) -> bool,
    ) -> Result<(TcpStream, SocketAddr), SendFault> {
        let unreachable = |error| {
            let source: Option<Box<dyn Error + Send + Sync>> = Some(Box::new(error));
            SendFault::Transient(Cause::Lost {
                stage: Stage::Connecting,
                source,
            })
        };
        let found = lookup_host((self.host.as_str(), self.port))
            .await
            .map_err(unreachable)?;
        let mut fault = SendFault::PublicAddress;
        for address in found.filter(|address| allowed(address.ip())) {
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok((stream, address)),
                Err(error) => fault = unreachable(error),
            }
        }
        Err(fault)
    }

    async fn switch_to_tls(
        &self,
        connection: &mut AsyncSmtpConnection,
        tls: &TlsParameters,
    ) -> Result<(), SendFault> {
        if !connection.can_starttls() {
            return Err(SendFault::TlsNotOffered);
        }
        let switched = timeout(
            self.timeouts.command,
            connection.starttls(tls.clone(), &self.greeting),
        )
        .await;
        match switched {
            Err(_) => Err(SendFault::Transient(Cause::TimedOut(Stage::Securing))),
            // A refusal while still in clear is the answer to STARTTLS itself.
            Ok(Err(error)) if error.status().is_some() && !connection.is_encrypted() => {
                Err(SendFault::TlsNotOffered)
            }
            Ok(outcome) => outcome.map_err(|error| fault_of(Stage::Securing, error)),
        }
    }

    async fn sign_in(
        &self,
        connection: &mut AsyncSmtpConnection,
        credentials: &AuthCredentials,
    ) -> Result<(), SendFault> {
        if connection
            .server_info()
            .get_auth_mechanism(MECHANISMS)
            .is_none()
        {
            return Err(SendFault::AuthRefused(None));
        }
        match timeout(
            self.timeouts.command,
            connection.auth(MECHANISMS, credentials),
        )
        .await
        {
            Err(_) => Err(SendFault::Transient(Cause::TimedOut(Stage::SigningIn))),
            Ok(Ok(response)) if response.has_code(235) => Ok(()),
            Ok(Ok(response)) => Err(SendFault::Transient(Cause::OutOfStep {
                stage: Stage::SigningIn,
                code: response.code().into(),
            })),
            Ok(Err(error)) if error.is_permanent() => {
                Err(SendFault::AuthRefused(refusal_of(Stage::SigningIn, &error)))
            }
            Ok(Err(error)) => Err(fault_of(Stage::SigningIn, error)),
        }
    }

    async fn within<T>(
        &self,
        stage: Stage,
        step: impl Future<Output = Result<T, smtp::Error>>,
    ) -> Result<T, SendFault> {
        match timeout(self.timeouts.command, step).await {
            Err(_) => Err(SendFault::Transient(Cause::TimedOut(stage))),
            Ok(outcome) => outcome.map_err(|error| fault_of(stage, error)),
        }
    }
}

/// The fault of a step that comes before the message.
pub(super) fn fault_of(stage: Stage, error: smtp::Error) -> SendFault {
    if speaks_of_tls(&error) {
        return SendFault::TlsFailed(Box::new(error));
    }
    match refusal_of(stage, &error) {
        Some(refusal) if error.is_permanent() => SendFault::Permanent(refusal),
        Some(refusal) => SendFault::Transient(Cause::Refused(refusal)),
        None => SendFault::Transient(lost(stage, error)),
    }
}

/// A lost connection. What could not be read as an answer is not quoted where it may be an echo of the password or the message.
pub(super) fn lost(stage: Stage, error: smtp::Error) -> Cause {
    let may_echo = error.is_response() && matches!(stage, Stage::SigningIn | Stage::HandingOver);
    Cause::Lost {
        stage,
        source: if may_echo {
            None
        } else {
            Some(Box::new(error))
        },
    }
}

/// Whether the TLS layer itself objected, and not the network below it.
fn speaks_of_tls(error: &smtp::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        if wrapped.is_some_and(<dyn Error + Send + Sync>::is::<rustls::Error>) {
            return true;
        }
        next = error.source();
    }
    false
}

/// Whether the address is this machine or a private network (RFC 1918, RFC 4193).
pub(super) fn is_inside(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => four.is_loopback() || four.is_private(),
        IpAddr::V6(six) => six.is_loopback() || six.is_unique_local(),
    }
}

/// TLS 1.2 or newer, name and chain always checked: against the operator's own authority where one is given, else the system's.
fn tls_parameters(host: &str, ca_file: Option<&[u8]>) -> Result<TlsParameters, SettingsFault> {
    let mut builder = TlsParametersBuilder::new(host.to_owned());
    if let Some(pem) = ca_file {
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let certificates = certificates.map_err(|_| SettingsFault::CaFile)?;
        if certificates.is_empty() {
            return Err(SettingsFault::CaFile);
        }
        builder = builder.certificate_store(CertificateStore::None);
        for certificate in certificates {
            let certificate = Certificate::from_der(certificate.to_vec())
                .map_err(|error| SettingsFault::Tls(Box::new(error)))?;
            builder = builder.add_root_certificate(certificate);
        }
    }
    builder
        .build_rustls()
        .map_err(|error| SettingsFault::Tls(Box::new(error)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]
    use super::*;

    #[test]
    fn inside_is_this_machine_and_private_networks_alone() {
        for inside in [
            "127.0.0.1",
            "127.9.9.9",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "::1",
            "fd00::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(is_inside(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "0.0.0.0",
            "192.0.2.1",
            "172.32.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "fe80::1",
            "2001:db8::1",
            "::",
            "::ffff:192.0.2.1",
        ] {
            assert!(!is_inside(outside.parse().unwrap()), "{outside}");
        }
    }

    #[tokio::test]
    async fn an_address_that_is_not_allowed_is_not_dialled() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let dial = Dial {
            host: "localhost".to_owned(),
            port: listener.local_addr().unwrap().port(),
            security: Security::Inside,
            greeting: ClientId::Domain("example.se".to_owned()),
            credentials: None,
            timeouts: Timeouts::default(),
        };
        assert!(matches!(
            dial.connect_tcp(|_| false).await,
            Err(SendFault::PublicAddress)
        ));
        assert!(dial.connect_tcp(is_inside).await.is_ok());
    }
}
