//! The values of the configuration that have rules of their own: base URL, networks, and the words among which one chooses.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use connect::eid::EidKind;
use url::{Host, Url};
use zeroize::Zeroizing;

use super::setting::{Listed, Setting, Text};

/// Where the database is. It may hold a password: no Debug, no Display, no Serialize.
#[derive(Clone)]
pub struct DatabaseUrl(Zeroizing<String>);

impl DatabaseUrl {
    /// The URL itself, for the one place that opens the database.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The file, where the database is SQLite.
    pub fn sqlite_path(&self) -> Option<&Path> {
        let path = self.0.strip_prefix("sqlite:")?;
        Some(Path::new(path.strip_prefix("//").unwrap_or(path)))
    }
}

impl Setting for DatabaseUrl {
    const SHAPE: &'static str = "sqlite:PATH or postgres://user:password@host/database";
    const SECRET: bool = true;

    fn from_text(text: &str) -> Option<Self> {
        let known = ["sqlite:", "postgres://", "postgresql://"];
        let named = known.iter().any(|scheme| {
            text.strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        });
        (named && !text.chars().any(char::is_control))
            .then(|| Self(Zeroizing::new(text.to_owned())))
    }

    fn seen_from(self, folder: &Path) -> Self {
        let Some(path) = self.sqlite_path() else {
            return self;
        };
        let path = folder.join(path);
        Self(Zeroizing::new(format!("sqlite:{}", path.display())))
    }
}

/// Where browsers reach the installation: a scheme, a host and perhaps a port, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Its text, as it stands before a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads one: `https`, or `http` to this very machine.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text.trim()).ok()?;
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        let safe = match url.scheme() {
            "https" => true,
            "http" => is_loopback(&url.host()?),
            _ => false,
        };
        let written = url.as_str().trim_end_matches('/').to_owned();
        (bare && safe && url.has_host()).then_some(Self(written))
    }

    /// Whether the browser speaks TLS to it.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

impl Setting for BaseUrl {
    const SHAPE: &'static str = "an https address without a path, such as https://login.example.se (http only for localhost and loopback addresses)";

    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// A network in CIDR notation; a bare address is the network of that one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    prefix: u8,
}

impl Network {
    /// Reads `10.0.0.0/8`, `fd00::/8` or a bare address.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let first: IpAddr = address.parse().ok()?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(digits) if digits.chars().all(|c| c.is_ascii_digit()) => digits.parse().ok()?,
            Some(_) => return None,
            None => most,
        };
        let network = Self { first, prefix };
        // 10.1.2.3/8 is refused: whoever wrote it meant something else than what it would do.
        (prefix <= most && network.masked(first) == bits(first)).then_some(network)
    }

    /// Whether the address lies in it. An IPv4 address that came mapped into IPv6 is looked at as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.first.is_ipv4() == address.is_ipv4() && self.masked(address) == bits(self.first)
    }

    fn masked(&self, address: IpAddr) -> u128 {
        let width: u32 = if self.first.is_ipv4() { 32 } else { 128 };
        let open = width.saturating_sub(u32::from(self.prefix));
        bits(address)
            .checked_shr(open)
            .and_then(|kept| kept.checked_shl(open))
            .unwrap_or(0)
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.prefix)
    }
}

impl Setting for Network {
    const SHAPE: &'static str = "networks in CIDR notation, such as 10.0.0.0/8 or 192.0.2.7";

    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Listed for Network {
    const LIST: &'static str =
        r#"a list of networks in CIDR notation, such as ["10.0.0.0/8", "192.0.2.7"]"#;
}

/// A host of the operator's own network, perhaps with a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnHost(pub String);

impl Setting for OwnHost {
    const SHAPE: &'static str = "a host, or a host and a port, such as gateway.example:8443";

    fn from_text(text: &str) -> Option<Self> {
        Text::from_text(text).map(|text| Self(text.0))
    }
}

impl Listed for OwnHost {
    const LIST: &'static str = r#"a list of hosts, such as ["gateway.example", "10.0.0.5:8443"]"#;
}

/// A form that an eID has, by the eID's own name for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EidForm(pub String);

impl Setting for EidForm {
    const SHAPE: &'static str = "the name of a form";

    fn from_text(text: &str) -> Option<Self> {
        Text::from_text(text).map(|text| Self(text.0))
    }
}

impl Listed for EidForm {
    const LIST: &'static str = r#"a list of forms, such as ["mobile", "card"]"#;
}

/// An organisation's name in addresses.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slug(pub String);

impl Setting for Slug {
    const SHAPE: &'static str = "small letters, digits and hyphens";

    fn from_text(text: &str) -> Option<Self> {
        let slug = domain::organisation::slug(text).ok()?;
        Some(Self(slug.to_owned()))
    }
}

impl Setting for EidKind {
    const SHAPE: &'static str = Self::NAMES;

    fn from_text(text: &str) -> Option<Self> {
        Self::named(text.trim())
    }
}

/// A choice among a few words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident = $shape:literal { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$word_doc])* $variant,)+
        }

        impl $name {
            /// The word as the configuration writes it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl Setting for $name {
            const SHAPE: &'static str = $shape;

            fn from_text(text: &str) -> Option<Self> {
                match text.trim() {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// How the line to the mail server is secured.
    MailMode = "one of submissions, starttls, plain, none" {
        /// TLS from the first byte.
        Submissions = "submissions",
        /// STARTTLS, required.
        StartTls = "starttls",
        /// No TLS and no password, to a relay inside the own network.
        Plain = "plain",
        /// No mail is sent.
        None = "none",
    }
}

words! {
    /// How much is logged.
    LogLevel = "one of error, warn, info, debug" {
        /// Faults only.
        Error = "error",
        /// What may need somebody.
        Warn = "warn",
        /// What happened.
        Info = "info",
        /// What happened inside.
        Debug = "debug",
    }
}

words! {
    /// What a log line looks like.
    LogFormat = "text or json" {
        /// For people.
        Text = "text",
        /// For programs.
        Json = "json",
    }
}
