//! What holds for every answer: the headers that keep a page to itself, and who may be the `Host`.

use app::session_check;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use text::Language;

use crate::arrival::host;
use crate::pages::assets;
use crate::reply;
use crate::state::WebState;

/// No inline script or style, nothing from elsewhere, no frame around us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What the guard stands before.
#[derive(Clone)]
pub(crate) struct Guarded {
    /// What handlers see.
    pub(crate) state: WebState,
    /// The answer to a machine whose `Host` is nobody's; nothing for the path of a page.
    pub(crate) misdirected: fn(&str) -> Option<Response>,
}

/// Sets the headers of every answer, and refuses a `Host` that is nobody's (A51).
pub(crate) async fn guard(
    State(guarded): State<Guarded>,
    request: Request,
    next: Next,
) -> Response {
    let uri = request.uri().clone();
    let is_head = request.method() == Method::HEAD;
    let host = host(request.headers());
    let mut response = match refuse_host(&guarded, &host, &uri).await {
        Some(response) => response,
        None => next.run(request).await,
    };
    let is_found = response.status().is_success();
    let headers = response.headers_mut();
    // A page behind a mailed link tells nobody where it is, and says so itself.
    headers
        .entry(header::REFERRER_POLICY)
        .or_insert(HeaderValue::from_static("same-origin"));
    // What is for pages of others says so itself as well.
    headers
        .entry(HeaderName::from_static("cross-origin-resource-policy"))
        .or_insert(HeaderValue::from_static("same-origin"));
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self)",
    );
    if guarded.state.site.is_secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000");
    }
    // What is not there now may be there in a moment.
    if !is_asset(&uri) || !is_found {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if is_head {
        headers.remove(header::CONTENT_LENGTH);
    }
    response
}

fn is_asset(uri: &Uri) -> bool {
    let path = uri.path();
    let own = path.starts_with("/o/") && path.matches('/').count() == 3;
    path.starts_with(assets::PREFIX)
        || own && (path.ends_with("/accent.css") || path.ends_with("/logo"))
}

/// 421 for a `Host` that no organisation here has; 308 to an organisation's own host name where it has one.
async fn refuse_host(guarded: &Guarded, host: &str, uri: &Uri) -> Option<Response> {
    let (state, path) = (&guarded.state, uri.path());
    if matches!(path, "/healthz" | "/readyz") {
        return None;
    }
    let installation = state.site.hosts.iter().any(|own| own == host);
    if !installation {
        return match session_check::organisation_by_host(&state.app, host, state.clock.now()).await
        {
            Ok(Some(own)) => {
                // On a host of its own an organisation is alone: its neighbours are not even told apart from nothing.
                let foreign = path
                    .strip_prefix("/o/")
                    .is_some_and(|rest| rest.split('/').next() != Some(own.slug.as_str()));
                foreign.then(|| reply::fault_page(state, Language::Sv, 404).into_response())
            }
            Ok(None) => Some(
                (guarded.misdirected)(path)
                    .unwrap_or_else(|| reply::fault_page(state, Language::Sv, 421).into_response()),
            ),
            Err(fault) => Some(reply::of_fault(state, Language::Sv, &fault).into_response()),
        };
    }
    let rest = path.strip_prefix("/o/")?;
    let (slug, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let organisation = session_check::organisation(&state.app, slug, state.clock.now())
        .await
        .ok()??;
    let own_host = !organisation.base_url.ends_with(&format!("/o/{slug}"));
    if !own_host {
        return None;
    }
    let query = uri
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    let address = format!("{}/{rest}{query}", organisation.base_url);
    let location = HeaderValue::from_str(&address).ok()?;
    Some(
        (
            axum::http::StatusCode::PERMANENT_REDIRECT,
            [(header::LOCATION, location)],
        )
            .into_response(),
    )
}
