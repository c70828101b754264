//! The login's pages: one address that shows where a login stands, and the forms that take it on.
//!
//! The handlers render what the use cases say and decide nothing.

mod answer;
mod choose;
mod enrol;
mod identify;
mod password;
mod progress;
mod show;
mod support;
mod trust;

use crate::router::{Reach, Route};

/// The routes, without and with the organisation in front.
pub(crate) fn routes() -> Vec<Route> {
    use Reach::Login;
    vec![
        Route::get("/login", Login, show::show),
        Route::post("/login", Login, password::sign_in),
        Route::post("/login/password", Login, password::confirm),
        Route::post("/login/choose", Login, choose::choose),
        Route::post("/login/answer", Login, answer::answer),
        Route::get("/login/answer", Login, show::back),
        Route::post("/login/resend", Login, answer::resend),
        Route::post("/login/cancel", Login, trust::cancel),
        Route::post("/login/trust", Login, trust::trust),
        Route::post("/login/later", Login, trust::later),
        Route::post("/login/enrol/choose", Login, enrol::choose),
        Route::post("/login/enrol/step", Login, enrol::step),
        Route::get("/login/enrol/step", Login, show::back),
        Route::post("/login/enrol/resend", Login, enrol::resend),
        Route::post("/login/enrol/cancel", Login, enrol::cancel),
        Route::get("/login/enrol/codes.txt", Login, enrol::download),
        Route::get("/login/message", Login, show::message),
        Route::get("/login/progress", Login, progress::progress),
        Route::get("/login/done", Login, enrol::done),
        Route::get("/login/support", Login, support::page),
        Route::post("/login/support", Login, support::ask),
        Route::get("/login/identify", Login, identify::page),
        Route::post("/login/identify", Login, identify::act),
        Route::post("/login/identify/cancel", Login, identify::leave),
        Route::get("/login/identify/progress", Login, identify::progress),
        Route::get("/o/{org}/login", Login, show::show),
        Route::post("/o/{org}/login", Login, password::sign_in),
        Route::post("/o/{org}/login/password", Login, password::confirm),
        Route::post("/o/{org}/login/choose", Login, choose::choose),
        Route::post("/o/{org}/login/answer", Login, answer::answer),
        Route::get("/o/{org}/login/answer", Login, show::back),
        Route::post("/o/{org}/login/resend", Login, answer::resend),
        Route::post("/o/{org}/login/cancel", Login, trust::cancel),
        Route::post("/o/{org}/login/trust", Login, trust::trust),
        Route::post("/o/{org}/login/later", Login, trust::later),
        Route::post("/o/{org}/login/enrol/choose", Login, enrol::choose),
        Route::post("/o/{org}/login/enrol/step", Login, enrol::step),
        Route::get("/o/{org}/login/enrol/step", Login, show::back),
        Route::post("/o/{org}/login/enrol/resend", Login, enrol::resend),
        Route::post("/o/{org}/login/enrol/cancel", Login, enrol::cancel),
        Route::get("/o/{org}/login/enrol/codes.txt", Login, enrol::download),
        Route::get("/o/{org}/login/message", Login, show::message),
        Route::get("/o/{org}/login/progress", Login, progress::progress),
        Route::get("/o/{org}/login/done", Login, enrol::done),
        Route::get("/o/{org}/login/support", Login, support::page),
        Route::post("/o/{org}/login/support", Login, support::ask),
        Route::get("/o/{org}/login/identify", Login, identify::page),
        Route::post("/o/{org}/login/identify", Login, identify::act),
        Route::post("/o/{org}/login/identify/cancel", Login, identify::leave),
        Route::get(
            "/o/{org}/login/identify/progress",
            Login,
            identify::progress,
        ),
    ]
}
