//! Organisations: added, listed, changed, suspended.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::email::EmailAddress;
use domain::id::OrganisationId;
use domain::organisation::{Organisation, Support, slug as check_slug};
use domain::role::BuiltIn;
use domain::time::Timestamp;
use store::{Bump, OrganisationInserted, Permission, Tx};

use super::denied::{Administered, Denied, line};
use crate::App;

/// An organisation to be added.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    /// Its name in addresses, fixed for good.
    pub slug: String,
    /// Its one canonical base URL, checked already.
    pub base_url: String,
    /// What it is like.
    pub like: OrganisationChanges,
}

/// What may be changed about an organisation. `None` = as it is; empty text takes a value away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganisationChanges {
    /// Its name for people.
    pub name: Option<String>,
    /// The mailbox of its support.
    pub support_email: Option<String>,
    /// The telephone number of its support.
    pub support_phone: Option<String>,
    /// When its support answers.
    pub support_hours: Option<String>,
    /// Its accent colour.
    pub accent: Option<String>,
    /// Whether the add-on "use two-step verification" is on.
    pub two_step_add_on: Option<bool>,
    /// Trusted days where no role demands two-step.
    pub default_trusted_days: Option<u32>,
    /// The language of its pages where nothing else tells.
    pub default_language: Option<String>,
    /// Its canonical base URL, checked already.
    pub base_url: Option<String>,
}

impl OrganisationChanges {
    fn apply(&self, organisation: &mut Organisation) -> Result<(), Denied> {
        if let Some(name) = &self.name {
            organisation.name = line(name, "an organisation's name", 100)?;
        }
        let support = &mut organisation.support;
        if let Some(email) = &self.support_email {
            let parse = |text: &str| Ok(EmailAddress::parse(text)?.as_str().to_owned());
            support.email = unless_empty(email, parse)?;
        }
        if let Some(phone) = &self.support_phone {
            support.phone = unless_empty(phone, |text| line(text, "a telephone number", 40))?;
        }
        if let Some(hours) = &self.support_hours {
            support.hours = unless_empty(hours, |text| line(text, "the support's hours", 100))?;
        }
        if let Some(accent) = &self.accent {
            organisation.accent = unless_empty(accent, accent_colour)?;
        }
        if let Some(language) = &self.default_language {
            organisation.default_language.clone_from(language);
        }
        if let Some(base_url) = &self.base_url {
            organisation.base_url.clone_from(base_url);
        }
        organisation.two_step_add_on = self.two_step_add_on.unwrap_or(organisation.two_step_add_on);
        organisation.default_trusted_days = self.default_trusted_days.unwrap_or(organisation.default_trusted_days);
        Ok(())
    }

    /// Whether they change what a login must prove, so that every session is looked at again.
    fn bump(&self) -> Bump {
        let decides = self.two_step_add_on.is_some() || self.default_trusted_days.is_some() || self.base_url.is_some();
        if decides { Bump::Policy } else { Bump::Nothing }
    }
}

fn unless_empty(
    text: &str,
    check: impl Fn(&str) -> Result<String, Denied>,
) -> Result<Option<String>, Denied> {
    if text.trim().is_empty() { Ok(None) } else { check(text.trim()).map(Some) }
}

fn accent_colour(text: &str) -> Result<String, Denied> {
    let digits = text.strip_prefix('#').ok_or(Denied::Accent)?;
    let fits = digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit());
    if fits { Ok(text.to_ascii_lowercase()) } else { Err(Denied::Accent) }
}

/// Adds an organisation with the built-in permissions.
pub async fn add_organisation(app: &Arc<App>, new: NewOrganisation, now: Timestamp) -> Administered<Organisation> {
    let slug = match check_slug(&new.slug) {
        Ok(slug) => slug.to_owned(),
        Err(malformed) => return Ok(Err(malformed.into())),
    };
    let unit = move |tx: &mut Tx| {
        let mut organisation = Organisation {
            id: OrganisationId::draw(now, tx.random()),
            slug: slug.clone(),
            name: slug.clone(),
            base_url: new.base_url.clone(),
            two_step_add_on: true,
            default_trusted_days: 0,
            policy_epoch: 1,
            default_language: "sv".to_owned(),
            support: Support::default(),
            accent: None,
            logo: None,
            suspended_at: None,
        };
        if let Err(denied) = new.like.apply(&mut organisation) {
            return Ok(Err(denied));
        }
        match tx.insert_organisation(&organisation, now)? {
            OrganisationInserted::Inserted => {}
            OrganisationInserted::SlugTaken => return Ok(Err(Denied::SlugTaken(organisation.slug))),
            OrganisationInserted::BaseUrlTaken => return Ok(Err(Denied::BaseUrlTaken(organisation.base_url))),
        }
        for (position, permission) in (0..).zip(BuiltIn::ALL) {
            let key = permission.key().to_owned();
            tx.insert_permission(organisation.id, &Permission { name: key.clone(), key, built_in: true, position })?;
        }
        tx.audit(organisation.id, &Event::by_operator(EventKind::OrganisationAdded, None), now)?;
        Ok(Ok(organisation))
    };
    Ok(app.store.write(unit).await?)
}

