//! `tvasteg serve`: configuration → key → database → listen; stops on SIGTERM or SIGINT when the requests that run have been answered.
//!
//! An empty database gets its schema; one that an earlier release left is asked to be migrated first, so that nobody migrates by accident.

use std::sync::Arc;

use anyhow::Context as _;
use app::eids::note_services;
use tokio::net::TcpListener;

use super::arguments::ConfigFile;
use crate::clock::SystemClock;
use crate::eids;
use crate::installation::{self, Schema};
use crate::logging;
use crate::running::{Running, stop_signal};
use crate::site;

/// Serves until it is told to stop.
pub(crate) async fn run(file: &ConfigFile) -> anyhow::Result<()> {
    let config = super::load(file)?;
    let base_url = config.base_url()?.clone();
    logging::start(config.log.level, config.log.format);
    let mailer = installation::mailer(&config)?;
    let eids = eids::open(&config)?;
    let store =
        installation::store(&config, installation::keys(&config)?, Schema::MadeIfEmpty).await?;
    let Some(default) = installation::default_organisation(&store).await? else {
        installation::stop(store).await;
        anyhow::bail!(
            "there is no organisation yet: run `tvasteg organisation add SLUG`, then `tvasteg user add --owner`"
        );
    };
    let listen = config.server.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("{listen} cannot be listened on"))?;
    // Where the port was left to the system, the log says which it is.
    let listen = listener.local_addr()?;
    let heads = installation::heads(&config, &store)?;
    let gateways = installation::gateways(&config, None)?;
    let app = installation::app(
        &config,
        store,
        mailer,
        gateways,
        (eids, Arc::new(SystemClock)),
        default,
    )?;
    let site = site::of(&base_url, &[], &config.server.trusted_proxies.0);
    tracing::info!(%listen, %base_url, "serving");
    // Known before the first login is answered; from then on a worker looks again.
    note_services(&app).await?;
    Running {
        app,
        clock: Arc::new(SystemClock),
        site,
        heads,
        demo: None,
    }
    .until(listener, stop_signal()?)
    .await;
    tracing::info!("stopped");
    Ok(())
}
