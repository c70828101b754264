//! The pages of an installation in this process, on the system's clock or one that is set.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::Clock;
use axum::Router;
use domain::time::Timestamp;
use web::{Site, WebState};

use crate::ground::{Ground, HOST};

/// A clock that stands until it is set.
pub(crate) struct SetClock(AtomicI64);

impl SetClock {
    pub(crate) fn at(now: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(now.unix_millis())))
    }

    pub(crate) fn set(&self, now: Timestamp) {
        self.0.store(now.unix_millis(), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.0.load(Ordering::SeqCst))
    }
}

/// The router of this installation.
pub(crate) fn router(ground: &Ground, clock: Arc<dyn Clock>) -> Router {
    web::router(WebState {
        app: Arc::clone(&ground.app),
        clock,
        site: Arc::new(Site {
            base_url: format!("http://{HOST}"),
            hosts: vec![HOST.to_owned()],
            trusted_proxies: Vec::new(),
        }),
        demo: None,
    })
}
