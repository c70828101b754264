//! The delivery log: what became of every message of an organisation. Neither a code nor a text is ever read here.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::id::{DeliveryId, GatewayId, OrganisationId};
use domain::message::{MessageChannel, MessageState};
use store::DeliveryFilter;

use crate::session_check::SignedIn;
use crate::{App, Fault};

pub use store::{Amount, DeliveryState as LoggedMessage};

/// Messages on a page.
pub const PAGE: u32 = 50;

/// Messages in a table for other programs, at most.
pub const MOST_EXPORTED: usize = 20_000;

/// Messages that are read at a time for such a table.
const READ_AT_A_TIME: u32 = 1000;

/// What the log is narrowed down to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// How it went.
    pub channel: Option<MessageChannel>,
    /// How it stands.
    pub state: Option<MessageState>,
    /// Through which gateway.
    pub gateway: Option<GatewayId>,
    /// Older than this message.
    pub before: Option<DeliveryId>,
}

impl LogFilter {
    fn of_store(&self) -> DeliveryFilter {
        DeliveryFilter {
            channel: self.channel,
            state: self.state,
            gateway: self.gateway,
            before: self.before,
        }
    }
}

/// A page of the log.
#[derive(Debug, Clone)]
pub struct LogPage {
    /// The messages, newest first.
    pub messages: Vec<LoggedMessage>,
    /// Whether there are older ones.
    pub has_older: bool,
    /// The names of the gateways that are there now.
    pub gateways: BTreeMap<GatewayId, String>,
}

/// Reads a page of the log of somebody's organisation.
pub async fn delivery_log(
    app: &Arc<App>,
    who: &SignedIn,
    filter: &LogFilter,
) -> Result<LogPage, Fault> {
    delivery_log_of(app, who.organisation.id, filter).await
}

/// Reads a page of the log of an organisation.
pub async fn delivery_log_of(
    app: &Arc<App>,
    id: OrganisationId,
    filter: &LogFilter,
) -> Result<LogPage, Fault> {
    let filter = filter.of_store();
    let unit = move |tx: &mut store::ReadTx| {
        let mut messages = tx.deliveries_page(id, &filter, PAGE + 1)?;
        let has_older = messages.len() > PAGE as usize;
        messages.truncate(PAGE as usize);
        Ok(LogPage {
            messages,
            has_older,
            gateways: names(tx, id)?,
        })
    };
    Ok(app.store.read(unit).await?)
}

/// Reads everything that the filter lets through, newest first, up to [`MOST_EXPORTED`].
pub async fn export_delivery_log(
    app: &Arc<App>,
    who: &SignedIn,
    filter: &LogFilter,
) -> Result<LogPage, Fault> {
    let id = who.organisation.id;
    let mut filter = filter.clone();
    let mut messages: Vec<LoggedMessage> = Vec::new();
    let mut has_older = true;
    while has_older && messages.len() < MOST_EXPORTED {
        let asked = filter.of_store();
        let read = app
            .store
            .read(move |tx| tx.deliveries_page(id, &asked, READ_AT_A_TIME))
            .await?;
        has_older = read.len() == READ_AT_A_TIME as usize;
        filter.before = read.last().map(|message| message.id);
        messages.extend(read);
    }
    messages.truncate(MOST_EXPORTED);
    let gateways = app.store.read(move |tx| names(tx, id)).await?;
    Ok(LogPage {
        messages,
        has_older,
        gateways,
    })
}

fn names(
    tx: &mut store::ReadTx,
    organisation: domain::id::OrganisationId,
) -> Result<BTreeMap<GatewayId, String>, store::Fault> {
    let rows = tx.gateways_of(organisation)?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
