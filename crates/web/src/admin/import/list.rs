//! `GET /admin/import`: the files that were read in, and the way to everybody as a table.

use app::administer::import::{self, ImportView};
use domain::id::ImportId;

use super::{HERE, NEW, address, given, words};
use crate::admin::done::Done;
use crate::admin::door::Admin;
use crate::pages::admin::{ImportListPage, ImportListRow};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// The page.
pub(super) async fn show(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let before = arrival.query.get("before");
    let before = before.and_then(|id| id.parse::<ImportId>().ok());
    let organisation = admin.own.who.organisation.id;
    let listed = import::list(&arrival.state.app, organisation, before).await;
    let listed = given(&admin, listed)?;
    let oldest = listed.imports.last().filter(|_| listed.has_older);
    let page = ImportListPage {
        frame: admin.frame(),
        new: NEW.to_owned(),
        export: "/admin/import/people.csv".to_owned(),
        rows: listed
            .imports
            .iter()
            .map(|import| row(&admin, import))
            .collect(),
        older: oldest.map(|oldest| format!("{HERE}?before={}", oldest.id)),
        newest: before.is_some().then(|| HERE.to_owned()),
        status: Done::told(arrival),
    };
    Ok(Reply::page(arrival, &page))
}

fn row(admin: &Admin, import: &ImportView) -> ImportListRow {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    ImportListRow {
        name: import.file_name.clone(),
        href: address(import.id),
        kind: text.get(&format!("import-kind-{}", import.kind.as_str())),
        state: words::state(text, import.state),
        rows: import.counts.rows.to_string(),
        at: moment(arrival, import.created_at),
    }
}
