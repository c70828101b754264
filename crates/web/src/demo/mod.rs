//! What exists in the demo alone: its page for people, its outbox, its clock and its telephone.
//!
//! Nothing here knows how the demo keeps its messages or moves its clock: the program that runs it hands a [`Demo`] in, and without one
//! these addresses are as unknown as any other.

mod clock;
mod outbox;
mod page;
mod phone;
mod problem;
#[cfg(test)]
mod tests;

use crate::router::{Reach, Route};
use axum::response::Redirect;

pub use crate::demo_ports::{
    Demo, DemoAct, DemoMessage, DemoOrder, DemoPerson, DemoPhone, DemoRefusal,
};

/// The demo's routes.
pub(crate) fn routes() -> Vec<Route> {
    use Reach::Demo;
    vec![
        Route::get("/demo", Demo, async || Redirect::permanent(page::HERE)),
        Route::get(page::HERE, Demo, page::show),
        Route::get(outbox::HERE, Demo, outbox::list),
        Route::post(clock::HERE, Demo, clock::advance),
        Route::get(phone::HERE, Demo, phone::show),
        Route::get(phone::ORDERS, Demo, phone::list),
        Route::post(phone::ORDER, Demo, phone::act),
        Route::post(phone::SCAN, Demo, phone::scan),
    ]
}
