//! `/operator/`: the organisations of the installation, for somebody of the default organisation whose role gives the right over it.
//!
//! For everybody else there are no such addresses, an owner of another organisation among them (A54). Nothing of what belongs to an
//! organisation is shown here but its name, its address and counts.

mod add;
mod door;
mod list;
mod suspend;

use crate::router::{Reach, Route};

/// *Organisations*.
const HERE: &str = crate::areas::OPERATOR;

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    use Reach::Operator;
    vec![
        Route::get("/operator", Operator, list::redirect),
        Route::get(HERE, Operator, list::show),
        Route::get(add::HERE, Operator, add::page),
        Route::post(add::HERE, Operator, add::create),
        Route::get("/operator/organisations/{slug}", Operator, suspend::page),
        Route::post("/operator/organisations/{slug}", Operator, suspend::switch),
    ]
}
