//! All routes in one table: method, path, handler, and who may reach it in which state of a login.
//!
//! The router is built from the table and the tests read it: every row is tried in every state (A01, A02), so a route without a row cannot
//! exist.

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::handler::Handler;
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::arrival::Arrival;
use crate::guard::Guarded;
use crate::reply::Reply;
use crate::state::WebState;
use crate::{account, admin, api, demo, guard, login, recover, service};

/// The largest body that is read, in bytes.
pub const MOST_BODY: usize = 64 * 1024;

/// Who may reach a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody: it shows nothing of anybody, or proves itself.
    Anybody,
    /// The login's own pages: each state of a login gets what that state allows, and nothing more.
    Login,
    /// Whoever has a session that stands; everybody else is sent to the login.
    Session,
    /// Whoever has a session that stands and the right that opens the address; for everybody else signed in there is no such page.
    Administration,
    /// Whoever has a session of the default organisation that stands and the right over the installation; for everybody else signed in
    /// there is no such page.
    Operator,
    /// Whoever shows a credential that stands and has the scope; what a browser brings along opens nothing.
    Api,
    /// The demo alone.
    Demo,
}

/// One row of the table.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{names}`.
    pub path: &'static str,
    /// Who may reach it.
    pub reach: Reach,
    handler: MethodRouter<WebState>,
}

impl Route {
    /// A page that is fetched.
    pub(crate) fn get<H, T>(path: &'static str, reach: Reach, handler: H) -> Self
    where
        H: Handler<T, WebState>,
        T: 'static,
    {
        Self {
            method: Method::GET,
            path,
            reach,
            handler: on(MethodFilter::GET, handler),
        }
    }

    /// An operation that answers by itself.
    pub(crate) const fn served(
        method: Method,
        path: &'static str,
        reach: Reach,
        handler: MethodRouter<WebState>,
    ) -> Self {
        Self {
            method,
            path,
            reach,
            handler,
        }
    }

    /// A form that is sent.
    pub(crate) fn post<H, T>(path: &'static str, reach: Reach, handler: H) -> Self
    where
        H: Handler<T, WebState>,
        T: 'static,
    {
        Self {
            method: Method::POST,
            path,
            reach,
            handler: on(MethodFilter::POST, handler),
        }
    }
}

/// Every route there is.
pub fn table() -> Vec<Route> {
    [
        login::routes(),
        account::routes(),
        admin::routes(),
        recover::routes(),
        demo::routes(),
        service::routes(),
        api::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The router of a node.
pub fn router(state: WebState) -> Router {
    let guarded = Guarded {
        state: state.clone(),
        misdirected: api::misdirected,
    };
    let mut router = Router::new();
    for route in table()
        .into_iter()
        .filter(|route| route.reach != Reach::Demo || state.demo.is_some())
    {
        router = router.route(route.path, route.handler);
    }
    router
        .fallback(async |place: Place| place.told(404))
        .method_not_allowed_fallback(async |place: Place| place.told(405))
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(guarded, guard::guard))
        // A code in a page is never compressed beside what a stranger can choose: only what is the same for everybody is (BREACH).
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::new("text/html"))))
        .with_state(state)
}

/// Where a request went that no route answers.
enum Place {
    /// An address of the API.
    Api,
    /// Any other: a page says so.
    Page(Box<Arrival>),
}

impl FromRequestParts<WebState> for Place {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Reply> {
        if api::is_ours(parts.uri.path()) {
            return Ok(Self::Api);
        }
        let arrival = Arrival::from_request_parts(parts, state).await?;
        Ok(Self::Page(Box::new(arrival)))
    }
}

impl Place {
    fn told(self, status: u16) -> Response {
        match self {
            Self::Api if status == 405 => api::not_allowed(),
            Self::Api => api::unknown(),
            Self::Page(arrival) => arrival.status(status).into_response(),
        }
    }
}
