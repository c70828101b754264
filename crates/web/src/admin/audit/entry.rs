//! `GET /admin/audit/{id}`: one row with everything that was told, what was changed, and where it stands in the chain.

use app::administer::audit::{self, EventView};
use axum::extract::Path;
use domain::id::AuditId;
use domain::role::BuiltIn;

use super::{HERE, given, sees_addresses, words};
use crate::admin::door::Admin;
use crate::pages::Fact;
use crate::pages::admin::{AuditEntryPage, Changed};
use crate::reply::{Answer, Reply};

/// The page.
pub(super) async fn show(Path(id): Path<String>, admin: Admin) -> Answer {
    let own = &admin.own;
    let arrival = &own.arrival;
    let Ok(id) = id.parse::<AuditId>() else {
        return Err(arrival.status(404));
    };
    let (app, organisation) = (&arrival.state.app, own.who.organisation.id);
    let found = audit::log_entry(app, organisation, id, &admin.by()).await;
    let Some(view) = given(arrival, found)? else {
        return Err(arrival.status(404));
    };
    Ok(Reply::page(arrival, &shown(&admin, &view)))
}

fn shown(admin: &Admin, view: &EventView) -> AuditEntryPage {
    let arrival = &admin.own.arrival;
    let (text, event) = (&arrival.text, &view.event);
    let sees = sees_addresses(admin);
    let personal = words::seen(event, sees);
    let facts = words::personal_facts(text, &personal);
    let about = match (facts.is_empty(), sees) {
        (true, _) => text.get("audit-personal-none"),
        (false, true) => text.get("audit-personal-about"),
        (false, false) => text.get("audit-personal-masked"),
    };
    let changes = words::changes(arrival, event)
        .into_iter()
        .map(|[field, old, new]| Changed { field, old, new });
    AuditEntryPage {
        frame: admin.frame(),
        what: words::what(text, event),
        facts: told(admin, view),
        details: words::details(arrival, event),
        changes: changes.collect(),
        personal: facts,
        personal_about: about,
        person: event
            .row
            .subject
            .filter(|_| admin.own.who.rights.has(BuiltIn::People) && event.subject.is_some())
            .map(|subject| format!("/admin/users/{subject}")),
        back: HERE.to_owned(),
    }
}

fn told(admin: &Admin, view: &EventView) -> Vec<Fact> {
    let arrival = &admin.own.arrival;
    let (text, event) = (&arrival.text, &view.event);
    let fact = |key: &str, value: String| Fact {
        name: text.get(key),
        value,
    };
    let mut outcome = words::ending(text, &event.row.outcome);
    if let Some(why) = words::why(text, event) {
        outcome = format!("{outcome}: {why}");
    }
    let sealed = match view.sealed {
        Some((seal, place)) => text.with2("audit-sealed-as", "seal", seal, "place", place),
        None => text.get("audit-awaits-seal"),
    };
    let whom = match words::whom(event) {
        nobody if nobody.is_empty() => None,
        whom => Some(fact("audit-whom", whom)),
    };
    let at = app::letters::date_time(event.row.at, &arrival.state.app.time_zone, text);
    let mut facts = vec![
        fact("audit-time", at),
        fact("audit-who", words::who(text, event)),
    ];
    facts.extend(whom);
    facts.extend([
        fact("audit-outcome", outcome),
        fact("audit-kind", event.row.kind.clone()),
        fact("audit-id", event.row.id.to_string()),
        fact("audit-seal", sealed),
    ]);
    facts
}
