//! The organisation on the wire.

use app::administer::{AllowedFactors, OrganisationChange, PasskeyChange};
use domain::factor::FactorKind;
use domain::organisation::{Copied, Organisation};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// The organisation.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Organisation")]
pub(in crate::api) struct WireOrganisation {
    /// Its name in addresses.
    slug: String,
    /// Its name for people.
    name: String,
    /// Its base URL.
    base_url: String,
    /// Whether the add-on "use two-step verification" is on.
    two_step_add_on: bool,
    /// Trusted days where no role demands two-step.
    default_trusted_days: u32,
    /// The language of its pages where nothing else tells.
    default_language: String,
    /// The mailbox of its support.
    support_email: Option<String>,
    /// The telephone number of its support.
    support_phone: Option<String>,
    /// When its support answers.
    support_hours: Option<String>,
    /// Its accent colour.
    accent: Option<String>,
    /// The fewest signs in a new password.
    password_least: u32,
    /// After how many minutes without use a session ends at the latest.
    session_idle_minutes: u32,
    /// For how many hours a session lives at the most.
    session_hours: u32,
    /// The factors that its people may use; null allows all.
    allowed_factors: Option<Vec<String>>,
    /// Whether a second person approves a recovery.
    two_person_recovery: bool,
    /// Whether an eID may be the whole login.
    eid_sign_in: bool,
    /// Whether somebody who lost every factor may show by an eID who they are, and enrol again without staff.
    eid_recovery: bool,
    /// For how many days identifications by an eID are kept.
    identification_days: u32,
    /// Whether a passkey may be the whole login.
    passkey_sign_in: bool,
    /// Whether the device checks the person each time a passkey is used.
    passkey_verified: bool,
    /// What is done about a passkey that may have been copied.
    passkey_copied: WireCopied,
    /// The certificates of the makers whose authenticators are taken, PEM; empty: any.
    passkey_makers: Vec<String>,
    /// The models of those makers that are taken, by AAGUID; empty: all of theirs.
    passkey_models: Vec<String>,
    /// Other origins whose pages may use the organisation's passkeys.
    passkey_origins: Vec<String>,
}

/// What is done about a passkey that may have been copied: it is refused, or taken all the same. Its person is told either way.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Copied")]
enum WireCopied {
    Refuse,
    Tell,
}

impl From<Copied> for WireCopied {
    fn from(copied: Copied) -> Self {
        match copied {
            Copied::Refuse => Self::Refuse,
            Copied::Tell => Self::Tell,
        }
    }
}

impl From<WireCopied> for Copied {
    fn from(copied: WireCopied) -> Self {
        match copied {
            WireCopied::Refuse => Self::Refuse,
            WireCopied::Tell => Self::Tell,
        }
    }
}

impl From<&Organisation> for WireOrganisation {
    fn from(organisation: &Organisation) -> Self {
        let rules = &organisation.rules;
        Self {
            slug: organisation.slug.clone(),
            name: organisation.name.clone(),
            base_url: organisation.base_url.clone(),
            two_step_add_on: organisation.two_step_add_on,
            default_trusted_days: organisation.default_trusted_days,
            default_language: organisation.default_language.clone(),
            support_email: organisation.support.email.clone(),
            support_phone: organisation.support.phone.clone(),
            support_hours: organisation.support.hours.clone(),
            accent: organisation.accent.clone(),
            password_least: rules.password_least,
            session_idle_minutes: rules.session_idle_minutes,
            session_hours: rules.session_hours,
            allowed_factors: rules
                .allowed_factors
                .as_ref()
                .map(|set| set.iter().map(ToString::to_string).collect()),
            two_person_recovery: rules.two_person_recovery,
            eid_sign_in: rules.eid_sign_in,
            eid_recovery: rules.eid_recovery,
            identification_days: rules.identification_days,
            passkey_sign_in: rules.passkeys.sign_in,
            passkey_verified: rules.passkeys.verified,
            passkey_copied: rules.passkeys.copied.into(),
            passkey_makers: rules.passkeys.makers.clone(),
            passkey_models: rules.passkeys.models.clone(),
            passkey_origins: rules.passkeys.origins.clone(),
        }
    }
}

