//! People: the list, one person, and what is ordered for many.

use text::Text;

use super::admin::frame as admin_frame;
use super::{Sample, either, sample};
use crate::pages::admin::{
    ActLink, AddressRow, AllPage, Field, Fieldset, FormPage, HappenedRow, Letter, LoginRow,
    OrderPage, OwnedRow, PeoplePage, PersonPage, PersonRow, PolicyRow, Selectable, Shape,
};
use crate::pages::{Fact, Problem};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let refused = Problem::new(
        text.get("admin-reason-last-owner"),
        text.get("admin-reason-advice"),
    );
    vec![
        sample("admin-people", &list(text)),
        sample(
            "admin-people-searched",
            &PeoplePage {
                filtered: true,
                hits: Some(text.with1("people-hits-more", "most", "1 000")),
                letters: Vec::new(),
                status: None,
                ..list(text)
            },
        ),
        sample(
            "admin-people-nobody",
            &PeoplePage {
                rows: Vec::new(),
                filtered: true,
                all: None,
                before: None,
                after: None,
                ..list(text)
            },
        ),
        sample("admin-people-all", &all(text, None)),
        sample(
            "admin-people-all-changed",
            &all(
                text,
                Some(Problem::new(
                    text.get("people-all-changed"),
                    text.get("people-all-changed.advice"),
                )),
            ),
        ),
        sample("admin-people-order", &order(text)),
        sample("admin-person", &person(text, None)),
        sample("admin-person-refused", &person(text, Some(refused))),
        sample("admin-person-beyond", &beyond(text)),
        sample("admin-person-eid", &eid(text, false)),
        sample("admin-person-eid-wrong", &eid(text, true)),
    ]
}

/// The form that connects somebody's eID; `wrong` once a mistyped number was sent.
fn eid(text: &Text, wrong: bool) -> FormPage {
    let number = Field::line("personal-number", text.get("person-eid-number"), "")
        .hinted(text.get("person-eid-number.hint"))
        .demanded();
    let problem = text.get("personal-number-check-digit");
    FormPage {
        frame: admin_frame(text, 1),
        name: "admin-person-eid",
        heading: text.with1("person-eid-heading", "name", "Cilla <b>Ceder"),
        lead: text.get("person-eid-lead"),
        notes: Vec::new(),
        fieldsets: vec![Fieldset {
            legend: String::new(),
            about: None,
            fields: vec![Field {
                problem: wrong.then_some(problem),
                ..number
            }],
        }],
        hidden: Vec::new(),
        action: "/admin/users/1/eid".to_owned(),
        submit: text.get("person-eid-submit"),
        back: "/admin/users/1".to_owned(),
        status: None,
        problem: wrong.then(|| {
            Problem::new(
                text.get("admin-fault-fields"),
                text.get("admin-fault-fields.advice"),
            )
        }),
    }
}

fn one_of(text: &Text, name: &str, key: &str) -> Field {
    let option = |value: &str, name: String, selected| Selectable {
        value: value.to_owned(),
        name,
        selected,
    };
    let options = vec![
        option("", text.get("people-any"), true),
        option("accounting", either(text, "Ekonomi", "Accounting"), false),
    ];
    Field::line(name, text.get(key), "").shaped(Shape::OneOf(options))
}

fn list(text: &Text) -> PeoplePage {
    let row = |name: &str, username: &str, tags: Vec<(&'static str, String)>| PersonRow {
        name: name.to_owned(),
        username: username.to_owned(),
        href: "/admin/users/0198".to_owned(),
        mailbox: format!("{username}@demo.example"),
        roles: either(text, "Ekonomi, Panel", "Accounting, Panel"),
        factors: text.get("factor-totp"),
        tags,
        last_login: text.with1("today-at", "time", "10:42"),
    };
    let letters = ["A", "B", "Ö"];
    PeoplePage {
        frame: admin_frame(text, 1),
        status: Some(text.get("admin-done-person-added")),
        filter: vec![
            Field::line("q", text.get("people-search"), "<åke> & co")
                .hinted(text.get("people-search.hint")),
            one_of(text, "role", "people-role"),
            one_of(text, "state", "people-state"),
            one_of(text, "factor", "people-factor"),
            one_of(text, "sort", "people-sort"),
        ],
        action: "/admin/users".to_owned(),
        filtered: false,
        hits: None,
        letters: letters
            .map(|name| Letter {
                name: name.to_owned(),
                href: format!("/admin/users?at={name}"),
            })
            .into(),
        by_name: true,
        rows: vec![
            row(
                "Agnes Alm",
                "agnes",
                vec![("tag", text.get("people-owner"))],
            ),
            row(
                "<b>Oskar</b> Öst",
                "oskar",
                vec![
                    ("tag bad", text.get("people-state-suspended")),
                    ("tag warn", text.get("people-state-locked")),
                ],
            ),
        ],
        before: Some("/admin/users?before=x".to_owned()),
        after: Some("/admin/users?after=x".to_owned()),
        first: Some("/admin/users".to_owned()),
        all: Some("/admin/users/all".to_owned()),
        add: "/admin/users/add".to_owned(),
    }
}

