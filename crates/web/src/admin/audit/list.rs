//! `GET /admin/audit`: the log, a page at a time, the newest first.

use app::administer::audit::{self, AuditPage, EVENTS_ON_A_PAGE, ListedEvent};
use app::administer::{AdministerFault, FieldFault, FieldWhy, Reason};

use super::filter::{View, fields};
use super::{HERE, download, given, retention, sees_addresses, verify, words};
use crate::admin::door::Admin;
use crate::admin::filling;
use crate::arrival::Arrival;
use crate::pages::Problem;
use crate::pages::admin::{AuditLogPage, Fieldset, LoggedRow};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// The page.
pub(super) async fn show(admin: Admin) -> Answer {
    let own = &admin.own;
    let arrival = &own.arrival;
    let sees = sees_addresses(&admin);
    let view = View::of(arrival, sees);
    match looked(&admin, &view).await? {
        Ok(found) => Ok(Reply::page(arrival, &shown(&admin, &view, &found, &[]))),
        Err(faults) => {
            let nothing = AuditPage {
                events: Vec::new(),
                older: None,
                cut_short: false,
            };
            let page = shown(&admin, &view, &nothing, &faults);
            Ok(Reply::page_with(arrival, 422, &page))
        }
    }
}

/// What the address leaves; or what of it cannot be.
async fn looked(admin: &Admin, view: &View) -> Result<Result<AuditPage, Vec<FieldFault>>, Reply> {
    let own = &admin.own;
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let question = match view.question(&app.time_zone) {
        Ok(question) => question,
        Err(field) => return Ok(Err(vec![FieldFault::new(field, FieldWhy::NoDate)])),
    };
    let filter = match audit::narrowed(app, organisation, &question).await {
        Err(AdministerFault::Refused(Reason::Faults(faults))) => return Ok(Err(faults)),
        narrowed => given(&own.arrival, narrowed)?,
    };
    let by = admin.by();
    let page = audit::log(
        app,
        organisation,
        &filter,
        view.before,
        EVENTS_ON_A_PAGE,
        &by,
    )
    .await;
    given(&own.arrival, page).map(Ok)
}

fn shown(admin: &Admin, view: &View, found: &AuditPage, faults: &[FieldFault]) -> AuditLogPage {
    let arrival = &admin.own.arrival;
    let sees = sees_addresses(admin);
    let mut filter = fields(arrival, view, sees);
    if !faults.is_empty() {
        let set = Fieldset {
            legend: String::new(),
            about: None,
            fields: filter,
        };
        let filled = filling::filled(arrival, vec![set], &view.typed, faults, None);
        filter = filled.into_iter().flat_map(|set| set.fields).collect();
    }
    let rows = found.events.iter().map(|event| row(arrival, event, sees));
    AuditLogPage {
        frame: admin.frame(),
        filter,
        action: HERE.to_owned(),
        filtered: view.narrows(),
        begins_later: view.before.is_some(),
        rows: rows.collect(),
        cut_short: found.cut_short,
        older: found.older.map(|older| view.address(HERE, Some(older))),
        newest: view.before.is_some().then(|| view.address(HERE, None)),
        csv: view.address(download::CSV, None),
        json_lines: view.address(download::JSON_LINES, None),
        verify: verify::HERE.to_owned(),
        retention: admin
            .own
            .who
            .user
            .owner
            .then(|| retention::FORM.path.to_owned()),
        status: crate::admin::done::Done::told(arrival).filter(|_| faults.is_empty()),
        problem: (!faults.is_empty())
            .then(|| Problem::new(admin.t("audit-wrong"), admin.t("audit-wrong.advice"))),
    }
}

fn row(arrival: &Arrival, event: &ListedEvent, sees: bool) -> LoggedRow {
    let text = &arrival.text;
    let refused = words::is_refused(event);
    LoggedRow {
        href: format!("{HERE}/{}", event.row.id),
        at: moment(arrival, event.row.at),
        what: words::what(text, event),
        why: words::why(text, event),
        outcome: words::ending(text, &event.row.outcome),
        class: if refused { "tag warn" } else { "tag ok" },
        who: words::who(text, event),
        whom: words::whom(event),
        address: words::seen(event, sees).address.unwrap_or_default(),
    }
}
