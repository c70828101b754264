//! Where the database is: a file for SQLite, a URL for PostgreSQL.
//!
//! The URL is a secret (it may hold a password): it has no Debug and no Display.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::{Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres_rustls::MakeRustlsConnect;
use url::Url;

use crate::fault::Fault;

/// Where the database is.
#[derive(Clone)]
pub enum Location {
    /// A file on this machine.
    Sqlite {
        /// The file. Beside it stand `-wal` and `-shm`.
        path: PathBuf,
        /// Whether to make it where it is missing.
        create: bool,
    },
    /// A PostgreSQL server, 15 or newer.
    Postgres(PostgresLocation),
}

impl Location {
    /// The place a URL names: `sqlite:PATH` or `postgres://…`.
    ///
    /// PostgreSQL's `sslmode` is `disable`, `require` or `verify-full`. The last two are the same here: the certificate is always checked,
    /// against the system's roots or the PEM file in `sslrootcert`. Without `sslmode` a connection that leaves the machine takes `verify-full`.
    pub fn parse(url: &str) -> Result<Self, Fault> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err(Fault::Settings {
                    what: "the database URL names no file",
                });
            }
            return Ok(Self::Sqlite {
                path: PathBuf::from(path),
                create: true,
            });
        }
        PostgresLocation::parse(url).map(Self::Postgres)
    }
}

/// How to reach a PostgreSQL server.
#[derive(Clone)]
pub struct PostgresLocation {
    config: Box<Config>,
    tls: Option<MakeRustlsConnect>,
    pooler: bool,
    connections: usize,
}

const MALFORMED: Fault = Fault::Settings {
    what: "the database URL must look like sqlite:PATH or postgres://user:password@host/database",
};
const CONNECTIONS: usize = 16;

impl PostgresLocation {
    /// Reads a `postgres://` URL.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut url = Url::parse(text).map_err(|_| MALFORMED)?;
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            return Err(MALFORMED);
        }
        let asked = TlsAsked::take_from(&mut url);
        let mut config: Config = url.as_str().parse().map_err(|_| MALFORMED)?;
        let wants_tls = match asked.mode.as_deref() {
            Some("disable") => false,
            Some("require" | "verify-full") => true,
            None => !config.get_hosts().iter().all(stays_on_this_machine),
            Some(_) => {
                return Err(Fault::Settings {
                    what: "sslmode in the database URL must be disable, require or verify-full",
                });
            }
        };
        config
            .ssl_mode(if wants_tls {
                SslMode::Require
            } else {
                SslMode::Disable
            })
            .application_name("tvasteg")
            .connect_timeout(Duration::from_secs(2))
            .tcp_user_timeout(Duration::from_secs(10))
            .keepalives_idle(Duration::from_secs(5))
            .keepalives_interval(Duration::from_secs(2))
            .keepalives_retries(3);
        let tls = if wants_tls {
            Some(tls_connector(asked.roots.as_deref())?)
        } else {
            None
        };
        Ok(Self {
            config: Box::new(config),
            tls,
            pooler: false,
            connections: CONNECTIONS,
        })
    }

    /// Whether a pooler in transaction mode stands before the server: statements are then sent unnamed with their types, and no session
    /// setting is made.
    #[must_use]
    pub const fn with_pooler(mut self, pooler: bool) -> Self {
        self.pooler = pooler;
        self
    }

    /// How many connections to keep, one thread each; 16 unless told.
    #[must_use]
    pub fn with_connections(mut self, connections: usize) -> Self {
        self.connections = connections.clamp(1, 256);
        self
    }

    pub(crate) const fn has_pooler(&self) -> bool {
        self.pooler
    }

    pub(crate) const fn connections(&self) -> usize {
        self.connections
    }

    pub(crate) fn connect(&self) -> Result<postgres::Client, postgres::Error> {
        match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        }
    }
}

/// What the URL says about TLS in words that the driver does not know.
struct TlsAsked {
    mode: Option<String>,
    roots: Option<PathBuf>,
}

