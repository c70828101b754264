//! A role card as a form holds it: written out, and read back.

use app::administer::{CardGround, FieldFault, FieldWhy};
use domain::factor::{FactorKind, FactorSet};
use domain::message::Bound;
use domain::naming::{self, NameFault};
use domain::role::{MOST_GRACE_DAYS, MOST_TRUSTED_DAYS, Minimum, Role};
use jiff::tz::TimeZone;

use super::day;
use crate::admin::typed::Typed;

/// What the names of permissions' ticks begin with.
pub(super) const PERMISSION: &str = "permission-";

/// What the names of factors' ticks begin with.
pub(super) const FACTOR: &str = "factor-";

/// Says that what the card asks of people was among what was shown.
pub(super) const SHOWS_TWO_STEP: &str = "shows_two_step";

/// What a card asks of people, beside the factors' ticks.
pub(super) const TWO_STEP: [&str; 5] = [
    "two_step",
    "trusted_days",
    "minimum",
    "two_step_from",
    "grace_days",
];

/// What stands on a card and is not about two-step.
pub(super) const IDENTITY: [&str; 3] = ["name", "owner_assigns", "api_integrator"];

/// Whether a field stands on the card, and is not about how the page is shown.
pub(super) fn is_of_card(name: &str) -> bool {
    IDENTITY.contains(&name)
        || TWO_STEP.contains(&name)
        || name.starts_with(PERMISSION)
        || name.starts_with(FACTOR)
}

/// The card as its form holds it.
pub(super) fn written(role: &Role, ground: &CardGround, zone: &TimeZone) -> Typed {
    let allows = |kind: &FactorKind| {
        role.allowed_factors
            .as_ref()
            .is_none_or(|allowed| allowed.contains(kind))
    };
    let mut typed = Typed::default()
        .with("name", role.name.as_str())
        .with_tick("owner_assigns", role.owner_assigns)
        .with_tick("api_integrator", role.api_integrator)
        .with_tick("two_step", role.two_step)
        .with("trusted_days", role.trusted_days.to_string())
        .with("minimum", role.minimum.as_str())
        .with("two_step_from", day::written(role.two_step_from, zone))
        .with("grace_days", role.grace_days.to_string());
    for profile in &ground.factors {
        let name = format!("{FACTOR}{}", profile.kind);
        typed = typed.with_tick(&name, allows(&profile.kind));
    }
    for key in &role.permissions {
        typed = typed.with_tick(&format!("{PERMISSION}{key}"), true);
    }
    typed
}

/// The card that was typed, on the ground of the card as it was. What the form did not show stays as it was.
pub(super) fn read(
    typed: &Typed,
    ground: &CardGround,
    was: &Role,
    zone: &TimeZone,
) -> Result<Role, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut role = Role {
        name: typed.of("name").to_owned(),
        owner_assigns: typed.ticked("owner_assigns"),
        api_integrator: typed.ticked("api_integrator"),
        permissions: typed
            .0
            .keys()
            .filter_map(|name| name.strip_prefix(PERMISSION))
            .map(str::to_owned)
            .collect(),
        ..was.clone()
    };
    if let Err(fault) = naming::name(&role.name) {
        let why = match fault {
            NameFault::Missing => FieldWhy::Missing,
            NameFault::TooLong => FieldWhy::AtMost(naming::MOST_CHARACTERS),
            NameFault::HiddenSign => FieldWhy::HiddenSign,
        };
        faults.push(FieldFault::new("name", why));
    }
    if typed.ticked(SHOWS_TWO_STEP) {
        read_two_step(typed, ground, zone, &mut role, &mut faults);
    }
    if faults.is_empty() {
        Ok(role)
    } else {
        Err(faults)
    }
}

fn read_two_step(
    typed: &Typed,
    ground: &CardGround,
    zone: &TimeZone,
    role: &mut Role,
    faults: &mut Vec<FieldFault>,
) {
    let mut days = |name: &str, most: u32| {
        let read: Option<u32> = typed.of(name).parse().ok();
        read.filter(|days| *days <= most).unwrap_or_else(|| {
            let bound = Bound::Between(0, i64::from(most));
            faults.push(FieldFault::new(name, FieldWhy::Bound(bound)));
            0
        })
    };
    role.two_step = typed.ticked("two_step");
    role.trusted_days = days("trusted_days", MOST_TRUSTED_DAYS);
    role.grace_days = days("grace_days", MOST_GRACE_DAYS);
    match Minimum::named(typed.of("minimum")) {
        Some(minimum) => role.minimum = minimum,
        None => faults.push(FieldFault::new("minimum", FieldWhy::Choice)),
    }
    match day::read(typed.of("two_step_from"), zone) {
        Ok(from) => role.two_step_from = from,
        Err(()) => faults.push(FieldFault::new("two_step_from", FieldWhy::NoDate)),
    }
    let ticked = |kind: &FactorKind| typed.ticked(&format!("{FACTOR}{kind}"));
    let allowed: Vec<FactorKind> = ground
        .factors
        .iter()
        .map(|profile| profile.kind.clone())
        .filter(ticked)
        .collect();
    if allowed.is_empty() {
        faults.push(FieldFault::new("factors", FieldWhy::Missing));
    }
    role.allowed_factors = if allowed.len() == ground.factors.len() {
        None
    } else {
        // What stands only behind others is no tick: it stays as it was.
        let kept = role.allowed_factors.iter().flat_map(FactorSet::iter);
        let backups = kept.filter(|kind| !ground.factors.iter().any(|one| one.kind == **kind));
        Some(allowed.iter().chain(backups).cloned().collect())
    };
}
