//! A successor for a credential: the same account and scopes, another secret. The old one stays good for as long as it takes to change over.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{ApiCredentialId, OrganisationId};
use domain::role::BuiltIn;
use domain::time::Span;

use super::issue::{self, CreatedCredential, Issuing, MOST_OVERLAP_DAYS};
use crate::App;
use crate::administer::{AdministerFault, By, Reason, unit};

/// Rotates a credential: its successor is good for `days`, and it stays good itself for `overlap_days` more at the most.
pub async fn rotate_credential(
    app: &Arc<App>,
    organisation: OrganisationId,
    credential: ApiCredentialId,
    (days, overlap_days): (u32, u32),
    by: &By,
) -> Result<CreatedCredential, AdministerFault> {
    let expires_at = issue::end_of(by.now(), days)?;
    if overlap_days > MOST_OVERLAP_DAYS {
        return Err(Reason::CredentialOverlap.into());
    }
    let kind = EventKind::ApiCredentialRotated;
    let (created, user) = unit::act(
        app,
        organisation,
        by,
        BuiltIn::Clients,
        kind,
        move |tx, acting| {
            let now = acting.now();
            let old = tx
                .lock_api_credential(organisation, credential)?
                .ok_or_else(|| Reason::UnknownCredential(credential.to_string()))?;
            if !old.stands(now) {
                return Err(Reason::CredentialOver.into());
            }
            issue::may_give(tx, acting, &old.scopes)?;
            issue::machine(tx, acting, old.user)?;
            let issuing = Issuing {
                user: old.user,
                label: &old.label,
                scopes: &old.scopes,
                expires_at,
                replaces: Some(old.id),
            };
            let created = issue::issue(tx, acting, &issuing)?;
            let until = now + Span::days(i64::from(overlap_days));
            if overlap_days == 0 {
                tx.revoke_api_credential(organisation, old.id, now)?;
            } else {
                tx.shorten_api_credential(organisation, old.id, until)?;
            }
            let event = acting
                .event_about(kind, old.user)
                .with("credential", &created.id)
                .with("replaces", &old.id)
                .with("overlap_days", &overlap_days);
            tx.audit(organisation, &event, now)?;
            Ok((created, old.user))
        },
    )
    .await?;
    app.sessions.forget_user(user);
    Ok(created)
}
