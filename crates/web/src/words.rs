//! Refusals in words: what happened and what to do now, with the time or number that the sentence names.

use app::administer::Reason;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use text::Text;

use crate::pages::Problem;
use crate::when;

/// The two sentences of a refusal.
pub(crate) fn problem(refusal: &Refusal, text: &Text, zone: &TimeZone) -> Problem {
    let key = format!("refusal-{}", refusal.code());
    let advice = format!("{key}.advice");
    let at = |until: Timestamp| text.with1(&advice, "time", when::not_before(until, zone, text));
    let advice = match *refusal {
        Refusal::Waiting { until }
        | Refusal::ResendTooSoon { until }
        | Refusal::Throttled { until } => at(until),
        Refusal::ClockBehind { by } => text.with1(
            &advice,
            "minutes",
            (by.as_seconds_up() + 30).div_euclid(60).max(1),
        ),
        Refusal::PasswordTooShort { least } => text.with1(&advice, "least", i64::from(least)),
        _ => text.get(&advice),
    };
    Problem::new(text.get(&key), advice)
}

/// The sentence of what the rules of the administration refuse.
pub(crate) fn reason(reason: &Reason, text: &Text) -> Problem {
    let key = format!("admin-reason-{}", reason.code());
    let said = match reason.what() {
        Some(what) => text.with1(&key, "what", named(reason, &what, text)),
        None => text.get(&key),
    };
    Problem::new(said, text.get("admin-reason-advice"))
}

/// What a refusal is about, as people call it: a right inside Tvåsteg by its name.
fn named(reason: &Reason, what: &str, text: &Text) -> String {
    match (reason, what.split_once('.')) {
        (Reason::RightNotHeld(_) | Reason::RoleBeyond(_), Some((_, right))) => {
            text.get(&format!("role-right-{right}"))
        }
        _ => what.to_owned(),
    }
}

/// The status of a page that tells a refusal: 429 where the requester is to wait, else 422.
pub(crate) const fn status(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::Throttled { .. } | Refusal::Waiting { .. } => 429,
        Refusal::Busy => 503,
        _ => 422,
    }
}

/// From when it is worth trying again.
pub(crate) const fn retry_at(refusal: &Refusal) -> Option<Timestamp> {
    match refusal {
        Refusal::Throttled { until }
        | Refusal::Waiting { until }
        | Refusal::ResendTooSoon { until } => Some(*until),
        _ => None,
    }
}