fn all(text: &Text, problem: Option<Problem>) -> AllPage {
    AllPage {
        frame: admin_frame(text, 1),
        whom: text.with1("people-all-whom", "count", 4_000),
        first: vec!["Agnes Alm".to_owned(), "<b>Oskar</b> Öst".to_owned()],
        more: Some(text.with1("people-all-more", "count", 3_998)),
        fields: vec![
            one_of(text, "act", "people-all-act"),
            one_of(text, "with", "people-all-role"),
        ],
        action: "/admin/users/all".to_owned(),
        hidden: vec![("q", "<åke>".to_owned())],
        any: true,
        back: "/admin/users".to_owned(),
        problem,
    }
}

fn fact(name: String, value: &str) -> Fact {
    Fact {
        name,
        value: value.to_owned(),
    }
}

fn order(text: &Text) -> OrderPage {
    OrderPage {
        frame: admin_frame(text, 1),
        lead: text.get("people-order-going"),
        goes_on: true,
        facts: vec![
            fact(
                text.get("people-order-act"),
                &text.get("people-act-suspend"),
            ),
            fact(text.get("people-order-total"), "4 000"),
            fact(text.get("people-order-looked"), "1 250"),
            fact(text.get("people-order-changed"), "1 248"),
        ],
        left: vec![fact(text.get("people-left-owner-only"), "2")],
        here: "/admin/users/order".to_owned(),
        back: "/admin/users".to_owned(),
        status: Some(text.get("admin-done-people-ordered")),
    }
}

fn person(text: &Text, problem: Option<Problem>) -> PersonPage {
    let at = |time: &str| text.with1("today-at", "time", time);
    let own = |name: String, about: &str, tag, remove: bool| OwnedRow {
        name,
        about: about.to_owned(),
        tag,
        remove: remove.then(|| "/admin/users/0198/remove-factor/1".to_owned()),
    };
    let act = |code: &str, danger| ActLink {
        name: text.get(&format!("person-act-{code}")),
        href: format!("/admin/users/0198/{code}"),
        danger,
    };
    PersonPage {
        frame: admin_frame(text, 1),
        person: "Cilla <b>Ek</b>".to_owned(),
        tags: vec![("tag warn", text.get("people-state-locked"))],
        identity: vec![
            fact(text.get("person-name"), "Cilla <b>Ek</b>"),
            fact(text.get("person-username"), "cilla"),
            fact(text.get("people-last-login"), &at("10:42")),
        ],
        edit: Some("/admin/users/0198/edit".to_owned()),
        addresses: vec![AddressRow {
            value: "cilla@demo.example".to_owned(),
            about: text.get("person-mailbox"),
            confirm: Some("/admin/users/0198/confirm-address/1".to_owned()),
            remove: Some("/admin/users/0198/remove-address/1".to_owned()),
        }],
        note: either(
            text,
            "Ringer <b>från</b> utlandet.",
            "Rings <b>from</b> abroad.",
        ),
        note_written: Some(text.with2("person-note-by", "name", "Bo", "time", at("10:42"))),
        change_note: Some("/admin/users/0198/note".to_owned()),
        add_address: Some("/admin/users/0198/addresses/add".to_owned()),
        roles: vec![either(text, "Ekonomi", "Accounting")],
        change_roles: Some("/admin/users/0198/roles".to_owned()),
        policy: vec![
            PolicyRow {
                what: text.get("person-two-step-on"),
                because: text.with1("person-because-role", "roles", "Ekonomi"),
            },
            PolicyRow {
                what: text.with1("person-days", "days", 14),
                because: text.get("person-because-organisation"),
            },
        ],
        ready: ("tag", text.get("person-policy-ready")),
        factors: vec![own(
            text.get("factor-totp"),
            "Telefon <1>",
            Some(("tag bad", text.get("person-closed"))),
            true,
        )],
        devices: vec![own("Firefox".to_owned(), &at("09:00"), None, false)],
        sessions: vec![own("Firefox".to_owned(), &at("10:42"), None, false)],
        identifications: vec![own(at("10:42"), "19900602-**** · <0198>", None, false)],
        acts: vec![act("end-sessions", false), act("suspend", true)],
        out_of_reach: None,
        logins: vec![LoginRow {
            at: at("10:42"),
            said: vec![
                text.with1("trace-role", "role", "Ekonomi"),
                text.with1("trace-trusted", "until", at("23:59")),
                text.get("trace-signed-in"),
            ],
        }],
        events: vec![HappenedRow {
            at: at("10:42"),
            what: text.get("event-signed-in"),
            detail: "Firefox · 192.0.2.7".to_owned(),
        }],
        log: Some("/admin/audit?subject=0198".to_owned()),
        back: "/admin/users".to_owned(),
        status: None,
        problem,
    }
}

/// Somebody whom whoever looks may not touch, and of whom there is nothing yet.
fn beyond(text: &Text) -> PersonPage {
    PersonPage {
        edit: None,
        addresses: Vec::new(),
        note: String::new(),
        note_written: None,
        change_note: None,
        add_address: None,
        roles: Vec::new(),
        change_roles: None,
        ready: ("tag off", text.get("person-policy-unasked")),
        factors: Vec::new(),
        devices: Vec::new(),
        sessions: Vec::new(),
        identifications: Vec::new(),
        acts: Vec::new(),
        out_of_reach: Some(text.get("admin-reason-owner-only")),
        logins: Vec::new(),
        events: Vec::new(),
        log: None,
        ..person(text, None)
    }
}
