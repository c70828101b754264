//! The answers of the API, as JSON.

use domain::time::Timestamp;
use serde::Serialize;

use super::{
    book::{Begun, Completed},
    fault::ApiError,
    signing::{Evidence, ISSUED_BEFORE},
};

/// A whole answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) body: String,
    /// What `RateLimit-Reset` says, where too much was asked.
    pub(super) reset_after: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StartAnswer<'a> {
    order_ref: &'a str,
    #[serde(flatten)]
    opened_by: Option<OpenedBy<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OpenedBy<'a> {
    auto_start_token: &'a str,
    qr_start_token: &'a str,
    qr_start_secret: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CollectAnswer<'a> {
    order_ref: &'a str,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completion_data: Option<CompletionData<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CompletionData<'a> {
    user: User<'a>,
    device: Device<'a>,
    bank_id_issue_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    step_up: Option<StepUp>,
    signature: &'a str,
    ocsp_response: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    risk: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    personal_number: String,
    name: String,
    given_name: &'a str,
    surname: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Device<'a> {
    ip_address: &'a str,
    uhi: String,
}

#[derive(Serialize)]
struct StepUp {
    mrtd: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorAnswer {
    error_code: &'static str,
    details: String,
}

#[derive(Serialize)]
struct Nothing {}

impl Answer {
    pub(super) fn begun(begun: &Begun) -> Self {
        let opened_by = begun.opened_by.as_ref().map(|(app_token, seed)| OpenedBy {
            auto_start_token: app_token,
            qr_start_token: &seed.token,
            qr_start_secret: &seed.secret,
        });
        let order_ref = &begun.reference;
        Self::json(
            200,
            &StartAnswer {
                order_ref,
                opened_by,
            },
        )
    }

    pub(super) fn pending(reference: &str, hint: &str) -> Self {
        Self::collected(reference, "pending", Some(hint), None)
    }

    pub(super) fn failed(reference: &str, hint: &str) -> Self {
        Self::collected(reference, "failed", Some(hint), None)
    }

    pub(super) fn complete(reference: &str, completed: &Completed, evidence: &Evidence) -> Self {
        let Completed { wanted, person, .. } = completed;
        let caller = wanted.end_user_ip.map(|address| address.to_string());
        let seen_at = completed.device_ip.as_deref().or(caller.as_deref());
        let data = CompletionData {
            user: User {
                personal_number: person.number().digits(),
                name: person.name(),
                given_name: person.given_name(),
                surname: person.surname(),
            },
            device: Device {
                // A caller on the telephone names no address; the phone still has one.
                ip_address: seen_at.unwrap_or("192.0.2.1"),
                uhi: person.hardware(),
            },
            bank_id_issue_date: day(completed.signed_at - ISSUED_BEFORE),
            step_up: wanted.read_document.then_some(StepUp { mrtd: true }),
            signature: &evidence.signature,
            ocsp_response: &evidence.ocsp,
            risk: wanted.tell_risk.then_some(completed.risk.unwrap_or("low")),
        };
        Self::collected(reference, "complete", None, Some(data))
    }

    pub(super) fn empty() -> Self {
        Self::json(200, &Nothing {})
    }

    pub(super) fn error(error: ApiError) -> Self {
        let answer = Self::json(
            error.status(),
            &ErrorAnswer {
                error_code: error.code(),
                details: error.to_string(),
            },
        );
        Self {
            reset_after: match error {
                ApiError::TooManyRequests { reset_after } => Some(reset_after),
                _ => None,
            },
            ..answer
        }
    }

    fn collected(
        order_ref: &str,
        status: &str,
        hint_code: Option<&str>,
        completion_data: Option<CompletionData<'_>>,
    ) -> Self {
        Self::json(
            200,
            &CollectAnswer {
                order_ref,
                status,
                hint_code,
                completion_data,
            },
        )
    }

    fn json(status: u16, value: &impl Serialize) -> Self {
        // Structs of texts always become JSON.
        let body = serde_json::to_string(value).unwrap_or_default();
        Self {
            status,
            content_type: "application/json",
            body,
            reset_after: None,
        }
    }
}

fn day(moment: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(moment.unix_millis())
        .map(|moment| moment.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
