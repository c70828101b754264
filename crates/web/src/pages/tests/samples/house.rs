//! The first page with its charts, the organisation's settings, and the installation's organisations.

use text::Text;

use super::{Sample, sample};
use crate::pages::admin::{
    AccentPreview, Chart, ChartRow, LogoPage, OrganisationPage, SettingsSection, SwitchPage,
};
use crate::pages::operator::{CreatedPage, OrganisationRow, OrganisationsPage};
use crate::pages::{Current, Fact, Frame, Problem};

pub(super) fn samples(text: &Text) -> Vec<Sample> {
    let refused = Problem::new(
        text.with1("admin-reason-not-confirmed", "what", "Björkens <b>Omsorg"),
        text.get("admin-reason-advice"),
    );
    vec![
        sample("admin-settings", &settings(text, true)),
        sample("admin-settings-off", &settings(text, false)),
        sample("admin-add-on", &switch(text, true, None)),
        sample("admin-add-on-refused", &switch(text, true, Some(refused))),
        sample("admin-add-on-off", &switch(text, false, None)),
        sample("admin-logo", &logo(text, true)),
        sample("admin-logo-none", &logo(text, false)),
        sample("operator", &organisations(text)),
        sample("operator-created", &created(text, true)),
        sample("operator-created-mailed", &created(text, false)),
    ]
}

/// Charts as the first page has them, with a picture that stands for the drawn ones.
pub(super) fn charts(text: &Text) -> Vec<Chart> {
    let picture = |id: &str, title: &str| {
        format!(
            "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-about\" width=\"100%\" height=\"46\">\
             <title id=\"{id}-title\">{title}</title><desc id=\"{id}-about\">…</desc>\
             <text x=\"0\" y=\"14\">Kundtjänst</text><rect class=\"bed\" y=\"21\" width=\"100%\" height=\"16\"/></svg>"
        )
    };
    let chart = |id, key: &str, empty: Option<String>| Chart {
        id,
        title: text.get(key),
        about: text.with2("home-coverage-about", "ready", "37", "asked", "42"),
        pictures: vec![picture(id, &text.get(key))],
        legend: vec![(
            "<svg class=\"swatch\" width=\"24\" height=\"16\" aria-hidden=\"true\"></svg>"
                .to_owned(),
            text.get("home-coverage-ready"),
        )],
        heads: vec![text.get("home-coverage-card"), text.get("home-people")],
        rows: vec![ChartRow {
            head: "Kundtjänst <b>".to_owned(),
            cells: vec!["1 234".to_owned()],
            exported: vec!["Kundtjänst".to_owned(), "1234".to_owned()],
        }],
        csv: format!("/admin/figures/{id}.csv"),
        empty,
    };
    vec![
        chart("coverage", "home-coverage", None),
        chart("logins", "home-logins", Some(text.get("home-logins-empty"))),
    ]
}

fn frame(text: &Text) -> Frame {
    super::signed_in(text, Current::Neither)
}

fn fact(text: &Text, key: &str, value: &str) -> Fact {
    Fact {
        name: text.get(key),
        value: value.to_owned(),
    }
}

