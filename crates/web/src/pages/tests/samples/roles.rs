//! Role cards and the catalogue of permissions.

use text::Text;

use super::admin::frame;
use super::{Sample, either, sample};
use crate::pages::admin::{
    CardActs, CardPager, CardTwoStep, EffectBar, EffectPanel, FactorTick, Field, ImportDryRun,
    ImportLine, Need, PermissionGroup, PermissionImportPage, PermissionRow, PermissionTick,
    PermissionTicks, PermissionsPage, Prerequisite, RoleCardPage, Selectable, Shape, TickGroup,
};
use crate::pages::{Fact, Problem};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let told = |key: &str| Problem::new(text.get(key), text.get(&format!("{key}.advice")));
    vec![
        sample("role-card", &card(text)),
        sample(
            "role-card-wrong",
            &RoleCardPage {
                identity: vec![Field {
                    problem: Some(text.with1("admin-bound-at-most", "most", 100)),
                    ..Field::line("name", text.get("role-name"), &"å".repeat(10_000)).demanded()
                }],
                effect: None,
                confirm: Some(
                    Field::line("confirm", text.get("role-confirm"), "").hinted(text.with1(
                        "role-confirm.hint",
                        "name",
                        "<b>oskar",
                    )),
                ),
                problem: Some(told("admin-fault-fields")),
                ..card(text)
            },
        ),
        sample(
            "role-card-changed",
            &RoleCardPage {
                identity: vec![Field {
                    elsewhere: Some(text.with1("role-kept-typed", "now", "\"><b>Chef")),
                    ..Field::line("name", text.get("role-name"), "Chefer").demanded()
                }],
                problem: Some(told("role-changed-meanwhile")),
                ..card(text)
            },
        ),
        sample(
            "role-card-off",
            &RoleCardPage {
                two_step: None,
                add_on: Some(Some("/admin/settings".to_owned())),
                locked: Some(text.get("role-owners-only")),
                status: Some(text.get("admin-done-card-saved")),
                ..card(text)
            },
        ),
        sample(
            "role-card-new",
            &RoleCardPage {
                heading: text.get("role-new"),
                pager: None,
                acts: None,
                effect: None,
                submit: text.get("role-add"),
                ..card(text)
            },
        ),
        sample("permissions", &permissions(text)),
        sample(
            "permissions-empty",
            &PermissionsPage {
                groups: Vec::new(),
                status: Some(text.get("admin-done-permission-removed")),
                ..permissions(text)
            },
        ),
        sample("permission-import", &import(text, None, None)),
        sample(
            "permission-import-dry",
            &import(text, Some(dry_run(text)), None),
        ),
        sample(
            "permission-import-wrong",
            &import(
                text,
                None,
                Some(Problem::said(text.get("role-import-fault-empty"))),
            ),
        ),
    ]
}

fn card(text: &Text) -> RoleCardPage {
    let tick = |name: &str, key: &str, on| {
        Field::line(name, text.get(key), "")
            .shaped(Shape::Tick(on))
            .hinted(text.get(&format!("{key}.hint")))
    };
    RoleCardPage {
        frame: frame(text, 1),
        heading: "Administratör <b>oskar".to_owned(),
        pager: Some(pager()),
        action: "/admin/roles/1".to_owned(),
        hidden: vec![("version", "3".to_owned()), ("opened", "name=A".to_owned())],
        locked: None,
        identity: vec![
            Field::line("name", text.get("role-name"), "Administratör").demanded(),
            tick("owner_assigns", "role-owner-assigns", true),
            tick("api_integrator", "role-api-integrator", false),
        ],
        two_step: Some(two_step(text)),
        add_on: None,
        permissions: ticks(text),
        confirm: None,
        submit: text.get("button-save"),
        back: "/admin/roles/1".to_owned(),
        effect: Some(effect(text)),
        acts: Some(CardActs {
            people: text.with1("role-people", "people", 353),
            copy: "/admin/roles/add?from=1".to_owned(),
            remove: None,
            arrange: "/admin/roles/1/move".to_owned(),
            up: true,
            down: true,
        }),
        unsaved: false,
        catalogue: "/admin/roles/permissions".to_owned(),
        status: None,
        problem: None,
    }
}

