//! Copies of what a filter leaves, written while they are read: a piece at a time, never whole in memory.
//!
//! A table neutralises what a spreadsheet would take for a formula, as every table of ours does; lines of JSON need nothing of the kind.

use std::sync::Arc;

use app::App;
use app::administer::audit::{self, AuditFilter, ExportForm, ListedEvent, export_page};
use app::administer::{AdministerFault, Reason};
use axum::body::{Body, Bytes};
use axum::response::Response;
use domain::id::{AuditId, OrganisationId, UserId};
use futures_util::stream;
use serde_json::json;
use text::{Language, Text};

use super::filter::View;
use super::{given, sees_addresses, words};
use crate::admin::csv::table_lines;
use crate::admin::door::Admin;
use crate::person_record::{attached, row_json};
use crate::reply::Reply;
use crate::when::in_utc;

/// As a table.
pub(super) const CSV: &str = "/admin/audit.csv";

/// As lines of JSON.
pub(super) const JSON_LINES: &str = "/admin/audit.jsonl";

/// The key of each column's name.
const COLUMNS: [&str; 12] = [
    "audit-id",
    "audit-time",
    "audit-kind",
    "audit-what",
    "audit-outcome",
    "audit-who",
    "audit-who-id",
    "audit-whom",
    "audit-whom-id",
    "audit-address",
    "audit-browser",
    "audit-details",
];

/// `GET /admin/audit.csv`.
pub(super) async fn csv(admin: Admin) -> Result<Response, Reply> {
    copied(admin, ExportForm::Csv).await
}

/// `GET /admin/audit.jsonl`.
pub(super) async fn json_lines(admin: Admin) -> Result<Response, Reply> {
    copied(admin, ExportForm::JsonLines).await
}

/// What a copy is made of, piece by piece.
struct Copying {
    app: Arc<App>,
    organisation: OrganisationId,
    filter: AuditFilter,
    form: ExportForm,
    text: Text,
    sees_addresses: bool,
    at: At,
}

/// How far a copy is.
enum At {
    Heads,
    Rows(Option<AuditId>),
    End,
}

async fn copied(admin: Admin, form: ExportForm) -> Result<Response, Reply> {
    let own = &admin.own;
    let arrival = &own.arrival;
    let sees = sees_addresses(&admin);
    let view = View::of(arrival, sees);
    let (app, organisation) = (&arrival.state.app, own.who.organisation.id);
    let Ok(question) = view.question(&app.time_zone) else {
        return Err(arrival.status(422));
    };
    let narrowed = match audit::narrowed(app, organisation, &question).await {
        Err(AdministerFault::Refused(Reason::Faults(_))) => return Err(arrival.status(422)),
        narrowed => given(arrival, narrowed)?,
    };
    let begun = audit::begin_export(app, organisation, &narrowed, form, &admin.by()).await;
    given(arrival, begun)?;
    let copying = Copying {
        app: Arc::clone(app),
        organisation,
        filter: narrowed,
        form,
        text: arrival.text.clone(),
        sees_addresses: sees,
        at: At::Heads,
    };
    let pieces = stream::try_unfold(copying, Copying::piece);
    let (kind, name) = match form {
        ExportForm::Csv => (
            "text/csv; charset=utf-8",
            "attachment; filename=\"audit.csv\"",
        ),
        ExportForm::JsonLines => (
            "application/jsonl; charset=utf-8",
            "attachment; filename=\"audit.jsonl\"",
        ),
    };
    Ok(attached(kind, name, Body::from_stream(pieces)))
}

impl Copying {
    /// The next piece. What cannot be read ends the copy short, which a browser shows as a failed download.
    async fn piece(mut self) -> Result<Option<(Bytes, Self)>, std::io::Error> {
        let before = match self.at {
            At::End => return Ok(None),
            At::Heads => {
                self.at = At::Rows(None);
                let heads = match self.form {
                    ExportForm::Csv => self.table(true, &[]),
                    ExportForm::JsonLines => String::new(),
                };
                return Ok(Some((Bytes::from(heads), self)));
            }
            At::Rows(before) => before,
        };
        let page = export_page(&self.app, self.organisation, &self.filter, before)
            .await
            .map_err(std::io::Error::other)?;
        let text = match self.form {
            ExportForm::Csv => self.table(false, &page.events),
            ExportForm::JsonLines => page.events.iter().map(|event| self.line(event)).collect(),
        };
        self.at = page.older.map_or(At::End, |older| At::Rows(Some(older)));
        Ok(Some((Bytes::from(text), self)))
    }

    fn table(&self, heads: bool, events: &[ListedEvent]) -> String {
        let language: Language = self.text.language();
        let columns = heads.then(|| COLUMNS.iter().map(|key| self.text.get(key)).collect());
        let rows = events.iter().map(|event| self.cells(event));
        table_lines(language, heads, columns.into_iter().chain(rows))
    }

    fn cells(&self, event: &ListedEvent) -> Vec<String> {
        let row = &event.row;
        let personal = words::seen(event, self.sees_addresses);
        let named = |user: &Option<app::administer::audit::NamedUser>| {
            user.as_ref()
                .map_or_else(String::new, |user| user.username.clone())
        };
        let id = |id: Option<UserId>| id.map_or_else(String::new, |id| id.to_string());
        vec![
            row.id.to_string(),
            in_utc(row.at),
            row.kind.clone(),
            words::what(&self.text, event),
            row.outcome.clone(),
            named(&event.actor),
            id(row.actor),
            named(&event.subject),
            id(row.subject),
            personal.address.unwrap_or_default(),
            personal.browser.unwrap_or_default(),
            json!(row.details).to_string(),
        ]
    }

    fn line(&self, event: &ListedEvent) -> String {
        let personal = words::seen(event, self.sees_addresses);
        let mut line = row_json(&event.row, &personal);
        if let Some(fields) = line.as_object_mut() {
            for (name, user) in [("actor", &event.actor), ("subject", &event.subject)] {
                let username = user.as_ref().map(|user| user.username.clone());
                fields.insert(format!("{name}_username"), json!(username));
            }
        }
        format!("{line}\n")
    }
}
