//! Plays the app of the simulator for programs: JSON over plain HTTP on this machine. Only JSON is taken, so that no web page of
//! somebody else's can send it along unasked.

use std::sync::Arc;

use app::Clock as _;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use connect::bankid::simulator::{ApiError, AppRefusal, Call, Mishap, Person, Script, Simulator};
use domain::personal_number::{PersonalNumber, PersonalNumberFault};
use domain::time::Span;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::DemoClock;

/// What an order fails with where nothing else is asked for.
const USUAL_FAILURE: &str = "certificateErr";

/// The name of somebody who was given none.
const NAMELESS: &str = "Okänd Person";

/// The longest push of the clock: ten years.
const MOST_SECONDS: u32 = 315_360_000;

/// The simulator, and its clock.
pub(super) struct Phone {
    pub(super) simulator: Simulator,
    pub(super) clock: Arc<DemoClock>,
}

/// The addresses.
pub(super) fn router(phone: Arc<Phone>) -> Router {
    Router::new()
        .route("/orders.json", get(orders))
        .route("/orders/{auto_start_token}", post(act))
        .route("/scan", post(scan))
        .route("/script", post(script))
        .route("/mishap", post(mishap))
        .route("/clock", post(clock))
        .with_state(phone)
}

async fn orders(State(phone): State<Arc<Phone>>) -> Json<Value> {
    let orders = phone.simulator.orders().into_iter();
    let listed = orders.map(|order| {
        json!({
            "auto_start_token": order.auto_start_token,
            "qr": order.qr,
            "visible_text": order.visible_text,
            "hint": order.hint,
        })
    });
    Json(listed.collect())
}

/// What the person does with an order.
#[derive(Deserialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
enum Act {
    Open,
    Cancel,
    Fail {
        hint: Option<String>,
    },
    Sign {
        personal_number: String,
        name: Option<String>,
    },
    Confirm,
    Decline,
}

async fn act(
    State(phone): State<Arc<Phone>>,
    Path(token): Path<String>,
    Json(act): Json<Act>,
) -> Response {
    let simulator = &phone.simulator;
    let done = match act {
        Act::Open => simulator.open(&token),
        Act::Cancel => simulator.cancel(&token),
        Act::Fail { hint } => simulator.fail(&token, hint.as_deref().unwrap_or(USUAL_FAILURE)),
        Act::Confirm => simulator.answer_call(&token, true),
        Act::Decline => simulator.answer_call(&token, false),
        Act::Sign {
            personal_number,
            name,
        } => match phone.person(&personal_number, name.as_deref()) {
            Ok(person) => simulator.sign(&token, person),
            Err(fault) => return refused(StatusCode::BAD_REQUEST, &fault.to_string()),
        },
    };
    told(done.map(|()| token))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scan {
    qr: String,
}

async fn scan(State(phone): State<Arc<Phone>>, Json(scan): Json<Scan>) -> Response {
    told(phone.simulator.open_by_qr(scan.qr.trim()))
}

/// Which orders a script is for.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Orders {
    Next,
    All,
}

