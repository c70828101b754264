//! The readiness report of a role card: who is ready for it as it is typed, who is not and why, the table for other programs, and a letter to
//! all of them.

mod asked;
mod letters;
mod show;
mod table;

use app::administer::AdministerFault;
use app::administer::effect::ReadinessPart;
use domain::role::Role;

use crate::arrival::Arrival;
use crate::reply::Reply;
use crate::router::{Reach, Route};

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    use Reach::Administration;
    let letters = "/admin/roles/{id}/readiness/letters";
    vec![
        Route::get("/admin/roles/{id}/readiness", Administration, show::show),
        Route::get(
            "/admin/roles/{id}/readiness.csv",
            Administration,
            table::export,
        ),
        Route::get(letters, Administration, letters::page),
        Route::post(letters, Administration, letters::order),
    ]
}

/// Where the report of a card lies, as the card is typed.
pub(super) fn address(stored: &Role, draft: &Role) -> String {
    address_from(stored, draft, None)
}

/// The same from a card that is not saved: `typed` is what brings it back on the card's own address.
pub(super) fn address_from(stored: &Role, draft: &Role, typed: Option<String>) -> String {
    let asked = asked::Asked {
        stored: stored.clone(),
        draft: draft.clone(),
        part: ReadinessPart::default(),
        typed,
    };
    asked.address("", &asked.part)
}

/// What is answered where a reading did not work: a card that is gone is a page that is not there.
fn failed(arrival: &Arrival, fault: &AdministerFault) -> Reply {
    match fault {
        AdministerFault::Failed(fault) => arrival.fault(fault),
        AdministerFault::Refused(_) => arrival.status(404),
    }
}
