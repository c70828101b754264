//! What happened to somebody, a line each.

use app::administer::people::{AuditRow, PersonView};
use domain::audit::Outcome;

use super::rows::factor;
use crate::admin::audit::words::done_key;
use crate::arrival::Arrival;
use crate::pages::admin::HappenedRow;
use crate::when::moment;

/// The last events.
pub(super) fn rows(arrival: &Arrival, view: &PersonView) -> Vec<HappenedRow> {
    let row = |row: &AuditRow| HappenedRow {
        at: moment(arrival, row.at),
        what: what(arrival, row),
        detail: detail(arrival, view, row),
    };
    view.happenings.iter().map(row).collect()
}

fn what(arrival: &Arrival, row: &AuditRow) -> String {
    let text = &arrival.text;
    let key = format!("event-{}", row.kind);
    if !text.has(&key) {
        return row.kind.clone();
    }
    if row.outcome == Outcome::Done.code() {
        return text.get(&done_key(text, &row.kind, &row.details));
    }
    let refused = format!("{key}.refused");
    if text.has(&refused) {
        text.get(&refused)
    } else {
        text.with1("event-refused", "what", text.get(&key))
    }
}

fn detail(arrival: &Arrival, view: &PersonView, row: &AuditRow) -> String {
    let text = &arrival.text;
    let mut parts = Vec::new();
    parts.extend(row.details.get("factor").map(|kind| factor(text, kind)));
    parts.extend(row.details.get("role").map(|key| role(view, key)));
    let personal = row.personal.clone().unwrap_or_default();
    parts.extend(personal.target);
    let refusal = format!("refusal-{}", row.outcome);
    if row.outcome != Outcome::Done.code() && text.has(&refusal) {
        parts.push(text.get(&refusal).trim_end_matches('.').to_owned());
    }
    if row.actor == Some(view.user.id) {
        parts.extend(
            personal
                .browser
                .filter(|browser| browser != crate::browser::UNKNOWN),
        );
        parts.extend(personal.address);
    } else {
        let named = row.actor.and_then(|actor| view.names.get(&actor));
        parts.push(match named {
            Some(name) => text.with1("event-by", "name", name),
            None => text.get("event-by-others"),
        });
    }
    parts.join(" · ")
}

/// A role by its card's name; one that is gone by its key.
fn role(view: &PersonView, key: &str) -> String {
    let card = view.cards.iter().find(|card| card.key == key);
    card.map_or_else(|| key.to_owned(), |card| card.name.clone())
}
