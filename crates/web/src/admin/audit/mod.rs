//! The audit log: looked through, one row opened, copied, verified, and for how long it is kept; and everything about one person, handed out
//! or erased.
//!
//! Looking and copying are on record. The state of a list stands in its address. Where a request came from is shown to those who look after
//! people; others see it masked.

mod download;
mod entry;
mod filter;
mod list;
mod person;
mod retention;
mod verify;
pub(super) mod words;

use app::administer::AdministerFault;
use domain::role::BuiltIn;

use super::door::Admin;
use crate::arrival::Arrival;
use crate::reply::Reply;
use crate::router::{Reach, Route};

/// The list.
const HERE: &str = "/admin/audit";

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    use Reach::Administration;
    vec![
        Route::get(HERE, Administration, list::show),
        Route::get(download::CSV, Administration, download::csv),
        Route::get(download::JSON_LINES, Administration, download::json_lines),
        Route::get(verify::HERE, Administration, verify::page),
        Route::post(verify::HERE, Administration, verify::verify),
        Route::get(retention::FORM.path, Administration, retention::page),
        Route::post(retention::FORM.path, Administration, retention::save),
        Route::get("/admin/audit/{id}", Administration, entry::show),
        Route::get(
            "/admin/users/{id}/export",
            Administration,
            person::export_page,
        ),
        Route::post("/admin/users/{id}/export", Administration, person::export),
        Route::get(
            "/admin/users/{id}/erase",
            Administration,
            person::erase_page,
        ),
        Route::post("/admin/users/{id}/erase", Administration, person::erase),
    ]
}

/// Whether whoever looks may see where requests came from.
fn sees_addresses(admin: &Admin) -> bool {
    admin.own.who.rights.has(BuiltIn::People)
}

/// What was read. Where it is refused, there is no such page.
fn given<T>(arrival: &Arrival, read: Result<T, AdministerFault>) -> Result<T, Reply> {
    read.map_err(|fault| match fault {
        AdministerFault::Failed(fault) => arrival.fault(&fault),
        AdministerFault::Refused(_) => arrival.status(404),
    })
}
