//! What every command on an installation needs: the configuration, the database as it is, and the moment.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use app::App;
use app::administer::{self, By};
use domain::organisation::Organisation;
use domain::time::{Span, Timestamp};

use super::arguments::{ConfigFile, Whose};
use crate::clock::SystemClock;
use crate::config::{Config, USUAL_FILE};
use crate::demo::folder::ClockFile;
use crate::eids;
use crate::installation::{self, Schema};
use crate::system;

/// An installation that a command works on. It serves nobody.
pub(crate) struct Context {
    /// What the operator said.
    pub(crate) config: Config,
    /// The installation.
    pub(crate) app: Arc<App>,
    /// The moment at which the command runs.
    pub(crate) now: Timestamp,
}

impl Context {
    /// Opens the installation as it is.
    pub(crate) async fn open(file: &ConfigFile) -> anyhow::Result<Self> {
        let config = Config::load(&file.origin(), &system::environment())?;
        let store =
            installation::store(&config, installation::keys(&config)?, Schema::Untouched).await?;
        let mut context = Self::with(config, store).await?;
        // The demo's clock may have been pushed: what a command does on its folder must lie in the same time.
        let path = file.config.as_deref().unwrap_or(Path::new(USUAL_FILE));
        context.now =
            context.now + ClockFile::beside(path).map_or(Span::ZERO, |clock| clock.read());
        Ok(context)
    }

    /// Takes over an open database.
    pub(crate) async fn with(config: Config, store: store::Store) -> anyhow::Result<Self> {
        let default = installation::default_organisation(&store)
            .await?
            .unwrap_or_default();
        let mailer = installation::mailer(&config)?;
        let gateways = installation::gateways(&config, None)?;
        let app = installation::app(
            &config,
            store,
            mailer,
            gateways,
            (eids::open(&config)?, Arc::new(SystemClock)),
            default,
        )?;
        Ok(Self {
            config,
            app,
            now: system::now(),
        })
    }

    /// The organisation that was named, else the default one.
    pub(crate) async fn organisation(&self, named: Option<&str>) -> anyhow::Result<Organisation> {
        let default = Some(self.app.default_organisation.as_str()).filter(|slug| !slug.is_empty());
        let slug = named
            .or(default)
            .context("there is no organisation yet: run `tvasteg organisation add`")?;
        Ok(administer::organisation_named(&self.app, slug).await?)
    }

    /// The operator, now.
    pub(crate) fn by(&self) -> By {
        By::operator(self.now)
    }

    /// Lets what waits come to its end.
    pub(crate) async fn close(self) {
        installation::stop(self.app.store.clone()).await;
    }
}

/// Opens the installation and the organisation that was named.
pub(crate) async fn open(whose: &Whose) -> anyhow::Result<(Context, Organisation)> {
    let context = Context::open(&whose.config).await?;
    let organisation = context.organisation(whose.organisation.as_deref()).await?;
    Ok((context, organisation))
}

/// A moment as data shows it.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.unix_millis())
        .map(|at| at.to_string())
        .unwrap_or_default()
}
