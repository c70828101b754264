//! The support desk: the list, a case with its checklist, and the steps that take it on.
//!
//! The pages say what the rules say and decide nothing; every step asks them again in its own unit. A pass is shown once, in the answer to
//! the press of the button that issued it, and stands in no address.

mod ask;
mod case;
mod eid;
mod list;
mod opening;
mod steps;
mod words;

use app::administer::AdministerFault;
use axum::extract::RawPathParams;
use domain::id::RecoveryCaseId;

use crate::arrival::Arrival;
use crate::reply::Reply;
use crate::router::{Reach, Route};

/// The list.
const HERE: &str = "/admin/recovery";

/// The address of a case.
fn address(case: RecoveryCaseId) -> String {
    format!("{HERE}/{case}")
}

/// The case that the address names.
fn case_of(params: &RawPathParams) -> Option<RecoveryCaseId> {
    let (_, id) = params.iter().find(|(name, _)| *name == "id")?;
    id.parse().ok()
}

/// What was read. Where there is nobody to read it of, there is no such page.
fn given<T>(arrival: &Arrival, read: Result<T, AdministerFault>) -> Result<T, Reply> {
    read.map_err(|fault| match fault {
        AdministerFault::Failed(fault) => arrival.fault(&fault),
        AdministerFault::Refused(_) => arrival.status(404),
    })
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    use Reach::Administration;
    vec![
        Route::get(HERE, Administration, list::show),
        Route::get("/admin/recovery/new", Administration, opening::page),
        Route::post("/admin/recovery/new", Administration, opening::open),
        Route::get("/admin/recovery/{id}", Administration, case::show),
        Route::post("/admin/recovery/{id}/proof", Administration, steps::prove),
        Route::post(
            "/admin/recovery/{id}/numbers",
            Administration,
            steps::numbers,
        ),
        Route::post("/admin/recovery/{id}/link", Administration, steps::link),
        Route::post("/admin/recovery/{id}/eid", Administration, eid::begin),
        Route::get(
            "/admin/recovery/{id}/eid/progress",
            Administration,
            eid::progress,
        ),
        Route::post(
            "/admin/recovery/{id}/eid/cancel",
            Administration,
            eid::cancel,
        ),
        Route::post(
            "/admin/recovery/{id}/eid/record",
            Administration,
            eid::record,
        ),
        Route::post("/admin/recovery/{id}/choose", Administration, ask::choose),
        Route::get("/admin/recovery/{id}/ask", Administration, ask::page),
        Route::post("/admin/recovery/{id}/ask", Administration, ask::ask),
        Route::post(
            "/admin/recovery/{id}/approve",
            Administration,
            steps::approve,
        ),
        Route::post(
            "/admin/recovery/{id}/decline",
            Administration,
            steps::decline,
        ),
        Route::post("/admin/recovery/{id}/act", Administration, steps::act),
        Route::post("/admin/recovery/{id}/close", Administration, steps::close),
    ]
}
