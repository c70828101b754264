//! `tvasteg demo`: everything on this machine, with nothing else installed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use app::eids::note_services;
use connect::gateway::memory::MemoryGateway;
use connect::mail::outbox::Outbox;
use tokio::net::TcpListener;

use super::arguments::Demo;
use super::organisation::become_default;
use super::output::{aligned, print};
use crate::clock::DemoClock;
use crate::config::{Config, Origin};
use crate::demo::folder::{ClockFile, Folder};
use crate::demo::phone::Phone;
use crate::demo::{Side, robot, seed, welcome};
use crate::installation::{self, Schema};
use crate::running::{Running, stop_signal};
use crate::{logging, site};

/// The sender of the demo's mail.
const FROM: &str = "tvasteg@demo.example";

/// How many messages the outbox keeps.
const MOST_MESSAGES: usize = 500;

/// Serves the demo until it is told to stop.
pub(crate) async fn run(demo: Demo) -> anyhow::Result<()> {
    let listen = demo.listen;
    if !listen.ip().is_loopback() {
        anyhow::bail!(
            "--listen: the demo listens on this machine alone, such as 127.0.0.1:8080, because its passwords are known to all"
        );
    }
    // Listened for first, so that a stop in the middle of the start cleans up too.
    let stop = stop_signal()?;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("{listen} cannot be listened on"))?;
    let address = listener.local_addr()?;
    let (base_url, others) = addresses(address);
    let folder = Folder::open(demo.data.as_deref())?;
    folder.prepare(address, &base_url)?;
    let running = prepare(&folder.config_file(), &base_url, &others).await?;
    let now = app::Clock::now(running.clock.as_ref());
    let credential = robot::credential(&running.app, &folder.config_file(), now).await?;
    print(&welcome(
        &base_url,
        &folder.config_file().display().to_string(),
        &credential,
        aligned,
    ))?;
    running.until(listener, stop).await;
    drop(folder);
    Ok(())
}

/// The base URL, and the others by which the demo is reached: `localhost` and the number of this machine are both its own.
fn addresses(listen: SocketAddr) -> (String, Vec<String>) {
    let numeric = format!("http://{listen}");
    let is_localhost = [
        IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::LOCALHOST),
    ]
    .contains(&listen.ip());
    if is_localhost {
        (format!("http://localhost:{}", listen.port()), vec![numeric])
    } else {
        (numeric, Vec::new())
    }
}

/// Opens the demo's database, furnishes it, and puts the demo's mail and clock around it.
async fn prepare(config_file: &Path, base_url: &str, others: &[String]) -> anyhow::Result<Running> {
    let config = Config::load(&Origin::Named(config_file), &[])?;
    logging::start(config.log.level, config.log.format);
    let store = installation::store(
        &config,
        installation::keys(&config)?,
        Schema::BroughtUpToDate,
    )
    .await?;
    become_default(&store, seed::DEFAULT).await?;
    let outbox = Arc::new(Outbox::new(FROM, MOST_MESSAGES)?);
    let phones = Arc::new(MemoryGateway::new(MOST_MESSAGES));
    let heads = installation::heads(&config, &store)?;
    let gateways = installation::gateways(&config, Some(phones.clone()))?;
    let file = ClockFile::beside(config_file).context("the demo's configuration cannot be read")?;
    let clock = Arc::new(DemoClock::ahead_by(file.read()));
    let phone = Phone::start(config_file, Arc::clone(&clock)).await?;
    let app = installation::app(
        &config,
        store,
        Some(outbox.clone()),
        gateways,
        (phone.accounts()?, clock.clone()),
        seed::DEFAULT.to_owned(),
    )?;
    seed::furnish(&app, base_url, app::Clock::now(clock.as_ref())).await?;
    note_services(&app).await?;
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let site = site::of(
        config.base_url()?,
        &others,
        &config.server.trusted_proxies.0,
    );
    let pages = Side::new(outbox, phones, Arc::clone(&clock), file, phone);
    Ok(Running {
        app,
        clock,
        site,
        heads,
        demo: Some(Arc::new(pages)),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn localhost_is_the_name_wherever_it_leads_here() {
        let of = |text: &str| addresses(text.parse().unwrap());
        assert_eq!(
            of("127.0.0.1:8080"),
            (
                "http://localhost:8080".to_owned(),
                vec!["http://127.0.0.1:8080".to_owned()]
            )
        );
        assert_eq!(of("[::1]:81").1, ["http://[::1]:81"]);
        assert_eq!(
            of("127.0.0.5:8080"),
            ("http://127.0.0.5:8080".to_owned(), Vec::new())
        );
    }
}
