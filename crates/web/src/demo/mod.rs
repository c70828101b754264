//! The demo.

use crate::router::Route;

/// The demo.
pub trait Demo: Send + Sync {}

/// Its routes.
pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
