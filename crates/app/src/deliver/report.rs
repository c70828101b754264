//! Takes the delivery reports that gateways send to their secret address.
//!
//! The address holds a token: the organisation, the gateway and a secret. What comes there is believed where the secret fits and, for a
//! gateway that signs, the signature too. A message only ever moves forwards, so that a report that comes twice, late, or out of order
//! changes nothing (A65).

use std::sync::Arc;

use connect::gateway::{Inbound, Report, ReportFault, Reported};
use domain::id::{DeliveryId, GatewayId};
use domain::message::MessageState;
use domain::time::Timestamp;
use domain::token::Token;
use store::{ReportOf, Tx};

use crate::{App, Fault, handing, letters};

/// A request that came to the address for reports.
pub struct Arrived {
    /// `GET` or `POST`.
    pub method: String,
    /// Path and query, as they came.
    pub path_and_query: String,
    /// Headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The delivery that the address names, where it names one.
    pub delivery: Option<DeliveryId>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was read; what was new in it is noted.
    Noted,
    /// No gateway has this address.
    Nobody,
    /// It is not genuine.
    Forged,
    /// It cannot be read.
    Unreadable,
}

/// Takes one report.
pub async fn take_report(
    app: &Arc<App>,
    token: &Token,
    arrived: Arrived,
    now: Timestamp,
) -> Result<Taken, Fault> {
    let (organisation, id) = (token.organisation, GatewayId::from_bytes(token.id));
    let found = app
        .store
        .read(move |tx| {
            let Some(row) = tx.find_gateway(organisation, id)? else {
                return Ok(None);
            };
            Ok(Some((row, tx.organisation(organisation)?)))
        })
        .await?;
    let Some((row, own)) = found.filter(|(row, _)| row.report_secret.is_same_as(&token.secret))
    else {
        return Ok(Taken::Nobody);
    };
    let Ok(gateway) = app.gateways.open(&row) else {
        return Ok(Taken::Nobody);
    };
    let url = format!("{}{}", letters::site(&own), arrived.path_and_query);
    let inbound = Inbound {
        method: &arrived.method,
        url: &url,
        headers: &arrived.headers,
        body: &arrived.body,
        now_unix_ms: now.unix_millis(),
    };
    let reports = match gateway.read_reports(&inbound) {
        Ok(reports) => reports,
        Err(fault) => {
            tracing::warn!(gateway = %row.name, %fault, "a delivery report was not believed");
            return Ok(match fault {
                ReportFault::Forged | ReportFault::Stale => Taken::Forged,
                ReportFault::Malformed => Taken::Unreadable,
            });
        }
    };
    let only = reports.len() == 1;
    let unit = move |tx: &mut Tx| {
        for report in &reports {
            // The address names the message of its own report; a list of reports names each itself.
            let named = arrived.delivery.filter(|_| only);
            note(tx, &row, report, named, now)?;
        }
        Ok(())
    };
    app.store.write(unit).await?;
    Ok(Taken::Noted)
}

fn note(
    tx: &mut Tx,
    row: &store::Gateway,
    report: &Report,
    named: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), store::Fault> {
    let state = match report.state {
        Reported::Underway => MessageState::Sent,
        Reported::Delivered => MessageState::Delivered,
        Reported::Failed => MessageState::Failed,
        Reported::Expired => MessageState::Expired,
    };
    let own = report
        .reference
        .as_deref()
        .and_then(|reference| reference.parse().ok())
        .or(named);
    let of = match (own, report.id.as_deref()) {
        (Some(id), _) => ReportOf::Own(id),
        (None, Some(id)) => ReportOf::Reference(id),
        (None, None) => return Ok(()),
    };
    let price = report.price.as_ref().and_then(handing::price);
    let reason = report.reason.as_deref();
    tx.report_delivery(row.organisation, row.id, &of, state, reason, price, now)?;
    Ok(())
}
