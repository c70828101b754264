//! Puts the page of a role card together: what is typed, what differs from what is saved, what somebody else did meanwhile.

use std::collections::BTreeMap;

use app::administer::{CardGround, FieldFault, Permission, RoleCard};
use domain::role::{BuiltIn, Minimum};
use text::Text;

use super::card_form::{FACTOR, PERMISSION, SHOWS_TWO_STEP, is_of_card};
use super::merge::{Clash, packed};
use super::{add, address, permissions, place};
use crate::admin::door::Admin;
use crate::admin::filling;
use crate::admin::typed::Typed;
use crate::areas::Area;
use crate::pages::Problem;
use crate::pages::admin::{
    CardActs, CardTwoStep, EffectPanel, FactorTick, Field, Fieldset, PermissionTick,
    PermissionTicks, RoleCardPage, Selectable, Shape, TickGroup,
};

/// A card on its way to its page.
pub(super) struct Sheet<'a> {
    /// What it is shown with.
    pub(super) ground: &'a CardGround,
    /// The card as it is saved; none while it is being added.
    pub(super) card: Option<&'a RoleCard>,
    /// What stands in the form.
    pub(super) typed: Typed,
    /// The card as it was opened: what the marks of change are against, and what a later merge begins with.
    pub(super) opened: Typed,
    /// The version that it was opened at.
    pub(super) version: i64,
    /// What somebody else changed in the meantime.
    pub(super) clashes: BTreeMap<String, Clash>,
    /// What cannot be so.
    pub(super) faults: Vec<FieldFault>,
    /// Whether people would be locked out, so that it must be confirmed.
    pub(super) confirm: bool,
    /// What it would do.
    pub(super) effect: Option<EffectPanel>,
    /// Whether something is typed that is not saved.
    pub(super) unsaved: bool,
    /// What just went well.
    pub(super) status: Option<String>,
    /// What went wrong.
    pub(super) problem: Option<Problem>,
}

