//! The forms of lines and numbers: name and colour, support, trusted days, passwords and sessions, recovery, eIDs.

use app::administer::{FieldFault, OrganisationPart};
use domain::organisation::{Organisation, Support};
use text::Text;

use super::{OrganisationForm, fact};
use crate::admin::typed::{Reader, Typed};
use crate::arrival::Arrival;
use crate::pages::Fact;
use crate::pages::admin::{Field, Fieldset, Shape};

type Read = Result<Organisation, Vec<FieldFault>>;

/// Its name and its colour.
pub(super) const GENERAL: OrganisationForm = OrganisationForm {
    path: "/admin/settings/general",
    page: "admin-settings-general",
    heading: "settings-general",
    part: OrganisationPart::General,
    fields: |arrival, _| {
        let field = fields_of(&arrival.text);
        alone(vec![
            field("name", "settings-name").demanded(),
            field("accent", "settings-accent").shaped(Shape::Word),
        ])
    },
    typed: |_, organisation| {
        Typed::default()
            .with("name", &organisation.name)
            .with("accent", organisation.accent.clone().unwrap_or_default())
    },
    read: |typed, organisation| {
        let reader = Reader::of(typed);
        Ok(Organisation {
            name: typed.of("name").to_owned(),
            accent: reader.line("accent").map(|typed| hexadecimal(&typed)),
            ..organisation
        })
    },
};

/// How its support is reached.
pub(super) const CONTACT: OrganisationForm = OrganisationForm {
    path: "/admin/settings/contact",
    page: "admin-settings-contact",
    heading: "settings-contact",
    part: OrganisationPart::Contact,
    fields: |arrival, _| {
        let field = fields_of(&arrival.text);
        alone(vec![
            field("support_email", "settings-support-email"),
            field("support_phone", "settings-support-phone").shaped(Shape::Telephone),
            field("support_hours", "settings-support-hours"),
        ])
    },
    typed: |_, organisation| {
        let support = &organisation.support;
        Typed::default()
            .with("support_email", support.email.clone().unwrap_or_default())
            .with("support_phone", support.phone.clone().unwrap_or_default())
            .with("support_hours", support.hours.clone().unwrap_or_default())
    },
    read: |typed, organisation| {
        let reader = Reader::of(typed);
        Ok(Organisation {
            support: Support {
                email: reader.line("support_email"),
                phone: reader.line("support_phone"),
                hours: reader.line("support_hours"),
            },
            ..organisation
        })
    },
};

/// Trusted days where no role demands two-step.
pub(super) const TRUSTED_DAYS: OrganisationForm = OrganisationForm {
    path: "/admin/settings/trusted-days",
    page: "admin-settings-trusted-days",
    heading: "settings-trusted-days",
    part: OrganisationPart::TrustedDays,
    fields: |arrival, _| {
        let field = fields_of(&arrival.text);
        alone(vec![number(field("default_trusted_days", "settings-days"))])
    },
    typed: |_, organisation| {
        let days = organisation.default_trusted_days.to_string();
        Typed::default().with("default_trusted_days", days)
    },
    read: |typed, mut organisation| {
        let mut reader = Reader::of(typed);
        organisation.default_trusted_days = reader.number("default_trusted_days");
        reader.end(organisation)
    },
};

/// Passwords and sessions.
pub(super) const ACCESS: OrganisationForm = OrganisationForm {
    path: "/admin/settings/access",
    page: "admin-settings-access",
    heading: "settings-access",
    part: OrganisationPart::Access,
    fields: |arrival, _| {
        let field = fields_of(&arrival.text);
        alone(vec![
            number(field("password_least", "settings-password-least")),
            number(field("session_idle_minutes", "settings-session-idle")),
            number(field("session_hours", "settings-session-hours")),
        ])
    },
    typed: |_, organisation| {
        let rules = &organisation.rules;
        Typed::default()
            .with("password_least", rules.password_least.to_string())
            .with(
                "session_idle_minutes",
                rules.session_idle_minutes.to_string(),
            )
            .with("session_hours", rules.session_hours.to_string())
    },
    read: |typed, mut organisation| {
        let mut reader = Reader::of(typed);
        let rules = &mut organisation.rules;
        rules.password_least = reader.number("password_least");
        rules.session_idle_minutes = reader.number("session_idle_minutes");
        rules.session_hours = reader.number("session_hours");
        reader.end(organisation)
    },
};

