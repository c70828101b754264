//! Puts an installation together from its configuration: key, database, mail server, languages, factors.
//!
//! ```text
//! configuration ─► key file ─► store (schema looked at) ─► mail server ─► App
//! ```

use std::sync::Arc;

use anyhow::Context as _;
use app::eids::Eids;
use app::gateways::Gateways;
use app::password_pool::{PasswordPool, PasswordSettings};
use app::sealing::Heads;
use app::{App, Clock, Parts};
use connect::gateway::Gateway;
use connect::http::{Http, HttpSettings};
use connect::mail::Mailer;
use connect::mail::smtp::{Credentials, Mode, Settings as MailSettings, Smtp, Timeouts};
use domain::id::OrganisationId;
use factors::Registry;
use jiff::tz::TimeZone;
use store::{Entropy, Keyring, Location, Settings as StoreSettings, Store};
use text::Catalogue;

use crate::audit_heads::KeptHeads;
use crate::config::{Config, MailMode};
use crate::keyfile;
use crate::system::SystemRandom;

/// The setting that names the organisation to which addresses without one belong.
pub const DEFAULT_ORGANISATION: &str = "default_organisation";

/// Connections to the mail server at once.
const MAIL_CONNECTIONS: usize = 4;

/// What may be done to the schema on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Nothing: the database stands and is up to date.
    Untouched,
    /// It is made where there is nothing at all.
    MadeIfEmpty,
    /// It is made or brought up to date.
    BroughtUpToDate,
}

/// Reads the key file that the configuration names.
pub fn keys(config: &Config) -> anyhow::Result<Arc<Keyring>> {
    Ok(Arc::new(keyfile::read(&config.keys.file.0)?))
}

/// Opens the database and looks at its schema and its keys. A SQLite file that is missing is made only where the schema may be brought up
/// to date: a mistyped path must not look like an empty installation.
pub async fn store(config: &Config, keys: Arc<Keyring>, schema: Schema) -> anyhow::Result<Store> {
    match opened(config, &keys, schema == Schema::BroughtUpToDate).await {
        Err(error) if schema == Schema::MadeIfEmpty && is_empty(&error) => {
            opened(config, &keys, true).await
        }
        outcome => outcome,
    }
}

fn is_empty(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(store::Fault::SchemaMissing { found: 0, .. })
    )
}

async fn opened(config: &Config, keys: &Arc<Keyring>, migrate: bool) -> anyhow::Result<Store> {
    let location = match Location::parse(config.database.url.reveal())? {
        Location::Sqlite { path, .. } => {
            if !migrate && !path.exists() {
                anyhow::bail!(
                    "the database {} does not exist: run `tvasteg init` for a new installation, or correct database.url",
                    path.display()
                );
            }
            Location::Sqlite {
                path,
                create: migrate,
            }
        }
        Location::Postgres(postgres) => {
            let connections = usize::try_from(config.database.connections.0)?;
            Location::Postgres(
                postgres
                    .with_pooler(config.database.pooler)
                    .with_connections(connections),
            )
        }
    };
    let settings = StoreSettings {
        migrate,
        ..StoreSettings::new(location)
    };
    let store = Store::open(settings, Arc::clone(keys), Arc::new(SystemRandom))?;
    match store.ready().await {
        Ok(_) => Ok(store),
        Err(fault) => {
            stop(store).await;
            Err(fault.into())
        }
    }
}

/// Lets the units that wait come to their end.
pub async fn stop(store: Store) {
    let (done, ended) = tokio::sync::oneshot::channel();
    let waiting = std::thread::Builder::new()
        .name("store-stop".to_owned())
        .spawn(move || {
            store.stop();
            let _ = done.send(());
        });
    if waiting.is_ok() {
        let _ = ended.await;
    }
}

