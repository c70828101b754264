//! Mailed links over HTTP: a forgotten password, an invitation, an enrolment pass; the pass as a code; the links of a recovery case.
//!
//! Asking gives everybody one answer. Fetching a link shows a button and does nothing; pressing it begins a login, and the login's own page
//! shows where that stands. The page for the new password is here too. A link's address is told to nobody: no referrer, no log.

mod case_link;
mod code;
mod forgotten;
mod identify;
mod link;
mod new_password;

use crate::router::{Reach, Route};

/// The routes, without and with the organisation in front.
pub(crate) fn routes() -> Vec<Route> {
    use Reach::{Anybody, Login};
    vec![
        Route::get("/recover", Anybody, forgotten::page),
        Route::post("/recover", Anybody, forgotten::ask),
        Route::get("/recover/password", Login, new_password::page),
        Route::post("/recover/password", Login, new_password::set),
        Route::get("/recover/code", Anybody, code::page),
        Route::post("/recover/code", Anybody, code::open),
        Route::get("/recover/confirm/{token}", Anybody, case_link::confirm_page),
        Route::post("/recover/confirm/{token}", Anybody, case_link::confirm),
        Route::get("/recover/stop/{token}", Anybody, case_link::stop_page),
        Route::post("/recover/stop/{token}", Anybody, case_link::stop),
        Route::get("/recover/identify", Anybody, identify::page),
        Route::post("/recover/identify", Login, identify::act),
        Route::post("/recover/identify/cancel", Login, identify::leave),
        Route::get("/recover/identify/progress", Anybody, identify::progress),
        Route::get("/recover/{token}", Anybody, link::page),
        Route::post("/recover/{token}", Anybody, link::open),
        Route::get("/o/{org}/recover", Anybody, forgotten::page),
        Route::post("/o/{org}/recover", Anybody, forgotten::ask),
        Route::get("/o/{org}/recover/password", Login, new_password::page),
        Route::post("/o/{org}/recover/password", Login, new_password::set),
        Route::get("/o/{org}/recover/code", Anybody, code::page),
        Route::post("/o/{org}/recover/code", Anybody, code::open),
        Route::get(
            "/o/{org}/recover/confirm/{token}",
            Anybody,
            case_link::confirm_page,
        ),
        Route::post(
            "/o/{org}/recover/confirm/{token}",
            Anybody,
            case_link::confirm,
        ),
        Route::get(
            "/o/{org}/recover/stop/{token}",
            Anybody,
            case_link::stop_page,
        ),
        Route::post("/o/{org}/recover/stop/{token}", Anybody, case_link::stop),
        Route::get("/o/{org}/recover/identify", Anybody, identify::page),
        Route::post("/o/{org}/recover/identify", Login, identify::act),
        Route::post("/o/{org}/recover/identify/cancel", Login, identify::leave),
        Route::get(
            "/o/{org}/recover/identify/progress",
            Anybody,
            identify::progress,
        ),
        Route::get("/o/{org}/recover/{token}", Anybody, link::page),
        Route::post("/o/{org}/recover/{token}", Anybody, link::open),
    ]
}
