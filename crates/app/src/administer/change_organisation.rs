//! Changes an organisation's settings. Its slug stays.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::organisation::Organisation;
use store::{Bump, OrganisationSaved, Tx};

use super::{AdministerFault, By, Reason, checks, unit};
use crate::App;

/// What to change; `None` leaves it as it is, an empty text takes it away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrganisationChange {
    /// The name for people.
    pub name: Option<String>,
    /// The canonical base URL.
    pub base_url: Option<String>,
    /// The add-on "use two-step verification". Only an owner switches it off.
    pub two_step_add_on: Option<bool>,
    /// Trusted days where no role demands two-step.
    pub default_trusted_days: Option<u32>,
    /// The language of its pages where nothing else tells.
    pub default_language: Option<String>,
    /// The mailbox of its support.
    pub support_email: Option<String>,
    /// The telephone number of its support.
    pub support_phone: Option<String>,
    /// When its support answers.
    pub support_hours: Option<String>,
    /// Its accent colour.
    pub accent: Option<String>,
    /// Its logo, as a data address.
    pub logo: Option<String>,
}

/// Changes an organisation and gives it as it is now.
pub async fn change_organisation(
    app: &Arc<App>,
    organisation: OrganisationId,
    change: OrganisationChange,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    let by = by.clone();
    let changed = unit::write(app, move |tx| change_in(tx, organisation, &change, &by)).await?;
    app.sessions.forget_organisation(organisation);
    Ok(changed)
}

fn change_in(
    tx: &mut Tx,
    organisation: OrganisationId,
    change: &OrganisationChange,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    let before = tx.organisation(organisation)?;
    let mut after = apply(&before, change);
    checks::organisation(&after)?;
    if before.two_step_add_on && !after.two_step_add_on && !by.is_owner(tx, organisation)? {
        return Err(Reason::OwnerOnly.into());
    }
    let decides = (before.two_step_add_on, before.default_trusted_days)
        != (after.two_step_add_on, after.default_trusted_days);
    match tx.save_organisation(&after, if decides { Bump::Policy } else { Bump::Nothing })? {
        OrganisationSaved::Saved => {}
        OrganisationSaved::Changed => return Err(Reason::Changed.into()),
        OrganisationSaved::BaseUrlTaken => return Err(Reason::BaseUrlTaken(after.base_url).into()),
    }
    after.policy_epoch += i64::from(decides);
    after.version += 1;
    let event = by
        .event(EventKind::OrganisationChanged, None)
        .with("what", &changed_fields(&before, &after));
    tx.audit(organisation, &event, by.now())?;
    Ok(after)
}

fn apply(before: &Organisation, change: &OrganisationChange) -> Organisation {
    let mut after = before.clone();
    let set = |field: &mut String, new: &Option<String>| {
        if let Some(new) = new {
            new.trim().clone_into(field);
        }
    };
    let set_or_clear = |field: &mut Option<String>, new: &Option<String>| {
        if let Some(new) = new {
            *field = Some(new.trim().to_owned()).filter(|new| !new.is_empty());
        }
    };
    set(&mut after.name, &change.name);
    set(&mut after.base_url, &change.base_url);
    set(&mut after.default_language, &change.default_language);
    set_or_clear(&mut after.support.email, &change.support_email);
    set_or_clear(&mut after.support.phone, &change.support_phone);
    set_or_clear(&mut after.support.hours, &change.support_hours);
    set_or_clear(&mut after.accent, &change.accent);
    set_or_clear(&mut after.logo, &change.logo);
    after.two_step_add_on = change.two_step_add_on.unwrap_or(before.two_step_add_on);
    after.default_trusted_days = change
        .default_trusted_days
        .unwrap_or(before.default_trusted_days);
    after
}

/// Which settings differ, for the audit log: their names, and the values of those that decide what a login must prove.
fn changed_fields(before: &Organisation, after: &Organisation) -> String {
    let mut changed = Vec::new();
    if before.two_step_add_on != after.two_step_add_on {
        changed.push(format!("two_step_add_on={}", after.two_step_add_on));
    }
    if before.default_trusted_days != after.default_trusted_days {
        changed.push(format!(
            "default_trusted_days={}",
            after.default_trusted_days
        ));
    }
    for (name, differs) in [
        ("name", before.name != after.name),
        ("base_url", before.base_url != after.base_url),
        (
            "default_language",
            before.default_language != after.default_language,
        ),
        ("support", before.support != after.support),
        ("accent", before.accent != after.accent),
        ("logo", before.logo != after.logo),
    ] {
        if differs {
            changed.push(name.to_owned());
        }
    }
    changed.join(" ")
}