fn settings(text: &Text, add_on: bool) -> OrganisationPage {
    let section = |id, key: &str, facts| SettingsSection {
        id,
        heading: text.get(key),
        facts,
        change: format!("/admin/settings/{id}"),
    };
    OrganisationPage {
        frame: frame(text),
        sections: vec![
            section(
                "general",
                "settings-general",
                vec![
                    fact(text, "settings-name", "Björkens <b>Omsorg"),
                    fact(text, "settings-accent", "#ffcc00"),
                ],
            ),
            section(
                "trusted-days",
                "settings-trusted-days",
                vec![fact(
                    text,
                    "settings-days",
                    &text.with1("settings-days-value", "days", 14),
                )],
            ),
            section(
                "recovery",
                "settings-recovery",
                vec![fact(
                    text,
                    "settings-recovery-minutes",
                    &text.with1("settings-minutes-value", "number", 10),
                )],
            ),
            section(
                "passkeys",
                "settings-passkeys",
                vec![
                    fact(text, "settings-passkey-sign-in", &text.get("admin-yes")),
                    fact(
                        text,
                        "settings-passkey-makers",
                        &text.with1("settings-passkey-makers-value", "number", 2),
                    ),
                ],
            ),
            section(
                "eid",
                "settings-eid",
                vec![
                    fact(text, "settings-eid-sign-in", &text.get("admin-no")),
                    fact(
                        text,
                        "settings-identification-days",
                        &text.with1("settings-days-value", "days", 365),
                    ),
                ],
            ),
        ],
        preview: Some(AccentPreview {
            lines: vec![text.with2(
                "settings-accent-light-changed",
                "colour",
                "#7a6200",
                "ratio",
                "5,3",
            )],
            picture: "<svg class=\"preview\" role=\"img\" aria-label=\"#ffcc00\" width=\"100%\" height=\"96\"></svg>"
                .to_owned(),
        }),
        add_on,
        switch: "/admin/settings/add-on".to_owned(),
        may_switch: add_on,
        messages: add_on.then(|| "/admin/messages/sending".to_owned()),
        status: Some(text.get("admin-done-settings-saved")),
        problem: None,
    }
}

fn switch(text: &Text, on: bool, problem: Option<Problem>) -> SwitchPage {
    let effects = if on {
        vec![
            text.with1("settings-add-on-off-cards", "cards", 4),
            text.with1("settings-add-on-off-people", "people", 1),
            text.get("settings-add-on-off-kept"),
        ]
    } else {
        vec![
            text.with1("settings-add-on-on-cards", "cards", 0),
            text.with1("settings-add-on-on-people", "people", 1234),
        ]
    };
    SwitchPage {
        frame: frame(text),
        on,
        allowed: on,
        effects,
        confirm: on,
        name: "Björkens <b>Omsorg".to_owned(),
        typed: "Björken".to_owned(),
        action: "/admin/settings/add-on".to_owned(),
        back: "/admin/settings".to_owned(),
        problem,
    }
}

fn logo(text: &Text, own: bool) -> LogoPage {
    LogoPage {
        frame: frame(text),
        logo: own.then(|| "/o/demo/logo?v=2".to_owned()),
        made_from: "0123456789abcdef".to_owned(),
        action: "/admin/settings/logo".to_owned(),
        remove: "/admin/settings/logo/remove".to_owned(),
        back: "/admin/settings".to_owned(),
        problem: None,
    }
}

fn organisations(text: &Text) -> OrganisationsPage {
    let row = |slug: &str, name: &str, suspended: bool| OrganisationRow {
        name: name.to_owned(),
        address: format!("https://login.example.se/o/{slug}"),
        people: "1 234".to_owned(),
        last: text.get("operator-quiet"),
        sign_ins: "0".to_owned(),
        default: slug == "demo",
        suspended,
        change: (slug != "demo").then(|| format!("/operator/{slug}/suspend")),
    };
    OrganisationsPage {
        frame: frame(text),
        rows: vec![
            row("demo", "Björkens <b>Omsorg", false),
            row("grannen", "Grannen", false),
            row("torpet", "Torpet", true),
        ],
        total: text.with(
            "operator-total",
            &[
                ("organisations", text::Argument::value(&3)),
                ("people", text::Argument::value(&"3 702")),
                ("sign-ins", text::Argument::value(&"0")),
            ],
        ),
        add: "/operator/add".to_owned(),
        status: Some(text.get("admin-done-organisation-suspended")),
        problem: None,
    }
}

fn created(text: &Text, link: bool) -> CreatedPage {
    CreatedPage {
        frame: frame(text),
        heading: text.with1("operator-created-heading", "name", "Torpet <b>"),
        about: if link {
            text.with2(
                "operator-created-link",
                "owner",
                "tove",
                "until",
                "28 november 2026 10.42",
            )
        } else {
            text.with2(
                "operator-created-mailed",
                "to",
                "t••@torpet.example",
                "until",
                "28 november 2026 10.42",
            )
        },
        link: link.then(|| "https://login.example.se/o/torpet/recover/abc.def.ghi".to_owned()),
        back: "/operator/".to_owned(),
    }
}
