//! The eID of somebody on the telephone: its part of the checklist, its buttons, and how far the order is.
//!
//! The fragment is the factor's and tells the agent what the app shows; whoever called is asked, because the app asks the person.

use app::administer::support::{self, CaseView, EidStanding};
use axum::extract::RawPathParams;
use domain::eid::CallInitiator;
use domain::id::RecoveryCaseId;

use super::{address, case, case_of, given};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm, WatchingAdmin};
use crate::admin::settled::settled;
use crate::own::Own;
use crate::pages::admin::{Check, EidPart};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// Fills in the line of the checklist.
pub(super) fn fill(admin: &Admin, view: &CaseView, check: &mut Check, open: bool) {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let here = address(view.case.id);
    let mut part = EidPart {
        begin: open.then(|| format!("{here}/eid")),
        fragment: None,
        watched: None,
        cancel: None,
        record: None,
    };
    match &view.eid {
        EidStanding::Unavailable => part.begin = None,
        EidStanding::NotBound => {
            check.unfit.push(text.get("support-eid-not-bound"));
            part.begin = None;
        }
        EidStanding::TooNew(at) => {
            let time = moment(arrival, *at);
            check
                .unfit
                .push(text.with1("support-eid-too-new", "time", time));
            part.begin = None;
        }
        EidStanding::Ready => {}
        EidStanding::UnderWay(shown) => {
            part.fragment = Some(shown.html(text));
            let ended = shown.progress(text).is_some_and(|it| it.stage == "ended");
            if shown.asks_for_answer() {
                part.record = open.then(|| format!("{here}/eid/record"));
                part.begin = None;
            } else if !ended {
                part.cancel = open.then(|| format!("{here}/eid/cancel"));
                part.begin = None;
            }
            if part.cancel.is_some() {
                part.watched = arrival.watched(&**shown, format!("{here}/eid/progress"), here);
            }
        }
    }
    check.eid = Some(part);
}

/// Back to the case, at its line.
fn back(case: RecoveryCaseId) -> Reply {
    Reply::onward(&format!("{}#eid", address(case)))
}

/// `POST /admin/recovery/{id}/eid`: begins an order for the person, who called or was called.
pub(in crate::admin) async fn begin(params: RawPathParams, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let Some(id) = case_of(&params) else {
        return Ok(admin.own.arrival.status(404));
    };
    let caller = match sent.of("caller") {
        "user" => CallInitiator::User,
        "us" => CallInitiator::Us,
        // A form that is none of ours.
        _ => return Ok(back(id)),
    };
    let (app, by) = (&admin.own.arrival.state.app, admin.by());
    let organisation = admin.own.who.organisation.id;
    let begun = support::begin_eid(app, organisation, id, caller, &by).await;
    match settled(&admin, &address(id), begun).await? {
        Ok(()) => Ok(back(id)),
        Err(again) => case::shown(&admin, id, Some(&again)).await,
    }
}

/// `POST /admin/recovery/{id}/eid/cancel`.
pub(in crate::admin) async fn cancel(params: RawPathParams, form: AdminForm) -> Answer {
    let admin = form.admin;
    let Some(id) = case_of(&params) else {
        return Ok(admin.own.arrival.status(404));
    };
    let (app, by) = (&admin.own.arrival.state.app, admin.by());
    let left = support::cancel_eid(app, admin.own.who.organisation.id, id, &by).await;
    match settled(&admin, &address(id), left).await? {
        Ok(()) => Ok(back(id)),
        Err(again) => case::shown(&admin, id, Some(&again)).await,
    }
}

/// `POST /admin/recovery/{id}/eid/record`: the agent notes that the person identified.
pub(in crate::admin) async fn record(params: RawPathParams, form: AdminForm) -> Answer {
    let admin = form.admin;
    let Some(id) = case_of(&params) else {
        return Ok(admin.own.arrival.status(404));
    };
    let here = address(id);
    let app = &admin.own.arrival.state.app;
    let by = admin.by();
    let noted = support::record_eid(app, admin.own.who.organisation.id, id, &by).await;
    match settled(&admin, &here, noted).await? {
        Ok(()) => Ok(Done::CaseProved.onward(&here)),
        Err(again) => case::shown(&admin, id, Some(&again)).await,
    }
}

/// `GET /admin/recovery/{id}/eid/progress`: how far the order is, for the script of the page that waits for it.
pub(in crate::admin) async fn progress(params: RawPathParams, asks: WatchingAdmin) -> Answer {
    let Own { arrival, who } = asks.0;
    let Some(id) = case_of(&params) else {
        return Ok(arrival.status(404));
    };
    let app = &arrival.state.app;
    let progress = support::eid_progress(app, &who, id, &arrival.requester).await;
    Ok(Reply::progress(given(&arrival, progress)?.as_ref()))
}
