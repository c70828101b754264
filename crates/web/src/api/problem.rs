//! What went wrong, as RFC 9457 tells it: `application/problem+json` with a stable `code`. The one place where refusals and faults become the
//! API's words.

use app::Fault;
use app::administer::{AdministerFault, FieldFault, FieldWhy, Reason};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use domain::refusal::Refusal;
use domain::scope::Scope;
use domain::time::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::Answer;
use crate::state::WebState;
use crate::{reply, words};

/// What an error is written as.
const CONTENT_TYPE: &str = "application/problem+json";

/// An error (RFC 9457).
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct WireProblem {
    /// Names the kind of problem; `urn:tvasteg:problem:` and the code.
    r#type: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// The stable code: what programs go by.
    code: String,
    /// One sentence for whoever reads the log.
    detail: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    fields: Vec<WireField>,
    /// The number under which the server's log knows a fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
}

/// A field that cannot be so.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ProblemField")]
struct WireField {
    /// The field.
    field: String,
    /// Why.
    code: String,
}

/// An error on its way out.
#[derive(Debug)]
pub(super) struct Problem {
    status: u16,
    code: String,
    detail: String,
    fields: Vec<WireField>,
    operation: Option<String>,
    challenge: Option<String>,
    retry_after: Option<i64>,
}

impl Problem {
    /// A problem with this status, code and sentence.
    pub(super) fn new(status: u16, code: &str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            detail: detail.into(),
            fields: Vec::new(),
            operation: None,
            challenge: None,
            retry_after: None,
        }
    }

    /// There is no such thing, or it is another organisation's: nobody learns which.
    pub(super) fn not_found() -> Self {
        Self::new(404, "not-found", "there is no such thing")
    }

    /// No credential was shown.
    pub(super) fn no_credential() -> Self {
        let detail = "show a credential: Authorization: Bearer tvs_…";
        let mut problem = Self::new(401, "credential-missing", detail);
        problem.challenge = Some(r#"Bearer realm="tvasteg""#.to_owned());
        problem
    }

    /// The credential that was shown opens nothing.
    pub(super) fn credential_refused() -> Self {
        let detail = "the credential is unknown, revoked or over, or its account is suspended";
        let mut problem = Self::new(401, "credential-refused", detail);
        problem.challenge = Some(r#"Bearer realm="tvasteg", error="invalid_token""#.to_owned());
        problem
    }

    /// The credential has not this scope.
    pub(super) fn scope_missing(scope: Scope) -> Self {
        let detail = format!("the credential has not the scope {scope}");
        let mut problem = Self::new(403, "scope-missing", detail);
        problem.challenge = Some(format!(
            r#"Bearer realm="tvasteg", error="insufficient_scope", scope="{scope}""#
        ));
        problem
    }

    /// Too many requests before this moment.
    pub(super) fn wait(until: Timestamp, now: Timestamp) -> Self {
        let mut problem = Self::new(429, "throttled", "too many requests: wait and come again");
        problem.retry_after = Some(until.since(now).as_seconds_up().max(1));
        problem
    }

    /// Come again in so many seconds.
    pub(super) const fn after(mut self, seconds: i64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// What the request says cannot be read.
    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(400, "request-malformed", detail)
    }

    /// What was not found is not there: a row that is gone is told like one that never was.
    pub(super) fn missing(self) -> Self {
        if matches!(self.status, 404 | 409) {
            Self::not_found()
        } else {
            self
        }
    }

    /// A field cannot be so.
    pub(super) fn field(field: &str, code: &str, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(422, "fields", detail);
        problem.fields.push(WireField {
            field: field.to_owned(),
            code: code.to_owned(),
        });
        problem
    }

    /// A fault: logged here, once, under the number that the answer shows.
    pub(super) fn of_fault(state: &WebState, fault: &Fault) -> Self {
        let noted = reply::noted(state, fault);
        let (code, detail) = if noted.passing {
            ("busy", "that could not be done just now: come again")
        } else {
            ("fault", "something failed; nothing was changed")
        };
        let mut problem = Self::new(noted.status, code, detail);
        problem.operation = Some(noted.operation);
        problem.retry_after = noted.passing.then_some(5);
        problem
    }

    /// Why an administrative act was not done.
    pub(super) fn of_act(state: &WebState, now: Timestamp, fault: &AdministerFault) -> Self {
        let reason = match fault {
            AdministerFault::Failed(fault) => return Self::of_fault(state, fault),
            AdministerFault::Refused(reason) => reason,
        };
        let mut problem = Self::new(status_of(reason), reason.code(), reason.to_string());
        match reason {
            Reason::Faults(faults) => problem.fields = faults.iter().map(wire_field).collect(),
            Reason::Refused(refusal) => {
                problem.retry_after =
                    words::retry_at(refusal).map(|until| until.since(now).as_seconds_up().max(1));
            }
            _ => {}
        }
        if problem.status == 503 {
            problem.retry_after.get_or_insert(5);
        }
        problem
    }

    /// The same problem where what is missing was named in the body: the address is right, the request is not.
    pub(super) fn in_the_body(mut self) -> Self {
        if self.status == 404 {
            self.status = 422;
        }
        self
    }

    /// The answer.
    pub(super) fn into_answer(self) -> Answer {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let wire = WireProblem {
            r#type: format!("urn:tvasteg:problem:{}", self.code),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            code: self.code,
            detail: self.detail,
            fields: self.fields,
            operation: self.operation,
        };
        let mut answer = Answer::json(status.as_u16(), &wire).typed(CONTENT_TYPE);
        let mut set = |name: HeaderName, value: Option<String>| {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                answer.set(name, value);
            }
        };
        set(header::WWW_AUTHENTICATE, self.challenge);
        set(
            header::RETRY_AFTER,
            self.retry_after.map(|after| after.to_string()),
        );
        answer
    }
}

