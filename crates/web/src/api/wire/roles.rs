//! Role cards and permissions on the wire.

use std::collections::BTreeSet;

use app::administer::{NewRole, Permission};
use domain::factor::{FactorKind, FactorSet};
use domain::role::{Minimum, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time::Time;

/// The weakest proof that a role accepts.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Minimum")]
pub(in crate::api) enum WireMinimum {
    /// Any factor that the card allows, e-mail codes included.
    #[default]
    Any,
    /// A login that reaches AAL2.
    Aal2,
    /// A proof that resists phishing.
    Phr,
}

impl From<WireMinimum> for Minimum {
    fn from(minimum: WireMinimum) -> Self {
        match minimum {
            WireMinimum::Any => Self::Any,
            WireMinimum::Aal2 => Self::Aal2,
            WireMinimum::Phr => Self::PhishingResistant,
        }
    }
}

impl From<Minimum> for WireMinimum {
    fn from(minimum: Minimum) -> Self {
        match minimum {
            Minimum::Any => Self::Any,
            Minimum::Aal2 => Self::Aal2,
            Minimum::PhishingResistant => Self::Phr,
        }
    }
}

/// What stands on a role card.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RoleCard")]
pub(in crate::api) struct WireCard {
    /// Its name for people.
    #[schemars(length(min = 1, max = 100))]
    name: String,
    /// Whether only an owner assigns it.
    #[serde(default)]
    owner_assigns: bool,
    /// Whether it is the role of accounts that machines use.
    #[serde(default)]
    api_integrator: bool,
    /// Whether it requires two-step.
    #[serde(default)]
    two_step: bool,
    /// From when it requires it; at once unless it is given.
    #[serde(default)]
    two_step_from: Option<Time>,
    /// For how many days somebody without a factor may put off setting one up.
    #[serde(default)]
    #[schemars(range(max = 365))]
    grace_days: u32,
    /// For how many days a trusted device skips the second step; 0 = never.
    #[serde(default)]
    #[schemars(range(max = 365))]
    trusted_days: u32,
    /// The factors that it allows; all unless it is given.
    #[serde(default)]
    allowed_factors: Option<Vec<String>>,
    /// The weakest proof that it accepts.
    #[serde(default)]
    minimum: WireMinimum,
    /// The keys of its permissions.
    #[serde(default)]
    permissions: BTreeSet<String>,
}

impl From<&Role> for WireCard {
    fn from(role: &Role) -> Self {
        let names = |set: &FactorSet| set.iter().map(ToString::to_string).collect();
        Self {
            name: role.name.clone(),
            owner_assigns: role.owner_assigns,
            api_integrator: role.api_integrator,
            two_step: role.two_step,
            two_step_from: Time::of(role.two_step_from),
            grace_days: role.grace_days,
            trusted_days: role.trusted_days,
            allowed_factors: role.allowed_factors.as_ref().map(names),
            minimum: role.minimum.into(),
            permissions: role.permissions.clone(),
        }
    }
}

impl WireCard {
    /// A new card with this key.
    pub(in crate::api) fn new_role(self, key: String) -> NewRole {
        NewRole {
            key,
            name: self.name,
            owner_assigns: self.owner_assigns,
            api_integrator: self.api_integrator,
            two_step: self.two_step,
            two_step_from: self.two_step_from.map(|at| at.0),
            grace_days: self.grace_days,
            trusted_days: self.trusted_days,
            allowed_factors: self.allowed_factors.map(factors),
            minimum: self.minimum.into(),
            permissions: self.permissions,
        }
    }

    /// That card with this on it, as it was read at `version`.
    pub(in crate::api) fn on(self, card: &Role, version: i64) -> Role {
        Role {
            id: card.id,
            key: card.key.clone(),
            name: self.name,
            owner_assigns: self.owner_assigns,
            api_integrator: self.api_integrator,
            two_step: self.two_step,
            two_step_from: self.two_step_from.map(|at| at.0),
            grace_days: self.grace_days,
            trusted_days: self.trusted_days,
            allowed_factors: self.allowed_factors.map(factors),
            minimum: self.minimum.into(),
            permissions: self.permissions,
            version,
        }
    }
}

fn factors(names: Vec<String>) -> FactorSet {
    names.into_iter().map(FactorKind::named).collect()
}

/// A role card.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Role")]
pub(in crate::api) struct WireRole {
    /// Its unchanging key.
    key: String,
    /// Rises with every change: a save names the version that it was read at.
    version: i64,
    /// What stands on it.
    card: WireCard,
}

impl From<&Role> for WireRole {
    fn from(role: &Role) -> Self {
        Self {
            key: role.key.clone(),
            version: role.version,
            card: role.into(),
        }
    }
}

/// A role card to add.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewRole")]
pub(in crate::api) struct WireNewRole {
    /// Its unchanging key; made from its name unless it is given.
    #[serde(default)]
    #[schemars(length(max = 60))]
    pub(in crate::api) key: String,
    /// What stands on it.
    pub(in crate::api) card: WireCard,
}

/// A role card that was read and changed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ChangedRole")]
pub(in crate::api) struct WireChangedRole {
    /// The version that it was read at.
    pub(in crate::api) version: i64,
    /// What stands on it from now on.
    pub(in crate::api) card: WireCard,
    /// The card's name once more, where the change locks people out.
    #[serde(default)]
    pub(in crate::api) confirmed: Option<String>,
}

/// A permission.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Permission")]
pub(in crate::api) struct WirePermission {
    /// Its unchanging key.
    key: String,
    /// Its name.
    name: String,
    /// The heading that it stands under; empty = none.
    area: String,
    /// Whether it is a right inside Tvåsteg itself.
    built_in: bool,
}

impl From<&Permission> for WirePermission {
    fn from(permission: &Permission) -> Self {
        Self {
            key: permission.key.clone(),
            name: permission.name.clone(),
            area: permission.area.clone(),
            built_in: permission.built_in,
        }
    }
}

/// A permission to add.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewPermission")]
pub(in crate::api) struct WireNewPermission {
    /// Its unchanging key; made from its name unless it is given.
    #[serde(default)]
    #[schemars(length(max = 60))]
    pub(in crate::api) key: String,
    /// Its name.
    #[schemars(length(min = 1, max = 100))]
    pub(in crate::api) name: String,
    /// The heading that it stands under.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub(in crate::api) area: String,
}

/// From which role cards a permission goes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct HoldersQuery {
    /// The keys of the role cards that give it, between commas: all of them, or nothing is done.
    #[serde(default)]
    #[schemars(length(max = 4000))]
    pub(in crate::api) roles: String,
}