impl Sheet<'_> {
    pub(super) fn page(mut self, admin: &Admin) -> RoleCardPage {
        let text = &admin.own.arrival.text;
        let shows_two_step = self.ground.organisation.two_step_add_on;
        let own = self.card.map(|card| address(card.role.id));
        let locked = self.locked(admin);
        if let Some(effect) = self.effect.as_mut().filter(|_| locked.is_some()) {
            // Whoever cannot save is told what is, not what would be, and types nothing that could be lost.
            effect.heading = text.get("role-beside");
            effect.report_as_typed = false;
        }
        let is_locked = locked.is_some();
        let mut hidden = vec![
            ("version", self.version.to_string()),
            ("opened", packed(&self.opened)),
        ];
        if shows_two_step {
            hidden.push((SHOWS_TWO_STEP, "yes".to_owned()));
        }
        RoleCardPage {
            frame: admin.frame(),
            heading: self
                .card
                .map_or_else(|| text.get("role-new"), |card| card.role.name.clone()),
            pager: self.card.map(place::pager),
            action: own.clone().unwrap_or_else(|| add::HERE.to_owned()),
            hidden,
            locked,
            identity: self.identity(admin),
            two_step: shows_two_step.then(|| self.two_step(admin)),
            add_on: (!shows_two_step).then(|| {
                let may = admin.own.who.rights.has(BuiltIn::Settings);
                may.then(|| Area::Organisation.address().to_owned())
            }),
            permissions: self.permissions(admin),
            confirm: self.confirm.then(|| self.confirmation(text)),
            submit: text.get(if own.is_some() {
                "button-save"
            } else {
                "role-add"
            }),
            back: own.unwrap_or_else(|| super::ROLES.to_owned()),
            effect: self.effect.take(),
            acts: self.card.map(|card| acts(card, is_locked, text)),
            unsaved: self.unsaved,
            catalogue: permissions::HERE.to_owned(),
            status: self.status.take(),
            problem: self.problem.take(),
        }
    }

    /// Why whoever looks cannot change it.
    fn locked(&self, admin: &Admin) -> Option<String> {
        let card = self.card?;
        let theirs = card.role.owner_assigns && !admin.own.who.user.owner;
        theirs.then(|| admin.t("role-owners-only"))
    }

    fn identity(&self, admin: &Admin) -> Vec<Field> {
        let text = &admin.own.arrival.text;
        let mut fields = vec![Field::line("name", text.get("role-name"), "").demanded()];
        if self.card.is_none() {
            fields.push(
                Field::line("key", text.get("role-key"), "")
                    .shaped(Shape::Word)
                    .hinted(text.get("role-key.hint")),
            );
        }
        fields.push(tick(text, "owner_assigns", "role-owner-assigns"));
        fields.push(tick(text, "api_integrator", "role-api-integrator"));
        self.filled(admin, fields)
    }

    fn two_step(&self, admin: &Admin) -> CardTwoStep {
        let text = &admin.own.arrival.text;
        let days = Field::line("trusted_days", text.get("role-days"), "")
            .shaped(Shape::Number)
            .hinted(text.get("role-days.hint"))
            .demanded();
        let fields = vec![
            tick(text, "two_step", "role-requires"),
            days,
            Field::line("minimum", text.get("role-minimum"), "")
                .shaped(Shape::OneOf(self.minimums(text)))
                .hinted(text.get("role-minimum.hint")),
            Field::line("two_step_from", text.get("role-from"), "")
                .shaped(Shape::Date)
                .hinted(text.get("role-from.hint")),
            Field::line("grace_days", text.get("role-grace"), "")
                .shaped(Shape::Number)
                .hinted(text.get("role-grace.hint"))
                .demanded(),
        ];
        let mut fields = self.filled(admin, fields).into_iter();
        let nothing = || Field::line("", String::new(), "");
        CardTwoStep {
            required: fields.next().unwrap_or_else(nothing),
            days: fields.next().unwrap_or_else(nothing),
            days_said: days_said(text, self.typed.of("trusted_days")),
            days_words: days_words(text),
            factors: self.factors(text),
            factors_problem: self
                .faults
                .iter()
                .any(|fault| fault.field == "factors")
                .then(|| text.get("role-factors.none")),
            factors_elsewhere: self.factors_elsewhere(text),
            others: fields.collect(),
        }
    }

    /// The minimums to choose from: one that no factor here reaches yet says so.
    fn minimums(&self, text: &Text) -> Vec<Selectable> {
        let can_be_met = |minimum| {
            self.ground.factors.iter().any(|profile| match minimum {
                Minimum::Any => true,
                Minimum::Aal2 => profile.reaches_aal2,
                Minimum::PhishingResistant => profile.phishing_resistant,
            })
        };
        let offered = |minimum: Minimum| {
            let name = text.get(&format!("role-minimum-{}", minimum.as_str()));
            let name = if can_be_met(minimum) {
                name
            } else {
                text.with1("role-minimum-unmet", "minimum", name)
            };
            Selectable {
                value: minimum.as_str().to_owned(),
                name,
                selected: false,
            }
        };
        [Minimum::Any, Minimum::Aal2, Minimum::PhishingResistant]
            .into_iter()
            .map(offered)
            .collect()
    }

    fn factors(&self, text: &Text) -> Vec<FactorTick> {
        let tick = |profile: &domain::factor::Profile| {
            let field = format!("{FACTOR}{}", profile.kind);
            FactorTick {
                name: text.get(&format!("factor-{}", profile.kind)),
                ticked: self.typed.ticked(&field),
                field,
            }
        };
        self.ground.factors.iter().map(tick).collect()
    }

    /// The factors that somebody else allowed or ruled out, in one line.
    fn factors_elsewhere(&self, text: &Text) -> Option<String> {
        let said = self.ground.factors.iter().filter_map(|profile| {
            let clash = self.clashes.get(&format!("{FACTOR}{}", profile.kind))?;
            let name = text.get(&format!("factor-{}", profile.kind));
            Some(format!("{name}: {}", told(text, clash, yes_or_no)))
        });
        let said: Vec<String> = said.collect();
        (!said.is_empty()).then(|| said.join("; "))
    }

    /// Fields with what was typed, what is wrong with it, and what somebody else did.
    fn filled(&self, admin: &Admin, fields: Vec<Field>) -> Vec<Field> {
        let arrival = &admin.own.arrival;
        let set = Fieldset {
            legend: String::new(),
            about: None,
            fields,
        };
        let sets = filling::filled(arrival, vec![set], &self.typed, &self.faults, None);
        let mut fields: Vec<Field> = sets.into_iter().flat_map(|set| set.fields).collect();
        for field in &mut fields {
            let clash = self.clashes.get(&field.name);
            field.elsewhere = clash.map(|clash| field_told(&arrival.text, field, clash));
        }
        fields
    }

    fn confirmation(&self, text: &Text) -> Field {
        let name = self.card.map_or("", |card| card.role.name.as_str());
        Field::line("confirm", text.get("role-confirm"), "")
            .hinted(text.with1("role-confirm.hint", "name", name))
            .demanded()
    }

    fn permissions(&self, admin: &Admin) -> PermissionTicks {
        let arrival = &admin.own.arrival;
        let text = &arrival.text;
        let query = self.typed.of("q").to_owned();
        let is_default = self.ground.organisation.slug == arrival.state.app.default_organisation;
        let mut list = PermissionTicks {
            groups: Vec::new(),
            unshown: Vec::new(),
            query: query.clone(),
            ticked: 0,
            of: 0,
            changed: 0,
        };
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        for (heading, permission) in grouped(&self.ground.catalogue, text) {
            let tick = self.tick(permission, text);
            if permission.key == BuiltIn::Installation.key() && !is_default && !tick.was {
                continue;
            }
            list.of += 1;
            list.ticked += usize::from(tick.ticked);
            list.changed += usize::from(tick.changed());
            let whole = format!("{heading} {} {}", tick.name, tick.key).to_lowercase();
            // What somebody else changed is shown whatever is searched for.
            let found = words.iter().all(|word| whole.contains(word.as_str()));
            if !found && tick.elsewhere.is_none() {
                if tick.ticked {
                    list.unshown.push(tick.field);
                }
                continue;
            }
            match list.groups.last_mut() {
                Some(group) if group.name == heading => group.rows.push(tick),
                _ => list.groups.push(TickGroup {
                    name: heading,
                    rows: vec![tick],
                }),
            }
        }
        list
    }

    fn tick(&self, permission: &Permission, text: &Text) -> PermissionTick {
        let field = format!("{PERMISSION}{}", permission.key);
        let clash = self.clashes.get(&field);
        PermissionTick {
            name: name_of(permission, text),
            key: permission.key.clone(),
            ticked: self.typed.ticked(&field),
            was: self.opened.ticked(&field),
            elsewhere: clash.map(|clash| {
                let said = told(text, clash, yes_or_no);
                text.with1("admin-elsewhere", "value", said)
            }),
            field,
        }
    }
}