/// The mail server, where there is one.
pub fn mailer(config: &Config) -> anyhow::Result<Option<Arc<dyn Mailer>>> {
    let mail = &config.mail;
    let mode = match mail.mode {
        MailMode::None => return Ok(None),
        MailMode::Submissions => Mode::Submissions,
        MailMode::StartTls => Mode::StartTls,
        MailMode::Plain => Mode::Plain,
    };
    let ca_file = match &mail.ca_file {
        Some(path) => {
            let read = std::fs::read(&path.0);
            Some(read.with_context(|| {
                format!(
                    "the file {} of mail.ca_file cannot be read",
                    path.0.display()
                )
            })?)
        }
        None => None,
    };
    let credentials =
        mail.username
            .as_ref()
            .zip(mail.password.as_ref())
            .map(|(username, password)| Credentials {
                username: username.0.clone(),
                password: connect::Secret::new(password.reveal().to_owned()),
            });
    let text = |value: &Option<crate::config::Text>| value.as_ref().map(|text| text.0.clone());
    let port = match mail.port {
        Some(port) => u16::try_from(port.0)?,
        None => mode.usual_port(),
    };
    let smtp = Smtp::new(MailSettings {
        host: text(&mail.host).unwrap_or_default(),
        port,
        mode,
        credentials,
        ca_file,
        from_address: text(&mail.from).unwrap_or_default(),
        from_name: text(&mail.from_name),
        local_domain: None,
        timeouts: Timeouts::default(),
        connections: MAIL_CONNECTIONS,
    });
    Ok(Some(Arc::new(
        smtp.context("the section [mail] cannot be used")?,
    )))
}

/// What text messages and calls go through; `built_in` keeps them here.
pub fn gateways(config: &Config, built_in: Option<Arc<dyn Gateway>>) -> anyhow::Result<Gateways> {
    let http = Http::new(&HttpSettings {
        allowed_private: config.private_hosts(),
        ..HttpSettings::default()
    });
    let http = http.context("the client for gateways cannot be set up")?;
    let gateways = Gateways::new(http, built_in);
    gateways.limit_installation(config.messages.installation_day.0);
    Ok(gateways)
}

/// Where the heads of the audit log are kept.
pub fn heads(config: &Config, store: &Store) -> anyhow::Result<Arc<dyn Heads>> {
    let key = store.keys().audit_key()?;
    Ok(Arc::new(KeptHeads::open(config, &key)?))
}

/// The slug of the organisation to which addresses without one belong.
pub async fn default_organisation(store: &Store) -> anyhow::Result<Option<String>> {
    Ok(store
        .read(|tx| tx.find_setting(OrganisationId::INSTALLATION, DEFAULT_ORGANISATION))
        .await?)
}

/// Puts the whole together.
pub fn app(
    config: &Config,
    store: Store,
    mailer: Option<Arc<dyn Mailer>>,
    gateways: Gateways,
    (eids, clock): (Eids, Arc<dyn Clock>),
    default_organisation: String,
) -> anyhow::Result<Arc<App>> {
    let password = &config.password;
    let usual = PasswordSettings::default();
    let threads = password
        .threads
        .map_or(Ok(usual.threads), |threads| usize::try_from(threads.0))?;
    let passwords = PasswordPool::start(PasswordSettings {
        memory_kib: password.memory_kib.0,
        iterations: password.iterations.0,
        lanes: password.lanes.0,
        threads,
        queue: usize::try_from(password.queue.0)?,
    })?;
    let registry = Registry::standard();
    let catalogue = Catalogue::new(&registry.words())?;
    Ok(App::new(Parts {
        store,
        registry,
        catalogue,
        passwords,
        mailer,
        gateways,
        eids,
        clock,
        entropy: Arc::new(SystemRandom),
        time_zone: time_zone(config)?,
        default_organisation,
    }))
}

fn time_zone(config: &Config) -> anyhow::Result<TimeZone> {
    let Some(name) = &config.server.time_zone else {
        return Ok(TimeZone::system());
    };
    TimeZone::get(&name.0).with_context(|| {
        format!(
            "server.time_zone: this machine knows no time zone called {}",
            name.0
        )
    })
}

impl Entropy for SystemRandom {
    fn seed(&self) -> [u8; 32] {
        domain::random::array(&mut Self)
    }
}
