//! A new organisation, with the built-in permissions in its catalogue.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::organisation::{self, Organisation, Rules, Support};
use domain::role::BuiltIn;
use store::{OrganisationInserted, Permission, Tx};

use super::by::Who;
use super::{AdministerFault, By, Reason, checks, unit};
use crate::App;

/// An organisation to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    /// Its name in addresses, fixed for good.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Its canonical base URL: the installation's with `/o/<slug>`, or a host name of its own.
    pub base_url: String,
    /// Whether the add-on "use two-step verification" is on.
    pub two_step_add_on: bool,
    /// Trusted days where no role demands two-step.
    pub default_trusted_days: u32,
    /// The language of its pages where nothing else tells.
    pub default_language: String,
    /// How to reach its support.
    pub support: Support,
    /// Its accent colour.
    pub accent: Option<String>,
    /// Its logo, as a data address.
    pub logo: Option<String>,
}

/// Adds an organisation without anybody in it: the operator's, on the command line.
pub async fn add_organisation(
    app: &Arc<App>,
    new: NewOrganisation,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    if !matches!(by.who(), Who::Operator) {
        return Err(Reason::OperatorOnly.into());
    }
    check(&new)?;
    let by = by.clone();
    unit::write(app, move |tx| add_in(tx, &new, &by)).await
}

pub(super) fn check(new: &NewOrganisation) -> Result<(), Reason> {
    organisation::slug(&new.slug)
        .map(|_| ())
        .map_err(Reason::MalformedSlug)
}

/// The organisation and its catalogue, as part of a unit.
pub(super) fn add_in(
    tx: &mut Tx,
    new: &NewOrganisation,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    let now = by.now();
    let organisation = Organisation {
        id: OrganisationId::draw(now, tx.random()),
        slug: new.slug.clone(),
        name: new.name.trim().to_owned(),
        base_url: new.base_url.clone(),
        two_step_add_on: new.two_step_add_on,
        default_trusted_days: new.default_trusted_days,
        policy_epoch: 1,
        default_language: new.default_language.clone(),
        support: new.support.clone(),
        accent: new.accent.clone(),
        logo: new.logo.clone(),
        phone_channels: Vec::new(),
        services: Vec::new(),
        suspended_at: None,
        rules: Rules::default(),
        version: 1,
    };
    checks::organisation(&organisation)?;
    match tx.insert_organisation(&organisation, now)? {
        OrganisationInserted::Inserted => {}
        OrganisationInserted::SlugTaken => return Err(Reason::SlugTaken(organisation.slug).into()),
        OrganisationInserted::BaseUrlTaken => {
            return Err(Reason::BaseUrlTaken(organisation.base_url).into());
        }
    }
    for (position, permission) in (0..).zip(BuiltIn::ALL) {
        let permission = Permission {
            key: permission.key().to_owned(),
            name: name_of(permission).to_owned(),
            area: String::new(),
            built_in: true,
            position,
        };
        tx.insert_permission(organisation.id, &permission)?;
    }
    tx.audit(
        organisation.id,
        &by.event(EventKind::OrganisationAdded, None)
            .with("slug", &organisation.slug),
        now,
    )?;
    Ok(organisation)
}

/// The name that a built-in permission begins with; an administrator may change it.
const fn name_of(permission: BuiltIn) -> &'static str {
    match permission {
        BuiltIn::People => "Manage people",
        BuiltIn::Roles => "Manage role cards",
        BuiltIn::Settings => "Manage settings",
        BuiltIn::Support => "Help people who are locked out",
        BuiltIn::Audit => "Read the audit log",
        BuiltIn::Clients => "Manage clients",
        BuiltIn::Messages => "See messages and their delivery",
        BuiltIn::Installation => "Manage organisations",
    }
}
