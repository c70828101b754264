//! `GET /admin/import/people.csv`: everybody as a table; `…/{id}/errors.csv`: the rows that cannot be imported, with why.

use std::io::Error;

use app::administer::import::{self, EXPORT_COLUMNS, ExportedPerson};
use axum::extract::RawPathParams;
use axum::response::Response;
use domain::import::{push_line, separator_for};
use domain::time::Timestamp;
use text::Text;

use super::{HERE, download, given, named, words};
use crate::admin::door::Admin;
use crate::admin::settled::settled;
use crate::reply::Reply;
use crate::when::in_utc;

/// Rows of one piece of a report.
const AT_A_TIME: u32 = 500;

/// Everybody, in the order of usernames.
pub(super) async fn people(admin: Admin) -> Result<Response, Reply> {
    let own = &admin.own;
    let (app, organisation) = (own.arrival.state.app.clone(), own.who.organisation.id);
    let begun = import::begin_export(&app, organisation, &admin.by()).await;
    if settled(&admin, HERE, begun).await?.is_err() {
        return Err(own.arrival.status(404));
    }
    let text = own.arrival.text.clone();
    let sign = separator_for(text.code());
    // The mark tells spreadsheets that this is UTF-8.
    let mut head = String::from("\u{feff}");
    push_line(
        &mut head,
        sign,
        EXPORT_COLUMNS.map(|name| words::column(&text, name)),
    );
    let name = "attachment; filename=\"people.csv\"";
    let start = Some((head, None::<String>));
    Ok(download::table(name, start, move |at| {
        let (app, text) = (app.clone(), text.clone());
        async move {
            let Some((mut table, after)) = at else {
                return Ok(None);
            };
            let page = import::export_page(&app, organisation, after).await;
            let page = page.map_err(Error::other)?;
            for person in page.people {
                push_line(&mut table, sign, cells(&text, person));
            }
            let next = page.next.map(|next| (String::new(), Some(next)));
            Ok(Some((table, next)))
        }
    }))
}

fn cells(text: &Text, person: ExportedPerson) -> [String; 9] {
    let at = |at: Option<Timestamp>| at.map_or_else(String::new, in_utc);
    let owner = text.get(if person.owner {
        "admin-yes"
    } else {
        "admin-no"
    });
    [
        person.username,
        person.name,
        person.email,
        person.phone,
        person.language,
        person.roles,
        owner,
        at(person.suspended_at),
        at(person.last_login_at),
    ]
}

/// The rows with errors.
pub(super) async fn errors(params: RawPathParams, admin: Admin) -> Result<Response, Reply> {
    let found = named(&admin, &params).await?;
    let own = &admin.own;
    let (app, organisation) = (own.arrival.state.app.clone(), own.who.organisation.id);
    let text = own.arrival.text.clone();
    let sign = separator_for(text.code());
    let mut head = String::from("\u{feff}");
    let titles = [
        "import-row",
        "import-column-username",
        "import-column-name",
        "import-verdict-error",
    ];
    push_line(&mut head, sign, titles.map(|key| text.get(key)));
    // Asked once before anything is sent, so that what cannot be read is an answer and no broken file.
    let probe = import::preview(
        &app,
        organisation,
        found.id,
        Some("error".to_owned()),
        (0, 1),
    );
    given(&admin, probe.await)?;
    let name = "attachment; filename=\"errors.csv\"";
    let start = Some((head, 0_i64));
    Ok(download::table(name, start, move |at| {
        let (app, text, id) = (app.clone(), text.clone(), found.id);
        async move {
            let Some((mut table, after)) = at else {
                return Ok(None);
            };
            let verdict = Some("error".to_owned());
            let page = import::preview(&app, organisation, id, verdict, (after, AT_A_TIME)).await;
            let (rows, has_more) = page.map_err(Error::other)?;
            let last = rows.last().map(|row| row.number).filter(|_| has_more);
            for row in rows {
                let why = words::fault(&text, &row).unwrap_or_default();
                let cells = [
                    row.number.to_string(),
                    row.filed.username,
                    row.filed.name,
                    why,
                ];
                push_line(&mut table, sign, cells);
            }
            Ok(Some((table, last.map(|last| (String::new(), last)))))
        }
    }))
}
