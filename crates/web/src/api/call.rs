//! A call of the API on its way in: whose credential, what scope, what it says. Everything that holds for every operation is asked here, in
//! one order: credential, throttle, scope, form of the request; then the operation itself, once where the call has a key.
//!
//! No cookie is read and none is set: what a browser sends along by itself opens nothing here, so no other site can make it act (A57).

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use app::administer::{AdministerFault, By};
use app::credentials::{self, ApiCaller, Shown};
use app::idempotency::{self, KeptAnswer, Once};
use app::{App, Fault, Requester};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts as _, Query, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::Response;
use domain::id::OrganisationId;
use serde::de::DeserializeOwned;
use text::Language;

use super::answer::{Answer, Outcome};
use super::operation::{Door, Operation, Takes};
use super::problem::Problem;
use super::strict;
use super::told_apart::{self, Tally};
use crate::arrival;
use crate::state::WebState;

/// The largest JSON body, in bytes.
const MOST_JSON: usize = 256 * 1024;

/// The header with the key of a request that may be sent twice.
pub(super) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The longest key.
pub(super) const LONGEST_KEY: usize = 200;

/// A call that may be made.
pub(super) struct Call {
    pub(super) state: WebState,
    pub(super) requester: Requester,
    caller: Option<Arc<ApiCaller>>,
    params: BTreeMap<String, String>,
    uri: Uri,
    pub(super) headers: HeaderMap,
    said: Bytes,
    table: Arc<Mutex<Option<Body>>>,
}

/// Answers a call of this operation.
pub(super) async fn answered(
    operation: Arc<Operation>,
    state: WebState,
    request: Request,
) -> Response {
    match called(&operation, state, request).await {
        Ok(answer) => answer.into_response(),
        Err(problem) => problem.into_answer().into_response(),
    }
}

async fn called(operation: &Operation, state: WebState, request: Request) -> Outcome {
    let (mut parts, body) = request.into_parts();
    let requester = requester(&parts, &state);
    let caller = caller(operation.door, &state, &parts.headers, &requester).await?;
    if !accepts_json(&parts.headers) {
        let detail = "every answer is application/json";
        return Err(Problem::new(406, "not-acceptable", detail));
    }
    let params = params(&mut parts, &state).await?;
    bounded(operation, &parts.uri)?;
    let mut call = Call {
        state,
        requester,
        caller,
        params,
        uri: parts.uri,
        headers: parts.headers,
        said: Bytes::new(),
        table: Arc::default(),
    };
    match operation.takes {
        Takes::Nothing => {}
        Takes::Json(_) => call.said = json(&call.headers, body).await?,
        Takes::Table => call.table = Arc::new(Mutex::new(Some(body))),
    }
    once(operation, call).await
}

fn requester(parts: &Parts, state: &WebState) -> Requester {
    let browser = parts
        .headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    Requester {
        now: state.clock.now(),
        address: arrival::address(parts, &state.site),
        browser: crate::browser::in_words(browser),
        language: Language::En,
        visit: domain::eid::Visit::default(),
    }
}

/// Whoever calls, if they may.
async fn caller(
    door: Door,
    state: &WebState,
    headers: &HeaderMap,
    requester: &Requester,
) -> Result<Option<Arc<ApiCaller>>, Problem> {
    if door == Door::Open {
        return Ok(None);
    }
    let shown = shown(headers)?;
    let checked = credentials::check(&state.app, shown, requester).await;
    let caller = match checked.map_err(|fault| Problem::of_fault(state, &fault))? {
        Shown::Stands(caller) => caller,
        Shown::Nothing => return Err(Problem::credential_refused()),
        Shown::Wait(until) => return Err(Problem::wait(until, requester.now)),
    };
    match door {
        Door::Scoped(scope) if !caller.scopes.allow(scope) => Err(Problem::scope_missing(scope)),
        _ => Ok(Some(caller)),
    }
}

