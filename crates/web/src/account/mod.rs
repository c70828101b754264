//! The pages of somebody signed in: the overview, *Security and login*, and what its buttons do.
//!
//! A page that asks before a change wants fresh proof before it is shown, and the use case behind it asks for that again. A form that
//! changed something leads on (303) to a page that says so, in words from a fixed list. A page that is fetched changes nothing.

mod add;
mod confirm;
mod done;
mod history;
mod leave;
mod overview;
mod own_data;
mod password;
mod places;
mod rows;
mod security;
#[cfg(test)]
mod tests;

use crate::router::{Reach, Route};

/// The routes.
pub(crate) fn routes() -> Vec<Route> {
    use Reach::{Anybody, Session};
    vec![
        Route::get("/account", Session, overview::show),
        Route::get("/account/security", Session, security::show),
        Route::get(
            "/account/security/authenticators/{id}/rename",
            Session,
            confirm::rename_page,
        ),
        Route::post(
            "/account/security/authenticators/{id}/rename",
            Session,
            confirm::rename,
        ),
        Route::get(
            "/account/security/authenticators/{id}/remove",
            Session,
            confirm::remove_page,
        ),
        Route::post(
            "/account/security/authenticators/{id}/remove",
            Session,
            confirm::remove,
        ),
        Route::get(
            "/account/security/switch-off",
            Session,
            confirm::switch_off_page,
        ),
        Route::post("/account/security/switch-off", Session, confirm::switch_off),
        Route::get("/account/security/password", Session, password::page),
        Route::post("/account/security/password", Session, password::change),
        Route::get(own_data::HERE, Session, own_data::page),
        Route::post(own_data::HERE, Session, own_data::download),
        Route::post(
            "/account/security/devices/{id}/forget",
            Session,
            places::forget_device,
        ),
        Route::post(
            "/account/security/sessions/{id}/end",
            Session,
            places::end_session,
        ),
        Route::post(
            "/account/security/sessions/end-others",
            Session,
            places::end_others,
        ),
        Route::get("/account/security/add", Session, add::choose_page),
        Route::post("/account/security/add", Session, add::choose),
        Route::get("/account/security/add/done", Session, add::done),
        Route::post("/account/security/add/cancel", Session, add::cancel),
        Route::get("/account/security/add/{kind}", Session, add::page),
        Route::post("/account/security/add/{kind}", Session, add::step),
        Route::post("/account/security/add/{kind}/resend", Session, add::resend),
        Route::get(
            "/account/security/add/{kind}/progress",
            Session,
            add::progress,
        ),
        Route::get(
            "/account/security/add/{kind}/codes.txt",
            Session,
            add::download,
        ),
        Route::post("/account/sign-out", Session, leave::sign_out),
        Route::post("/account/extend", Session, leave::extend),
        Route::get("/account/ended", Anybody, leave::ended),
    ]
}
