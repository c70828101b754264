//! `tvasteg check`: configuration, key, database, gateways, eIDs, mail server, base URL and certificate, one line each; a fault ends with status 1.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use domain::organisation::Organisation;
use serde::Serialize;

use super::arguments::Check;
use super::organisation::shared_base_url;
use super::output::Output;
use crate::clock::SystemClock;
use crate::config::{Config, USUAL_FILE};
use crate::installation::{self, Schema};
use crate::system;

mod certificate;
mod eids;
mod gateways;

const MAIL_WITHIN: Duration = Duration::from_secs(20);

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Standing {
    /// In order.
    Ok,
    /// Worth knowing; the program runs all the same.
    Note,
    /// Something does not work.
    Fault,
}

/// One line.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) name: &'static str,
    pub(crate) standing: Standing,
    pub(crate) says: String,
}

impl Finding {
    pub(crate) fn ok(name: &'static str, says: impl Into<String>) -> Self {
        Self {
            name,
            standing: Standing::Ok,
            says: says.into(),
        }
    }

    pub(crate) fn note(name: &'static str, says: impl Into<String>) -> Self {
        Self {
            name,
            standing: Standing::Note,
            says: says.into(),
        }
    }

    pub(crate) fn fault(name: &'static str, error: &anyhow::Error) -> Self {
        Self {
            name,
            standing: Standing::Fault,
            says: format!("{error:#}").replace('\n', " "),
        }
    }
}

/// Looks at everything and prints what was found.
pub(crate) async fn run(check: &Check) -> anyhow::Result<ExitCode> {
    let findings = match Config::load(&check.config.origin(), &system::environment()) {
        Ok(config) => {
            let path = check
                .config
                .config
                .as_deref()
                .map_or_else(|| USUAL_FILE.to_owned(), |path| path.display().to_string());
            let mut findings = vec![Finding::ok("configuration", path)];
            look_at(&config, &mut findings).await;
            findings
        }
        Err(fault) => vec![Finding::fault("configuration", &fault.into())],
    };
    let rows: Vec<_> = findings
        .iter()
        .map(|finding| {
            let standing = match finding.standing {
                Standing::Ok => "ok",
                Standing::Note => "note",
                Standing::Fault => "FAULT",
            };
            vec![
                standing.to_owned(),
                finding.name.to_owned(),
                finding.says.clone(),
            ]
        })
        .collect();
    Output::new(check.json).rows(&findings, &rows)?;
    let faulty = findings
        .iter()
        .any(|finding| finding.standing == Standing::Fault);
    Ok(if faulty {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

async fn look_at(config: &Config, findings: &mut Vec<Finding>) {
    let now = app::Clock::now(&SystemClock);
    let mut organisations = None;
    match installation::keys(config) {
        Ok(keys) => {
            let says = format!(
                "{} (current key {})",
                config.keys.file.0.display(),
                keys.current_id()
            );
            findings.push(Finding::ok("key", says));
            let (finding, contents) = database(config, keys).await;
            findings.push(finding);
            findings.extend(
                contents
                    .organisations
                    .iter()
                    .flatten()
                    .filter_map(|one| left_behind(config, one)),
            );
            match installation::gateways(config, None) {
                Ok(gateways) => {
                    findings.extend(gateways::look(&gateways, contents.accounts, now).await);
                }
                Err(error) => findings.push(Finding::fault("gateway", &error)),
            }
            organisations = contents.organisations;
        }
        Err(error) => {
            findings.push(Finding::fault("key", &error));
            findings.push(Finding::note("database", "not looked at without the key"));
        }
    }
    findings.extend(eids::look(config, organisations.as_deref(), now).await);
    findings.push(mail(config).await);
    match config.base_url() {
        Ok(url) => {
            findings.push(Finding::ok("base URL", url.as_str()));
            findings.push(certificate::look(url).await);
        }
        Err(fault) => findings.push(Finding::fault("base URL", &fault.into())),
    }
}

/// What the database holds that is looked at too.
#[derive(Default)]
struct Contents {
    /// Nothing where the database could not be read.
    organisations: Option<Vec<Organisation>>,
    accounts: Vec<gateways::Account>,
}

impl Contents {
    fn read(tx: &mut store::ReadTx) -> Result<Self, store::Fault> {
        let organisations = tx.organisations()?;
        let mut accounts = Vec::new();
        for organisation in &organisations {
            for row in tx.gateways_of(organisation.id)? {
                let organisation = organisation.slug.clone();
                accounts.push(gateways::Account { organisation, row });
            }
        }
        Ok(Self {
            organisations: Some(organisations),
            accounts,
        })
    }
}

async fn database(config: &Config, keys: Arc<store::Keyring>) -> (Finding, Contents) {
    const NAME: &str = "database";
    let engine = match config.database.url.sqlite_path() {
        Some(path) => format!("SQLite, {}", path.display()),
        None => "PostgreSQL".to_owned(),
    };
    let store = match installation::store(config, keys, Schema::Untouched).await {
        Ok(store) => store,
        Err(error) => return (Finding::fault(NAME, &error), Contents::default()),
    };
    let contents = store.read(Contents::read).await;
    installation::stop(store).await;
    let schema = store::schema_version();
    match contents {
        Ok(all) if all.organisations.as_ref().is_none_or(Vec::is_empty) => {
            let says = format!("{engine}, schema {schema}, no organisation yet");
            (Finding::note(NAME, says), all)
        }
        Ok(all) => {
            let count = all.organisations.as_ref().map_or(0, Vec::len);
            let says = format!("{engine}, schema {schema}, organisations: {count}");
            (Finding::ok(NAME, says), all)
        }
        Err(fault) => (Finding::fault(NAME, &fault.into()), Contents::default()),
    }
}

/// An organisation without a host name of its own whose base URL is not under today's `server.base_url`: its links lead elsewhere.
fn left_behind(config: &Config, organisation: &Organisation) -> Option<Finding> {
    let shared = shared_base_url(config.server.base_url.as_ref()?, &organisation.slug);
    let was_shared = organisation
        .base_url
        .ends_with(&format!("/o/{}", organisation.slug));
    (was_shared && organisation.base_url != shared).then(|| {
        let (slug, old) = (&organisation.slug, &organisation.base_url);
        let error = anyhow::anyhow!(
            "links of {slug} lead to {old}, which is not under server.base_url: run `tvasteg organisation set {slug} --base-url {shared}`"
        );
        Finding::fault("organisation", &error)
    })
}

async fn mail(config: &Config) -> Finding {
    let mailer = match installation::mailer(config) {
        Ok(Some(mailer)) => mailer,
        Ok(None) => {
            return Finding::note(
                "mail",
                "mail.mode is none: no codes, links or notices are mailed",
            );
        }
        Err(error) => return Finding::fault("mail", &error),
    };
    match tokio::time::timeout(MAIL_WITHIN, mailer.check()).await {
        Ok(Ok(())) => Finding::ok(
            "mail",
            format!("the mail server takes mail ({})", config.mail.mode.as_str()),
        ),
        Ok(Err(fault)) => Finding::fault("mail", &fault.into()),
        Err(_) => Finding::fault(
            "mail",
            &anyhow::anyhow!("the mail server did not answer in time"),
        ),
    }
}
