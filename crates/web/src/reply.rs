//! Answers: a page, a way on, a fault. The one place where use cases' faults become HTTP.

use app::Fault;
use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::refusal::Refusal;
use factors::Progressing;
use text::Language;

use crate::arrival::Arrival;
use crate::pages::Frame;
use crate::pages::faults::FaultPage;
use crate::state::WebState;
use crate::words;

/// An answer to a browser.
pub(crate) struct Reply {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: String,
}

/// What a handler gives.
pub(crate) type Answer = Result<Reply, Reply>;

impl Reply {
    /// A page, with the headers that this request's pages set.
    pub(crate) fn page(arrival: &Arrival, page: &impl Template) -> Self {
        Self::page_with(arrival, 200, page)
    }

    /// A page under another status.
    pub(crate) fn page_with(arrival: &Arrival, status: u16, page: &impl Template) -> Self {
        let mut reply = rendered(status, page);
        for value in arrival.own_headers() {
            reply.headers.push((header::SET_COOKIE, value));
        }
        reply
    }

    /// A page that tells a refusal.
    pub(crate) fn refused(arrival: &Arrival, refusal: &Refusal, page: &impl Template) -> Self {
        let reply = Self::page_with(arrival, words::status(refusal), page);
        match words::retry_at(refusal) {
            Some(until) if reply.status == StatusCode::TOO_MANY_REQUESTS => {
                reply.retry_after(until.since(arrival.requester.now).as_seconds_up().max(1))
            }
            _ => reply,
        }
    }

    /// On to another of our pages (303, so that going back never sends a form again).
    pub(crate) fn onward(address: &str) -> Self {
        let mut reply = Self {
            status: StatusCode::SEE_OTHER,
            headers: Vec::new(),
            body: String::new(),
        };
        match HeaderValue::from_str(address) {
            Ok(value) => reply.headers.push((header::LOCATION, value)),
            Err(_) => reply
                .headers
                .push((header::LOCATION, HeaderValue::from_static("/"))),
        }
        reply
    }

    /// Nothing but a status.
    pub(crate) const fn bare(status: StatusCode) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: String::new(),
        }
    }

    /// A text of another kind than a page.
    pub(crate) fn text(status: StatusCode, content_type: &'static str, body: String) -> Self {
        let headers = vec![(header::CONTENT_TYPE, HeaderValue::from_static(content_type))];
        Self {
            status,
            headers,
            body,
        }
    }

    /// A value for a script.
    pub(crate) fn json(status: StatusCode, value: &serde_json::Value) -> Self {
        Self::text(status, "application/json", value.to_string())
    }

    /// How far something outside has come, for the page's script; an empty stage where nothing is waited for.
    pub(crate) fn progress(progress: Option<&Progressing>) -> Self {
        let json = match progress {
            Some(progress) => serde_json::json!(progress),
            None => serde_json::json!({ "stage": "" }),
        };
        Self::text(StatusCode::OK, "application/json", json.to_string())
    }

    /// The same with one more header, if its value is one.
    #[must_use]
    pub(crate) fn with(mut self, name: HeaderName, value: Option<HeaderValue>) -> Self {
        if let Some(value) = value {
            self.headers.push((name, value));
        }
        self
    }

    /// The same with a cookie set or cleared.
    #[must_use]
    pub(crate) fn cookie(self, value: Option<HeaderValue>) -> Self {
        self.with(header::SET_COOKIE, value)
    }

    /// The same, worth trying again after so many seconds.
    #[must_use]
    pub(crate) fn retry_after(self, seconds: i64) -> Self {
        self.with(
            header::RETRY_AFTER,
            HeaderValue::from_str(&seconds.to_string()).ok(),
        )
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        if !self
            .headers
            .iter()
            .any(|(name, _)| name == header::CONTENT_TYPE)
        {
            response.headers_mut().remove(header::CONTENT_TYPE);
        }
        for (name, value) in self.headers {
            if name == header::CONTENT_TYPE {
                response.headers_mut().insert(name, value);
            } else {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

fn rendered(status: u16, page: &impl Template) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match page.render() {
        Ok(html) => Reply::text(status, "text/html; charset=utf-8", html),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            Reply::bare(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// The page of a status, before anybody knows which organisation is meant.
pub(crate) fn fault_page(state: &WebState, language: Language, status: u16) -> Reply {
    let frame = Frame::bare(state.app.catalogue.text(language), "Tvåsteg");
    status_page(frame, status)
}

/// The page of a status in this frame.
fn status_page(frame: Frame, status: u16) -> Reply {
    let retry_after = matches!(status, 429 | 503).then_some(5);
    let reply = rendered(
        status,
        &FaultPage {
            frame,
            status,
            retry_after,
            operation: None,
            home: Some("/".to_owned()),
        },
    );
    if retry_after.is_some() {
        reply.retry_after(5)
    } else {
        reply
    }
}

/// A fault that was logged.
pub(crate) struct Noted {
    /// Whether waiting may help.
    pub(crate) passing: bool,
    /// 503 where waiting may help, else 500.
    pub(crate) status: u16,
    /// The number under which the log knows it.
    pub(crate) operation: String,
}

/// Logs a fault, once, under a number that the answer shows.
pub(crate) fn noted(state: &WebState, fault: &Fault) -> Noted {
    let passing = match fault {
        Fault::Busy(_) => true,
        Fault::Store(fault) => fault.is_passing(),
        _ => false,
    };
    let operation = state.app.draw_operation();
    let chain = chain_of(fault);
    if passing {
        tracing::warn!(
            operation,
            fault = chain,
            "a request met a fault that may pass"
        );
    } else {
        tracing::error!(operation, fault = chain, "a request met a fault");
    }
    Noted {
        passing,
        status: if passing { 503 } else { 500 },
        operation,
    }
}

/// The page of a fault.
pub(crate) fn of_fault(state: &WebState, language: Language, fault: &Fault) -> Reply {
    let Noted {
        passing,
        status,
        operation,
    } = noted(state, fault);
    let frame = Frame::bare(state.app.catalogue.text(language), "Tvåsteg");
    let page = FaultPage {
        frame,
        status,
        retry_after: passing.then_some(5),
        operation: Some(operation),
        home: Some("/".to_owned()),
    };
    let reply = rendered(status, &page);
    if passing { reply.retry_after(5) } else { reply }
}

/// A fault and what it came from, in one line.
fn chain_of(fault: &Fault) -> String {
    let mut chain = fault.to_string();
    let mut source = std::error::Error::source(fault);
    while let Some(next) = source {
        chain.push_str(": ");
        chain.push_str(&next.to_string());
        source = next.source();
    }
    chain
}

impl Arrival {
    /// The answer to a fault of this request.
    pub(crate) fn fault(&self, fault: &Fault) -> Reply {
        of_fault(&self.state, self.requester.language, fault)
    }

    /// The page of a status, with the organisation's own languages and help at its foot.
    pub(crate) fn status(&self, status: u16) -> Reply {
        status_page(self.frame(), status)
    }
}
