//! The role card: who must prove what, and who may do what.

use std::collections::BTreeSet;

use crate::factor::FactorSet;
use crate::id::RoleId;
use crate::naming::{self, NameFault};
use crate::time::Timestamp;

pub mod catalogue;
mod rights;

pub use rights::Rights;

/// The weakest proof that a role or a client accepts as two-step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Minimum {
    /// Any factor that the card allows, e-mail codes included.
    #[default]
    Any,
    /// A login that reaches Aal2.
    Aal2,
    /// A proof that resists phishing.
    PhishingResistant,
}

impl Minimum {
    /// Its name in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Aal2 => "aal2",
            Self::PhishingResistant => "phr",
        }
    }

    /// The minimum with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Any, Self::Aal2, Self::PhishingResistant]
            .into_iter()
            .find(|minimum| minimum.as_str() == name)
    }
}

/// A role card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its key in the database.
    pub id: RoleId,
    /// Its unchanging key on the wire.
    pub key: String,
    /// Its changeable name.
    pub name: String,
    /// Whether only an owner may assign it.
    pub owner_assigns: bool,
    /// Whether it is the role of accounts that machines use.
    pub api_integrator: bool,
    /// Whether it requires two-step.
    pub two_step: bool,
    /// From when it requires it; `None` = at once.
    pub two_step_from: Option<Timestamp>,
    /// For how many days a person who has no factor that it allows may put off setting one up.
    pub grace_days: u32,
    /// For how many days a trusted device skips the second step; 0 = never.
    pub trusted_days: u32,
    /// The factors it allows; `None` = all.
    pub allowed_factors: Option<FactorSet>,
    /// The weakest proof it accepts.
    pub minimum: Minimum,
    /// The keys of its permissions.
    pub permissions: BTreeSet<String>,
    /// Rises with every change of the card: a save names the version it was read at.
    pub version: i64,
}

impl Role {
    /// Whether the card requires two-step at this moment: it says so, and its day has come.
    pub fn requires_two_step_at(&self, now: Timestamp) -> bool {
        self.two_step && self.two_step_from.is_none_or(|from| now >= from)
    }
}

impl Role {
    /// Checks the card's own fields against each other.
    pub fn check(&self) -> Result<(), CardFault> {
        let days = i64::from(self.trusted_days);
        check_card(&self.name, days, self.api_integrator, self.two_step)?;
        if self.grace_days > MOST_GRACE_DAYS {
            return Err(CardFault::GraceDays);
        }
        Ok(())
    }
}

/// The most days of grace a card can give.
pub const MOST_GRACE_DAYS: u32 = 365;

/// The most trusted days a card can give.
pub const MOST_TRUSTED_DAYS: u32 = 365;

/// Why a role card cannot be saved as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardFault {
    /// No name, or one over 100 characters.
    #[error("a role's name is 1 to 100 characters")]
    Name,
    /// A sign in its name that nobody sees: a line break, a control character, one that turns the direction of writing.
    #[error(
        "a role's name is one line without control characters or characters that turn the direction of writing"
    )]
    HiddenSign,
    /// Out of range.
    #[error("trusted days are 0 to 365")]
    TrustedDays,
    /// Out of range.
    #[error("days of grace are 0 to 365")]
    GraceDays,
    /// Machines have no second step.
    #[error(
        "an API integrator's role cannot require two-step: machines sign in with API credentials"
    )]
    IntegratorWithTwoStep,
}

impl CardFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "card-name",
            Self::HiddenSign => "card-hidden-sign",
            Self::TrustedDays => "card-trusted-days",
            Self::GraceDays => "card-grace-days",
            Self::IntegratorWithTwoStep => "card-integrator-with-two-step",
        }
    }
}

/// Checks a role card's own fields.
pub fn check_card(
    name: &str,
    trusted_days: i64,
    api_integrator: bool,
    two_step: bool,
) -> Result<u32, CardFault> {
    match naming::name(name) {
        Err(NameFault::Missing | NameFault::TooLong) => return Err(CardFault::Name),
        Err(NameFault::HiddenSign) => return Err(CardFault::HiddenSign),
        Ok(_) => {}
    }
    if api_integrator && two_step {
        return Err(CardFault::IntegratorWithTwoStep);
    }
    u32::try_from(trusted_days)
        .ok()
        .filter(|days| *days <= MOST_TRUSTED_DAYS)
        .ok_or(CardFault::TrustedDays)
}

/// A built-in permission: a right inside Tvåsteg itself, with a fixed key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    /// Manage people.
    People,
    /// Manage role cards.
    Roles,
    /// Manage the organisation's settings.
    Settings,
    /// Help people who are locked out.
    Support,
    /// Read the audit log.
    Audit,
    /// Manage clients.
    Clients,
    /// See messages and their delivery.
    Messages,
    /// Manage organisations; given only by owners of the default organisation.
    Installation,
}

impl BuiltIn {
    /// All of them, in the order they are listed.
    pub const ALL: [Self; 8] = [
        Self::People,
        Self::Roles,
        Self::Settings,
        Self::Support,
        Self::Audit,
        Self::Clients,
        Self::Messages,
        Self::Installation,
    ];

    /// The fixed key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::People => "tvasteg.people",
            Self::Roles => "tvasteg.roles",
            Self::Settings => "tvasteg.settings",
            Self::Support => "tvasteg.support",
            Self::Audit => "tvasteg.audit",
            Self::Clients => "tvasteg.clients",
            Self::Messages => "tvasteg.messages",
            Self::Installation => "tvasteg.installation",
        }
    }
}

/// Why somebody may not be given a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssignmentFault {
    /// The role card says that only an owner assigns it (E6).
    #[error("only an owner of the organisation may assign this role")]
    OwnerOnly,
    /// An API integrator's account has no other role, no password and no factor.
    #[error("an API integrator's account has no other role, no password and no factor")]
    IntegratorStandsAlone,
    /// `tvasteg.installation` is given only by owners of the default organisation.
    #[error("rights over the installation are given only by owners of the default organisation")]
    InstallationOnly,
}

impl AssignmentFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnerOnly => "assignment-owner-only",
            Self::IntegratorStandsAlone => "assignment-integrator-alone",
            Self::InstallationOnly => "assignment-installation",
        }
    }
}

/// Who gives a role to whom, as far as the rule must know.
#[derive(Debug, Clone, Copy)]
pub struct Assignment<'a> {
    /// The role that is given.
    pub role: &'a Role,
    /// The roles that the user has already.
    pub held: &'a [Role],
    /// Whether whoever gives it is an owner of the organisation.
    pub giver_is_owner: bool,
    /// Whether the organisation is the installation's default one.
    pub default_organisation: bool,
    /// Whether the user has a password or an authenticator.
    pub user_has_password_or_factor: bool,
}

/// Whether a role may be given (E6, A55).
pub fn check_assignment(assignment: &Assignment<'_>) -> Result<(), AssignmentFault> {
    let Assignment { role, held, .. } = assignment;
    if role.owner_assigns && !assignment.giver_is_owner {
        return Err(AssignmentFault::OwnerOnly);
    }
    if role.permissions.contains(BuiltIn::Installation.key())
        && !(assignment.giver_is_owner && assignment.default_organisation)
    {
        return Err(AssignmentFault::InstallationOnly);
    }
    let others = held.iter().any(|other| other.id != role.id);
    let integrator_beside =
        role.api_integrator && (others || assignment.user_has_password_or_factor);
    if integrator_beside
        || held
            .iter()
            .any(|other| other.api_integrator && other.id != role.id)
    {
        return Err(AssignmentFault::IntegratorStandsAlone);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