/// All organisations, by slug.
pub async fn organisations(app: &Arc<App>) -> Result<Vec<Organisation>, crate::Fault> {
    Ok(app.store.read(|tx| tx.organisations()).await?)
}

/// The organisation with this slug.
pub async fn find_organisation(app: &Arc<App>, slug: &str) -> Administered<Organisation> {
    let slug = slug.to_owned();
    let unit = move |tx: &mut store::ReadTx| {
        Ok(tx.find_organisation_by_slug(&slug)?.ok_or_else(|| Denied::OrganisationUnknown(slug.clone())))
    };
    Ok(app.store.read(unit).await?)
}

/// Changes an organisation.
pub async fn change_organisation(
    app: &Arc<App>,
    slug: &str,
    changes: OrganisationChanges,
    now: Timestamp,
) -> Administered<Organisation> {
    let slug = slug.to_owned();
    let unit = move |tx: &mut Tx| {
        let Some(mut organisation) = tx.find_organisation_by_slug(&slug)? else {
            return Ok(Err(Denied::OrganisationUnknown(slug.clone())));
        };
        let before = organisation.clone();
        if let Err(denied) = changes.apply(&mut organisation) {
            return Ok(Err(denied));
        }
        if organisation == before {
            return Ok(Ok(organisation));
        }
        if !tx.save_organisation(&organisation, changes.bump())? {
            return Ok(Err(Denied::BaseUrlTaken(organisation.base_url)));
        }
        let mut event = Event::by_operator(EventKind::OrganisationChanged, None);
        for (field, changed) in changed_fields(&before, &organisation) {
            if changed {
                event = event.with(field, "changed");
            }
        }
        tx.audit(organisation.id, &event, now)?;
        Ok(Ok(organisation))
    };
    Ok(app.store.write(unit).await?)
}

fn changed_fields(before: &Organisation, after: &Organisation) -> [(&'static str, bool); 7] {
    [
        ("name", before.name != after.name),
        ("support", before.support != after.support),
        ("accent", before.accent != after.accent),
        ("two_step_add_on", before.two_step_add_on != after.two_step_add_on),
        ("default_trusted_days", before.default_trusted_days != after.default_trusted_days),
        ("default_language", before.default_language != after.default_language),
        ("base_url", before.base_url != after.base_url),
    ]
}

/// Lets nobody of an organisation in, or lets them in again.
pub async fn suspend_organisation(app: &Arc<App>, slug: &str, suspended: bool, now: Timestamp) -> Administered<()> {
    let slug = slug.to_owned();
    let unit = move |tx: &mut Tx| {
        let Some(mut organisation) = tx.find_organisation_by_slug(&slug)? else {
            return Ok(Err(Denied::OrganisationUnknown(slug.clone())));
        };
        if organisation.suspended_at.is_some() == suspended {
            return Ok(Ok(()));
        }
        organisation.suspended_at = suspended.then_some(now);
        tx.save_organisation(&organisation, Bump::Policy)?;
        let event = Event::by_operator(EventKind::OrganisationChanged, None).with("suspended", &suspended);
        tx.audit(organisation.id, &event, now)?;
        Ok(Ok(()))
    };
    Ok(app.store.write(unit).await?)
}

/// What a new base URL would leave behind: bound to the old one, and of no use under the new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stranded {
    /// Authenticators bound to the old host name.
    pub authenticators: i64,
    /// Sessions: their people sign in again.
    pub sessions: i64,
    /// Trusted devices: they ask for a second step again.
    pub trusted_devices: i64,
}

/// Counts what a new base URL would strand.
pub async fn stranded_by(app: &Arc<App>, organisation: OrganisationId) -> Result<Stranded, crate::Fault> {
    let unit = move |tx: &mut store::ReadTx| {
        let bound = tx.count_bound_to_base_url(organisation)?;
        Ok(Stranded {
            authenticators: bound.authenticators,
            sessions: bound.sessions,
            trusted_devices: bound.trusted_devices,
        })
    };
    Ok(app.store.read(unit).await?)
}
