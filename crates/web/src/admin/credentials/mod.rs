//! *API*: what machines call the API with. The list, a new credential, its successor, its end, and a new account for a machine.
//!
//! A secret is on the page that answers the form which drew it, and on no other page ever.

mod account;
mod create;
mod list;
mod made;
mod revoke;
mod rotate;
mod scopes;

use axum::extract::Path;
use domain::id::ApiCredentialId;

use super::door::Admin;
use crate::reply::Reply;
use crate::router::{Reach, Route};

/// The list.
const CREDENTIALS: &str = "/admin/credentials";

/// The form for a new one.
const NEW: &str = "/admin/credentials/new";

/// The form for a new machine's account.
const ACCOUNT: &str = "/admin/credentials/account";

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    use Reach::Administration;
    let rotate = "/admin/credentials/{id}/rotate";
    let revoke = "/admin/credentials/{id}/revoke";
    vec![
        Route::get(CREDENTIALS, Administration, list::show),
        Route::get(NEW, Administration, create::page),
        Route::post(NEW, Administration, create::create),
        Route::get(ACCOUNT, Administration, account::page),
        Route::post(ACCOUNT, Administration, account::add),
        Route::get(rotate, Administration, rotate::page),
        Route::post(rotate, Administration, rotate::rotate),
        Route::get(revoke, Administration, revoke::page),
        Route::post(revoke, Administration, revoke::revoke),
    ]
}

/// The credential that an address names; what is no id is nobody's.
fn named(admin: &Admin, Path(id): &Path<String>) -> Result<ApiCredentialId, Reply> {
    id.parse().map_err(|_| admin.own.arrival.status(404))
}
