//! What is asked of the telephone: JSON from a program, a form from its page.

use domain::personal_number::PersonalNumber;
use domain::time::Timestamp;
use serde::Deserialize;

use crate::demo::DemoAct;

/// What an order fails with where nothing else is asked for: the person's eID is blocked.
const USUAL_FAILURE: &str = "certificateErr";

/// No hint is longer.
const LONGEST_HINT: usize = 40;

/// No text of a picture is longer.
const LONGEST_PICTURE: usize = 300;

const ACTS: &str = "The body must be {\"action\": \"open\"}, \"cancel\", \"fail\" (with \"hint\" where another than certificateErr is meant), or \"sign\" with \"personal_number\".";
const NUMBER: &str = "The personal number is none.";
const PICTURE: &str = "The body must be {\"qr\": \"…\"}, with the text of the picture.";

/// What is asked for, and by whom.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked<T> {
    /// What.
    pub(super) what: T,
    /// The token that the page's form carried.
    pub(super) csrf: Option<String>,
    /// Whether it is the page's form.
    pub(super) from_page: bool,
}

/// What a program sends to an order, or the page with its token.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
    #[serde(default)]
    action: String,
    personal_number: Option<String>,
    hint: Option<String>,
}

/// What a program sends with a picture.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scan {
    qr: String,
}

/// Whether it is a form rather than JSON.
pub(super) fn is_form(body: &[u8]) -> bool {
    body.trim_ascii_start().first() != Some(&b'{') && !body.trim_ascii().is_empty()
}

/// Reads what is to be done with an order.
pub(super) fn act(body: &[u8], now: Timestamp) -> Result<Asked<DemoAct>, &'static str> {
    let from_page = is_form(body);
    let sent = if from_page {
        Act {
            action: field(body, "action").unwrap_or_default(),
            personal_number: field(body, "personal_number"),
            hint: field(body, "hint"),
        }
    } else {
        serde_json::from_slice(body).map_err(|_| ACTS)?
    };
    let Act {
        action,
        personal_number,
        hint,
    } = sent;
    let what = match (action.as_str(), personal_number, hint) {
        ("open", None, None) => DemoAct::Open,
        ("cancel", None, None) => DemoAct::Cancel,
        ("fail", None, None) => DemoAct::Fail(USUAL_FAILURE.to_owned()),
        ("fail", None, Some(hint)) if is_hint(&hint) => DemoAct::Fail(hint),
        ("sign", Some(number), None) => {
            DemoAct::Sign(PersonalNumber::parse(&number, now).map_err(|_| NUMBER)?)
        }
        _ => return Err(ACTS),
    };
    Ok(asked(what, body, from_page))
}

/// Reads which picture is scanned.
pub(super) fn scan(body: &[u8], _now: Timestamp) -> Result<Asked<String>, &'static str> {
    let from_page = is_form(body);
    let picture = if from_page {
        field(body, "qr").ok_or(PICTURE)?
    } else {
        let sent: Scan = serde_json::from_slice(body).map_err(|_| PICTURE)?;
        sent.qr
    };
    let picture = picture.trim().to_owned();
    if picture.is_empty() || picture.len() > LONGEST_PICTURE {
        return Err(PICTURE);
    }
    Ok(asked(picture, body, from_page))
}

fn asked<T>(what: T, body: &[u8], from_page: bool) -> Asked<T> {
    Asked {
        what,
        csrf: from_page.then(|| field(body, "csrf").unwrap_or_default()),
        from_page,
    }
}

fn is_hint(hint: &str) -> bool {
    !hint.is_empty()
        && hint.len() <= LONGEST_HINT
        && hint.chars().all(|sign| sign.is_ascii_alphabetic())
}

fn field(body: &[u8], wanted: &str) -> Option<String> {
    let mut fields = url::form_urlencoded::parse(body);
    fields
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.into_owned())
}