/// The catalogue by its areas: the organisation's own in the order in which they first come, then what stands under none, then what is
/// built in.
pub(super) fn grouped<'a>(
    catalogue: &'a [Permission],
    text: &Text,
) -> Vec<(String, &'a Permission)> {
    let mut areas: Vec<&str> = Vec::new();
    for permission in catalogue.iter().filter(|one| !one.built_in) {
        if !permission.area.is_empty() && !areas.contains(&permission.area.as_str()) {
            areas.push(&permission.area);
        }
    }
    areas.push("");
    let own = areas.iter().flat_map(|area| {
        let heading = if area.is_empty() {
            text.get("role-area-none")
        } else {
            (*area).to_owned()
        };
        let within = catalogue
            .iter()
            .filter(move |one| !one.built_in && one.area == **area);
        within.map(move |one| (heading.clone(), one))
    });
    let built_in = catalogue.iter().filter(|one| one.built_in);
    let built_in = built_in.map(|one| (text.get("role-built-in"), one));
    own.chain(built_in).collect()
}

/// A permission's name: what is built in has one in every language.
pub(super) fn name_of(permission: &Permission, text: &Text) -> String {
    let built_in = BuiltIn::ALL
        .into_iter()
        .find(|right| permission.built_in && right.key() == permission.key);
    built_in.map_or_else(|| permission.name.clone(), |right| right_name(right, text))
}

