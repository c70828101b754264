//! The demo's telephone: the open orders for programs and on a page that looks like a telephone, and what is done with them.
//!
//! A program carries no token; what a browser says comes from elsewhere is refused all the same.

mod asked;
mod page;
#[cfg(test)]
mod tests;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::json;

use super::problem::problem;
use super::{DemoOrder, DemoRefusal};
use crate::arrival::{Arrival, host};
use crate::forgery;
use crate::reply::Reply;
use crate::state::WebState;
use asked::Asked;

pub(super) use page::show;

/// Where the page is.
pub(super) const HERE: &str = "/demo/bankid";

/// Where programs find the open orders.
pub(super) const ORDERS: &str = "/demo/bankid/orders.json";

/// Where something is done with one.
pub(super) const ORDER: &str = "/demo/bankid/orders/{auto_start_token}";

/// Where a picture is scanned.
pub(super) const SCAN: &str = "/demo/bankid/scan";

/// An order as it is listed.
#[derive(Serialize)]
struct Listed {
    auto_start_token: String,
    qr: Option<String>,
    visible_text: String,
    hint: String,
}

impl From<DemoOrder> for Listed {
    fn from(order: DemoOrder) -> Self {
        let DemoOrder {
            auto_start_token,
            qr,
            visible_text,
            hint,
        } = order;
        Self {
            auto_start_token,
            qr,
            visible_text,
            hint,
        }
    }
}

/// The open orders, the oldest first.
pub(super) async fn list(State(state): State<WebState>) -> Reply {
    let phone = state.demo.as_ref().and_then(|demo| demo.phone());
    let orders = phone.map_or_else(Vec::new, crate::demo_ports::DemoPhone::orders);
    let listed: Vec<Listed> = orders.into_iter().map(Listed::from).collect();
    match serde_json::to_string(&listed) {
        Ok(json) => Reply::text(StatusCode::OK, "application/json", json),
        Err(_) => Reply::bare(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// Does something with an order.
pub(super) async fn act(
    headers: HeaderMap,
    Path(token): Path<String>,
    arrival: Arrival,
    body: Result<Bytes, BytesRejection>,
) -> Reply {
    let asked = match of_our_own(&headers, &arrival, body, asked::act) {
        Ok(asked) => asked,
        Err(reply) => return reply,
    };
    let demo = arrival.state.demo.as_ref();
    let phone = demo.and_then(|demo| demo.phone());
    let done = phone.map_or(Err(DemoRefusal::NoSuchOrder), |phone| {
        phone.act(&token, asked.what).map(|()| token)
    });
    told(asked.from_page, done)
}

/// Scans a picture.
pub(super) async fn scan(
    headers: HeaderMap,
    arrival: Arrival,
    body: Result<Bytes, BytesRejection>,
) -> Reply {
    let asked = match of_our_own(&headers, &arrival, body, asked::scan) {
        Ok(asked) => asked,
        Err(reply) => return reply,
    };
    let demo = arrival.state.demo.as_ref();
    let phone = demo.and_then(|demo| demo.phone());
    let done = phone.map_or(Err(DemoRefusal::NoPicture), |phone| phone.scan(&asked.what));
    told(asked.from_page, done)
}

/// What is asked for, where it comes from our own page or from a program.
fn of_our_own<T>(
    headers: &HeaderMap,
    arrival: &Arrival,
    body: Result<Bytes, BytesRejection>,
    read: impl Fn(&[u8], domain::time::Timestamp) -> Result<Asked<T>, &'static str>,
) -> Result<Asked<T>, Reply> {
    if forgery::comes_from_elsewhere(headers, &host(headers)) {
        let detail = "The request comes from another site.";
        return Err(problem(StatusCode::FORBIDDEN, "forbidden", detail));
    }
    let body = body.map_err(|_| {
        let detail = "The body is larger than anything that can be asked for.";
        problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
    })?;
    let asked = match read(&body, arrival.requester.now) {
        Ok(asked) => asked,
        Err(_) if asked::is_form(&body) => return Err(back(Some("malformed"))),
        Err(detail) => return Err(problem(StatusCode::BAD_REQUEST, "malformed", detail)),
    };
    match &asked.csrf {
        Some(sent) if !arrival.is_ours(sent) => Err(arrival.status(403)),
        _ => Ok(asked),
    }
}

/// What is answered: to a program whether it was done, from the page onward to the page.
fn told(from_page: bool, done: Result<String, DemoRefusal>) -> Reply {
    match done {
        Ok(_) if from_page => back(None),
        Ok(token) => {
            let body = json!({ "auto_start_token": token }).to_string();
            Reply::text(StatusCode::OK, "application/json", body)
        }
        Err(refusal) if from_page => back(Some(refusal.code())),
        Err(refusal) => {
            let (status, detail) = in_words(refusal);
            problem(status, refusal.code(), detail)
        }
    }
}

fn back(told: Option<&str>) -> Reply {
    match told {
        Some(code) => Reply::onward(&format!("{HERE}?told={code}")),
        None => Reply::onward(HERE),
    }
}

const fn in_words(refusal: DemoRefusal) -> (StatusCode, &'static str) {
    match refusal {
        DemoRefusal::NoSuchOrder => (StatusCode::NOT_FOUND, "There is no such open order."),
        DemoRefusal::OtherPerson => (StatusCode::CONFLICT, "The order is for somebody else."),
        DemoRefusal::AlreadyOpen => (StatusCode::CONFLICT, "The order is open already."),
        DemoRefusal::NoPicture => (StatusCode::CONFLICT, "The picture is not a genuine one."),
        DemoRefusal::OldPicture => (StatusCode::CONFLICT, "The picture is too old."),
    }
}
