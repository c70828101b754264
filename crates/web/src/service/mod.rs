//! What every installation serves beside its people's pages: its health, its files, support, the guide, the
//! way in, and what gateways fetch and send.

mod files;
mod gateways;
mod guide;
mod health;
mod help;
mod pictures;
mod related;

use crate::router::{Reach, Route};

/// The routes.
pub(crate) fn routes() -> Vec<Route> {
    use Reach::Anybody;
    vec![
        Route::get("/", Anybody, help::way_in),
        Route::get("/o/{org}", Anybody, help::way_in),
        Route::get("/o/{org}/", Anybody, help::way_in),
        Route::get("/support", Anybody, help::support),
        Route::get("/o/{org}/support", Anybody, help::support),
        Route::get("/accessibility", Anybody, help::accessibility),
        Route::get("/o/{org}/accessibility", Anybody, help::accessibility),
        Route::get("/guide", Anybody, guide::own_language),
        Route::get("/guide/{language}", Anybody, guide::show),
        Route::get("/assets/guide/{file}", Anybody, pictures::show),
        Route::get("/assets/{file}", Anybody, files::asset),
        Route::get("/o/{org}/accent.css", Anybody, files::accent),
        Route::get("/o/{org}/logo", Anybody, files::logo),
        Route::get("/favicon.ico", Anybody, files::mark),
        Route::get("/robots.txt", Anybody, files::robots),
        Route::get("/.well-known/webauthn", Anybody, related::origins),
        Route::get("/reports/{token}", Anybody, gateways::report),
        Route::post("/reports/{token}", Anybody, gateways::report),
        Route::get("/recordings/{file}", Anybody, gateways::recording),
        Route::get("/healthz", Anybody, health::alive),
        Route::get("/readyz", Anybody, health::ready),
    ]
}
