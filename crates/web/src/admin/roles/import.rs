//! Takes a table of permissions into the catalogue: pasted, shown line by line, then applied as it was shown.

use app::administer::{self, CatalogueImport, Imported};
use domain::import::FileFault;
use domain::role::catalogue::{Entry, LineFault, Planned, Verdict};
use text::Text;

use super::permissions;
use super::read;
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::pages::Problem;
use crate::pages::admin::{Field, ImportDryRun, ImportLine, PermissionImportPage, Shape};
use crate::reply::{Answer, Reply};

/// Where a table is taken in.
pub(super) const HERE: &str = "/admin/roles/permissions/import";

/// The most lines that are shown; wrong ones come first.
const MOST_SHOWN: usize = 300;

/// `GET /admin/roles/permissions/import`.
pub(super) async fn page(admin: Admin) -> Answer {
    admin.own.arrival.proved(&admin.own.who, HERE).await?;
    Ok(shown(&admin, "", None, 200, None))
}

/// `POST /admin/roles/permissions/import`.
pub(super) async fn send(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let table = sent.whole("table").to_owned();
    if sent.of("act") == "apply" {
        return applied(&admin, &table, sent.of("expected")).await;
    }
    planned(&admin, &table, 200, None).await
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
        Err(fault) => {
            let key = match fault {
                FileFault::Empty => "role-import-fault-empty",
                FileFault::Utf16 | FileFault::Workbook => "role-import-fault-no-table",
            };
            let problem = Problem::said(admin.t(key));
            Ok(shown(admin, table, None, 422, Some(problem)))
        }
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
            .hinted(text.get("role-import.hint"))
            .demanded(),
        dry_run,
        back: permissions::HERE.to_owned(),
        problem,
    };
    Reply::page_with(&admin.own.arrival, status, &page)
}
