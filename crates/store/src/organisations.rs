//! Organisations: the source systems' sites. Slug and base URL are unique over the whole installation; all else belongs to one.
//!
//! `policy_epoch` rises with whatever may change what a login must prove, so that every node asks the policy again.

use domain::id::OrganisationId;
use domain::organisation::{Organisation, Rules, Support};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::gateways::channels_of;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

macro_rules! organisation_columns {
    () => {
        columns!("": organisation_id, slug, name, base_url, two_step_add_on, default_trusted_days, policy_epoch,
            default_language, support_email, support_phone, support_hours, accent, logo, suspended_at, phone_channels, rules, version, services)
    };
}

statements! {
    INSERT_ORGANISATION = concat!("INSERT INTO organisations (", organisation_columns!(), ", created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', $15, $16, '', $17) ON CONFLICT DO NOTHING");
    ORGANISATION_BY_ID = concat!("SELECT ", organisation_columns!(), " FROM organisations WHERE organisation_id = $1");
    ORGANISATION_BY_SLUG = concat!("SELECT ", organisation_columns!(), " FROM organisations WHERE slug = $1");
    ORGANISATIONS = concat!("SELECT ", organisation_columns!(), " FROM organisations ORDER BY slug");
    SAVE_ORGANISATION = "UPDATE organisations SET name = $2, base_url = $3, two_step_add_on = $4, default_trusted_days = $5,
            default_language = $6, support_email = $7, support_phone = $8, support_hours = $9, accent = $10, logo = $11,
            suspended_at = $12, policy_epoch = policy_epoch + $13, rules = $14, version = version + 1
        WHERE organisation_id = $1 AND version = $15
          AND NOT EXISTS (SELECT 1 FROM organisations other WHERE other.base_url = $3 AND other.organisation_id <> $1)";
    REMOVE_SESSIONS_OF_ORGANISATION = "DELETE FROM sessions WHERE organisation_id = $1";
    SET_SERVICES = "UPDATE organisations SET services = $2, policy_epoch = policy_epoch + 1 WHERE organisation_id = $1 AND services <> $2";
    BUMP_POLICY_EPOCH = "UPDATE organisations SET policy_epoch = policy_epoch + 1 WHERE organisation_id = $1 RETURNING policy_epoch";
}

/// How the insertion of an organisation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationInserted {
    /// It is there.
    Inserted,
    /// Another has the slug.
    SlugTaken,
    /// Another has the base URL.
    BaseUrlTaken,
}

/// How the saving of an organisation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationSaved {
    /// It stands.
    Saved,
    /// Somebody else changed it since it was read, or it is gone.
    Changed,
    /// Another has the base URL.
    BaseUrlTaken,
}

/// Whether a change may alter what a login must prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bump {
    /// It may: the policy is asked again everywhere.
    Policy,
    /// It changes words and colours alone.
    Nothing,
}

fn organisation_of(row: &Row) -> Result<Organisation, Fault> {
    Ok(Organisation {
        id: row.id(0)?,
        slug: row.text(1)?,
        name: row.text(2)?,
        base_url: row.text(3)?,
        two_step_add_on: row.truth(4)?,
        default_trusted_days: row.count(5)?,
        policy_epoch: row.int(6)?,
        default_language: row.text(7)?,
        support: Support {
            email: row.opt_text(8)?,
            phone: row.opt_text(9)?,
            hours: row.opt_text(10)?,
        },
        accent: row.opt_text(11)?,
        logo: row.opt_text(12)?,
        suspended_at: row.opt_time(13)?,
        phone_channels: channels_of(row, 14)?,
        rules: serde_json::from_str(&row.text(15)?).map_err(|_| row.corrupt(15))?,
        version: row.int(16)?,
        services: services_of(&row.text(17)?),
    })
}

