//! People: the list with its filters and its search, one person's page, and what is done with one or with all of a filter.
//!
//! The state of a list stands in its address, so that a page can be kept, sent and come back to. A page that changes something wants fresh
//! proof before it is shown.

mod acts;
mod add;
mod address;
mod all;
mod eid;
mod filter;
mod grace;
mod happened;
mod list;
mod note;
mod person;
mod roles;
mod rows;
mod said;

use app::administer::AdministerFault;
use app::administer::people::{self, PersonView};
use domain::id::UserId;

use super::door::Admin;
use crate::arrival::Arrival;
use crate::reply::Reply;
use crate::router::{Reach, Route};

/// The list.
const PEOPLE: &str = "/admin/users";

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    use Reach::Administration;
    vec![
        Route::get(PEOPLE, Administration, list::show),
        Route::get("/admin/users/add", Administration, add::page),
        Route::post("/admin/users/add", Administration, add::save),
        Route::get(all::HERE, Administration, all::page),
        Route::post(all::HERE, Administration, all::order),
        Route::get(all::ORDER, Administration, all::progress),
        Route::get("/admin/users/{id}", Administration, person::show),
        Route::get("/admin/users/{id}/edit", Administration, add::edit_page),
        Route::post("/admin/users/{id}/edit", Administration, add::edit),
        Route::get("/admin/users/{id}/roles", Administration, roles::page),
        Route::post("/admin/users/{id}/roles", Administration, roles::save),
        Route::get(
            "/admin/users/{id}/addresses/add",
            Administration,
            address::page,
        ),
        Route::post(
            "/admin/users/{id}/addresses/add",
            Administration,
            address::add,
        ),
        Route::get("/admin/users/{id}/grace", Administration, grace::page),
        Route::post("/admin/users/{id}/grace", Administration, grace::save),
        Route::get("/admin/users/{id}/eid", Administration, eid::page),
        Route::post("/admin/users/{id}/eid", Administration, eid::connect),
        Route::get("/admin/users/{id}/note", Administration, note::page),
        Route::post("/admin/users/{id}/note", Administration, note::save),
        Route::get("/admin/users/{id}/{act}", Administration, acts::page),
        Route::post("/admin/users/{id}/{act}", Administration, acts::act),
        Route::get(
            "/admin/users/{id}/{act}/{subject}",
            Administration,
            acts::page_about,
        ),
        Route::post(
            "/admin/users/{id}/{act}/{subject}",
            Administration,
            acts::act_about,
        ),
    ]
}

/// The page of this person.
fn address(user: UserId) -> String {
    format!("{PEOPLE}/{user}")
}

/// The person whom an address names; nobody else's organisation has any.
async fn named(admin: &Admin, id: &str) -> Result<PersonView, Reply> {
    let own = &admin.own;
    let Ok(user) = id.parse::<UserId>() else {
        return Err(own.arrival.status(404));
    };
    let now = own.arrival.requester.now;
    let organisation = own.who.organisation.id;
    let view = people::person(&own.arrival.state.app, organisation, user, now).await;
    given(&own.arrival, view)
}

/// What was read. Where there is nobody to read it of, there is no such page; where a search finds too many, the list says so.
fn given<T>(arrival: &Arrival, read: Result<T, AdministerFault>) -> Result<T, Reply> {
    read.map_err(|fault| match fault {
        AdministerFault::Failed(fault) => arrival.fault(&fault),
        AdministerFault::Refused(_) => arrival.status(404),
    })
}