/// The status of what the rules refuse. Where it is about the request alone it is 422; 409 where it is about how things stand.
const fn status_of(reason: &Reason) -> u16 {
    match reason {
        Reason::NoRight | Reason::OwnerOnly => 403,
        Reason::UnknownOrganisation(_)
        | Reason::UnknownUser(_)
        | Reason::UnknownRole(_)
        | Reason::UnknownPermission(_)
        | Reason::UnknownCredential(_) => 404,
        Reason::Changed
        | Reason::CardChanged
        | Reason::CardInUse
        | Reason::LastOwner
        | Reason::SlugTaken(_)
        | Reason::BaseUrlTaken(_)
        | Reason::UsernameTaken(_)
        | Reason::RoleTaken(_)
        | Reason::PermissionTaken(_)
        | Reason::CredentialOver
        | Reason::HasPassword(_)
        | Reason::NoPassword(_) => 409,
        Reason::Refused(Refusal::Throttled { .. } | Refusal::Waiting { .. }) => 429,
        Reason::Refused(Refusal::Busy) => 503,
        _ => 422,
    }
}

fn wire_field(fault: &FieldFault) -> WireField {
    let code = match &fault.why {
        FieldWhy::Missing => "missing",
        FieldWhy::Anew => "secret-anew",
        FieldWhy::TooLong | FieldWhy::AtMost(_) => "too-long",
        FieldWhy::HiddenSign => "hidden-sign",
        FieldWhy::NoDate => "no-date",
        FieldWhy::Said(key) => key,
        FieldWhy::Choice => "unknown-choice",
        FieldWhy::Unusable(_) => "unusable",
        FieldWhy::Bound(_) => "out-of-bounds",
        FieldWhy::NoNumber => "no-number",
        FieldWhy::NoAmount => "no-amount",
        FieldWhy::NoCountry(_) => "no-country",
        FieldWhy::Line(_) => "line-unreadable",
        FieldWhy::Refused(refusal) => refusal.code(),
    };
    WireField {
        field: fault.field.clone(),
        code: code.to_owned(),
    }
}
