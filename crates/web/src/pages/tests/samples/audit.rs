//! The audit log, and what is done with a person's part of it.

use text::Text;

use super::admin::frame as admin_frame;
use super::{Sample, sample};
use crate::pages::admin::{
    AuditEntryPage, AuditLogPage, Changed, Field, Fieldset, FormPage, LoggedRow, Note, Selectable,
    Shape,
};
use crate::pages::{Fact, Problem};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let wrong = Problem::new(text.get("audit-wrong"), text.get("audit-wrong.advice"));
    vec![
        sample("admin-audit", &log(text)),
        sample(
            "admin-audit-wrong",
            &AuditLogPage {
                rows: Vec::new(),
                older: None,
                newest: None,
                cut_short: false,
                status: None,
                problem: Some(wrong),
                ..log(text)
            },
        ),
        sample(
            "admin-audit-searched",
            &AuditLogPage {
                rows: Vec::new(),
                cut_short: true,
                retention: None,
                status: None,
                ..log(text)
            },
        ),
        sample(
            "admin-audit-empty",
            &AuditLogPage {
                rows: Vec::new(),
                filtered: false,
                begins_later: false,
                cut_short: false,
                older: None,
                newest: None,
                status: None,
                ..log(text)
            },
        ),
        sample("admin-audit-entry", &entry(text)),
        sample(
            "admin-audit-entry-bare",
            &AuditEntryPage {
                changes: Vec::new(),
                details: Vec::new(),
                personal: Vec::new(),
                personal_about: text.get("audit-personal-none"),
                person: None,
                ..entry(text)
            },
        ),
        sample("admin-audit-verified", &verified(text)),
        sample("admin-person-erase", &erase(text)),
    ]
}

fn log(text: &Text) -> AuditLogPage {
    let line =
        |name: &str, value: &str| Field::line(name, text.get(&format!("audit-{name}")), value);
    let kinds = vec![
        Selectable {
            value: String::new(),
            name: text.get("admin-log-any"),
            selected: false,
        },
        Selectable {
            value: "signed-in".to_owned(),
            name: text.get("event-signed-in"),
            selected: true,
        },
    ];
    let mut whom = line("whom", "<b>nobody");
    whom.problem = Some(text.get("audit-nobody"));
    AuditLogPage {
        frame: admin_frame(text, 2),
        filter: vec![
            line("who", "agnes"),
            whom,
            line("kind", "").shaped(Shape::OneOf(kinds)),
            line("from", "2026-11-01").shaped(Shape::Date),
            line("address", "192.0.2.7"),
        ],
        action: "/admin/audit".to_owned(),
        filtered: true,
        begins_later: true,
        rows: vec![
            LoggedRow {
                href: "/admin/audit/1".to_owned(),
                at: text.with1("today-at", "time", "10:42"),
                what: text.get("event-role-changed"),
                why: None,
                outcome: text.get("audit-done"),
                class: "tag ok",
                who: "Agnes <b>Ek (agnes)".to_owned(),
                whom: String::new(),
                address: "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff".to_owned(),
            },
            LoggedRow {
                href: "/admin/audit/2".to_owned(),
                at: text.with1("today-at", "time", "10:41"),
                what: text.get("event-password-checked.refused"),
                why: Some(text.get("refusal-sign-in-wrong")),
                outcome: text.get("audit-refused"),
                class: "tag warn",
                who: text.get("audit-who-nobody"),
                whom: "Bo Berg (bo)".to_owned(),
                address: "192.0.2.7".to_owned(),
            },
        ],
        cut_short: true,
        older: Some("/admin/audit?before=2".to_owned()),
        newest: Some("/admin/audit".to_owned()),
        csv: "/admin/audit.csv?kind=signed-in".to_owned(),
        json_lines: "/admin/audit.jsonl?kind=signed-in".to_owned(),
        verify: "/admin/audit/verify".to_owned(),
        retention: Some("/admin/audit/retention".to_owned()),
        status: Some(text.get("admin-done-settings-saved")),
        problem: None,
    }
}

fn fact(name: String, value: &str) -> Fact {
    Fact {
        name,
        value: value.to_owned(),
    }
}

fn entry(text: &Text) -> AuditEntryPage {
    AuditEntryPage {
        frame: admin_frame(text, 2),
        what: text.get("event-role-changed"),
        facts: vec![
            fact(text.get("audit-time"), "21 november 2026 10:42"),
            fact(text.get("audit-who"), "Agnes <b>Ek (agnes)"),
            fact(
                text.get("audit-seal"),
                &text.with2("audit-sealed-as", "seal", 12, "place", 3),
            ),
        ],
        details: vec![fact(text.get("audit-detail-role"), "panel")],
        changes: vec![Changed {
            field: text.get("audit-field-trusted-days"),
            old: "14".to_owned(),
            new: text.get("admin-nothing"),
        }],
        personal: vec![
            fact(text.get("audit-address"), "192.0.2.7"),
            fact(text.get("audit-browser"), "Firefox <i>"),
        ],
        personal_about: text.get("audit-personal-masked"),
        person: Some("/admin/users/1".to_owned()),
        back: "/admin/audit".to_owned(),
    }
}

fn verified(text: &Text) -> FormPage {
    let about = text.with(
        "audit-verify-reach",
        &[
            ("rows", 340.into()),
            ("first", 1.into()),
            ("last", 12.into()),
            ("waiting", 0.into()),
        ],
    );
    FormPage {
        frame: admin_frame(text, 2),
        name: "admin-audit-verify",
        heading: text.get("audit-verify"),
        lead: text.with1("audit-verify-lead", "seals", 200),
        notes: vec![Note {
            heading: text.get("audit-verify-reached"),
            about,
            copied: Some("tvasteg audit verify".to_owned()),
        }],
        fieldsets: Vec::new(),
        hidden: Vec::new(),
        action: "/admin/audit/verify".to_owned(),
        submit: text.get("audit-verify-again"),
        back: "/admin/audit".to_owned(),
        status: Some(text.get("audit-verify-fine")),
        problem: None,
    }
}

fn erase(text: &Text) -> FormPage {
    let typed = Field::line(
        "typed",
        text.with1("audit-erase-typed", "username", "bo<b>"),
        "",
    );
    FormPage {
        name: "admin-person-erase",
        heading: text.with1("audit-erase-heading", "name", "Bo <b>Berg"),
        lead: text.get("audit-erase-lead"),
        notes: vec![Note {
            heading: text.get("audit-erase-stays-heading"),
            about: text.get("audit-erase-stays"),
            copied: None,
        }],
        fieldsets: vec![Fieldset {
            legend: String::new(),
            about: None,
            fields: vec![typed.shaped(Shape::Word).demanded()],
        }],
        submit: text.get("audit-erase-now"),
        status: None,
        problem: Some(Problem::new(
            text.with1("admin-reason-not-confirmed", "what", "bo"),
            String::new(),
        )),
        ..verified(text)
    }
}
