//! Role cards: leafed through one at a time, changed, added, copied, moved and removed; and the catalogue of permissions they draw on.

mod add;
mod arrange;
mod build;
mod card;
mod card_form;
mod day;
mod effect;
mod import;
mod merge;
mod permission;
mod permissions;
mod place;

#[cfg(test)]
mod tests;

pub(super) use build::right_name;

use app::administer::AdministerFault;
use domain::id::RoleId;

use super::door::Admin;
use crate::reply::Reply;
use crate::router::{Reach, Route};

/// The cards.
const ROLES: &str = "/admin/roles";

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    use Reach::Administration;
    vec![
        Route::get(ROLES, Administration, place::on_to_a_card),
        Route::get(add::HERE, Administration, add::page),
        Route::post(add::HERE, Administration, add::save),
        Route::get("/admin/roles/{id}", Administration, card::page),
        Route::post("/admin/roles/{id}", Administration, card::save),
        Route::post("/admin/roles/{id}/effect", Administration, card::effect),
        Route::post("/admin/roles/{id}/move", Administration, arrange::move_one),
        Route::get(
            "/admin/roles/{id}/remove",
            Administration,
            arrange::remove_page,
        ),
        Route::post("/admin/roles/{id}/remove", Administration, arrange::remove),
        Route::get(permissions::HERE, Administration, permissions::show),
        Route::get(permission::ADD, Administration, permission::add_page),
        Route::post(permission::ADD, Administration, permission::add),
        Route::get(import::HERE, Administration, import::page),
        Route::post(import::HERE, Administration, import::send),
        Route::get(
            "/admin/roles/permissions/key/{key}",
            Administration,
            permission::change_page,
        ),
        Route::post(
            "/admin/roles/permissions/key/{key}",
            Administration,
            permission::change,
        ),
        Route::post(
            "/admin/roles/permissions/key/{key}/move",
            Administration,
            permissions::move_one,
        ),
        Route::get(
            "/admin/roles/permissions/key/{key}/remove",
            Administration,
            permission::remove_page,
        ),
        Route::post(
            "/admin/roles/permissions/key/{key}/remove",
            Administration,
            permission::remove,
        ),
    ]
}

/// Where this card lies.
fn address(id: RoleId) -> String {
    format!("{ROLES}/{id}")
}

/// What a reading gave.
fn read<T>(admin: &Admin, read: Result<T, AdministerFault>) -> Result<T, Reply> {
    let arrival = &admin.own.arrival;
    read.map_err(|fault| match fault {
        AdministerFault::Failed(fault) => arrival.fault(&fault),
        AdministerFault::Refused(_) => arrival.status(404),
    })
}
