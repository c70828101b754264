//! The REST API under `/api/v1`: the administration for machines, by the same use cases as its pages.
//!
//! Every operation is one [`Operation`] of one table ([`operations`]): the router, the OpenAPI document and the tests are made from it. A
//! call proves itself by its credential and nothing else; it reaches its credential's own organisation, and another's ids are nobody's. No
//! answer holds a hash, and none a secret but the one that draws it.

#![allow(
    clippy::result_large_err,
    clippy::unnecessary_wraps,
    clippy::doc_markdown,
    reason = "a problem is made once in a call and goes straight out; handlers give one type; OpenAPI is a name"
)]

mod answer;
mod audit;
mod call;
mod credentials;
mod imports;
mod messages;
mod openapi;
mod operation;
mod organisation;
mod paging;
mod permissions;
mod problem;
mod recovery;
mod roles;
mod strict;
#[cfg(test)]
mod tests;
mod told_apart;
mod users;
mod wire;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::{MethodFilter, on};

pub use operation::{Door, Operation};

use crate::router::{Reach, Route};
use crate::state::WebState;
use problem::Problem;

/// Where the API lies.
pub(crate) const ROOT: &str = "/api/v1";

/// Every operation.
pub fn operations() -> Vec<Operation> {
    let document = Operation::new(
        (Method::GET, "/api/v1/openapi.json"),
        "openapi",
        Door::Open,
        "This document",
        openapi::show,
    )
    .gives::<serde_json::Value>(200);
    std::iter::once(document)
        .chain(credentials::operations())
        .chain(users::operations())
        .chain(roles::operations())
        .chain(permissions::operations())
        .chain(organisation::operations())
        .chain(messages::operations())
        .chain(audit::operations())
        .chain(recovery::operations())
        .chain(imports::operations())
        .collect()
}

/// The OpenAPI document, as the command line prints it.
pub fn document() -> String {
    let document = openapi::document(&operations());
    format!("{document:#}\n")
}

/// The routes.
pub(crate) fn routes() -> Vec<Route> {
    operations().into_iter().map(route).collect()
}

fn route(operation: Operation) -> Route {
    let (method, path) = (operation.method.clone(), operation.path);
    let operation = Arc::new(operation);
    let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
    let handler = on(
        filter,
        move |State(state): State<WebState>, request: Request| {
            call::answered(Arc::clone(&operation), state, request)
        },
    );
    Route::served(method, path, Reach::Api, handler)
}

/// Whether a path is the API's.
pub(crate) fn is_ours(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// The answer to an address of the API that does not exist.
pub(crate) fn unknown() -> Response {
    Problem::not_found().into_answer().into_response()
}

/// The answer to a method that an address of the API does not know.
pub(crate) fn not_allowed() -> Response {
    let detail = "this address knows other methods: see Allow";
    Problem::new(405, "method-not-allowed", detail)
        .into_answer()
        .into_response()
}

/// The answer to a `Host` that is nobody's, at an address of the API.
pub(crate) fn misdirected(path: &str) -> Option<Response> {
    let detail = "nobody here has this Host";
    let problem = Problem::new(421, "host-unknown", detail);
    is_ours(path).then(|| problem.into_answer().into_response())
}
