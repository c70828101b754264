//! Import and export of people: a file on its way in, what its rows come to, and everybody as a table.
//!
//! A file is read as it arrives and never held as a whole; nothing of it is in force before the press of the button that says how many
//! people it concerns. All of it works without a script: a page that waits asks for itself again.

mod download;
mod export;
mod list;
mod mapping;
mod show;
mod steps;
mod upload;
mod words;

use app::administer::AdministerFault;
use app::administer::import::{self, ImportView};
use axum::extract::RawPathParams;
use domain::id::ImportId;

use super::door::Admin;
use crate::reply::Reply;
use crate::router::{Reach, Route};

/// The list.
const HERE: &str = "/admin/import";

/// Where a file is chosen.
const NEW: &str = "/admin/import/new";

/// The address of an import.
fn address(id: ImportId) -> String {
    format!("{HERE}/{id}")
}

/// The import that the address names.
async fn named(admin: &Admin, params: &RawPathParams) -> Result<ImportView, Reply> {
    let arrival = &admin.own.arrival;
    let id = params
        .iter()
        .find(|(name, _)| *name == "id")
        .and_then(|(_, id)| id.parse::<ImportId>().ok())
        .ok_or_else(|| arrival.status(404))?;
    let organisation = admin.own.who.organisation.id;
    given(
        admin,
        import::find(&arrival.state.app, organisation, id).await,
    )
}

/// What was read. Where there is nothing to read it of, there is no such page.
fn given<T>(admin: &Admin, read: Result<T, AdministerFault>) -> Result<T, Reply> {
    read.map_err(|fault| match fault {
        AdministerFault::Failed(fault) => admin.own.arrival.fault(&fault),
        AdministerFault::Refused(_) => admin.own.arrival.status(404),
    })
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    use Reach::Administration;
    vec![
        Route::get(HERE, Administration, list::show),
        Route::get(NEW, Administration, upload::page),
        Route::post(NEW, Administration, upload::receive),
        Route::get("/admin/import/people.csv", Administration, export::people),
        Route::get("/admin/import/{id}", Administration, show::show),
        Route::get(
            "/admin/import/{id}/columns",
            Administration,
            mapping::columns,
        ),
        Route::post("/admin/import/{id}/check", Administration, mapping::check),
        Route::get(
            "/admin/import/{id}/errors.csv",
            Administration,
            export::errors,
        ),
        Route::post("/admin/import/{id}/apply", Administration, steps::apply),
        Route::get("/admin/import/{id}/undo", Administration, steps::undo_page),
        Route::post("/admin/import/{id}/undo", Administration, steps::undo),
        Route::post("/admin/import/{id}/discard", Administration, steps::discard),
    ]
}
