//! The administration: its first page, *Messages* and the delivery log.
//!
//! Nobody comes here without the right that opens the address; for everybody else signed in there is no such page. A page that changes
//! something wants fresh proof before it is shown, and the use case behind it asks for the right and the proof again. What was typed is not
//! lost to fresh proof, to a mistake or to somebody who was quicker; a gateway's secret alone has to be typed again.

mod arrange;
mod audit;
mod charts;
mod credentials;
mod csv;
mod deliveries;
mod done;
mod door;
mod draft;
mod filling;
mod gateway;
mod gateway_form;
mod home;
mod import;
mod limits;
mod lock_out;
mod log_words;
mod messages;
mod money;
mod operator;
mod organisation;
mod prerequisites;
mod prices;
mod readiness;
mod recovery;
mod roles;
mod sending;
mod settings;
mod settled;
mod small_file;
mod test_message;
#[cfg(test)]
mod tests;
mod typed;
mod users;
mod wording;

use crate::router::{Reach, Route};

/// *Messages*.
const MESSAGES: &str = "/admin/messages";

/// The routes.
pub(crate) fn routes() -> Vec<Route> {
    use Reach::Administration;
    let mut routes = vec![
        Route::get("/admin", Administration, home::redirect),
        Route::get("/admin/", Administration, home::show),
        Route::get(home::FIGURES, Administration, home::export),
        Route::get(MESSAGES, Administration, messages::show),
        Route::get(
            "/admin/messages/gateways/add",
            Administration,
            gateway::kinds,
        ),
        Route::get(
            "/admin/messages/gateways/add/{kind}",
            Administration,
            gateway::add_page,
        ),
        Route::post(
            "/admin/messages/gateways/add/{kind}",
            Administration,
            gateway::add,
        ),
        Route::get(
            "/admin/messages/gateways/{id}",
            Administration,
            gateway::change_page,
        ),
        Route::post(
            "/admin/messages/gateways/{id}",
            Administration,
            gateway::change,
        ),
        Route::post(
            "/admin/messages/gateways/{id}/move",
            Administration,
            arrange::move_one,
        ),
        Route::post(
            "/admin/messages/gateways/{id}/switch",
            Administration,
            arrange::switch,
        ),
        Route::get(
            "/admin/messages/gateways/{id}/remove",
            Administration,
            arrange::remove_page,
        ),
        Route::post(
            "/admin/messages/gateways/{id}/remove",
            Administration,
            arrange::remove,
        ),
        Route::get("/admin/messages/test", Administration, test_message::page),
        Route::post("/admin/messages/test", Administration, test_message::send),
        Route::get(sending::FORM.path, Administration, sending::page),
        Route::post(sending::FORM.path, Administration, sending::save),
        Route::get(limits::FORM.path, Administration, limits::page),
        Route::post(limits::FORM.path, Administration, limits::save),
        Route::get(prices::FORM.path, Administration, prices::page),
        Route::post(prices::FORM.path, Administration, prices::save),
        Route::get("/admin/messages/texts/{key}", Administration, wording::page),
        Route::post("/admin/messages/texts/{key}", Administration, wording::save),
        Route::get("/admin/deliveries", Administration, deliveries::show),
        Route::get("/admin/deliveries.csv", Administration, csv::export),
    ];
    routes.extend(readiness::routes());
    routes.extend(credentials::routes());
    routes.extend(operator::routes());
    routes.extend(organisation::routes());
    routes.extend(roles::routes());
    routes.extend(recovery::routes());
    routes.extend(import::routes());
    routes.extend(users::routes());
    routes.extend(audit::routes());
    routes
}
