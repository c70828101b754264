//! `GET /admin/roles/{id}/readiness.csv`: the report as a table for other programs. That it was taken is put on record.

use app::administer::effect::{self, ReadinessRow};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use domain::import::{push_line, separator_for};
use text::Text;

use super::asked::Asked;
use super::failed;
use super::show::{factors, said};
use crate::admin::door::Admin;
use crate::reply::{Answer, Reply};
use crate::when::in_utc;

/// The key of each column's name.
const COLUMNS: [&str; 9] = [
    "readiness-csv-username",
    "readiness-csv-name",
    "readiness-csv-state",
    "readiness-csv-why",
    "readiness-csv-factors",
    "readiness-csv-mobile",
    "readiness-csv-email",
    "readiness-csv-grace",
    "readiness-csv-last",
];

/// The table.
pub(super) async fn export(admin: Admin, Path(id): Path<String>) -> Answer {
    let arrival = &admin.own.arrival;
    let asked = Asked::read(&admin, &id).await?;
    let report = effect::export_readiness(
        &arrival.state.app,
        admin.own.who.organisation.id,
        asked.draft.clone(),
        asked.part.only,
        &admin.by(),
    )
    .await
    .map_err(|fault| failed(arrival, &fault))?;
    let text = &arrival.text;
    let sign = separator_for(text.code());
    // The mark tells spreadsheets that this is UTF-8.
    let mut table = String::from("\u{feff}");
    push_line(&mut table, sign, COLUMNS.map(|key| text.get(key)));
    for row in &report.rows {
        push_line(&mut table, sign, cells(text, row));
    }
    let name = HeaderValue::from_static("attachment; filename=\"readiness.csv\"");
    Ok(
        Reply::text(StatusCode::OK, "text/csv; charset=utf-8", table)
            .with(header::CONTENT_DISPOSITION, Some(name)),
    )
}

fn cells(text: &Text, row: &ReadinessRow) -> [String; 9] {
    let yes = |has: bool| text.get(if has { "admin-yes" } else { "admin-no" });
    let why: Vec<String> = row.why.iter().map(|why| said(text, why)).collect();
    [
        row.username.clone(),
        row.name.clone(),
        text.get(&format!("readiness-is-{}", row.readiness.as_str())),
        why.join(" "),
        factors(text, row),
        yes(row.addresses.mobile),
        yes(row.addresses.email),
        row.grace_until.map_or_else(String::new, in_utc),
        row.last_login_at.map_or_else(String::new, in_utc),
    ]
}
