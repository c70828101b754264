//! Import and export.

use text::Text;

use super::admin::frame;
use super::{Sample, sample};
use crate::pages::Problem;
use crate::pages::admin::{
    Field, Fieldset, ImportCheckingPage, ImportCount, ImportListPage, ImportListRow,
    ImportMappingPage, ImportNewPage, ImportRowLine, ImportRowsPage, MappedColumn, Selectable,
    Shape,
};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    vec![
        sample("admin-imports", &list(text, true)),
        sample("admin-imports-empty", &list(text, false)),
        sample("admin-import-new", &choosing(text, None)),
        sample(
            "admin-import-new-refused",
            &choosing(
                text,
                Some(Problem::new(
                    text.with1("admin-reason-import-too-large", "what", "64"),
                    text.get("admin-reason-advice"),
                )),
            ),
        ),
        sample("admin-import-columns", &columns(text, None)),
        sample(
            "admin-import-columns-unreadable",
            &columns(text, Some("workbook")),
        ),
        sample("admin-import-checking", &checking(text)),
        sample("admin-import", &rows(text, true)),
        sample("admin-import-applied", &rows(text, false)),
    ]
}

fn list(text: &Text, filled: bool) -> ImportListPage {
    let row = ImportListRow {
        name: "personer <2026>.csv".to_owned(),
        href: "/admin/import/1".to_owned(),
        kind: text.get("import-kind-people"),
        state: text.get("import-state-checked"),
        rows: "318".to_owned(),
        at: "10.42".to_owned(),
    };
    ImportListPage {
        frame: frame(text, 2),
        new: "/admin/import/new".to_owned(),
        export: "/admin/import/people.csv".to_owned(),
        rows: if filled { vec![row] } else { Vec::new() },
        older: filled.then(|| "/admin/import?before=1".to_owned()),
        newest: filled.then(|| "/admin/import".to_owned()),
        status: filled.then(|| text.get("admin-done-import-discarded")),
    }
}

fn choosing(text: &Text, problem: Option<Problem>) -> ImportNewPage {
    ImportNewPage {
        frame: frame(text, 2),
        action: "/admin/import/new".to_owned(),
        back: "/admin/import".to_owned(),
        hint: text.with1("import-file.hint", "most", "64"),
        problem,
    }
}

fn columns(text: &Text, fault: Option<&str>) -> ImportMappingPage {
    let option = |value: &str, key: &str, selected| Selectable {
        value: value.to_owned(),
        name: text.get(key),
        selected,
    };
    let options = |chosen: bool| {
        vec![
            option("", "import-column-none", !chosen),
            option("username", "import-column-username", chosen),
        ]
    };
    let column = |at: usize, heading: &str, chosen| MappedColumn {
        name: format!("column-{at}"),
        heading: heading.to_owned(),
        sample: vec!["anna".to_owned(), "=1+1 <b>".to_owned()],
        options: options(chosen),
    };
    let tick = |name: &str, key: &str| {
        Field::line(name, text.get(key), "")
            .shaped(Shape::Tick(true))
            .hinted(text.get(&format!("{key}.hint")))
    };
    ImportMappingPage {
        frame: frame(text, 2),
        file: "personer.csv".to_owned(),
        action: "/admin/import/1/check".to_owned(),
        discard: "/admin/import/1/discard".to_owned(),
        version: 3,
        source: None,
        separator: Field::line("separator", text.get("import-separator"), "").shaped(Shape::OneOf(
            vec![option("semicolon", "import-separator-semicolon", true)],
        )),
        columns: vec![column(0, "Användarnamn", true), column(1, "Ort", false)],
        options: vec![
            Fieldset {
                legend: text.get("import-options"),
                about: None,
                fields: vec![tick("invite", "import-option-invite")],
            },
            Fieldset {
                legend: text.get("import-option-roles"),
                about: None,
                fields: vec![
                    Field::line("role-panel", "Panelen".to_owned(), "").shaped(Shape::Tick(false)),
                ],
            },
        ],
        unreadable: fault.is_some(),
        problem: fault.map(|code| {
            Problem::new(
                text.get("import-file-fault"),
                text.get(&format!("import-file-fault-{code}")),
            )
        }),
    }
}

fn checking(text: &Text) -> ImportCheckingPage {
    ImportCheckingPage {
        frame: frame(text, 2),
        file: "personer.csv".to_owned(),
        percent: 42,
        progress: text.with2("import-progress", "percent", 42, "rows", 42_000),
        discard: "/admin/import/1/discard".to_owned(),
    }
}

fn rows(text: &Text, ready: bool) -> ImportRowsPage {
    let here = "/admin/import/1";
    let count = |verdict: &str, current| ImportCount {
        name: text.with1(&format!("import-count-{verdict}"), "count", 2),
        href: format!("{here}?verdict={verdict}"),
        current,
    };
    let line = |number: &str, verdict: &str, class, reason: Option<&str>| ImportRowLine {
        number: number.to_owned(),
        username: "åsa".to_owned(),
        name: "Åsa <Öberg>".to_owned(),
        verdict: text.get(&format!("import-verdict-{verdict}")),
        class,
        reason: reason
            .map(|code| text.with1(&format!("import-fault-{code}"), "what", "=HYPERLINK(1)")),
        changes: vec![text.with(
            "import-from-to",
            &[
                ("field", (&text.get("import-column-email")).into()),
                ("old", (&"asa@demo.example".to_owned()).into()),
                ("new", (&"asa@annat.example".to_owned()).into()),
            ],
        )],
    };
    ImportRowsPage {
        frame: frame(text, 2),
        heading: text.get(if ready {
            "import-preview-heading"
        } else {
            "import-applied-heading"
        }),
        file: "personer.csv".to_owned(),
        told: vec![text.get("import-preview-lead")],
        counts: vec![
            count("all", true),
            count("new", false),
            count("error", false),
        ],
        rows: if ready {
            vec![
                line("2", "changed", "tag", None),
                line("3", "error", "tag bad", Some("email-malformed")),
            ]
        } else {
            Vec::new()
        },
        next: ready.then(|| format!("{here}?after=50")),
        first: ready.then(|| format!("{here}?after=0")),
        report: ready.then(|| format!("{here}/errors.csv")),
        apply: ready.then(|| format!("{here}/apply")),
        apply_label: text.with1("import-apply", "count", 2),
        without: ready.then(|| text.with1("import-apply-without", "count", 1)),
        columns: ready.then(|| format!("{here}/columns")),
        discard: ready.then(|| format!("{here}/discard")),
        undo: (!ready).then(|| format!("{here}/undo")),
        version: 4,
        status: (!ready).then(|| text.get("admin-done-import-applied")),
        problem: None,
    }
}