/// How orders go.
#[derive(Deserialize)]
#[serde(tag = "goes", rename_all = "snake_case")]
enum Goes {
    ByTheApp,
    Signed {
        personal_number: String,
        name: Option<String>,
        risk: Option<Risk>,
        device_ip: Option<String>,
    },
    Failing {
        hint: String,
    },
    Staying {
        hint: String,
    },
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Risk {
    Low,
    Moderate,
    High,
}

impl Risk {
    const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

#[derive(Deserialize)]
struct Planned {
    orders: Orders,
    #[serde(flatten)]
    goes: Goes,
}

async fn script(State(phone): State<Arc<Phone>>, Json(planned): Json<Planned>) -> Response {
    let script = match planned.goes {
        Goes::ByTheApp => Script::by_the_app(),
        Goes::Failing { hint } => Script::failing(&hint),
        Goes::Staying { hint } => Script::staying(&hint),
        Goes::Signed {
            personal_number,
            name,
            risk,
            device_ip,
        } => {
            let person = match phone.person(&personal_number, name.as_deref()) {
                Ok(person) => person,
                Err(fault) => return refused(StatusCode::BAD_REQUEST, &fault.to_string()),
            };
            Script {
                risk: risk.map(Risk::name),
                device_ip,
                ..Script::by_itself(person)
            }
        }
    };
    match planned.orders {
        Orders::Next => phone.simulator.script_next(script),
        Orders::All => phone.simulator.script_usual(script),
    }
    done()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mishaps {
    call: Called,
    what: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Called {
    Auth,
    Sign,
    PhoneAuth,
    PhoneSign,
    Collect,
    Cancel,
}

async fn mishap(State(phone): State<Arc<Phone>>, Json(asked): Json<Mishaps>) -> Response {
    let Some(mishap) = mishap_named(&asked.what) else {
        let detail = "there is no such mishap; see `tvasteg bankid-simulator --help`";
        return refused(StatusCode::BAD_REQUEST, detail);
    };
    let call = match asked.call {
        Called::Auth => Call::Auth,
        Called::Sign => Call::Sign,
        Called::PhoneAuth => Call::PhoneAuth,
        Called::PhoneSign => Call::PhoneSign,
        Called::Collect => Call::Collect,
        Called::Cancel => Call::Cancel,
    };
    phone.simulator.plan(call, mishap);
    done()
}

fn mishap_named(name: &str) -> Option<Mishap> {
    let errors = [
        ApiError::AlreadyInProgress,
        ApiError::InvalidParameters("As was asked for"),
        ApiError::Canceled,
        ApiError::Unauthorized,
        ApiError::NotFound,
        ApiError::MethodNotAllowed,
        ApiError::RequestTimeout,
        ApiError::UnsupportedMediaType,
        ApiError::TooManyRequests { reset_after: 30 },
        ApiError::InternalError,
        ApiError::Maintenance,
    ];
    match name {
        "drop_before" => Some(Mishap::DropBefore),
        "drop_after" => Some(Mishap::DropAfter),
        "break_off" => Some(Mishap::BreakOff),
        "broken_json" => Some(Mishap::BrokenJson),
        _ => errors
            .into_iter()
            .find(|error| error.code() == name)
            .map(Mishap::Error),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Push {
    advance_seconds: u32,
}

async fn clock(State(phone): State<Arc<Phone>>, Json(push): Json<Push>) -> Response {
    let by = Span::seconds(i64::from(push.advance_seconds));
    let pushed = (push.advance_seconds <= MOST_SECONDS)
        .then(|| phone.clock.advance(by))
        .flatten();
    match pushed {
        Some(_) => done(),
        None => refused(
            StatusCode::BAD_REQUEST,
            "the clock is pushed by ten years at a time at the most",
        ),
    }
}

impl Phone {
    fn person(&self, number: &str, name: Option<&str>) -> Result<Person, PersonalNumberFault> {
        let number = PersonalNumber::parse(number, self.clock.now())?;
        Ok(Person::new(number, name.unwrap_or(NAMELESS)))
    }
}

fn told(done: Result<String, AppRefusal>) -> Response {
    match done {
        Ok(token) => Json(json!({ "auto_start_token": token })).into_response(),
        Err(refusal @ AppRefusal::NoSuchOrder) => {
            refused(StatusCode::NOT_FOUND, &refusal.to_string())
        }
        Err(refusal) => refused(StatusCode::CONFLICT, &refusal.to_string()),
    }
}

fn done() -> Response {
    Json(json!({})).into_response()
}

fn refused(status: StatusCode, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Problem");
    let body = json!({ "title": title, "status": status.as_u16(), "detail": detail });
    (status, Json(body)).into_response()
}
