//! People and machines' accounts on the wire.

use app::administer::Invitation;
use domain::user::User;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time::Time;

/// A person, or the account of a machine.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "User")]
pub(in crate::api) struct WireUser {
    /// Its key.
    id: String,
    /// The name to sign in with.
    username: String,
    /// The name for people.
    name: String,
    /// The language that the person chose.
    language: Option<String>,
    /// Whether they own the organisation.
    owner: bool,
    /// Whether there is a password.
    has_password: bool,
    /// The kinds of factor that stand enrolled.
    factors: Vec<String>,
    /// Until when enrolment may be put off.
    grace_until: Option<Time>,
    /// Since when they are suspended.
    suspended_at: Option<Time>,
    /// When they signed in last.
    last_login_at: Option<Time>,
}

impl From<&User> for WireUser {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.to_string(),
            username: user.username.clone(),
            name: user.name.clone(),
            language: user.language.clone(),
            owner: user.owner,
            has_password: user.has_password,
            factors: user.factor_set.iter().map(ToString::to_string).collect(),
            grace_until: Time::of(user.grace_until),
            suspended_at: Time::of(user.suspended_at),
            last_login_at: Time::of(user.last_login_at),
        }
    }
}

/// Somebody to add.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewUser {
    /// The name to sign in with.
    #[schemars(length(min = 1, max = 100))]
    pub(in crate::api) username: String,
    /// The name for people; the username unless it is given.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub(in crate::api) name: String,
    /// The mailbox; it counts as confirmed, because whoever adds it answers for it.
    #[serde(default)]
    #[schemars(length(max = 254))]
    pub(in crate::api) email: Option<String>,
    /// The language, `sv` or `en`.
    #[serde(default)]
    pub(in crate::api) language: Option<String>,
    /// The keys of their roles.
    #[serde(default)]
    pub(in crate::api) roles: Vec<String>,
    /// For how many days they may put off setting up a second step.
    #[serde(default)]
    #[schemars(range(max = 365))]
    pub(in crate::api) grace_days: u32,
    /// How they are handed the link to their first password; not now unless it is given.
    #[serde(default)]
    pub(in crate::api) invitation: Option<Handing>,
}

/// How a link reaches its person.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum Handing {
    /// It is in the answer, for whoever called to hand over.
    Link,
    /// By mail.
    Mail,
}

impl From<Handing> for app::administer::Handing {
    fn from(handing: Handing) -> Self {
        match handing {
            Handing::Link => Self::Link,
            Handing::Mail => Self::Mail,
        }
    }
}

/// An invitation to send.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Invite {
    /// How the link reaches its person.
    pub(in crate::api) handing: Handing,
}

/// Somebody who was added.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AddedUser")]
pub(in crate::api) struct WireAddedUser {
    /// Their key.
    pub(in crate::api) id: String,
    /// Their username, as it is kept.
    pub(in crate::api) username: String,
    /// Their invitation.
    pub(in crate::api) invitation: Option<WireInvitation>,
}

/// An invitation that was made.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Invitation")]
pub(in crate::api) struct WireInvitation {
    /// The link, good once, where whoever called hands it over.
    url: Option<String>,
    /// The mailbox that it went to, masked, where it went by mail.
    mailed_to: Option<String>,
    /// Until when the link works.
    expires_at: Time,
}

impl From<Invitation> for WireInvitation {
    fn from(invitation: Invitation) -> Self {
        match invitation {
            Invitation::Link { url, expires_at } => Self {
                url: Some(url),
                mailed_to: None,
                expires_at: Time(expires_at),
            },
            Invitation::Mailed { to, expires_at, .. } => Self {
                url: None,
                mailed_to: Some(to),
                expires_at: Time(expires_at),
            },
        }
    }
}