fn pager() -> CardPager {
    let card = |at: usize| format!("/admin/roles/{at}");
    CardPager {
        number: 1,
        of: 4,
        first: None,
        previous: None,
        next: Some(card(2)),
        last: Some(card(4)),
        jump: "/admin/roles".to_owned(),
        cards: vec![
            ("Administratör <b>oskar".to_owned(), card(1), true),
            ("Ekonomi".to_owned(), card(2), false),
        ],
        add: "/admin/roles/add".to_owned(),
    }
}

fn two_step(text: &Text) -> CardTwoStep {
    let factor = |field: &str, name: &str, ticked| FactorTick {
        field: format!("factor-{field}"),
        name: name.to_owned(),
        ticked,
    };
    CardTwoStep {
        required: Field::line("two_step", text.get("role-requires"), "")
            .shaped(Shape::Tick(true))
            .hinted(text.get("role-requires.hint")),
        days: Field::line("trusted_days", text.get("role-days"), "14")
            .shaped(Shape::Number)
            .hinted(text.get("role-days.hint"))
            .demanded(),
        days_said: text.get("role-days-14"),
        days_words: vec![
            ("0", text.get("role-days-0")),
            ("other", text.with1("role-days-other", "days", "%1")),
            ("unread", text.get("role-days-unread")),
        ],
        factors: vec![
            factor(
                "totp",
                &either(text, "Autentiseringsapp", "Authenticator app"),
                true,
            ),
            factor(
                "sms",
                &either(text, "Kod via sms", "Code by text message"),
                true,
            ),
            factor(
                "email",
                &either(text, "Kod via e-post", "Code by e-mail"),
                false,
            ),
        ],
        factors_problem: None,
        factors_elsewhere: None,
        others: vec![
            Field::line("minimum", text.get("role-minimum"), "").shaped(Shape::OneOf(vec![
                Selectable {
                    value: "any".to_owned(),
                    name: text.get("role-minimum-any"),
                    selected: true,
                },
                Selectable {
                    value: "aal2".to_owned(),
                    name: text.get("role-minimum-aal2"),
                    selected: false,
                },
            ])),
            Field::line("two_step_from", text.get("role-from"), "2027-01-31")
                .shaped(Shape::Date)
                .hinted(text.get("role-from.hint")),
            Field::line("grace_days", text.get("role-grace"), "9")
                .shaped(Shape::Number)
                .hinted(text.get("role-grace.hint"))
                .demanded(),
        ],
    }
}

fn ticks(text: &Text) -> PermissionTicks {
    let tick = |key: &str, name: &str, ticked, was| PermissionTick {
        field: format!("permission-{key}"),
        name: name.to_owned(),
        key: key.to_owned(),
        ticked,
        was,
        elsewhere: None,
    };
    let mut changed = tick(
        "abonnemang.uppsagning",
        "Abonnemang – Uppsägning",
        true,
        false,
    );
    changed.elsewhere = Some(text.with1(
        "admin-elsewhere",
        "value",
        text.with1("role-kept-typed", "now", text.get("admin-no")),
    ));
    PermissionTicks {
        groups: vec![
            TickGroup {
                name: "Abonnemang".to_owned(),
                rows: vec![
                    tick("abonnemang", "Abonnemang \"><b>", true, true),
                    tick(
                        "abonnemang.pris",
                        "Abonnemang – Avvikelser pris",
                        false,
                        true,
                    ),
                    changed,
                ],
            },
            TickGroup {
                name: text.get("role-built-in"),
                rows: vec![tick(
                    "tvasteg.people",
                    &text.get("role-right-people"),
                    true,
                    true,
                )],
            },
        ],
        unshown: vec!["permission-lager".to_owned()],
        query: "abonn".to_owned(),
        ticked: 4,
        of: 48,
        changed: 2,
    }
}