/// The services in the column: names with commas between them.
fn services_of(text: &str) -> Vec<String> {
    let names = text.split(',').filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn rules_text(rules: &Rules) -> Result<String, Fault> {
    serde_json::to_string(rules).map_err(Fault::of_unit)
}

impl ReadTx {
    /// The organisation with this id, which must be there.
    pub fn organisation(&mut self, org: OrganisationId) -> Result<Organisation, Fault> {
        organisation_of(&self.one(&ORGANISATION_BY_ID, &[(&org).into()])?)
    }

    /// The organisation with this id.
    pub fn find_organisation(
        &mut self,
        org: OrganisationId,
    ) -> Result<Option<Organisation>, Fault> {
        self.find(&ORGANISATION_BY_ID, &[(&org).into()])?
            .as_ref()
            .map(organisation_of)
            .transpose()
    }

    /// The organisation with this slug.
    pub fn find_organisation_by_slug(&mut self, slug: &str) -> Result<Option<Organisation>, Fault> {
        self.find(&ORGANISATION_BY_SLUG, &[slug.into()])?
            .as_ref()
            .map(organisation_of)
            .transpose()
    }

    /// All organisations by their slugs: an installation has tens of them, not thousands.
    pub fn organisations(&mut self) -> Result<Vec<Organisation>, Fault> {
        self.query(&ORGANISATIONS, &[])?
            .iter()
            .map(organisation_of)
            .collect()
    }
}

impl Tx {
    /// Notes which services outside the configuration gives an organisation an account at; true where that is new. It decides what a login
    /// may ask for, so the policy is asked again everywhere.
    pub fn set_services(
        &mut self,
        org: OrganisationId,
        services: &[String],
    ) -> Result<bool, Fault> {
        let text = services.join(",");
        Ok(self.execute(&SET_SERVICES, &[(&org).into(), text.as_str().into()])? == 1)
    }

    /// Adds an organisation, which has no gateways yet; a slug or base URL that another has is a result, not a fault.
    pub fn insert_organisation(
        &mut self,
        organisation: &Organisation,
        now: Timestamp,
    ) -> Result<OrganisationInserted, Fault> {
        let inserted = self.execute(
            &INSERT_ORGANISATION,
            &[
                (&organisation.id).into(),
                (&organisation.slug).into(),
                (&organisation.name).into(),
                (&organisation.base_url).into(),
                organisation.two_step_add_on.into(),
                organisation.default_trusted_days.into(),
                organisation.policy_epoch.into(),
                (&organisation.default_language).into(),
                organisation.support.email.as_ref().into(),
                organisation.support.phone.as_ref().into(),
                organisation.support.hours.as_ref().into(),
                organisation.accent.as_ref().into(),
                organisation.logo.as_ref().into(),
                organisation.suspended_at.into(),
                (&rules_text(&organisation.rules)?).into(),
                organisation.version.into(),
                now.into(),
            ],
        )?;
        Ok(if inserted == 1 {
            OrganisationInserted::Inserted
        } else if self
            .find_organisation_by_slug(&organisation.slug)?
            .is_some()
        {
            OrganisationInserted::SlugTaken
        } else {
            OrganisationInserted::BaseUrlTaken
        })
    }

    /// Saves everything but the slug, the channels that gateways work for, and the epoch, which [`Bump::Policy`] raises, over the version
    /// that was read.
    pub fn save_organisation(
        &mut self,
        organisation: &Organisation,
        bump: Bump,
    ) -> Result<OrganisationSaved, Fault> {
        let saved = self.execute(
            &SAVE_ORGANISATION,
            &[
                (&organisation.id).into(),
                (&organisation.name).into(),
                (&organisation.base_url).into(),
                organisation.two_step_add_on.into(),
                organisation.default_trusted_days.into(),
                (&organisation.default_language).into(),
                organisation.support.email.as_ref().into(),
                organisation.support.phone.as_ref().into(),
                organisation.support.hours.as_ref().into(),
                organisation.accent.as_ref().into(),
                organisation.logo.as_ref().into(),
                organisation.suspended_at.into(),
                (bump == Bump::Policy).into(),
                (&rules_text(&organisation.rules)?).into(),
                organisation.version.into(),
            ],
        )?;
        if saved == 1 {
            return Ok(OrganisationSaved::Saved);
        }
        let current = self.find_organisation(organisation.id)?;
        let unchanged = current.is_some_and(|current| current.version == organisation.version);
        Ok(if unchanged {
            OrganisationSaved::BaseUrlTaken
        } else {
            OrganisationSaved::Changed
        })
    }

    /// Ends all sessions of an organisation; how many there were.
    pub fn remove_sessions_of_organisation(&mut self, org: OrganisationId) -> Result<u64, Fault> {
        self.execute(&REMOVE_SESSIONS_OF_ORGANISATION, &[(&org).into()])
    }

    /// Raises the policy epoch and gives the new one.
    pub fn bump_policy_epoch(&mut self, org: OrganisationId) -> Result<i64, Fault> {
        self.one(&BUMP_POLICY_EPOCH, &[(&org).into()])?.int(0)
    }
}
