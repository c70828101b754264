//! What BankID answers, read leniently: fields we never heard of are ignored, words we never heard of are words, and what is merely said in
//! another form than expected is left out. What an identification rests on must be there.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use domain::eid::{
    Breach, EidFault, Evidence, Hint, Identified, OrderReference, QrSeed, Risk, Seen, Started,
};
use domain::personal_number::PersonalNumber;

use crate::http::MOST_BODY;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StartAnswer {
    order_ref: String,
    auto_start_token: String,
    qr_start_token: Option<String>,
    qr_start_secret: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PhoneAnswer {
    order_ref: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CollectAnswer {
    order_ref: Option<String>,
    status: String,
    #[serde(default)]
    hint_code: Value,
    completion_data: Option<CompletionData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CompletionData {
    user: User,
    #[serde(default)]
    device: Value,
    #[serde(default)]
    bank_id_issue_date: Value,
    #[serde(default)]
    step_up: Value,
    #[serde(default)]
    signature: String,
    #[serde(default)]
    ocsp_response: String,
    #[serde(default)]
    risk: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    personal_number: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    given_name: String,
    #[serde(default)]
    surname: String,
}

/// Reads the answer to `auth` and `sign`.
pub(super) fn started(body: &[u8]) -> Result<Started, EidFault> {
    let answer: StartAnswer = read(body)?;
    let qr = match (answer.qr_start_token, answer.qr_start_secret) {
        (Some(token), Some(secret)) if !token.is_empty() && !secret.is_empty() => {
            Some(QrSeed { token, secret })
        }
        _ => None,
    };
    Ok(Started {
        reference: reference(answer.order_ref)?,
        app_token: some(answer.auto_start_token, "autoStartToken")?,
        qr,
    })
}

/// Reads the answer to `phone/auth`.
pub(super) fn called(body: &[u8]) -> Result<OrderReference, EidFault> {
    let answer: PhoneAnswer = read(body)?;
    reference(answer.order_ref)
}

/// Reads the answer to `collect` of this order.
pub(super) fn collected(body: &[u8], asked: &OrderReference) -> Result<Seen, EidFault> {
    let answer: CollectAnswer = read(body)?;
    if answer
        .order_ref
        .is_some_and(|named| named != asked.as_str())
    {
        return Err(broken("orderRef: another order's"));
    }
    let hint = Hint::new(answer.hint_code.as_str().unwrap_or_default());
    let is = |status: &str| answer.status.eq_ignore_ascii_case(status);
    if is("failed") {
        return Ok(Seen::Failed(hint));
    }
    if is("complete") {
        let completion = answer.completion_data;
        let completion = completion.ok_or_else(|| broken("completionData: missing"))?;
        return Ok(Seen::Complete(Box::new(identified(completion)?)));
    }
    // A status we never heard of is no outcome: the order goes on until it ends or its time is over.
    Ok(Seen::Pending(hint))
}

fn identified(completion: CompletionData) -> Result<Identified, EidFault> {
    let personal_number = PersonalNumber::from_digits(&completion.user.personal_number)
        .map_err(|_| broken("completionData.user.personalNumber: no personal number"))?;
    let word = |value: &Value| {
        value
            .as_str()
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
    };
    Ok(Identified {
        personal_number,
        name: completion.user.name,
        given_name: completion.user.given_name,
        surname: completion.user.surname,
        device_ip: word(&completion.device["ipAddress"]),
        device_id: word(&completion.device["uhi"]),
        risk: completion.risk.as_str().and_then(risk),
        issued: completion.bank_id_issue_date.as_str().and_then(day),
        // An object; older clients saw a bare truth.
        identity_document_read: completion.step_up["mrtd"] == true || completion.step_up == true,
        evidence: Evidence {
            signature: completion.signature,
            ocsp: completion.ocsp_response,
        },
    })
}

/// A judgement we never heard of is none.
fn risk(word: &str) -> Option<Risk> {
    [
        ("low", Risk::Low),
        ("moderate", Risk::Moderate),
        ("high", Risk::High),
    ]
    .into_iter()
    .find_map(|(known, risk)| known.eq_ignore_ascii_case(word).then_some(risk))
}

/// A day, `YYYY-MM-DD`, whatever follows it.
fn day(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let shaped = day.bytes().enumerate().all(|(at, sign)| match at {
        4 | 7 => sign == b'-',
        _ => sign.is_ascii_digit(),
    });
    shaped.then(|| day.to_owned())
}

fn reference(named: String) -> Result<OrderReference, EidFault> {
    some(named, "orderRef").map(OrderReference::new)
}

fn some(text: String, field: &str) -> Result<String, EidFault> {
    if text.is_empty() {
        return Err(broken(&format!("{field}: empty")));
    }
    Ok(text)
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, EidFault> {
    if body.len() >= MOST_BODY {
        return Err(EidFault::Broken(Breach::TooLong));
    }
    serde_json::from_slice(body).map_err(|fault| {
        // Its own words may quote what stood there.
        let kind = match fault.classify() {
            serde_json::error::Category::Eof | serde_json::error::Category::Io => "cut short",
            serde_json::error::Category::Syntax => "not JSON",
            serde_json::error::Category::Data => "fields missing or of another kind",
        };
        broken(&format!(
            "{kind}, line {} column {}",
            fault.line(),
            fault.column()
        ))
    })
}

fn broken(why: &str) -> EidFault {
    EidFault::Broken(Breach::Body(why.to_owned()))
}
