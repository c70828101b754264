//! Revokes a credential: from now on it opens nothing.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{ApiCredentialId, OrganisationId};
use domain::role::BuiltIn;
use store::Tx;

use crate::administer::{AdministerFault, By, Reason, unit};
use crate::credentials::ApiCaller;
use crate::{App, Requester};

/// Revokes a credential. False: it was revoked or over already.
pub async fn revoke_credential(
    app: &Arc<App>,
    organisation: OrganisationId,
    credential: ApiCredentialId,
    by: &By,
) -> Result<bool, AdministerFault> {
    let kind = EventKind::ApiCredentialRevoked;
    let (revoked, user) = unit::act(
        app,
        organisation,
        by,
        BuiltIn::Clients,
        kind,
        move |tx, acting| {
            let row = tx
                .lock_api_credential(organisation, credential)?
                .ok_or_else(|| Reason::UnknownCredential(credential.to_string()))?;
            let revoked = tx.revoke_api_credential(organisation, row.id, acting.now())?;
            if revoked {
                let event = acting
                    .event_about(kind, row.user)
                    .with("credential", &row.id);
                tx.audit(organisation, &event, acting.now())?;
            }
            Ok((revoked, row.user))
        },
    )
    .await?;
    app.sessions.forget_user(user);
    Ok(revoked)
}

/// A machine revokes the very credential that it came with; no scope is needed for that.
pub async fn revoke_own_credential(
    app: &Arc<App>,
    caller: &Arc<ApiCaller>,
    requester: &Requester,
) -> Result<(), AdministerFault> {
    let by = By::credential(caller, requester);
    let (organisation, credential, user) = (caller.organisation, caller.credential, caller.user);
    unit::write(app, move |tx: &mut Tx| {
        if tx.revoke_api_credential(organisation, credential, by.now())? {
            let event = by.event(EventKind::ApiCredentialRevoked, Some(user));
            tx.audit(organisation, &event, by.now())?;
        }
        Ok(())
    })
    .await?;
    app.sessions.forget_user(user);
    Ok(())
}
