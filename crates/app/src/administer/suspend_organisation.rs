//! Lets nobody of an organisation sign in, or lets them in again.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::organisation::Organisation;
use store::{Bump, OrganisationSaved, Tx};

use super::{AdministerFault, By, Reason, unit};
use crate::App;

/// Suspends an organisation, or ends that. Sessions and logins under way are worth nothing while it lasts.
pub async fn suspend_organisation(
    app: &Arc<App>,
    organisation: OrganisationId,
    suspended: bool,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    let by = by.clone();
    let changed = unit::write(app, move |tx| suspend_in(tx, organisation, suspended, &by)).await?;
    app.sessions.forget_organisation(organisation);
    Ok(changed)
}

fn suspend_in(
    tx: &mut Tx,
    organisation: OrganisationId,
    suspended: bool,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    let mut changed = tx.organisation(organisation)?;
    if changed.suspended_at.is_some() == suspended {
        return Ok(changed);
    }
    changed.suspended_at = suspended.then_some(by.now());
    if tx.save_organisation(&changed, Bump::Policy)? != OrganisationSaved::Saved {
        return Err(Reason::Changed.into());
    }
    changed.policy_epoch += 1;
    changed.version += 1;
    let event = by
        .event(EventKind::OrganisationChanged, None)
        .with("suspended", &suspended);
    tx.audit(organisation, &event, by.now())?;
    Ok(changed)
}
