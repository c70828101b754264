//! The log in the reader's words.

use std::collections::BTreeMap;

use app::administer::audit::ListedEvent;
use domain::audit::{CHANGES, Changes, Personal};
use text::Text;

use crate::arrival::Arrival;
use crate::pages::Fact;

/// What happened, in a sentence.
pub(super) fn what(text: &Text, event: &ListedEvent) -> String {
    let (kind, details) = (&event.row.kind, &event.row.details);
    let key = format!("event-{kind}");
    // A newer release beside this one may write events that this one has no words for.
    if !text.has(&key) {
        return kind.clone();
    }
    let refused = format!("{key}.refused");
    if is_refused(event) && text.has(&refused) {
        return text.get(&refused);
    }
    text.get(&done_key(text, kind, details))
}

/// The key of what was done: where its details tell which way it went, of that way.
pub(in crate::admin) fn done_key(
    text: &Text,
    kind: &str,
    details: &BTreeMap<String, String>,
) -> String {
    let key = format!("event-{kind}");
    let is = |detail: &str, value: &str| details.get(detail).is_some_and(|found| found == value);
    let way = [
        ("given", "true", "given"),
        ("given", "false", "taken"),
        ("suspended", "true", "closed"),
        ("suspended", "false", "opened"),
    ]
    .into_iter()
    .find(|(detail, value, _)| is(detail, value))
    .map(|(.., way)| format!("{key}.{way}"))
    .filter(|told| text.has(told));
    way.unwrap_or(key)
}

/// Whether it was refused.
pub(super) fn is_refused(event: &ListedEvent) -> bool {
    event.row.outcome != domain::audit::Outcome::Done.code()
}

/// How something ended, as the list and the form call it.
pub(super) fn ending(text: &Text, outcome: &str) -> String {
    match outcome {
        "done" => text.get("audit-done"),
        _ => text.get("audit-refused"),
    }
}

/// Why it was refused, where it was.
pub(super) fn why(text: &Text, event: &ListedEvent) -> Option<String> {
    let code = &event.row.outcome;
    is_refused(event).then(|| {
        let key = format!("refusal-{code}");
        if text.has(&key) {
            text.get(&key)
        } else {
            code.clone()
        }
    })
}

/// Who did it.
pub(super) fn who(text: &Text, event: &ListedEvent) -> String {
    match (&event.actor, &event.row.actor) {
        (Some(named), _) => format!("{} ({})", named.name, named.username),
        (None, Some(id)) => id.to_string(),
        (None, None) => text.get("audit-who-nobody"),
    }
}

/// Whom it concerns; empty where it concerns nobody, or whoever did it.
pub(super) fn whom(event: &ListedEvent) -> String {
    match (&event.subject, &event.row.subject) {
        _ if event.row.subject == event.row.actor => String::new(),
        (Some(named), _) => format!("{} ({})", named.name, named.username),
        (None, Some(id)) => id.to_string(),
        (None, None) => String::new(),
    }
}

/// The personal part as this reader may see it.
pub(super) fn seen(event: &ListedEvent, sees_addresses: bool) -> Personal {
    let personal = event.personal();
    if sees_addresses {
        return personal;
    }
    Personal {
        address: personal.address.map(|address| masked(&address)),
        browser: personal.browser,
        target: personal.target.map(|_| "•••".to_owned()),
    }
}

/// The first half of an address.
fn masked(address: &str) -> String {
    if let Some((network, _)) = address.rsplit_once('.') {
        let network = network.rsplit_once('.').map_or(network, |(half, _)| half);
        return format!("{network}.•.•");
    }
    let groups: Vec<&str> = address.split(':').take(2).collect();
    format!("{}:•", groups.join(":"))
}

/// What is told about it beside the sentence, changes apart.
pub(super) fn details(arrival: &Arrival, event: &ListedEvent) -> Vec<Fact> {
    let text = &arrival.text;
    let details = event
        .row
        .details
        .iter()
        .filter(|(name, _)| *name != CHANGES);
    details
        .map(|(name, value)| Fact {
            name: named(text, "audit-detail", name),
            value: valued(text, name, value),
        })
        .collect()
}

/// What was changed.
pub(super) fn changes(arrival: &Arrival, event: &ListedEvent) -> Vec<[String; 3]> {
    let text = &arrival.text;
    let written = event.row.details.get(CHANGES).map_or("", String::as_str);
    let day = |value: &str| {
        let at = domain::time::Timestamp::from_unix_millis(value.parse().ok()?);
        Some(app::letters::date(at, &arrival.state.app.time_zone, text))
    };
    let moment = |value: &str| {
        let at = domain::time::Timestamp::from_unix_millis(value.parse().ok()?);
        let zone = &arrival.state.app.time_zone;
        Some(app::letters::date_time(at, zone, text))
    };
    let shown = |field: &str, value: &str| match value {
        "" => text.get("admin-nothing"),
        "true" => text.get("admin-yes"),
        "false" => text.get("admin-no"),
        other if field == "grace-until" => moment(other).unwrap_or_else(|| other.to_owned()),
        other if field == "two-step-from" => day(other).unwrap_or_else(|| other.to_owned()),
        other => other.to_owned(),
    };
    Changes::read(written)
        .iter()
        .map(|change| {
            [
                named(text, "audit-field", &change.field),
                shown(&change.field, &change.old),
                shown(&change.field, &change.new),
            ]
        })
        .collect()
}

/// The word for a name, where there is one.
fn named(text: &Text, of: &str, name: &str) -> String {
    let key = format!("{of}-{}", name.replace(['_', ' ', '.'], "-"));
    if text.has(&key) {
        text.get(&key)
    } else {
        name.to_owned()
    }
}

fn valued(text: &Text, name: &str, value: &str) -> String {
    let known = match name {
        "factor" => format!("factor-{value}"),
        "change" | "risk" | "address" => format!("audit-{name}-{value}"),
        _ => String::new(),
    };
    match value {
        "true" => text.get("admin-yes"),
        "false" => text.get("admin-no"),
        _ if text.has(&known) => text.get(&known),
        _ => value.to_owned(),
    }
}

/// The personal part, line by line; nothing where there is none, or it was erased.
pub(super) fn personal_facts(text: &Text, personal: &Personal) -> Vec<Fact> {
    [
        ("audit-address", &personal.address),
        ("audit-browser", &personal.browser),
        ("audit-target", &personal.target),
    ]
    .into_iter()
    .filter_map(|(key, value)| {
        value.as_ref().map(|value| Fact {
            name: text.get(key),
            value: value.clone(),
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_address_keeps_its_first_half() {
        assert_eq!(masked("192.0.2.17"), "192.0.•.•");
        assert_eq!(masked("2001:db8::17"), "2001:db8:•");
    }
}
