//! `GET /admin/import/{id}`: the columns, the progress, or the rows – whichever step the import is at.

use app::administer::import::{self, ImportView, PAGE, PreviewRow, State};
use axum::extract::RawPathParams;

use super::{address, given, mapping, named, words};
use crate::admin::done::Done;
use crate::admin::door::Admin;
use crate::pages::Problem;
use crate::pages::admin::{ImportCheckingPage, ImportCount, ImportRowLine, ImportRowsPage};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// The page.
pub(super) async fn show(params: RawPathParams, admin: Admin) -> Answer {
    let import = named(&admin, &params).await?;
    let here = address(import.id);
    match import.state {
        State::Receiving => Err(admin.own.arrival.status(404)),
        State::Mapping => {
            admin.own.arrival.proved(&admin.own.who, &here).await?;
            mapping::shown(&admin, &import, 200, None).await
        }
        State::Checking => Ok(checking(&admin, &import)),
        State::Checked => {
            admin.own.arrival.proved(&admin.own.who, &here).await?;
            rows(&admin, &import, 200, None).await
        }
        State::Applied | State::Undone => rows(&admin, &import, 200, None).await,
    }
}

/// The progress. Without scripts the page asks for itself again; with them, a script fetches it and moves the bar.
fn checking(admin: &Admin, import: &ImportView) -> Reply {
    let text = &admin.own.arrival.text;
    let page = ImportCheckingPage {
        frame: admin.frame(),
        file: import.file_name.clone(),
        percent: import.percent(),
        progress: text.with2(
            "import-progress",
            "percent",
            i64::try_from(import.percent()).unwrap_or(0),
            "rows",
            import.counts.rows,
        ),
        discard: format!("{}/discard", address(import.id)),
    };
    Reply::page(&admin.own.arrival, &page)
}

/// What may be asked for.
const VERDICTS: [&str; 6] = [
    "new",
    "changed",
    "unchanged",
    "error",
    "removed",
    "restored",
];

/// The rows of an import, a page at a time.
pub(super) async fn rows(
    admin: &Admin,
    import: &ImportView,
    status: u16,
    problem: Option<Problem>,
) -> Answer {
    let arrival = &admin.own.arrival;
    let asked = arrival.query.get("verdict").map(String::as_str);
    let asked = asked.filter(|verdict| VERDICTS.contains(verdict));
    let after = arrival.query.get("after");
    let after = after
        .and_then(|after| after.parse::<i64>().ok())
        .unwrap_or(0);
    let read = import::preview(
        &arrival.state.app,
        admin.own.who.organisation.id,
        import.id,
        asked.map(str::to_owned),
        (after.max(0), PAGE),
    );
    let (found, has_more) = given(admin, read.await)?;
    let here = address(import.id);
    let with = |after: i64| {
        let verdict = asked.map_or_else(String::new, |verdict| format!("&verdict={verdict}"));
        format!("{here}?after={after}{verdict}")
    };
    let next = found
        .last()
        .filter(|_| has_more)
        .map(|row| with(row.number));
    let ready = import.state == State::Checked;
    let counts = &import.counts;
    let page = ImportRowsPage {
        frame: admin.frame(),
        heading: admin.t(match import.state {
            State::Applied => "import-applied-heading",
            State::Undone => "import-undone-heading",
            _ => "import-preview-heading",
        }),
        file: import.file_name.clone(),
        told: told(admin, import),
        counts: tallies(admin, import, asked),
        rows: found.iter().map(|row| line(admin, row)).collect(),
        next,
        first: (after > 0).then(|| with(0)),
        report: (counts.error > 0).then(|| format!("{here}/errors.csv")),
        apply: (ready && counts.new + counts.changed > 0).then(|| format!("{here}/apply")),
        apply_label: arrival
            .text
            .with1("import-apply", "count", counts.new + counts.changed),
        without: (counts.error > 0).then(|| {
            arrival
                .text
                .with1("import-apply-without", "count", counts.error)
        }),
        columns: ready.then(|| format!("{here}/columns")),
        discard: ready.then(|| format!("{here}/discard")),
        undo: (import.state == State::Applied).then(|| format!("{here}/undo")),
        version: import.version,
        status: Done::told(arrival).filter(|_| problem.is_none()),
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}

/// What is said above the rows.
fn told(admin: &Admin, import: &ImportView) -> Vec<String> {
    let arrival = &admin.own.arrival;
    let (text, counts) = (&arrival.text, &import.counts);
    let mut told = Vec::new();
    match import.state {
        State::Applied => {
            let (new, changed) = (counts.new, counts.changed);
            told.push(text.with2("import-applied-told", "new", new, "changed", changed));
            if import.choices.invite {
                told.push(text.with1("import-invited-told", "count", counts.invited));
            }
            let until = moment(arrival, import.expires_at);
            told.push(text.with1("import-until", "time", until));
        }
        State::Undone => {
            let kept = counts.new + counts.changed - counts.removed - counts.restored;
            let values = [
                ("removed", counts.removed.into()),
                ("restored", counts.restored.into()),
                ("kept", kept.into()),
            ];
            told.push(text.with("import-undone-told", &values));
        }
        _ => {
            told.push(text.get("import-preview-lead"));
            if let Some(encoding) = &counts.encoding {
                told.push(text.with1("import-read-as", "encoding", encoding.as_str()));
            }
        }
    }
    told
}

/// How many rows came to what, each a way to see them alone.
fn tallies(admin: &Admin, import: &ImportView, asked: Option<&str>) -> Vec<ImportCount> {
    let text = &admin.own.arrival.text;
    let (here, counts) = (address(import.id), &import.counts);
    let all = ImportCount {
        name: text.with1("import-count-all", "count", counts.rows),
        href: here.clone(),
        current: asked.is_none(),
    };
    let verdicts = [
        ("new", counts.new),
        ("changed", counts.changed),
        ("unchanged", counts.unchanged),
        ("error", counts.error),
    ];
    let one = |(verdict, count): (&str, i64)| ImportCount {
        name: text.with1(&format!("import-count-{verdict}"), "count", count),
        href: format!("{here}?verdict={verdict}"),
        current: asked == Some(verdict),
    };
    std::iter::once(all).chain(verdicts.map(one)).collect()
}

fn line(admin: &Admin, row: &PreviewRow) -> ImportRowLine {
    let text = &admin.own.arrival.text;
    let (verdict, class) = words::verdict(text, &row.verdict);
    ImportRowLine {
        number: row.number.to_string(),
        username: row.filed.username.clone(),
        name: row.filed.name.clone(),
        verdict,
        class,
        reason: words::fault(text, row),
        changes: row
            .filed
            .changes
            .iter()
            .map(|change| words::change(text, change))
            .collect(),
    }
}
