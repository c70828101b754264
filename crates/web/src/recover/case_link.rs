//! The links in letters about a recovery case: `/recover/confirm/{token}` proves that a letter arrived, `/recover/stop/{token}` stops what
//! support is doing. Fetching either does nothing; the button does.

use app::recover::{self, ConfirmView, StopView};
use axum::extract::RawPathParams;

use super::link::{dead, token, untold};
use crate::arrival::Arrival;
use crate::form::Sent;
use crate::pages::recover::{CaseLink, CaseLinkDonePage, CaseLinkOutcome, CaseLinkPage};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// `GET /recover/confirm/{token}`.
pub(super) async fn confirm_page(params: RawPathParams, arrival: Arrival) -> Answer {
    let token = token(&params);
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let looked = recover::look_at_confirmation(app, organisation, &token, &arrival.requester).await;
    let ConfirmView { username, asked_at } =
        match looked.map_err(|fault| untold(arrival.fault(&fault)))? {
            Ok(seen) => seen,
            Err(refusal) => return Ok(dead(&arrival, &refusal)),
        };
    let page = CaseLinkPage {
        frame: arrival.frame(),
        link: CaseLink::Confirm,
        username,
        asked: Some(moment(&arrival, asked_at)),
        action: arrival.at(&format!("/recover/confirm/{token}")),
    };
    Ok(untold(Reply::page(&arrival, &page)))
}

/// `POST /recover/confirm/{token}`.
pub(super) async fn confirm(params: RawPathParams, sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    if !sent.is_ours() {
        return Err(untold(arrival.status(403)));
    }
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let done = recover::confirm(app, organisation, &token(&params), &arrival.requester).await;
    match done.map_err(|fault| untold(arrival.fault(&fault)))? {
        Ok(()) => Ok(told(arrival, CaseLinkOutcome::Confirmed)),
        Err(refusal) => Ok(dead(arrival, &refusal)),
    }
}

/// `GET /recover/stop/{token}`.
pub(super) async fn stop_page(params: RawPathParams, arrival: Arrival) -> Answer {
    let token = token(&params);
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let looked = recover::look_at_stop(app, organisation, &token, &arrival.requester).await;
    let StopView { username, done } = match looked.map_err(|fault| untold(arrival.fault(&fault)))? {
        Ok(seen) => seen,
        Err(refusal) => return Ok(dead(&arrival, &refusal)),
    };
    let page = CaseLinkPage {
        frame: arrival.frame(),
        link: if done {
            CaseLink::StopDone
        } else {
            CaseLink::Stop
        },
        username,
        asked: None,
        action: arrival.at(&format!("/recover/stop/{token}")),
    };
    Ok(untold(Reply::page(&arrival, &page)))
}

/// `POST /recover/stop/{token}`.
pub(super) async fn stop(params: RawPathParams, sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    if !sent.is_ours() {
        return Err(untold(arrival.status(403)));
    }
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let done = recover::stop(app, organisation, &token(&params), &arrival.requester).await;
    match done.map_err(|fault| untold(arrival.fault(&fault)))? {
        Ok(stopped) if stopped.suspended => Ok(told(arrival, CaseLinkOutcome::Suspended)),
        Ok(_) => Ok(told(arrival, CaseLinkOutcome::Stopped)),
        Err(refusal) => Ok(dead(arrival, &refusal)),
    }
}

fn told(arrival: &Arrival, outcome: CaseLinkOutcome) -> Reply {
    let page = CaseLinkDonePage {
        frame: arrival.frame(),
        outcome,
    };
    untold(Reply::page(arrival, &page))
}
