//! What has happened to the account, in sentences.

use app::account::{Happening, Overview};
use domain::audit::EventKind;

use crate::arrival::Arrival;
use crate::browser::UNKNOWN;
use crate::pages::account::EventRow;
use crate::when::moment;

/// One line of the history.
pub(super) fn row(arrival: &Arrival, happening: &Happening) -> EventRow {
    EventRow {
        at: moment(arrival, happening.at),
        what: what(arrival, happening),
        detail: detail(arrival, happening),
    }
}

/// When the person signed in the time before this one, where the newest events still tell.
pub(super) fn last_sign_in(arrival: &Arrival, overview: &Overview) -> Option<String> {
    let mut sign_ins = overview.history.happenings.iter().filter(|happening| {
        happening.code == EventKind::SignedIn.code() && happening.refused.is_none()
    });
    let before_this = sign_ins.nth(1)?;
    let browser = before_this
        .browser
        .iter()
        .filter(|browser| *browser != UNKNOWN)
        .cloned();
    Some(
        std::iter::once(moment(arrival, before_this.at))
            .chain(browser)
            .collect::<Vec<_>>()
            .join(" · "),
    )
}

fn what(arrival: &Arrival, happening: &Happening) -> String {
    let text = &arrival.text;
    let key = format!("event-{}", happening.code);
    // A newer release beside this one may write events that this one has no words for.
    if !text.has(&key) {
        return happening.code.clone();
    }
    if happening.refused.is_none() {
        return which_way(happening)
            .map(|way| format!("{key}.{way}"))
            .filter(|told| text.has(told))
            .map_or_else(|| text.get(&key), |told| text.get(&told));
    }
    let refused = format!("{key}.refused");
    if text.has(&refused) {
        text.get(&refused)
    } else {
        text.with1("event-refused", "what", text.get(&key))
    }
}

/// Which of the two things that share a code it was, where the event tells.
fn which_way(happening: &Happening) -> Option<&'static str> {
    let is = |detail: &str, value: &str| happening.details.get(detail).is_some_and(|v| v == value);
    [
        ("given", "true", "given"),
        ("given", "false", "taken"),
        ("suspended", "true", "closed"),
        ("suspended", "false", "opened"),
    ]
    .into_iter()
    .find_map(|(detail, value, way)| is(detail, value).then_some(way))
}

/// With what, from where and, where it was refused, why.
fn detail(arrival: &Arrival, happening: &Happening) -> String {
    let text = &arrival.text;
    let mut parts = Vec::new();
    if let Some(factor) = happening
        .details
        .get("factor")
        .map(|kind| format!("factor-{kind}"))
    {
        parts.extend(text.has(&factor).then(|| text.get(&factor)));
    }
    parts.extend(happening.details.get("role").cloned());
    parts.extend(happening.target.clone());
    if let Some(refusal) = happening
        .refused
        .as_ref()
        .map(|code| format!("refusal-{code}"))
    {
        parts.extend(
            text.has(&refusal)
                .then(|| text.get(&refusal).trim_end_matches('.').to_owned()),
        );
    }
    if happening.by_oneself || happening.refused.is_some() {
        parts.extend(
            happening
                .browser
                .clone()
                .filter(|browser| browser != UNKNOWN),
        );
        parts.extend(happening.address.clone());
    } else {
        parts.push(text.get("event-by-others"));
    }
    parts.join(" · ")
}
