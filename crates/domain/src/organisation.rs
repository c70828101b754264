//! An organisation: the source systems' site. Roles, users and settings belong to exactly one.

use url::Url;

use crate::factor::Profile;
use crate::id::OrganisationId;
use crate::message::MessageChannel;
use crate::time::Timestamp;

mod passkeys;
mod relying_party;
mod rules;
pub use passkeys::{Copied, MOST_MAKERS, MOST_MODELS, MOST_ORIGINS, PasskeyRules};
pub use relying_party::RelyingParty;
pub use rules::{
    LEAST_IDENTIFICATION_DAYS, LEAST_IDLE_MINUTES, LEAST_RECOVERY_MINUTES,
    MOST_IDENTIFICATION_DAYS, MOST_IDLE_MINUTES, MOST_PASSWORD_LEAST, MOST_RECOVERY_MINUTES,
    MOST_RECOVERY_WAIT, MOST_SESSION_HOURS, Rules,
};

/// How a person in need reaches the organisation's support.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Support {
    /// A mailbox.
    pub email: Option<String>,
    /// A telephone number, written as people dial it.
    pub phone: Option<String>,
    /// When somebody answers, in the organisation's own words.
    pub hours: Option<String>,
}

/// An organisation as its pages and rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its key.
    pub id: OrganisationId,
    /// Its name in addresses, fixed at creation.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Its ONE canonical base URL, without a slash at the end. Links, cookies and issuers come from it.
    pub base_url: String,
    /// Whether the add-on "use two-step verification" is on. While it is off, role cards demand nothing.
    pub two_step_add_on: bool,
    /// Trusted days where no role demands two-step.
    pub default_trusted_days: u32,
    /// Rises with every change of role cards or settings that decide what a login must prove.
    pub policy_epoch: i64,
    /// The language of its pages where nothing else tells (`sv`, `en`).
    pub default_language: String,
    /// How to reach support.
    pub support: Support,
    /// Its accent colour, `#rrggbb`.
    pub accent: Option<String>,
    /// Its logo as a data address (`data:image/png;base64,…` or SVG).
    pub logo: Option<String>,
    /// The channels to telephones that can be used now, because a gateway works for them.
    pub phone_channels: Vec<MessageChannel>,
    /// The services outside that the installation's configuration gives it an account at, by their names there.
    pub services: Vec<String>,
    /// Since when it is suspended.
    pub suspended_at: Option<Timestamp>,
    /// What it decides about passwords, sessions, factors, languages, recovery, eIDs and passkeys.
    pub rules: Rules,
    /// Rises with every change of its settings: whoever saves over a change they have not seen is told.
    pub version: i64,
}

impl Organisation {
    /// Whether what this factor rests on is there: a gateway that works for its channel, an account at its service, an address that
    /// browsers bind keys to.
    pub fn carries(&self, profile: &Profile) -> bool {
        let (channel, service) = (profile.needs.gateway, profile.needs.service);
        channel.is_none_or(|channel| self.phone_channels.contains(&channel))
            && service.is_none_or(|service| self.services.iter().any(|own| own == service))
            && (!profile.needs.relying_party || self.relying_party().is_some())
    }

    /// The host of its base URL, without a port: what codes are bound to.
    pub fn host(&self) -> String {
        Url::parse(&self.base_url)
            .ok()
            .and_then(|base| base.host_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// Text that cannot be an organisation's name in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a slug is 1 to 40 small letters a–z, digits and hyphens, and begins and ends with a letter or digit"
)]
pub struct MalformedSlug;

/// Checks a slug.
pub fn slug(text: &str) -> Result<&str, MalformedSlug> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let well_formed = (1..=40).contains(&text.len())
        && text.chars().all(fits)
        && !text.starts_with('-')
        && !text.ends_with('-');
    if well_formed {
        Ok(text)
    } else {
        Err(MalformedSlug)
    }
}

#[cfg(test)]
mod tests;
