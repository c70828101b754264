//! What BankID's refusals and broken lines mean.
//!
//! What BankID said is kept only as far as it refused something, and without any word that could be a person's or an order's.

use domain::eid::{Breach, EidFault, Stretch, TlsFault};
use domain::time::Span;
use serde_json::Value;

use crate::http::{Answer, Handshake, HttpFault};

/// As much of what BankID said is kept.
const MOST_SAID: usize = 120;
/// A longer word is no word.
const LONGEST_WORD: usize = 40;
/// A longer wait is not believed.
const LONGEST_WAIT: i64 = 3600;

/// What an answer other than yes means: BankID's own word goes before the status, because the statuses differ between its versions.
pub(super) fn of_answer(answer: &Answer) -> EidFault {
    let status = answer.status;
    let json: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let field = |name: &str| json.as_ref().and_then(|json| json[name].as_str());
    let code = field("errorCode").unwrap_or_default();
    match code.to_ascii_lowercase().as_str() {
        "alreadyinprogress" => EidFault::AlreadyInProgress,
        "invalidparameters" => EidFault::InvalidOrder(told(field("details").unwrap_or_default())),
        "canceled" | "cancelled" => EidFault::Canceled,
        "unauthorized" => EidFault::Refused { status },
        "notfound" | "methodnotallowed" | "unsupportedmediatype" => {
            EidFault::Misdirected { status }
        }
        "toomanyrequests" => busy(answer),
        "requesttimeout" | "internalerror" => EidFault::Trouble { status },
        "maintenance" => EidFault::Maintenance,
        _ => of_status(answer, code),
    }
}

/// An answer without a word we know.
fn of_status(answer: &Answer, code: &str) -> EidFault {
    let status = answer.status;
    match status {
        401 | 403 => EidFault::Refused { status },
        404 | 405 | 415 => EidFault::Misdirected { status },
        429 => busy(answer),
        408 | 500..=599 => EidFault::Trouble { status },
        _ => {
            let beginning = match (code, status) {
                // Where somebody says yes to the wrong question, a person may stand in what they say.
                ("", 200..=299) => String::new(),
                ("", _) => told(&String::from_utf8_lossy(&answer.body)),
                _ => told(code),
            };
            EidFault::Broken(Breach::Status { status, beginning })
        }
    }
}

fn busy(answer: &Answer) -> EidFault {
    let seconds = ["ratelimit-reset", "retry-after"]
        .iter()
        .find_map(|name| {
            let (_, value) = answer.headers.iter().find(|(known, _)| known == name)?;
            value.trim().parse::<i64>().ok()
        })
        .filter(|seconds| (0..=LONGEST_WAIT).contains(seconds));
    EidFault::Busy {
        reset_after: seconds.map(Span::seconds),
    }
}

/// What no answer means.
pub(super) fn of_line(fault: HttpFault) -> EidFault {
    let lost = |stretch, why| EidFault::Unreachable { stretch, why };
    match fault {
        HttpFault::Tls(handshake) => EidFault::Tls(of_handshake(handshake)),
        HttpFault::Forbidden(_) => lost(
            Stretch::NothingSent,
            "its address lies inside a network of ours and is not allowed".to_owned(),
        ),
        HttpFault::NotSent(why) => lost(Stretch::NothingSent, why),
        HttpFault::Unanswered(why) | HttpFault::Late(why) => lost(Stretch::MaybeSent, why),
    }
}

fn of_handshake(handshake: Handshake) -> TlsFault {
    match handshake {
        Handshake::UnknownAuthority => TlsFault::WrongRoot,
        Handshake::WrongName => TlsFault::WrongHost,
        Handshake::TheirsExpired => TlsFault::TheirsExpired,
        Handshake::OursExpired => TlsFault::OursExpired,
        Handshake::OursRefused(why) => TlsFault::OursRefused(why),
        Handshake::Other(why) => TlsFault::Other(why),
    }
}

/// BankID's words on one line, at most 120 signs, without any word that holds a digit or has no end: it could be a person's or an order's.
pub(super) fn told(text: &str) -> String {
    let words = text.split(|sign: char| sign.is_whitespace() || sign.is_control());
    let words = words
        .filter(|word| !word.is_empty())
        .map(|word| {
            if word.len() > LONGEST_WORD || word.contains(char::is_numeric) {
                "…"
            } else {
                word
            }
        })
        .take(MOST_SAID);
    let line = words.collect::<Vec<_>>().join(" ");
    line.chars().take(MOST_SAID).collect()
}
