//! Every key of the configuration, once: its name, what it is for, its type and its default. The doc comments are the operator's reference.

use std::net::SocketAddr;

use connect::eid::EidKind;

use super::fault::ConfigFault;
use super::read::{Sources, Spot};
use super::setting::{FilePath, List, Number, Secret, Setting, Text};
use super::syslog::SyslogTarget;
use super::values::{
    BaseUrl, DatabaseUrl, EidForm, LogFormat, LogLevel, MailMode, Network, OwnHost, Slug,
};

/// A key as the reference shows it.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its section.
    pub section: &'static str,
    /// Its name in the section.
    pub name: &'static str,
    /// What it is for: its doc comment, line by line.
    pub doc: &'static [&'static str],
    /// Its value where it is not given.
    pub default: Option<&'static str>,
    /// What the value looks like.
    pub shape: &'static str,
    /// Whether it may stand in a file of its own.
    pub secret: bool,
    /// Whether nothing works without it.
    pub required: bool,
}

impl Key {
    /// `section.name`, as errors name it.
    pub fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }
}

/// A section as the reference shows it.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub doc: &'static [&'static str],
    /// Whether it may stand any number of times, as `[[name]]`.
    pub repeats: bool,
    /// Its keys.
    pub keys: &'static [Key],
}

const fn has_none(default: Option<&'static str>) -> bool {
    default.is_none()
}

