//! A running server: the listener, the outbox, the house-keeping, and how all of it ends.
//!
//! ```text
//! stop ─► no new connections ─► running requests answered ─► workers end ─► audit log sealed ─► database closed
//! ```

use std::future::Future;
use std::sync::Arc;

use anyhow::Context as _;
use app::sealing::Heads;
use app::{App, Clock};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::WebState;
use web::demo::Demo;
use web::state::Site;

use crate::{installation, listen};

/// What runs.
pub struct Running {
    /// The use cases.
    pub app: Arc<App>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// How it is reached.
    pub site: Site,
    /// Where the heads of the audit log are kept.
    pub heads: Arc<dyn Heads>,
    /// The demo's outbox and clock, in the demo alone.
    pub demo: Option<Arc<dyn Demo>>,
}

impl Running {
    /// Serves until `stop` is done, and returns when everything has come to its end.
    pub async fn until(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        let Self {
            app,
            clock,
            site,
            heads,
            demo,
        } = self;
        let (tell, told) = watch::channel(false);
        let mut workers = JoinSet::new();
        workers.spawn(app::deliver::worker(
            Arc::clone(&app),
            Arc::clone(&clock),
            told.clone(),
        ));
        workers.spawn(app::deliver::accounts_worker(
            Arc::clone(&app),
            Arc::clone(&clock),
            told.clone(),
        ));
        workers.spawn(app::administer::people::worker(
            Arc::clone(&app),
            Arc::clone(&clock),
            told.clone(),
        ));
        workers.spawn(app::administer::import::worker(
            Arc::clone(&app),
            Arc::clone(&clock),
            told.clone(),
        ));
        workers.spawn(app::administer::effect::worker(
            Arc::clone(&app),
            Arc::clone(&clock),
            told.clone(),
        ));
        workers.spawn(app::eids::worker(
            Arc::clone(&app),
            Arc::clone(&clock),
            told.clone(),
        ));
        workers.spawn(app::orders::worker(Arc::clone(&app), told.clone()));
        workers.spawn(app::keep::worker(
            Arc::clone(&app),
            Arc::clone(&clock),
            told,
        ));
        let (tell_sealing, told_sealing) = watch::channel(false);
        let mut sealing = JoinSet::new();
        sealing.spawn(app::sealing::worker(
            Arc::clone(&app),
            Arc::clone(&clock),
            heads,
            told_sealing,
        ));
        let state = WebState {
            app: Arc::clone(&app),
            clock,
            site: Arc::new(site),
            demo,
        };
        listen::serve(listener, web::router(state), stop).await;
        let _ = tell.send(true);
        while workers.join_next().await.is_some() {}
        // Last of all, so that what the others told at their end is sealed too.
        let _ = tell_sealing.send(true);
        while sealing.join_next().await.is_some() {}
        installation::stop(app.store.clone()).await;
    }
}

/// Done when the process is told to stop: SIGTERM, or SIGINT from the keyboard.
pub fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let listening = |kind| signal(kind).context("signals cannot be listened for");
    let (mut terminate, mut interrupt) = (
        listening(SignalKind::terminate())?,
        listening(SignalKind::interrupt())?,
    );
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
