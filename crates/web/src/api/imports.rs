//! People from a table: sent as it comes and looked at row by row, applied all at once, taken back as far as nobody built upon it.
//!
//! The columns are guessed from the headings; a table whose headings cannot be guessed is put right on the page.

use app::administer::import::{self, Kind, State};
use axum::body::{Body, Bytes};
use axum::http::Method;
use domain::role::BuiltIn;
use http_body_util::BodyExt as _;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads, writes};
use super::paging::{Page, PageQuery, next};
use super::problem::Problem;
use super::wire::imports::{
    ApplyImport, NewImportQuery, WireApplied, WireImport, WireImportRow, WireUndone,
};

const IMPORTS: &str = "/api/v1/imports";
const IMPORT: &str = "/api/v1/imports/{import}";
const APPLICATION: &str = "/api/v1/imports/{import}/application";
const READS: super::Door = reads(BuiltIn::People);
const WRITES: super::Door = writes(BuiltIn::People);

/// The largest table, in bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::POST, IMPORTS),
            "begin-import",
            WRITES,
            "Send a table of people, which is looked at and not yet applied",
            begin,
        )
        .takes_table("username;name\nny.person;Ny Person\n")
        .asks::<NewImportQuery>()
        .gives::<WireImport>(201),
        Operation::new(
            (Method::GET, IMPORT),
            "import",
            READS,
            "One import, and what its rows come to",
            show,
        )
        .gives::<WireImport>(200),
        Operation::new(
            (Method::GET, "/api/v1/imports/{import}/rows"),
            "import-rows",
            READS,
            "What each row of an import comes to",
            rows,
        )
        .asks::<PageQuery>()
        .gives::<Page<WireImportRow>>(200),
        Operation::new(
            (Method::PUT, APPLICATION),
            "apply-import",
            WRITES,
            "Put an import in force, all of it at once",
            apply,
        )
        .takes::<ApplyImport>(r#"{"version":1}"#)
        .gives::<WireApplied>(200),
        Operation::new(
            (Method::DELETE, APPLICATION),
            "undo-import",
            WRITES,
            "Take an import back, as far as nobody built upon it",
            undo,
        )
        .gives::<WireUndone>(200),
    ]
}

async fn begin(call: Call) -> Outcome {
    let query: NewImportQuery = call.query()?;
    let (organisation, by) = (call.organisation()?, call.by()?);
    let mut table = call.table();
    let Some(first) = next_piece(&mut table).await? else {
        let detail = "the table is missing: it is the body";
        return Err(Problem::new(422, "table-missing", detail));
    };
    let kind = (Kind::People, query.name.as_str());
    let begun = import::begin(call.app(), organisation, kind, Some(MOST_BYTES), &by).await;
    let mut receiving = call.settled(begun)?;
    call.settled(receiving.put(&first).await)?;
    while let Some(piece) = next_piece(&mut table).await? {
        call.settled(receiving.put(&piece).await)?;
    }
    let received = import::received(receiving, call.requester.now).await;
    let mut view = call.settled(received)?;
    if view.state == State::Mapping && view.counts.fault.is_none() {
        let (at, choices) = ((view.id, view.version), view.choices.clone());
        let ordered = import::order_check(call.app(), organisation, at, choices, None, &by).await;
        view = call.settled(ordered)?;
    }
    Answer::created(&format!("{IMPORTS}/{}", view.id), &WireImport::from(&view))
}

/// The next bytes of the table; nothing at its end.
async fn next_piece(table: &mut Body) -> Result<Option<Bytes>, Problem> {
    while let Some(frame) = table.frame().await {
        let frame = frame.map_err(|_| Problem::malformed("the table was cut short"))?;
        if let Ok(piece) = frame.into_data()
            && !piece.is_empty()
        {
            return Ok(Some(piece));
        }
    }
    Ok(None)
}

async fn found(call: &Call) -> Result<import::ImportView, Problem> {
    let (organisation, id) = (call.organisation()?, call.id("import")?);
    let found = import::find(call.app(), organisation, id).await;
    call.settled(found).map_err(Problem::missing)
}

async fn show(call: Call) -> Outcome {
    Answer::ok(&WireImport::from(&found(&call).await?))
}

async fn rows(call: Call) -> Outcome {
    let query: PageQuery = call.query()?;
    let (after, limit) = (query.after::<i64>()?.unwrap_or(0), query.limit()?);
    let view = found(&call).await?;
    let organisation = call.organisation()?;
    let part = (after, limit);
    let read = import::preview(call.app(), organisation, view.id, None, part).await;
    let (rows, more) = call.settled(read)?;
    let last = rows.last().filter(|_| more).map(|row| row.number);
    Answer::ok(&Page {
        items: rows.iter().map(WireImportRow::from).collect(),
        next: next(last),
    })
}

async fn apply(call: Call) -> Outcome {
    let wanted: ApplyImport = call.json()?;
    let view = found(&call).await?;
    let (organisation, by) = (call.organisation()?, call.by()?);
    let at = (view.id, wanted.version);
    let done = import::apply(call.app(), organisation, at, wanted.without_errors, &by).await;
    Answer::ok(&WireApplied::from(&call.settled(done)?))
}

async fn undo(call: Call) -> Outcome {
    let view = found(&call).await?;
    let done = import::undo(call.app(), call.organisation()?, view.id, &call.by()?).await;
    Answer::ok(&WireUndone::from(&call.settled(done)?))
}
