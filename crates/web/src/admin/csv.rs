//! `GET /admin/deliveries.csv`: the delivery log as a table for other programs.
//!
//! A cell that a spreadsheet would take for a formula is made a text (A52). What opens such files divides by the reader's own sign: a
//! semicolon where the comma stands in numbers.

use app::administer::{self, LogPage, LoggedMessage};
use axum::http::{HeaderValue, StatusCode, header};
use domain::import::{push_line, separator_for};
use domain::time::Timestamp;
use text::{Language, Text};

use super::deliveries::{filter_of, gateway};
use super::door::Admin;
use super::{log_words, money};
use crate::arrival::Arrival;
use crate::reply::{Answer, Reply};
use crate::when::in_utc;

/// Where it lies.
pub(super) const HERE: &str = "/admin/deliveries.csv";

/// The key of each column's name.
const COLUMNS: [&str; 14] = [
    "admin-log-csv-id",
    "admin-log-time",
    "admin-log-channel",
    "admin-log-csv-purpose",
    "admin-log-to",
    "admin-log-gateway",
    "admin-log-state",
    "admin-log-csv-handed",
    "admin-log-csv-reported",
    "admin-log-csv-answered",
    "admin-log-csv-parts",
    "admin-log-csv-price",
    "admin-log-csv-currency",
    "admin-log-csv-reason",
];

/// The table of what the address narrows the log down to.
pub(super) async fn export(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let filter = filter_of(arrival);
    let log = administer::export_delivery_log(&arrival.state.app, &admin.own.who, &filter)
        .await
        .map_err(|fault| arrival.fault(&fault))?;
    let text = &arrival.text;
    let sign = separator_for(text.code());
    // The mark tells spreadsheets that this is UTF-8.
    let mut table = String::from("\u{feff}");
    push_line(&mut table, sign, COLUMNS.map(|key| text.get(key)));
    for message in &log.messages {
        push_line(&mut table, sign, cells(arrival, message, &log));
    }
    let name = HeaderValue::from_static("attachment; filename=\"deliveries.csv\"");
    Ok(
        Reply::text(StatusCode::OK, "text/csv; charset=utf-8", table)
            .with(header::CONTENT_DISPOSITION, Some(name)),
    )
}

/// A whole table: its heads first.
pub(super) fn table(language: Language, rows: impl Iterator<Item = Vec<String>>) -> String {
    // The mark tells spreadsheets that this is UTF-8.
    let mut table = String::from("\u{feff}");
    for cells in rows {
        push_line(&mut table, separator_for(language.code()), cells);
    }
    table
}

/// Lines of a table that is written while it is read; its beginning has the mark of UTF-8.
pub(super) fn table_lines(
    language: Language,
    begins: bool,
    rows: impl Iterator<Item = Vec<String>>,
) -> String {
    let mut lines = String::from(if begins { "\u{feff}" } else { "" });
    for cells in rows {
        push_line(&mut lines, separator_for(language.code()), cells);
    }
    lines
}

fn cells(arrival: &Arrival, message: &LoggedMessage, log: &LogPage) -> [String; 14] {
    let text: &Text = &arrival.text;
    let at = |moment: Option<Timestamp>| moment.map_or_else(String::new, in_utc);
    let (price, currency) = message.price.as_ref().map_or_else(
        || (String::new(), String::new()),
        |price| {
            (
                money::plain(price.micros, text.language()),
                price.currency.clone(),
            )
        },
    );
    let reason = log_words::reason(
        text,
        message.state,
        message.channel,
        message.reason.as_deref(),
    );
    [
        message.id.to_string(),
        in_utc(message.created_at),
        log_words::channel(text, message.channel),
        log_words::purpose(text, &message.purpose),
        message.masked.clone(),
        gateway(arrival, message, log),
        log_words::state(text, message.state),
        at(message.handed_at),
        at(message.reported_at),
        at(message.answered_at),
        message
            .parts
            .map_or_else(String::new, |parts| parts.to_string()),
        price,
        currency,
        reason.unwrap_or_default(),
    ]
}
