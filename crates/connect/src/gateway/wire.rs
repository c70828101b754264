//! What the gateways' wire forms have in common: bodies, credentials, signatures, and how a status or a broken line becomes an [`Unsent`].
//!
//! Nothing here knows a particular gateway. Whatever a gateway said passes through [`said`] before it leaves this module's callers.

mod gsm;
mod moment;
mod proof;
mod settings;
#[cfg(test)]
mod tests;

use std::time::Duration;

use data_encoding::BASE64;
use serde_json::Value;

use super::{AccountWhy, MessageWhy, Money, Said, Unsent};
use crate::http::{Answer, Http, HttpFault, Request};

pub(super) use gsm::is_gsm;
pub(super) use moment::{duration, expiry};
pub(super) use proof::{Digest, fresh, hmac, same};
pub(super) use settings::{currency, endpoint, number, sender, word};

/// A gateway has this long to answer. Longer and its answer comes after the user has given up.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// A gateway that names a longer wait is not believed.
const LONGEST_WAIT: u64 = 3600;
/// As much of a gateway's words is kept.
const MOST_SAID: usize = 200;
/// The part of a query that holds our own name for a message.
const REFERENCE: &str = "ref";
/// As much of a gateway's own code is kept.
const MOST_CODE: usize = 40;

/// A header with a name and a password.
pub(super) fn basic(name: &str, password: &str) -> (String, String) {
    let pair = BASE64.encode(format!("{name}:{password}").as_bytes());
    ("authorization".to_owned(), format!("Basic {pair}"))
}

/// A header with a key: `Bearer …`, `App …`, `Token …`.
pub(super) fn authorization(scheme: &str, key: &str) -> (String, String) {
    ("authorization".to_owned(), format!("{scheme} {key}"))
}

/// A form, escaped as browsers do.
pub(super) fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish().into_bytes()
}

/// The fields of a form, in their order.
pub(super) fn fields_of(form: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(form).into_owned().collect()
}

/// The first value of a field.
pub(super) fn find<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

/// The address for reports with our own name for the message behind it, for gateways that carry no such name themselves.
pub(super) fn with_reference(report_url: &str, reference: &str) -> String {
    let mark = if report_url.contains('?') { '&' } else { '?' };
    format!("{report_url}{mark}{REFERENCE}={reference}")
}

/// Our own name for the message, where the address of a report holds it (see [`with_reference`]).
pub(super) fn reference_in(url: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let query = fields_of(query.as_bytes());
    find(&query, REFERENCE).and_then(own_reference)
}

/// A name that can be one of ours; everything else is somebody else's.
pub(super) fn own_reference(given: &str) -> Option<String> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    let ours = (1..=64).contains(&given.len()) && given.bytes().all(fits);
    ours.then(|| given.to_owned())
}

/// `GET`, with these headers.
pub(super) fn get(url: String, headers: Vec<(String, String)>) -> Request {
    Request {
        method: "GET",
        url,
        headers,
        body: None,
        within: ANSWER_WITHIN,
    }
}

/// `POST` of a form.
pub(super) fn post_form(
    url: String,
    headers: Vec<(String, String)>,
    fields: &[(&str, &str)],
) -> Request {
    post(
        url,
        headers,
        "application/x-www-form-urlencoded",
        form(fields),
    )
}

/// `POST` of a JSON document.
pub(super) fn post_json(url: String, headers: Vec<(String, String)>, document: &Value) -> Request {
    let body = document.to_string().into_bytes();
    post(url, headers, "application/json", body)
}

fn post(url: String, mut headers: Vec<(String, String)>, content: &str, body: Vec<u8>) -> Request {
    headers.push(("content-type".to_owned(), content.to_owned()));
    headers.push(("accept".to_owned(), "application/json".to_owned()));
    Request {
        method: "POST",
        url,
        headers,
        body: Some(body),
        within: ANSWER_WITHIN,
    }
}

/// Sends a request; a broken line says whether the message may be on its way.
pub(super) async fn exchange(http: &Http, request: Request) -> Result<Answer, Unsent> {
    http.send(request).await.map_err(|fault| lost(&fault))
}

/// What a request without an answer means.
pub(super) fn lost(fault: &HttpFault) -> Unsent {
    let said = said(None, None, Some(&fault.to_string()));
    match fault {
        HttpFault::Forbidden(_) => Unsent::Account {
            why: AccountWhy::Settings,
            said,
        },
        HttpFault::NotSent(_) | HttpFault::Tls(_) => Unsent::Transient {
            retry_after: None,
            said,
        },
        HttpFault::Unanswered(_) | HttpFault::Late(_) => Unsent::Unknown { said },
    }
}

/// What a status means that the gateway gives no closer reason for. An assent that cannot be read comes out as unknown.
pub(super) fn refused(answer: &Answer, code: Option<&str>, text: Option<&str>) -> Unsent {
    let said = said(Some(answer.status), code, text);
    let account = |why| Unsent::Account {
        why,
        said: said.clone(),
    };
    match answer.status {
        200..=299 => Unsent::Unknown { said },
        300..=399 | 404 | 405 => account(AccountWhy::Settings),
        401 => account(AccountWhy::Credentials),
        402 => account(AccountWhy::Balance),
        403 => account(AccountWhy::Suspended),
        408 | 425 | 429 | 500.. => Unsent::Transient {
            retry_after: retry_after(answer),
            said,
        },
        _ => Unsent::Message {
            why: MessageWhy::Other,
            said,
        },
    }
}