fn shown(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Problem::no_credential());
    };
    let (scheme, token) = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .ok_or_else(Problem::no_credential)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(Problem::no_credential())
    }
}

fn accepts_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::ACCEPT).iter().peekable();
    if values.peek().is_none() {
        return true;
    }
    let wanted = [
        "*/*",
        "application/*",
        "application/json",
        "application/problem+json",
    ];
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter(|range| !refused_by_weight(range))
        .filter_map(|range| range.split(';').next())
        .any(|range| wanted.contains(&range.trim().to_ascii_lowercase().as_str()))
}

/// Whether a range says `q=0`.
fn refused_by_weight(range: &str) -> bool {
    range.split(';').skip(1).any(|parameter| {
        let weight = parameter.trim().strip_prefix("q=");
        weight.and_then(|weight| weight.parse::<f32>().ok()) == Some(0.0)
    })
}

/// Refuses a query with a value that is longer than the operation says.
fn bounded(operation: &Operation, uri: &Uri) -> Result<(), Problem> {
    let query = uri.query().unwrap_or("");
    let too_long = url::form_urlencoded::parse(query.as_bytes()).any(|(name, value)| {
        let most = operation.longest.iter().find(|(own, _)| *own == name);
        most.is_some_and(|(_, most)| value.chars().count() > *most)
    });
    if too_long {
        return Err(Problem::malformed("a value of the query is too long"));
    }
    Ok(())
}

async fn params(parts: &mut Parts, state: &WebState) -> Result<BTreeMap<String, String>, Problem> {
    let params = RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|_| Problem::not_found())?;
    Ok(params
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect())
}

async fn json(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let bare = content_type.split(';').next().unwrap_or("").trim();
    if !bare.eq_ignore_ascii_case("application/json") {
        let detail = "the body of this operation is application/json";
        return Err(Problem::new(415, "content-type", detail));
    }
    axum::body::to_bytes(body, MOST_JSON).await.map_err(|_| {
        let detail = format!("a body is at most {MOST_JSON} bytes long");
        Problem::new(413, "body-too-large", detail)
    })
}

/// Does what the operation does, once where the call has a key.
async fn once(operation: &Operation, call: Call) -> Outcome {
    let key = match &call.caller {
        Some(caller) if operation.method == Method::POST => {
            key(&call.headers)?.map(|key| (Arc::clone(caller), key))
        }
        _ => None,
    };
    let Some((caller, key)) = key else {
        return (operation.handler)(call).await;
    };
    let (state, now) = (call.state.clone(), call.requester.now);
    let request = identity(operation, &call);
    let tables = matches!(operation.takes, Takes::Table);
    let (table, tally) = (Arc::clone(&call.table), Tally::default());
    if tables && let Some(body) = taken(&table) {
        let watched = tally.watch(body);
        table
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .replace(watched);
    }
    let handled = (operation.handler)(call);
    let work = async move {
        let mut kept = match handled.await {
            Ok(answer) => answer.kept(),
            Err(problem) => problem.into_answer().kept(),
        };
        if tables {
            kept.bytes = tally.before(&kept.bytes);
        }
        kept
    };
    let done = idempotency::once(&state.app, &caller, &key, request, now, work).await;
    match done.map_err(|fault| Problem::of_fault(&state, &fault))? {
        Once::Answered(kept) if tables => of_table(kept, taken(&table)).await,
        Once::Answered(kept) => Answer::of_kept(&kept).ok_or_else(outcome_unknown),
        Once::AnotherRequest => Err(key_reused()),
        Once::UnderWay => Err(Problem::new(
            409,
            "idempotency-under-way",
            "the request with this Idempotency-Key is being done: come again for its answer",
        )
        .after(1)),
        Once::Unknown => Err(outcome_unknown()),
    }
}

