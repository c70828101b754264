//! An area.

use crate::router::Route;

/// Its routes.
pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
