//! Credentials on the wire.

use app::administer::{ApiCredential, ListedCredential};
use schemars::JsonSchema;
use serde::Serialize;

use super::time::Time;

/// A credential, without its secret.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Credential")]
pub(in crate::api) struct WireCredential {
    /// Its key.
    id: String,
    /// The account that it belongs to.
    user: String,
    /// What people call it.
    label: String,
    /// What it may do.
    scopes: Vec<String>,
    /// When it was made.
    created_at: Time,
    /// When it ends.
    expires_at: Time,
    /// The one that it took the place of.
    replaces: Option<String>,
    /// When it was revoked.
    revoked_at: Option<Time>,
    /// When it was last used, to the minute.
    last_used_at: Option<Time>,
}

impl From<&ApiCredential> for WireCredential {
    fn from(credential: &ApiCredential) -> Self {
        Self {
            id: credential.id.to_string(),
            user: credential.user.to_string(),
            label: credential.label.clone(),
            scopes: credential
                .scopes
                .iter()
                .map(|scope| scope.to_string())
                .collect(),
            created_at: Time(credential.created_at),
            expires_at: Time(credential.expires_at),
            replaces: credential.replaces.map(|id| id.to_string()),
            revoked_at: Time::of(credential.revoked_at),
            last_used_at: Time::of(credential.last_used_at),
        }
    }
}

impl From<&ListedCredential> for WireCredential {
    fn from(listed: &ListedCredential) -> Self {
        Self::from(&listed.credential)
    }
}
