//! The gateways of an organisation, opened: rows of the store made into accounts that can be used.
//!
//! An account that was opened is kept as long as its row is the same, so that its connections are used again. Which gateway comes first is
//! the order of the rows; which one is left alone for a while is the circuit breaker's word.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use connect::gateway::{self, Driver, Gateway, SettingFault, Settings};
use connect::http::Http;
use domain::id::GatewayId;

use crate::circuit::Circuits;

/// The key of the gateway that keeps its messages in memory. Only the demo and tests hand one in.
pub const BUILT_IN: &str = "built-in";

/// Messages of the whole installation in a day, where the operator says nothing else.
const INSTALLATION_DAY: u32 = 10_000;

/// Accounts that were opened, each with the version of its row.
type Opened = HashMap<GatewayId, (i64, Arc<dyn Gateway>)>;

/// What the gateways of one node share.
pub struct Gateways {
    http: Http,
    built_in: Option<Arc<dyn Gateway>>,
    opened: Mutex<Opened>,
    installation_day: AtomicU32,
    pub(crate) circuits: Circuits,
}

/// Why an account cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// This program knows no such kind of gateway.
    #[error("this program knows no gateway called {0}")]
    Unknown(String),
    /// Its settings do not do.
    #[error(transparent)]
    Settings(#[from] SettingFault),
}

impl Gateways {
    /// Gateways that are called through this client; `built_in` keeps its messages here.
    pub fn new(http: Http, built_in: Option<Arc<dyn Gateway>>) -> Self {
        Self {
            http,
            built_in,
            opened: Mutex::default(),
            installation_day: AtomicU32::new(INSTALLATION_DAY),
            circuits: Circuits::default(),
        }
    }

    /// How many messages the whole installation sends in a day at the most: the operator's ceiling, above what any organisation decides.
    pub fn limit_installation(&self, messages_a_day: u32) {
        self.installation_day
            .store(messages_a_day, Ordering::Relaxed);
    }

    pub(crate) fn installation_day(&self) -> u32 {
        self.installation_day.load(Ordering::Relaxed)
    }

    /// Whether the messages that stay here cost no waiting; where none stay, nothing is known of the others.
    pub(crate) fn are_instant(&self) -> bool {
        self.built_in
            .as_ref()
            .is_none_or(|gateway| gateway.instant())
    }

    /// The kinds of gateway that an account can be opened at.
    pub fn drivers(&self) -> Vec<&'static Driver> {
        gateway::drivers().to_vec()
    }

    /// Tries whether these settings make an account. Nothing is sent.
    pub fn try_open(
        &self,
        driver: &str,
        settings: &Settings,
    ) -> Result<Arc<dyn Gateway>, OpenFault> {
        if driver == BUILT_IN
            && let Some(built_in) = &self.built_in
        {
            return Ok(Arc::clone(built_in));
        }
        let known = gateway::driver(driver).ok_or_else(|| OpenFault::Unknown(driver.to_owned()))?;
        Ok((known.open)(settings, self.http.clone())?)
    }

    /// The account of this row.
    pub(crate) fn open(&self, row: &store::Gateway) -> Result<Arc<dyn Gateway>, OpenFault> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((version, gateway)) = opened.get(&row.id)
            && *version == row.version
        {
            return Ok(Arc::clone(gateway));
        }
        let gateway = self.try_open(&row.driver, &Settings(row.settings.clone()))?;
        opened.insert(row.id, (row.version, Arc::clone(&gateway)));
        Ok(gateway)
    }
}