/// A section's struct and its description.
macro_rules! section {
    ($repeats:literal $section:ident: $type:ident [$($section_doc:literal)+] {
        $([$($doc:literal)+] $key:ident: $value:ty = $default:expr;)+
    }) => {
        $(#[doc = $section_doc])+
        pub struct $type {
            $($(#[doc = $doc])+ pub $key: $value,)+
        }

        impl $type {
            const SECTION: Section = Section {
                name: stringify!($section),
                doc: &[$($section_doc),+],
                repeats: $repeats,
                keys: &[$(
                    Key {
                        section: stringify!($section),
                        name: stringify!($key),
                        doc: &[$($doc),+],
                        default: $default,
                        shape: <$value as Setting>::SHAPE,
                        secret: <$value as Setting>::SECRET,
                        required: has_none($default) && !<$value as Setting>::OPTIONAL,
                    },
                )+],
            };

            fn from_sources(sources: &Sources<'_>, spot: Spot) -> Result<Self, ConfigFault> {
                Ok(Self {
                    $($key: sources.value::<$value>(spot, stringify!($key), $default)?,)+
                })
            }
        }
    };
}

macro_rules! configuration {
    (
        $(
            $(#[doc = $section_doc:literal])+
            $section:ident: $type:ident {
                $($(#[doc = $doc:literal])+ $key:ident: $value:ty = $default:expr;)+
            }
        )+
        repeated:
        $(
            $(#[doc = $many_doc:literal])+
            $many:ident: $one:ident {
                $($(#[doc = $one_doc:literal])+ $one_key:ident: $one_value:ty = $one_default:expr;)+
            }
        )+
    ) => {
        /// The whole configuration, read and checked key by key.
        pub struct Config {
            $($(#[doc = $section_doc])+ pub $section: $type,)+
            $($(#[doc = $many_doc])+ pub $many: Vec<$one>,)+
        }

        $(section! { false $section: $type [$($section_doc)+] { $([$($doc)+] $key: $value = $default;)+ } })+
        $(section! { true $many: $one [$($many_doc)+] { $([$($one_doc)+] $one_key: $one_value = $one_default;)+ } })+

        /// All sections, in the order of the reference.
        pub const SECTIONS: &[Section] = &[$($type::SECTION,)+ $($one::SECTION,)+];

        impl Config {
            pub(super) fn from_sources(sources: &Sources<'_>) -> Result<Self, ConfigFault> {
                Ok(Self {
                    $($section: $type::from_sources(sources, Spot::only(stringify!($section)))?,)+
                    $($many: sources
                        .spots(stringify!($many))
                        .into_iter()
                        .map(|spot| $one::from_sources(sources, spot))
                        .collect::<Result<_, _>>()?,)+
                })
            }
        }
    };
}

configuration! {
    /// Where the program listens, and where browsers reach it.
    server: Server {
        /// The address and port to listen on. Tvåsteg speaks plain HTTP: a reverse proxy in front of it ends TLS.
        listen: SocketAddr = Some("127.0.0.1:8080");
        /// Where browsers reach the installation. Links, cookies and issuers come from it, never from a request. `serve` needs it.
        base_url: Option<BaseUrl> = None;
        /// The reverse proxies whose `X-Forwarded-For` is believed. Without any, the address of the connection counts as the visitor's.
        trusted_proxies: List<Network> = None;
        /// The time zone of clock times on pages and in letters, such as `Europe/Stockholm`; without it the machine's own.
        time_zone: Option<Text> = None;
    }

    /// Where everything is kept but the root key.
    database: Database {
        /// `sqlite:PATH` (relative to this file) or `postgres://user:password@host/database`. PostgreSQL 15 or newer; with `?sslmode=disable|require|verify-full`
        /// and `&sslrootcert=PATH` for an authority of your own.
        url: DatabaseUrl = None;
        /// Whether a pooler in transaction mode (PgBouncer) stands before PostgreSQL.
        pooler: bool = Some("false");
        /// How many connections to PostgreSQL to keep, one thread each. SQLite needs none.
        connections: Number<1, 256> = Some("16");
    }

    /// The root key, without which the database is worth nothing.
    keys: Keys {
        /// The key file. Only its owner may read it (mode 0600). Keep a copy of it apart from the database's backup.
        file: FilePath = None;
    }

    /// The mail server that takes codes, links and notices over.
    mail: Mail {
        /// How the line to the mail server is secured: `submissions` (TLS from the first byte, port 465), `starttls` (required, port 587),
        /// `plain` (no TLS and no password, only to a relay on a loopback or private address, port 25), or `none`: no mail is sent, so that
        /// nobody can use e-mail codes, mailed links and notices.
        mode: MailMode = Some("none");
        /// The mail server's name, which its certificate must carry, or its address.
        host: Option<Text> = None;
        /// Its port; without it the mode's usual one.
        port: Option<Number<1, 65_535>> = None;
        /// The name to sign in to the mail server with.
        username: Option<Text> = None;
        /// The password to sign in to the mail server with.
        password: Option<Secret> = None;
        /// The address that all mail comes from.
        from: Option<Text> = None;
        /// The name beside it.
        from_name: Option<Text> = None;
        /// Certificates (PEM) of an authority of your own for the mail server; given, they alone are trusted.
        ca_file: Option<FilePath> = None;
    }

    /// Text messages and calls. The accounts at the gateways belong to the organisations: they are entered in the administration and kept,
    /// sealed, in the database.
    messages: Messages {
        /// Gateways and eIDs in your own network, as `host` or `host:port`. Every other one is called over HTTPS at a public address alone, so that
        /// nobody who may enter an account can reach what stands beside this machine.
        allow_private: List<OwnHost> = None;
        /// How many text messages and calls the whole installation sends in a day at the most, whatever its organisations decide.
        installation_day: Number<1, 10_000_000> = Some("10000");
    }

    /// The audit log is sealed while the program runs. The head of the sealed log, kept where a thief of the database does not reach, is
    /// what `tvasteg audit verify` compares it with: without one, rows cut off the end are missed by nobody.
    audit: Audit {
        /// The file that each seal writes the signed heads to; without it `audit-head.json` beside the key file. Each node writes its own.
        head_file: Option<FilePath> = None;
        /// A syslog server that each new head is sent to as well (RFC 5424): `udp://host:514`, `tcp://host:601` or `unix:/dev/log`.
        syslog: Option<SyslogTarget> = None;
    }

    /// How passwords are hashed (Argon2id). Stronger values apply to each person at the next login.
    password: Password {
        /// Memory for one hash, in KiB.
        memory_kib: Number<19_456, 4_194_304> = Some("19456");
        /// How many passes over that memory.
        iterations: Number<1, 100> = Some("2");
        /// How many lanes.
        lanes: Number<1, 64> = Some("1");
        /// How many hashes run at the same time; without it as many as the machine has processors.
        threads: Option<Number<1, 256>> = None;
        /// How many logins may wait for a hash; beyond that the answer is 503 with `Retry-After`.
        queue: Number<1, 10_000> = Some("64");
    }

    /// What is written to standard error.
    log: Log {
        /// How much is logged. No level logs codes, passwords, tokens or addresses of people.
        level: LogLevel = Some("info");
        /// What a line looks like.
        format: LogFormat = Some("text");
    }

    repeated:

    /// An account at an eID, once for each: who we are there, and whom we trust. Which organisations let people use it they decide
    /// themselves, on their role cards. [BankID](../admin/en/bankid.md) takes an account from the certificate to the first login.
    eid: Eid {
        /// Which eID.
        kind: EidKind = None;
        /// The organisation that the account belongs to, as it is named in addresses. Without it the account serves every organisation that
        /// has none of its own at this eID.
        organisation: Option<Slug> = None;
        /// Where the eID is called.
        base_url: Text = None;
        /// The root certificate (PEM) that the eID's server must show. It alone is trusted there.
        root: FilePath = None;
        /// Our certificate: a PKCS#12 file with its key, or PEM. Only its owner should be able to read it.
        certificate: FilePath = None;
        /// The private key (PEM), where it does not stand in the same file as the certificate.
        certificate_key: Option<FilePath> = None;
        /// The password of the PKCS#12 file or of the private key.
        certificate_password: Option<Secret> = None;
        /// Whether people must type their security code even where a finger or a face would do.
        pin_code: bool = Some("false");
        /// Whether people must also hold a passport or an identity card to the telephone.
        identity_document: bool = Some("false");
        /// The forms of the eID that will do: a list, even where it is one alone. Without it whatever the eID takes. BankID has `mobile` (the
        /// app in a telephone or tablet), `file` (on a computer) and `card` (in a reader); `forms = ["mobile"]` turns the other two away.
        forms: List<EidForm> = None;
    }
}