impl TlsAsked {
    fn take_from(url: &mut Url) -> Self {
        let mut asked = Self {
            mode: None,
            roots: None,
        };
        for (key, value) in url.query_pairs() {
            match key.as_ref() {
                "sslmode" => asked.mode = Some(value.into_owned()),
                "sslrootcert" => asked.roots = Some(PathBuf::from(value.as_ref())),
                _ => {}
            }
        }
        // The driver reads `%20` and not `+`: what is its own stays as it was written.
        let is_its_own =
            |pair: &&str| !pair.starts_with("sslmode=") && !pair.starts_with("sslrootcert=");
        let rest = url
            .query()
            .map(|query| query.split('&').filter(is_its_own).collect::<Vec<_>>());
        let rest = rest.filter(|rest| !rest.is_empty());
        url.set_query(rest.map(|rest| rest.join("&")).as_deref());
        asked
    }
}

fn stays_on_this_machine(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name.starts_with('/')
                || name
                    .trim_matches(['[', ']'])
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
    }
}

const UNUSABLE: Fault = Fault::Settings {
    what: "TLS to the database cannot be set up with the certificates of this machine",
};
const UNREADABLE: Fault = Fault::Settings {
    what: "sslrootcert in the database URL names a file without readable PEM certificates",
};

fn tls_connector(roots: Option<&Path>) -> Result<MakeRustlsConnect, Fault> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| UNUSABLE)?;
    let Some(path) = roots else {
        let config = builder.with_platform_verifier().map_err(|_| UNUSABLE)?;
        return Ok(MakeRustlsConnect::new(config.with_no_client_auth()));
    };
    let mut store = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|_| UNREADABLE)? {
        store
            .add(certificate.map_err(|_| UNREADABLE)?)
            .map_err(|_| UNREADABLE)?;
    }
    if store.is_empty() {
        return Err(UNREADABLE);
    }
    let config = builder.with_root_certificates(store).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test fails by panicking"
    )]

    use super::*;

    fn postgres(url: &str) -> PostgresLocation {
        match Location::parse(url) {
            Ok(Location::Postgres(location)) => location,
            Ok(Location::Sqlite { .. }) => panic!("not PostgreSQL"),
            Err(fault) => panic!("{fault}"),
        }
    }

    #[test]
    fn a_connection_that_leaves_the_machine_takes_tls_unless_told_otherwise() {
        assert!(postgres("postgres://t:p@db.example/tvasteg").tls.is_some());
        assert!(
            postgres("postgres://t:p@db.example/t?sslmode=require")
                .tls
                .is_some()
        );
        assert!(
            postgres("postgres://t:p@db.example/t?sslmode=disable")
                .tls
                .is_none()
        );
        assert!(postgres("postgres://t:p@127.0.0.1:5433/t").tls.is_none());
        assert!(
            postgres("postgres://t:p@localhost/t?sslmode=verify-full")
                .tls
                .is_some()
        );
    }

    #[test]
    fn other_parameters_of_the_url_stay() {
        let location =
            postgres("postgres://t@localhost/t?options=-c%20search_path%3Dx&sslmode=disable");
        assert_eq!(location.config.get_options(), Some("-c search_path=x"));
    }

    #[test]
    fn what_is_no_database_url_is_refused() {
        for url in [
            "",
            "mysql://x/y",
            "postgres://h/d?sslmode=prefer",
            "sqlite:",
            "tvasteg.db",
        ] {
            assert!(
                matches!(Location::parse(url), Err(Fault::Settings { .. })),
                "{url}"
            );
        }
    }

    #[test]
    fn a_sqlite_url_names_a_file() {
        for url in ["sqlite:/var/lib/t.db", "sqlite:///var/lib/t.db"] {
            let Ok(Location::Sqlite { path, .. }) = Location::parse(url) else {
                panic!("{url}");
            };
            assert_eq!(path, Path::new("/var/lib/t.db"));
        }
    }
}
