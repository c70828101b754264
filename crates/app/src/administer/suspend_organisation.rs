//! Lets nobody of an organisation sign in, or lets them in again.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::organisation::Organisation;
use domain::role::BuiltIn;
use store::{Bump, OrganisationSaved, Tx};

use super::acting::Acting;
use super::by::Who;
use super::{AdministerFault, By, Reason, unit};
use crate::App;

/// Suspends an organisation, or ends that: the operator, or somebody with the right over the installation. Its sessions end with it, and
/// logins under way are worth nothing while it lasts. Nobody suspends the organisation that they administer from.
pub async fn suspend_organisation(
    app: &Arc<App>,
    organisation: OrganisationId,
    suspended: bool,
    by: &By,
) -> Result<Organisation, AdministerFault> {
    let home = match by.who() {
        Who::Person(who) => Some(who.organisation.id),
        _ => None,
    };
    if home == Some(organisation) {
        return Err(Reason::OwnOrganisation.into());
    }
    let kind = EventKind::OrganisationChanged;
    let work = move |tx: &mut Tx, acting: &Acting| suspend_in(tx, acting, home, suspended);
    let changed = unit::act(app, organisation, by, BuiltIn::Installation, kind, work).await?;
    app.sessions.forget_organisation(organisation);
    Ok(changed)
}

fn suspend_in(
    tx: &mut Tx,
    acting: &Acting,
    home: Option<OrganisationId>,
    suspended: bool,
) -> Result<Organisation, AdministerFault> {
    let mut changed = acting.whole_organisation().clone();
    if changed.suspended_at.is_some() == suspended {
        return Ok(changed);
    }
    changed.suspended_at = suspended.then_some(acting.now());
    if tx.save_organisation(&changed, Bump::Policy)? != OrganisationSaved::Saved {
        return Err(Reason::Changed.into());
    }
    changed.policy_epoch += 1;
    changed.version += 1;
    let mut event = acting
        .event(EventKind::OrganisationChanged)
        .with("suspended", &suspended);
    if suspended {
        let ended = tx.remove_sessions_of_organisation(changed.id)?;
        event = event.with("sessions", &ended);
    }
    tx.audit(changed.id, &event, acting.now())?;
    if let Some(home) = home {
        // Whoever looks after the installation finds it in their own log too.
        let event = event.with("slug", &changed.slug);
        tx.audit(home, &event, acting.now())?;
    }
    Ok(changed)
}