/// The body, where nobody has read it yet.
fn taken(table: &Mutex<Option<Body>>) -> Option<Body> {
    table.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// The kept answer to a table. One that was not read this time came again, and must be the table that was answered.
async fn of_table(mut kept: KeptAnswer, unread: Option<Body>) -> Outcome {
    let (seen, answer) = told_apart::apart(&kept.bytes).ok_or_else(outcome_unknown)?;
    if let Some(body) = unread
        && !told_apart::is_same(body, seen).await
    {
        return Err(key_reused());
    }
    kept.bytes = answer.to_vec();
    Answer::of_kept(&kept).ok_or_else(outcome_unknown)
}

fn key_reused() -> Problem {
    Problem::new(
        422,
        "idempotency-key-reused",
        "this Idempotency-Key was sent with another request: each request has its own",
    )
}

fn outcome_unknown() -> Problem {
    Problem::new(
        409,
        "idempotency-outcome-unknown",
        "nobody knows how the request with this Idempotency-Key ended: look whether it was done, and use another key",
    )
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let fits = |key: &&str| {
        (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
    };
    let key = value.to_str().ok().filter(fits);
    match (key, values.next()) {
        (Some(key), None) => Ok(Some(key.to_owned())),
        _ => Err(Problem::malformed(
            "an Idempotency-Key is 1 to 200 visible ASCII signs, and there is one",
        )),
    }
}

/// What makes two requests the same one, before a table is read; its digest is compared with the answer (see [`told_apart`]).
fn identity(operation: &Operation, call: &Call) -> Vec<u8> {
    let length = call
        .headers
        .get(header::CONTENT_LENGTH)
        .filter(|_| matches!(operation.takes, Takes::Table));
    let length = length.and_then(|value| value.to_str().ok()).unwrap_or("");
    let head = format!("{} {} {length}\n", operation.method, call.uri);
    [head.as_bytes(), &call.said].concat()
}

impl Call {
    /// The use cases.
    pub(super) const fn app(&self) -> &Arc<App> {
        &self.state.app
    }

    /// Whoever calls. Only operations behind a door ask.
    pub(super) fn caller(&self) -> Result<&Arc<ApiCaller>, Problem> {
        self.caller.as_ref().ok_or_else(Problem::no_credential)
    }

    /// Whose organisation it is.
    pub(super) fn organisation(&self) -> Result<OrganisationId, Problem> {
        self.caller().map(|caller| caller.organisation)
    }

    /// The machine, as the use cases ask who acts.
    pub(super) fn by(&self) -> Result<By, Problem> {
        self.caller()
            .map(|caller| By::credential(caller, &self.requester))
    }

    /// The text with this name in the path.
    pub(super) fn named(&self, name: &str) -> Result<&str, Problem> {
        self.params
            .get(name)
            .map(String::as_str)
            .filter(|text| !text.is_empty() && text.len() <= 200 && !text.contains('\0'))
            .ok_or_else(Problem::not_found)
    }

    /// The id with this name in the path. What is none is nobody's.
    pub(super) fn id<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.named(name)?.parse().map_err(|_| Problem::not_found())
    }

    /// What the body says.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        strict::read(&self.said)
    }

    /// The table in the body, to be read as it comes; once.
    pub(super) fn table(&self) -> Body {
        taken(&self.table).unwrap_or_default()
    }

    /// What the query says.
    pub(super) fn query<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if self.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(Problem::field(
                "query",
                "nul",
                "no value of a query holds a NUL",
            ));
        }
        Query::try_from_uri(&self.uri)
            .map(|Query(query)| query)
            .map_err(|_| {
                Problem::malformed(
                    "the query cannot be read: a name is unknown or stands twice, or a value cannot be so",
                )
            })
    }

    /// The value of what was done, or its problem.
    pub(super) fn settled<T>(&self, done: Result<T, AdministerFault>) -> Result<T, Problem> {
        done.map_err(|fault| Problem::of_act(&self.state, self.requester.now, &fault))
    }

    /// The value of what was read, or its fault.
    pub(super) fn read<T>(&self, read: Result<T, Fault>) -> Result<T, Problem> {
        read.map_err(|fault| Problem::of_fault(&self.state, &fault))
    }
}