/// The name of a right inside Tvåsteg.
pub(in crate::admin) fn right_name(right: BuiltIn, text: &Text) -> String {
    let key = right.key();
    let short = key.split_once('.').map_or(key, |(_, short)| short);
    text.get(&format!("role-right-{short}"))
}

fn tick(text: &Text, name: &str, key: &str) -> Field {
    Field::line(name, text.get(key), "")
        .shaped(Shape::Tick(false))
        .hinted(text.get(&format!("{key}.hint")))
}

fn yes_or_no(text: &Text, value: Option<&str>) -> String {
    text.get(if value.is_some() {
        "admin-yes"
    } else {
        "admin-no"
    })
}

/// What somebody else did with a field, as it is told there.
fn field_told(text: &Text, field: &Field, clash: &Clash) -> String {
    let shown = |text: &Text, value: Option<&str>| match (&field.shape, value) {
        (Shape::Tick(_), value) => yes_or_no(text, value),
        (Shape::OneOf(options), Some(value)) => options
            .iter()
            .find(|option| option.value == value)
            .map_or_else(|| value.to_owned(), |option| option.name.clone()),
        (_, None | Some("")) => text.get("admin-nothing"),
        (_, Some(value)) => value.to_owned(),
    };
    told(text, clash, shown)
}

/// What somebody else did with a field, as its note says it.
fn told(text: &Text, clash: &Clash, shown: impl Fn(&Text, Option<&str>) -> String) -> String {
    match clash {
        Clash::Taken { was, now } => text.with2(
            "role-taken-over",
            "now",
            shown(text, now.as_deref()),
            "was",
            shown(text, was.as_deref()),
        ),
        Clash::Both { now } => text.with1("role-kept-typed", "now", shown(text, now.as_deref())),
    }
}

/// Numbers of days that have a sentence of their own.
const NAMED_DAYS: [(&str, &str); 6] = [
    ("0", "role-days-0"),
    ("1", "role-days-1"),
    ("7", "role-days-7"),
    ("14", "role-days-14"),
    ("30", "role-days-30"),
    ("365", "role-days-365"),
];

/// What so many days mean, spelled out.
fn days_said(text: &Text, typed: &str) -> String {
    let days: Option<u32> = typed.parse().ok();
    let days = days.filter(|days| *days <= domain::role::MOST_TRUSTED_DAYS);
    let Some(days) = days.map(|days| days.to_string()) else {
        return text.get("role-days-unread");
    };
    match NAMED_DAYS.iter().find(|(number, _)| *number == days) {
        Some((_, key)) => text.get(key),
        None => text.with1("role-days-other", "days", days),
    }
}

fn days_words(text: &Text) -> Vec<(&'static str, String)> {
    let other = text.with1("role-days-other", "days", "%1");
    NAMED_DAYS
        .into_iter()
        .map(|(number, key)| (number, text.get(key)))
        .chain([("other", other), ("unread", text.get("role-days-unread"))])
        .collect()
}

fn acts(card: &RoleCard, is_locked: bool, text: &Text) -> CardActs {
    let own = address(card.role.id);
    let at = card.place();
    CardActs {
        people: text.with1("role-people", "people", card.people),
        copy: format!("{}?from={}", add::HERE, card.role.id),
        remove: (card.people == 0).then(|| format!("{own}/remove")),
        arrange: format!("{own}/move"),
        up: at > 0 && !is_locked,
        down: at + 1 < card.ground.cards.len() && !is_locked,
    }
}

/// The form without what is about the page alone, and with what the page did not show as it is saved.
pub(super) fn completed(mut typed: Typed, stored: &Typed) -> Typed {
    if !typed.ticked(SHOWS_TWO_STEP) {
        let shown_not = stored
            .0
            .iter()
            .filter(|(name, _)| is_of_card(name) && is_two_step(name));
        typed
            .0
            .extend(shown_not.map(|(name, value)| (name.clone(), value.clone())));
    }
    typed
}

fn is_two_step(name: &str) -> bool {
    name.starts_with(FACTOR) || super::card_form::TWO_STEP.contains(&name)
}
