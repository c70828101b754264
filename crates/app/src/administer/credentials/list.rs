//! The credentials of an organisation, and the accounts that machines use. No secret and no hash is among what is read.

use std::sync::Arc;

use domain::id::{ApiCredentialId, OrganisationId, UserId};
use store::{ApiCredential, ListedCredential, ReadTx};

use crate::App;
use crate::administer::{AdministerFault, Reason, unit};

/// Credentials on one page at most.
const MOST_ON_A_PAGE: u32 = 200;

/// One page of credentials, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialPage {
    /// The credentials.
    pub credentials: Vec<ListedCredential>,
    /// What the next page begins after; `None` on the last.
    pub next: Option<ApiCredentialId>,
}

/// The credentials after this one.
pub async fn list_credentials(
    app: &Arc<App>,
    organisation: OrganisationId,
    after: Option<ApiCredentialId>,
    limit: u32,
) -> Result<CredentialPage, AdministerFault> {
    let limit = limit.clamp(1, MOST_ON_A_PAGE);
    let mut credentials = unit::read(app, move |tx| {
        Ok(tx.api_credentials(organisation, after, limit + 1)?)
    })
    .await?;
    let more = credentials.len() > limit as usize;
    credentials.truncate(limit as usize);
    let next = credentials
        .last()
        .filter(|_| more)
        .map(|last| last.credential.id);
    Ok(CredentialPage { credentials, next })
}

/// The credential with this key.
pub async fn credential(
    app: &Arc<App>,
    organisation: OrganisationId,
    id: ApiCredentialId,
) -> Result<ApiCredential, AdministerFault> {
    let unit = move |tx: &mut ReadTx| {
        tx.find_api_credential(organisation, id)?
            .ok_or_else(|| Reason::UnknownCredential(id.to_string()).into())
    };
    unit::read(app, unit).await
}

/// The accounts that machines use after this one, at most 200: whoever has an API integrator's role.
pub async fn list_machines(
    app: &Arc<App>,
    organisation: OrganisationId,
    after: Option<UserId>,
) -> Result<Vec<store::Machine>, AdministerFault> {
    unit::read(app, move |tx| {
        Ok(tx.machines(organisation, after, MOST_ON_A_PAGE)?)
    })
    .await
}