fn effect(text: &Text) -> EffectPanel {
    let fact = |key: &str, value: &str| Fact {
        name: text.get(key),
        value: value.to_owned(),
    };
    let need = |key: &str, standing, mend: Option<&str>| Prerequisite {
        standing,
        what: text.get(key),
        detail: if standing == Need::Met {
            text.get(&format!("{key}.met"))
        } else {
            text.with1(&format!("{key}.missing"), "people", 7)
        },
        mend: mend.map(|href| (href.to_owned(), text.get(&format!("{key}.mend")))),
    };
    EffectPanel {
        heading: text.get("role-effect"),
        summary: text.with2("role-effect-asked", "asked", 353, "concerned", 353),
        bar: Some(EffectBar {
            ready: 88,
            enrol: 10,
            locked_out: 2,
        }),
        facts: vec![
            fact("role-effect-concerned", "353"),
            fact("role-effect-ready", "311"),
            fact("role-effect-enrol", "35"),
            fact("role-effect-grace", "0"),
            fact("role-effect-out", "7"),
            fact("role-effect-messages", "700"),
        ],
        assumed: text.with1("readiness-assumed-days", "days", "14"),
        warnings: vec![text.with1("role-effect-locks-out", "people", 7)],
        report: Some("/admin/roles/1/readiness".to_owned()),
        report_as_typed: true,
        prerequisites: vec![
            need("role-need-add-on", Need::Met, None),
            need(
                "role-need-gateway",
                Need::Missing,
                Some("/admin/messages/gateways/add"),
            ),
            need(
                "role-need-numbers",
                Need::Missing,
                Some("/admin/roles/1/readiness"),
            ),
            need("role-need-mail", Need::Missing, None),
        ],
    }
}

fn permissions(text: &Text) -> PermissionsPage {
    let row = |name: &str, key: &str, cards: i64, up, down| PermissionRow {
        name: name.to_owned(),
        key: key.to_owned(),
        cards: text.with1("role-permission-cards", "cards", cards),
        change: format!("/admin/roles/permissions/key/{key}"),
        remove: format!("/admin/roles/permissions/key/{key}/remove"),
        arrange: format!("/admin/roles/permissions/key/{key}/move"),
        up,
        down,
    };
    PermissionsPage {
        frame: frame(text, 1),
        groups: vec![PermissionGroup {
            name: "Abonnemang".to_owned(),
            rows: vec![
                row("Abonnemang <b>oskar", "abonnemang", 3, false, true),
                row(
                    "Abonnemang – Uppsägning",
                    "abonnemang.uppsagning",
                    0,
                    true,
                    false,
                ),
            ],
        }],
        built_in: vec![(text.get("role-right-people"), "tvasteg.people".to_owned())],
        add: "/admin/roles/permissions/add".to_owned(),
        import: "/admin/roles/permissions/import".to_owned(),
        back: "/admin/roles".to_owned(),
        status: None,
        problem: None,
    }
}

fn import(
    text: &Text,
    dry_run: Option<ImportDryRun>,
    problem: Option<Problem>,
) -> PermissionImportPage {
    PermissionImportPage {
        frame: frame(text, 1),
        action: "/admin/roles/permissions/import".to_owned(),
        table: Field::line(
            "table",
            text.get("role-import.table"),
            "lager;Lager;Drift\n<b>oskar",
        )
        .shaped(Shape::Lines)
        .hinted(text.get("role-import.hint")),
        dry_run,
        back: "/admin/roles/permissions".to_owned(),
        problem,
    }
}

fn dry_run(text: &Text) -> ImportDryRun {
    let line = |row: &str, verdict: &str, class, what: &str, detail: String| ImportLine {
        row: row.to_owned(),
        verdict: text.get(&format!("role-import-{verdict}")),
        class,
        what: what.to_owned(),
        detail,
    };
    ImportDryRun {
        summary: text.with(
            "role-import-summary",
            &[
                ("added", 1.into()),
                ("changed", 1.into()),
                ("unchanged", 0.into()),
                ("wrong", 1.into()),
            ],
        ),
        lines: vec![
            line(
                "3",
                "wrong",
                "tag bad",
                "",
                text.get("role-import-fault-key"),
            ),
            line("1", "new", "tag", "Drift – Lager", "lager".to_owned()),
            line(
                "2",
                "changed",
                "tag warn",
                "Bok",
                text.with1("role-import-was", "was", "Böcker"),
            ),
        ],
        more: Some(text.with1("role-import-more", "lines", 12)),
        expected: Some("1,1,0".to_owned()),
    }
}