/// How people who lost their factors come in again.
pub(super) const RECOVERY: OrganisationForm = OrganisationForm {
    path: "/admin/settings/recovery",
    page: "admin-settings-recovery",
    heading: "settings-recovery",
    part: OrganisationPart::Recovery,
    fields: recovery_fields,
    typed: |_, organisation| {
        let rules = &organisation.rules;
        Typed::default()
            .with_tick("two_person_recovery", rules.two_person_recovery)
            .with_tick("self_recovery", rules.self_recovery)
            .with("recovery_minutes", rules.recovery_minutes.to_string())
            .with(
                "recovery_waits_minutes",
                rules.recovery_waits_minutes.to_string(),
            )
    },
    read: read_recovery,
};

fn recovery_fields(arrival: &Arrival, _: &Organisation) -> Vec<Fieldset> {
    let field = fields_of(&arrival.text);
    alone(vec![
        field("two_person_recovery", "settings-two-person").shaped(Shape::Tick(false)),
        field("self_recovery", "settings-self-recovery").shaped(Shape::Tick(false)),
        number(field("recovery_minutes", "settings-recovery-minutes")),
        number(field("recovery_waits_minutes", "settings-recovery-waits")),
    ])
}

fn read_recovery(typed: &Typed, mut organisation: Organisation) -> Read {
    let mut reader = Reader::of(typed);
    let rules = &mut organisation.rules;
    rules.two_person_recovery = typed.ticked("two_person_recovery");
    rules.self_recovery = typed.ticked("self_recovery");
    rules.recovery_minutes = reader.number("recovery_minutes");
    rules.recovery_waits_minutes = reader.number("recovery_waits_minutes");
    reader.end(organisation)
}

/// What an eID is enough for, and for how long identifications are kept.
pub(super) const EID: OrganisationForm = OrganisationForm {
    path: "/admin/settings/eid",
    page: "admin-settings-eid",
    heading: "settings-eid",
    part: OrganisationPart::Eid,
    fields: |arrival, _| {
        let field = fields_of(&arrival.text);
        alone(vec![
            field("eid_sign_in", "settings-eid-sign-in").shaped(Shape::Tick(false)),
            field("eid_recovery", "settings-eid-recovery").shaped(Shape::Tick(false)),
            number(field("identification_days", "settings-identification-days")),
        ])
    },
    typed: |_, organisation| {
        let rules = &organisation.rules;
        Typed::default()
            .with_tick("eid_sign_in", rules.eid_sign_in)
            .with_tick("eid_recovery", rules.eid_recovery)
            .with("identification_days", rules.identification_days.to_string())
    },
    read: |typed, mut organisation| {
        let mut reader = Reader::of(typed);
        let rules = &mut organisation.rules;
        rules.eid_sign_in = typed.ticked("eid_sign_in");
        rules.eid_recovery = typed.ticked("eid_recovery");
        rules.identification_days = reader.number("identification_days");
        reader.end(organisation)
    },
};

/// `#1F6F5C`, `1f6f5c` and `#abc` all mean a colour; what means none stays as it was typed, and is refused.
fn hexadecimal(typed: &str) -> String {
    let digits = typed.trim_start_matches('#');
    let fits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match digits.len() {
        6 if fits => format!("#{}", digits.to_ascii_lowercase()),
        3 if fits => {
            let doubled: String = digits.chars().flat_map(|digit| [digit, digit]).collect();
            format!("#{}", doubled.to_ascii_lowercase())
        }
        _ => typed.to_owned(),
    }
}