/// What to change; what is left out stays, an empty text takes it away. The add-on goes off by an owner alone, on the page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ChangedOrganisation {
    /// Its name for people.
    #[serde(default)]
    #[schemars(length(max = 100))]
    name: Option<String>,
    /// Switches the add-on "use two-step verification" on.
    #[serde(default)]
    two_step_add_on: Option<bool>,
    /// Trusted days where no role demands two-step.
    #[serde(default)]
    #[schemars(range(max = 365))]
    default_trusted_days: Option<u32>,
    /// The language of its pages where nothing else tells.
    #[serde(default)]
    #[schemars(length(max = 10))]
    default_language: Option<String>,
    /// The mailbox of its support.
    #[serde(default)]
    #[schemars(length(max = 254))]
    support_email: Option<String>,
    /// The telephone number of its support.
    #[serde(default)]
    #[schemars(length(max = 100))]
    support_phone: Option<String>,
    /// When its support answers.
    #[serde(default)]
    #[schemars(length(max = 100))]
    support_hours: Option<String>,
    /// Its accent colour, `#rrggbb`.
    #[serde(default)]
    #[schemars(length(max = 7))]
    accent: Option<String>,
    /// The factors that its people may use; null allows all.
    #[serde(default, deserialize_with = "present")]
    allowed_factors: Option<WireAllowed>,
    /// Whether a passkey may be the whole login.
    #[serde(default)]
    passkey_sign_in: Option<bool>,
    /// Whether the device checks the person each time a passkey is used.
    #[serde(default)]
    passkey_verified: Option<bool>,
    /// What is done about a passkey that may have been copied.
    #[serde(default)]
    passkey_copied: Option<WireCopied>,
    /// The root certificates of the makers whose authenticators are taken, each PEM; none takes any.
    #[serde(default)]
    #[schemars(
        length(max = 50),
        inner(
            length(max = 8192),
            regex(pattern = r"^-----BEGIN CERTIFICATE-----\r?\n")
        )
    )]
    passkey_makers: Option<Vec<String>>,
    /// The models of those makers that are taken, by AAGUID; none takes all of theirs. Only together with makers.
    #[serde(default)]
    #[schemars(
        length(max = 200),
        inner(regex(pattern = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"))
    )]
    passkey_models: Option<Vec<String>>,
    /// Other origins whose pages may use the organisation's passkeys, such as `https://portal.example`.
    #[serde(default)]
    #[schemars(
        length(max = 5),
        inner(length(max = 255), regex(pattern = r"^https://[0-9a-z.:-]+$"))
    )]
    passkey_origins: Option<Vec<String>>,
    /// The organisation's name, where the change would lock people out (`locks-out`): it is saved only with it.
    #[serde(default)]
    confirmed: Option<String>,
}

/// Names of factors, or null for all that there are.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "AllowedFactors")]
struct WireAllowed(#[schemars(length(max = 50), inner(length(max = 60)))] Option<Vec<String>>);

/// A null that is sent is not one that is left out.
fn present<'de, D: Deserializer<'de>>(value: D) -> Result<Option<WireAllowed>, D::Error> {
    WireAllowed::deserialize(value).map(Some)
}

impl From<WireAllowed> for AllowedFactors {
    fn from(WireAllowed(kinds): WireAllowed) -> Self {
        kinds.map_or(Self::All, |kinds| {
            Self::These(kinds.into_iter().map(FactorKind::named).collect())
        })
    }
}

impl From<ChangedOrganisation> for OrganisationChange {
    fn from(changed: ChangedOrganisation) -> Self {
        Self {
            name: changed.name,
            two_step_add_on: changed.two_step_add_on,
            default_trusted_days: changed.default_trusted_days,
            default_language: changed.default_language,
            support_email: changed.support_email,
            support_phone: changed.support_phone,
            support_hours: changed.support_hours,
            accent: changed.accent,
            allowed_factors: changed.allowed_factors.map(Into::into),
            passkeys: PasskeyChange {
                sign_in: changed.passkey_sign_in,
                verified: changed.passkey_verified,
                copied: changed.passkey_copied.map(Into::into),
                makers: changed.passkey_makers,
                models: changed.passkey_models,
                origins: changed.passkey_origins,
            },
            confirmed: changed.confirmed,
            ..Self::default()
        }
    }
}
