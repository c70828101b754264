//! The forms of ticks: which languages pages are offered in, and which factors people may use.

use app::administer::{FieldFault, FieldWhy, OrganisationPart};
use domain::factor::{FactorKind, FactorSet};
use domain::message::Bound;
use domain::organisation::Organisation;
use text::{Language, Text};

use super::{OrganisationForm, fact};
use crate::admin::door::Admin;
use crate::admin::typed::Typed;
use crate::arrival::Arrival;
use crate::pages::Fact;
use crate::pages::admin::{Field, Fieldset, Selectable, Shape};

type Read = Result<Organisation, Vec<FieldFault>>;

/// The languages of its pages.
pub(super) const LANGUAGES: OrganisationForm = OrganisationForm {
    path: "/admin/settings/languages",
    page: "admin-settings-languages",
    heading: "settings-languages",
    part: OrganisationPart::Languages,
    fields: language_fields,
    typed: |_, organisation| {
        let typed = Typed::default().with("default_language", &organisation.default_language);
        Language::ALL.into_iter().fold(typed, |typed, language| {
            let offered = organisation.rules.offers(language.code());
            typed.with_tick(&language_field(language), offered)
        })
    },
    read: read_languages,
};

/// The factors that its people may use.
pub(super) const FACTORS: OrganisationForm = OrganisationForm {
    path: "/admin/settings/factors",
    page: "admin-settings-factors",
    heading: "settings-factors",
    part: OrganisationPart::Factors,
    fields: factor_fields,
    typed: |arrival, organisation| {
        kinds(arrival)
            .into_iter()
            .fold(Typed::default(), |typed, kind| {
                typed.with_tick(&factor_field(&kind), allows(organisation, &kind))
            })
    },
    read: read_factors,
};

fn language_field(language: Language) -> String {
    format!("language-{}", language.code())
}

fn language_name(text: &Text, language: Language) -> String {
    text.get(&format!("language-name-{}", language.code()))
}

fn language_fields(arrival: &Arrival, _: &Organisation) -> Vec<Fieldset> {
    let text = &arrival.text;
    let options = Language::ALL.map(|language| Selectable {
        value: language.code().to_owned(),
        name: language_name(text, language),
        selected: false,
    });
    let ticks = Language::ALL.into_iter().map(|language| {
        Field::line(&language_field(language), language_name(text, language), "")
            .shaped(Shape::Tick(false))
    });
    vec![
        Fieldset {
            legend: text.get("settings-languages-offered"),
            about: Some(text.get("settings-languages-offered.hint")),
            fields: ticks.collect(),
        },
        Fieldset {
            legend: String::new(),
            about: None,
            fields: vec![
                Field::line("default_language", text.get("settings-language"), "")
                    .hinted(text.get("settings-language.hint"))
                    .shaped(Shape::OneOf(options.into())),
            ],
        },
    ]
}

fn read_languages(typed: &Typed, mut organisation: Organisation) -> Read {
    typed
        .of("default_language")
        .clone_into(&mut organisation.default_language);
    let ticked: Vec<String> = Language::ALL
        .into_iter()
        .filter(|language| typed.ticked(&language_field(*language)))
        .map(|language| language.code().to_owned())
        .collect();
    if !ticked.contains(&organisation.default_language) {
        let why = FieldWhy::Bound(Bound::DefaultAmong);
        return Err(vec![FieldFault::new("default_language", why)]);
    }
    // All of them means: those of later releases too.
    let all = ticked.len() == Language::ALL.len();
    organisation.rules.languages = if all { Vec::new() } else { ticked };
    Ok(organisation)
}

pub(super) fn language_facts(text: &Text, organisation: &Organisation) -> Vec<Fact> {
    let offered: Vec<String> = Language::ALL
        .into_iter()
        .filter(|language| organisation.rules.offers(language.code()))
        .map(|language| language_name(text, language))
        .collect();
    let own = Language::from_code(&organisation.default_language);
    let own = own.map_or_else(String::new, |own| language_name(text, own));
    vec![
        fact(text, "settings-languages-offered", offered.join(", ")),
        fact(text, "settings-language", own),
    ]
}

/// What the name of each factor's tick begins with.
const FACTOR: &str = "factor-";

fn factor_field(kind: &FactorKind) -> String {
    format!("{FACTOR}{kind}")
}

/// The kinds that this program knows, in the order of the chooser.
fn kinds(arrival: &Arrival) -> Vec<FactorKind> {
    let mut profiles = arrival.state.app.registry.profiles();
    profiles.sort_by_key(|profile| profile.rank);
    profiles.into_iter().map(|profile| profile.kind).collect()
}

fn allows(organisation: &Organisation, kind: &FactorKind) -> bool {
    let allowed = &organisation.rules.allowed_factors;
    allowed
        .as_ref()
        .is_none_or(|allowed| allowed.contains(kind))
}

fn factor_fields(arrival: &Arrival, _: &Organisation) -> Vec<Fieldset> {
    let text = &arrival.text;
    let tick = |kind: &FactorKind| {
        let name = text.get(&format!("factor-{kind}"));
        Field::line(&factor_field(kind), name, "").shaped(Shape::Tick(false))
    };
    vec![Fieldset {
        legend: text.get("settings-factors-allowed"),
        about: Some(text.get("settings-factors-allowed.hint")),
        fields: kinds(arrival).iter().map(tick).collect(),
    }]
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "a form's reader may refuse, and this one has nothing to"
)]
fn read_factors(typed: &Typed, mut organisation: Organisation) -> Read {
    let ticked = typed.0.keys().filter_map(|name| name.strip_prefix(FACTOR));
    let allowed: FactorSet = ticked.map(FactorKind::named).collect();
    organisation.rules.allowed_factors = Some(allowed);
    Ok(organisation)
}

pub(super) fn factor_facts(admin: &Admin, organisation: &Organisation) -> Vec<Fact> {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let value = if organisation.rules.allowed_factors.is_none() {
        text.get("settings-factors-all")
    } else {
        let names: Vec<String> = kinds(arrival)
            .iter()
            .filter(|kind| allows(organisation, kind))
            .map(|kind| text.get(&format!("factor-{kind}")))
            .collect();
        names.join(", ")
    };
    vec![fact(text, "settings-factors-allowed", value)]
}
