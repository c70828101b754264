//! Takes a table of permissions into the catalogue: pasted or sent as a file, shown line by line, then applied as it was shown.

use app::administer::{self, CatalogueImport, Imported};
use axum::extract::{FromRequest, Request};
use domain::import::FileFault;
use domain::role::catalogue::{self, Entry, LineFault, ListFault, Planned, Verdict};
use text::Text;

use super::permissions;
use super::read;
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::small_file::{self, SmallFile};
use crate::pages::Problem;
use crate::pages::admin::{Field, ImportDryRun, ImportLine, PermissionImportPage, Shape};
use crate::reply::{Answer, Reply};
use crate::state::WebState;

/// Where a table is taken in.
pub(super) const HERE: &str = "/admin/roles/permissions/import";

/// The most lines that are shown; wrong ones come first.
const MOST_SHOWN: usize = 300;

/// `GET /admin/roles/permissions/import`.
pub(super) async fn page(admin: Admin) -> Answer {
    admin.own.arrival.proved(&admin.own.who, HERE).await?;
    Ok(shown(&admin, "", None, 200, None))
}

/// The largest table, in bytes.
const MOST_TABLE: usize = 256 * 1024;

/// The largest body: a table that was pasted, a file beside it, and what is around them.
const MOST_BODY: usize = 2 * MOST_TABLE + 16 * 1024;

/// A form with a table in it, or beside it as a file.
pub(super) struct TableForm {
    admin: Admin,
    sent: SmallFile,
}

impl FromRequest<WebState> for TableForm {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Reply> {
        // Without a file it is a form like any other, for whoever sends it as one.
        if !small_file::is_one(&request) {
            let AdminForm { admin, sent } = AdminForm::from_request(request, state).await?;
            let sent = SmallFile::without(sent.0);
            return Ok(Self { admin, sent });
        }
        match small_file::received(request, state, MOST_BODY).await? {
            (admin, Some(sent)) => Ok(Self { admin, sent }),
            (admin, None) => Err(too_large(&admin)),
        }
    }
}

fn too_large(admin: &Admin) -> Reply {
    let most = (MOST_TABLE / 1024).to_string();
    let text = &admin.own.arrival.text;
    let problem = Problem::said(text.with1("role-import-fault-too-large", "most", most));
    shown(admin, "", None, 413, Some(problem))
}

/// `POST /admin/roles/permissions/import`.
pub(super) async fn send(form: TableForm) -> Answer {
    let TableForm { admin, sent } = form;
    let pasted = sent.field("table");
    if pasted.len().max(sent.file.len()) > MOST_TABLE {
        return Ok(too_large(&admin));
    }
    if sent.field("act") == "apply" {
        return applied(&admin, pasted, sent.field("expected")).await;
    }
    // A file that was chosen is what is meant; it goes on as if its text had been pasted, so that what is applied is what was shown.
    if sent.file.is_empty() {
        return planned(&admin, pasted, 200, None).await;
    }
    match catalogue::text(&sent.file) {
        Ok(table) => planned(&admin, &table, 200, None).await,
        Err(fault) => Ok(unread(&admin, pasted, fault.into())),
    }
}

/// The page, with why none of a list could be read.
fn unread(admin: &Admin, table: &str, fault: ListFault) -> Reply {
    let text = &admin.own.arrival.text;
    let said = match fault {
        ListFault::File(FileFault::Empty) => text.get("role-import-fault-empty"),
        ListFault::File(_) => text.get("role-import-fault-no-table"),
        ListFault::Json { line } => text.with1("role-import-fault-json", "line", line.to_string()),
    };
    shown(admin, table, None, 422, Some(Problem::said(said)))
}

/// What the table would do, shown.
async fn planned(admin: &Admin, table: &str, status: u16, problem: Option<Problem>) -> Answer {
    let arrival = &admin.own.arrival;
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let plan = administer::plan_permissions(app, organisation, table.as_bytes().to_vec()).await;
    match read(admin, plan)? {
        Ok(plan) => {
            let run = dry_run(&arrival.text, &plan);
            Ok(shown(admin, table, Some(run), status, problem))
        }
        Err(fault) => Ok(unread(admin, table, fault)),
    }
}

