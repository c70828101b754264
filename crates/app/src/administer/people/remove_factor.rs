//! Takes one of a person's factors away: a lost telephone, a key that somebody else has. Trusted devices and sessions go with it (A30), and
//! the person is told.
//!
//! Unlike the person themselves, those who look after people may take the last one that is demanded: the person sets up another at the next
//! login, where a role demands one. Who may do that for whom is a matter of `reach`.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::factor::FactorKind;
use domain::id::{AuthenticatorId, DeliveryId, OrganisationId, UserId};
use domain::role::BuiltIn;
use store::Tx;

use super::told;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, reach, unit};
use crate::{App, outbox};

/// Takes a factor away and gives its kind.
pub async fn remove_factor(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    authenticator: AuthenticatorId,
    by: &By,
) -> Result<FactorKind, AdministerFault> {
    let inner = Arc::clone(app);
    let work =
        move |tx: &mut Tx, acting: &Acting| remove_in(tx, &inner, acting, (user, authenticator));
    let kind = EventKind::AuthenticatorRemoved;
    let (removed, deliveries) =
        unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    outbox::send_aside(app, organisation, deliveries, by.now()).await?;
    Ok(removed)
}

fn remove_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    (user, authenticator): (UserId, AuthenticatorId),
) -> Result<(FactorKind, Vec<DeliveryId>), AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    tx.lock_user(organisation, user)?;
    let person = reach::reach(tx, acting, user)?.user;
    let all = tx.authenticators_of_user(organisation, user)?;
    let found = all.iter().find(|own| own.id == authenticator);
    let found = found.ok_or(Reason::Changed)?;
    let stands = |own: &&store::Authenticator| {
        let profile = app.registry.find(&own.kind).map(|factor| factor.profile());
        own.id != authenticator && profile.is_some_and(|profile| !profile.is_backup)
    };
    // Codes behind nothing are nothing: they end with the last factor.
    let is_last = !all.iter().any(|own| stands(&own));
    // Told first, while the number or mailbox that it came through is still known.
    let told = told::tell(
        tx,
        app,
        acting,
        &person,
        (EventKind::AuthenticatorRemoved, Some(&found.label)),
    )?;
    if is_last {
        tx.remove_authenticators_of_user(organisation, user)?;
    } else {
        tx.remove_authenticator(organisation, user, authenticator)?;
    }
    let devices = tx.remove_trusted_devices_of_user(organisation, user)?;
    tx.refresh_factor_set(organisation, user)?;
    let sessions = tx.remove_sessions_of_user(organisation, user, None)?;
    tx.refuse_logins_of_user(organisation, user, None)?;
    let mut event = acting
        .event_about(EventKind::AuthenticatorRemoved, user)
        .with("authenticator", &authenticator)
        .with("factor", &found.kind)
        .with("devices", &devices)
        .with("sessions", &sessions)
        .with("last", &is_last);
    event.personal.target = Some(found.label.clone());
    tx.audit(organisation, &event, now)?;
    Ok((found.kind.clone(), told))
}