/// Makes fields whose label stands under `key` and whose hint under `<key>.hint`.
pub(super) fn fields_of(text: &Text) -> impl Fn(&str, &str) -> Field {
    |name, key| Field::line(name, text.get(key), "").hinted(text.get(&format!("{key}.hint")))
}

fn number(field: Field) -> Field {
    field.shaped(Shape::Number).demanded()
}

pub(super) fn alone(fields: Vec<Field>) -> Vec<Fieldset> {
    vec![Fieldset {
        legend: String::new(),
        about: None,
        fields,
    }]
}

fn or_nothing(text: &Text, value: Option<&String>) -> String {
    value.map_or_else(|| text.get("admin-nothing"), Clone::clone)
}

pub(super) fn yes_or_no(text: &Text, fact: bool) -> String {
    text.get(if fact { "admin-yes" } else { "admin-no" })
}

pub(super) fn general_facts(text: &Text, organisation: &Organisation) -> Vec<Fact> {
    let accent = or_nothing(text, organisation.accent.as_ref());
    vec![
        fact(text, "settings-name", organisation.name.clone()),
        fact(text, "settings-address", organisation.base_url.clone()),
        fact(text, "settings-accent", accent),
    ]
}

pub(super) fn contact_facts(text: &Text, organisation: &Organisation) -> Vec<Fact> {
    let support = &organisation.support;
    vec![
        fact(
            text,
            "settings-support-email",
            or_nothing(text, support.email.as_ref()),
        ),
        fact(
            text,
            "settings-support-phone",
            or_nothing(text, support.phone.as_ref()),
        ),
        fact(
            text,
            "settings-support-hours",
            or_nothing(text, support.hours.as_ref()),
        ),
    ]
}

pub(super) fn days_facts(text: &Text, organisation: &Organisation) -> Vec<Fact> {
    let days = i64::from(organisation.default_trusted_days);
    vec![fact(
        text,
        "settings-days",
        text.with1("settings-days-value", "days", days),
    )]
}

pub(super) fn access_facts(text: &Text, organisation: &Organisation) -> Vec<Fact> {
    let rules = &organisation.rules;
    let of = |key: &str, number: u32| {
        let value = text.with1(&format!("{key}-value"), "number", i64::from(number));
        fact(text, key, value)
    };
    vec![
        of("settings-password-least", rules.password_least),
        of("settings-session-idle", rules.session_idle_minutes),
        of("settings-session-hours", rules.session_hours),
    ]
}

pub(super) fn recovery_facts(text: &Text, organisation: &Organisation) -> Vec<Fact> {
    let rules = &organisation.rules;
    let minutes = |key: &str, number: u32| {
        let value = text.with1("settings-minutes-value", "number", i64::from(number));
        fact(text, key, value)
    };
    vec![
        fact(
            text,
            "settings-two-person",
            yes_or_no(text, rules.two_person_recovery),
        ),
        fact(
            text,
            "settings-self-recovery",
            yes_or_no(text, rules.self_recovery),
        ),
        minutes("settings-recovery-minutes", rules.recovery_minutes),
        minutes("settings-recovery-waits", rules.recovery_waits_minutes),
    ]
}

pub(super) fn eid_facts(text: &Text, organisation: &Organisation) -> Vec<Fact> {
    let rules = &organisation.rules;
    let days = i64::from(rules.identification_days);
    let ticked = |key: &str, is_so: bool| fact(text, key, yes_or_no(text, is_so));
    vec![
        ticked("settings-eid-sign-in", rules.eid_sign_in),
        ticked("settings-eid-recovery", rules.eid_recovery),
        fact(
            text,
            "settings-identification-days",
            text.with1("settings-days-value", "days", days),
        ),
    ]
}