/// How long the gateway asks us to wait, where it says so in seconds.
pub(super) fn retry_after(answer: &Answer) -> Option<Duration> {
    let wait: u64 = find(&answer.headers, "retry-after")?.trim().parse().ok()?;
    Some(Duration::from_secs(wait.min(LONGEST_WAIT)))
}

/// The answer's JSON document, where it is one.
pub(super) fn json(answer: &Answer) -> Option<Value> {
    serde_json::from_slice(&answer.body).ok()
}

/// The answer's body as words, where it is neither empty nor a page.
pub(super) fn words(answer: &Answer) -> Option<String> {
    let words = String::from_utf8_lossy(&answer.body);
    let words = words.trim();
    (!words.is_empty() && !words.starts_with('<')).then(|| words.to_owned())
}

/// A value that gateways write as text here and as a number there.
pub(super) fn plain(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a gateway said, cut to what may be logged.
pub(super) fn said(status: Option<u16>, code: Option<&str>, text: Option<&str>) -> Said {
    Said {
        status,
        code: code.and_then(clean_code),
        text: text.map(clean).filter(|text| !text.is_empty()),
    }
}

/// Why a message did not arrive: the state's name, the gateway's code and its words, cut as [`Said`] is.
pub(super) fn reason(state: &str, code: Option<&str>, text: Option<&str>) -> String {
    let parts = [
        Some(clean(state)),
        code.and_then(clean_code),
        text.map(clean),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ").chars().take(MOST_SAID).collect()
}

/// A gateway's own code: one word, nothing as long as a one-time code or a number within it.
pub(super) fn clean_code(code: &str) -> Option<String> {
    let kept: String = code
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "._:-".contains(*c))
        .take(MOST_CODE)
        .collect();
    let kept = mask(&kept, 6);
    (!kept.is_empty()).then_some(kept)
}

/// A gateway's words: on one line, without digits that could be a code or a number, at most 200 characters.
pub(super) fn clean(text: &str) -> String {
    let mut line = String::new();
    for c in text.chars().take(20 * MOST_SAID) {
        let c = if c.is_control() || c.is_whitespace() || is_invisible(c) {
            ' '
        } else {
            c
        };
        if !(c == ' ' && (line.is_empty() || line.ends_with(' '))) {
            line.push(c);
        }
    }
    mask(&line, 4).trim_end().chars().take(MOST_SAID).collect()
}

/// Marks that show nothing, or turn the direction of what follows.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Masks every run of at least `least` digits. Single marks between digits, as numbers are written with, do not end a run.
fn mask(text: &str, least: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut masked = chars.clone();
    let mut run: Vec<usize> = Vec::new();
    let mut since = 0;
    for (at, &c) in chars.iter().enumerate() {
        if c.is_numeric() {
            run.push(at);
            since = 0;
            continue;
        }
        since += 1;
        if since > 2 || !" -./()_:".contains(c) {
            hide(&mut masked, &run, least);
            run.clear();
        }
    }
    hide(&mut masked, &run, least);
    masked.into_iter().collect()
}

fn hide(masked: &mut [char], run: &[usize], least: usize) {
    if run.len() < least {
        return;
    }
    for &at in run {
        if let Some(c) = masked.get_mut(at) {
            *c = '•';
        }
    }
}

/// An amount written as a decimal (`-0.00750`) in millionths, without its sign: a price is a price however it is booked.
pub(super) fn price(amount: &str, currency: &str) -> Option<Money> {
    let micros = micros(amount)?.checked_abs()?;
    Some(Money {
        micros,
        currency: currency.to_owned(),
    })
}

/// A decimal in millionths; more decimals than six are cut.
pub(super) fn micros(amount: &str) -> Option<i64> {
    let amount = amount.trim();
    let (negative, digits) = match amount.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, amount),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && part.is_empty() || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let micros: i64 = format!("{whole}{part}").parse().ok()?;
    Some(if negative { -micros } else { micros })
}

/// Digits as a voice shall read them: slowly, one by one.
pub(super) fn one_by_one(digits: &str) -> String {
    let digits: Vec<String> = digits
        .chars()
        .filter(char::is_ascii_digit)
        .map(String::from)
        .collect();
    digits.join(", ")
}

/// The account has no sender for this message.
pub(super) fn no_sender() -> Unsent {
    unfit("no sender is set")
}

/// The account's settings do not do for this message.
pub(super) fn unfit(why: &str) -> Unsent {
    Unsent::Account {
        why: AccountWhy::Settings,
        said: said(None, None, Some(why)),
    }
}

/// The recipient's number is none that this gateway could be told.
pub(super) fn no_number() -> Unsent {
    Unsent::Message {
        why: MessageWhy::Number,
        said: said(
            None,
            None,
            Some("the number cannot be written for this gateway"),
        ),
    }
}

/// An assent that is not what was asked for.
pub(super) fn unreadable(answer: &Answer) -> Unsent {
    Unsent::Unknown {
        said: said(Some(answer.status), None, Some("the answer cannot be read")),
    }
}

/// A JSON object without its empty members.
pub(super) fn without_nulls(mut object: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|_, member| !member.is_null());
    }
    object
}
