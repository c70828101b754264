//! An account at BankID: where it is called, whom we trust there, who we are, and what its orders demand.

use url::{Host, Url};

use super::identity::Identity;
use super::root::{Known, Root};

/// BankID's hosts and the root of each.
const HOSTS: [(&str, Environment, Known); 2] = [
    (
        "appapi2.bankid.com",
        Environment::Production,
        Known::Production,
    ),
    ("appapi2.test.bankid.com", Environment::Test, Known::Test),
];
/// The version we speak, as it stands in the address at BankID's hosts.
const PATH: &str = "/rp/v6.0/";

/// Where a BankID counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environment {
    /// Everybody's.
    Production,
    /// BankID's own test environment.
    Test,
    /// Neither of BankID's hosts: a simulator.
    Elsewhere,
}

/// The kinds of BankID a person may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Kept in a file on a computer.
    OnFile,
    /// On a smart card.
    SmartCard,
    /// In the app of a telephone or tablet.
    Mobile,
}

impl Kind {
    /// The object identifier of the policy under which such a BankID was issued.
    pub(super) const fn policy(self, environment: Environment) -> &'static str {
        match (self, environment) {
            (Self::OnFile, Environment::Test) => "1.2.3.4.5",
            (Self::SmartCard, Environment::Test) => "1.2.3.4.10",
            (Self::Mobile, Environment::Test) => "1.2.3.4.25",
            (Self::OnFile, _) => "1.2.752.78.1.1",
            (Self::SmartCard, _) => "1.2.752.78.1.2",
            (Self::Mobile, _) => "1.2.752.78.1.5",
        }
    }
}

/// What a reader for smart cards must be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardReader {
    /// The code may be typed on the computer.
    Class1,
    /// The code is typed on the reader.
    Class2,
}

/// What every order demands, as the administrator chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Demands {
    /// The security code, even where a finger or a face would do.
    pub pin_code: bool,
    /// A Swedish passport or identity card must be read as well.
    pub identity_document: bool,
    /// The kinds of BankID that will do. None chosen: whatever BankID takes, and mobile ones where the picture is read.
    pub kinds: Vec<Kind>,
    /// The reader for smart cards.
    pub card_reader: Option<CardReader>,
}

/// Why the parts do not make an account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountFault {
    /// The address cannot be called.
    #[error(
        "the base address of BankID must be https, with a host and without user, query or fragment"
    )]
    BaseUrl,
    /// The host is BankID's, and the path is not the one of the version we speak.
    #[error("at this host of BankID the base address ends in {PATH}")]
    Version,
    /// The host is BankID's, and the root is not the one of that host.
    #[error(
        "the root certificate (SHA-256 {found}) is not {expected}, which belongs to this host of BankID"
    )]
    RootOfAnotherHost {
        /// The name of the root that belongs there.
        expected: &'static str,
        /// The fingerprint of the one that was given.
        found: String,
    },
    /// The TLS layer does not take root or identity.
    #[error("the root or the certificate cannot be used: {0}")]
    Unusable(String),
}

/// An account whose parts fit together. No Debug: it holds a key.
#[derive(Clone)]
pub struct Account {
    base: Url,
    environment: Environment,
    root: Root,
    identity: Identity,
    demands: Demands,
}

impl Account {
    /// Puts an account together. At BankID's own hosts only the root of that host will do, and only the version we speak.
    pub fn new(
        base_url: &str,
        root: Root,
        identity: Identity,
        demands: Demands,
    ) -> Result<Self, AccountFault> {
        let base = base(base_url)?;
        let host = base.host_str().unwrap_or_default();
        let host = host.strip_suffix('.').unwrap_or(host);
        let bankids = HOSTS.iter().find(|(name, ..)| *name == host);
        if let Some(&(_, _, expected)) = bankids {
            if base.path() != PATH {
                return Err(AccountFault::Version);
            }
            if root.known() != Some(expected) {
                return Err(AccountFault::RootOfAnotherHost {
                    expected: expected.name(),
                    found: root.fingerprint().to_owned(),
                });
            }
        }
        Ok(Self {
            environment: bankids.map_or(Environment::Elsewhere, |&(_, environment, _)| environment),
            base,
            root,
            identity,
            demands,
        })
    }

    /// Where it is used.
    pub const fn environment(&self) -> Environment {
        self.environment
    }

    /// The address before the endpoint's name.
    pub(super) const fn base(&self) -> &Url {
        &self.base
    }

    pub(super) const fn root(&self) -> &Root {
        &self.root
    }

    pub(super) const fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(super) const fn demands(&self) -> &Demands {
        &self.demands
    }

    /// The host as [`HttpSettings`](crate::http::HttpSettings) names it, where it is this machine: a simulator. Any other host inside our
    /// networks must be allowed by the operator as every such host.
    pub(super) fn on_this_machine(&self) -> Option<String> {
        let host = self.base.host()?;
        let here = match &host {
            Host::Domain(name) => *name == "localhost",
            Host::Ipv4(four) => four.is_loopback(),
            Host::Ipv6(six) => six.is_loopback(),
        };
        let port = self.base.port_or_known_default()?;
        here.then(|| format!("{host}:{port}"))
    }
}

fn base(text: &str) -> Result<Url, AccountFault> {
    let mut base = Url::parse(text.trim()).map_err(|_| AccountFault::BaseUrl)?;
    let plain = base.username().is_empty()
        && base.password().is_none()
        && base.query().is_none()
        && base.fragment().is_none();
    if base.scheme() != "https" || base.host_str().is_none() || !plain {
        return Err(AccountFault::BaseUrl);
    }
    if !base.path().ends_with('/') {
        let path = format!("{}/", base.path());
        base.set_path(&path);
    }
    Ok(base)
}