async fn applied(admin: &Admin, table: &str, expected: &str) -> Answer {
    let arrival = &admin.own.arrival;
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let Some(expected) = counts(expected) else {
        return planned(admin, table, 200, None).await;
    };
    let bytes = table.as_bytes().to_vec();
    let done =
        administer::import_permissions(app, organisation, bytes, expected, &admin.by()).await;
    match settled(admin, HERE, done).await? {
        Ok(_) => Ok(Done::PermissionsImported.onward(permissions::HERE)),
        Err(again) => {
            let problem = match again {
                Again::Changed => Problem::new(
                    admin.t("admin-fault-gone"),
                    admin.t("admin-fault-gone.advice"),
                ),
                ref other => other.problem(admin),
            };
            planned(admin, table, again.status(), Some(problem)).await
        }
    }
}

/// The counts as a form carries them.
fn carried(counts: &Imported) -> String {
    format!("{},{},{}", counts.added, counts.changed, counts.unchanged)
}

fn counts(text: &str) -> Option<Imported> {
    let mut numbers = text.split(',').map(|number| number.parse::<usize>().ok());
    Some(Imported {
        added: numbers.next()??,
        changed: numbers.next()??,
        unchanged: numbers.next()??,
        wrong: 0,
    })
}

fn dry_run(text: &Text, plan: &CatalogueImport) -> ImportDryRun {
    let counts = plan.counts();
    let is_wrong = |line: &&Planned| matches!(line.verdict, Verdict::Wrong(_));
    let wrong = plan.lines.iter().filter(is_wrong);
    let others = plan.lines.iter().filter(|line| !is_wrong(line));
    let shown = wrong.chain(others).take(MOST_SHOWN);
    let more = plan.lines.len().saturating_sub(MOST_SHOWN);
    ImportDryRun {
        summary: text.with(
            "role-import-summary",
            &[
                ("added", counts.added.into()),
                ("changed", counts.changed.into()),
                ("unchanged", counts.unchanged.into()),
                ("wrong", counts.wrong.into()),
            ],
        ),
        lines: shown.map(|line| told(text, line)).collect(),
        more: (more > 0).then(|| text.with1("role-import-more", "lines", more)),
        expected: (counts.wrong == 0 && counts.added + counts.changed > 0)
            .then(|| carried(&counts)),
    }
}

fn told(text: &Text, line: &Planned) -> ImportLine {
    let placed = |entry: &Entry| {
        if entry.area.is_empty() {
            entry.name.clone()
        } else {
            format!("{} – {}", entry.area, entry.name)
        }
    };
    let (verdict, class, what, detail) = match &line.verdict {
        Verdict::New(entry) => ("new", "tag", placed(entry), entry.key.clone()),
        Verdict::Changed { from, to } => {
            let was = text.with1("role-import-was", "was", placed(from));
            ("changed", "tag warn", placed(to), was)
        }
        Verdict::Unchanged(entry) => ("unchanged", "tag off", placed(entry), entry.key.clone()),
        Verdict::Wrong(fault) => ("wrong", "tag bad", String::new(), wrong(text, fault)),
    };
    ImportLine {
        row: line.row.to_string(),
        verdict: text.get(&format!("role-import-{verdict}")),
        class,
        what,
        detail,
    }
}

fn wrong(text: &Text, fault: &LineFault) -> String {
    let key = format!("role-import-fault-{}", fault.code());
    match fault {
        LineFault::Twice { row } => text.with1(&key, "row", row.to_string()),
        _ => text.get(&key),
    }
}

fn shown(
    admin: &Admin,
    table: &str,
    dry_run: Option<ImportDryRun>,
    status: u16,
    problem: Option<Problem>,
) -> Reply {
    let text = &admin.own.arrival.text;
    let page = PermissionImportPage {
        frame: admin.frame(),
        action: HERE.to_owned(),
        table: Field::line("table", text.get("role-import.table"), table)
            .shaped(Shape::Lines)
            .hinted(text.get("role-import.hint")),
        dry_run,
        back: permissions::HERE.to_owned(),
        problem,
    };
    Reply::page_with(&admin.own.arrival, status, &page)
}
