//! Ends what a person has open: sessions, trusted devices, waits after wrong answers.
//!
//! Wrong passwords are counted for an account and the place they came from: those counts are the person's, and are taken back with the rest.
//! What slows a place itself down (too many tries from one address, whoever is meant) is not.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, UserId};
use domain::role::BuiltIn;
use store::Tx;

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, reach, unit};

/// What was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ended {
    /// Sessions.
    pub sessions: u64,
    /// Trusted devices.
    pub devices: u64,
}

/// Ends all sessions and logins of somebody; they can sign in again.
pub async fn end_sessions(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    by: &By,
) -> Result<Ended, AdministerFault> {
    let work = move |tx: &mut Tx, acting: &Acting| {
        reach::reach(tx, acting, user)?;
        end_in(tx, acting, user)
    };
    let kind = EventKind::SessionsEnded;
    let ended = unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    Ok(ended)
}

/// The same as part of a unit, of somebody within reach.
pub(super) fn end_in(tx: &mut Tx, acting: &Acting, user: UserId) -> Result<Ended, AdministerFault> {
    let organisation = acting.organisation();
    // First, because it locks the person: nothing is issued by the old epoch any more.
    tx.bump_user_epoch(organisation, user)?;
    let sessions = tx.remove_sessions_of_user(organisation, user, None)?;
    tx.refuse_logins_of_user(organisation, user, None)?;
    let event = acting
        .event_about(EventKind::SessionsEnded, user)
        .with("sessions", &sessions);
    tx.audit(organisation, &event, acting.now())?;
    Ok(Ended {
        sessions,
        devices: 0,
    })
}

/// Forgets all trusted devices of somebody, and ends the sessions, which may stand on them.
pub async fn forget_devices(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    by: &By,
) -> Result<Ended, AdministerFault> {
    let work = move |tx: &mut Tx, acting: &Acting| {
        reach::reach(tx, acting, user)?;
        tx.bump_user_epoch(organisation, user)?;
        let devices = tx.remove_trusted_devices_of_user(organisation, user)?;
        let sessions = tx.remove_sessions_of_user(organisation, user, None)?;
        tx.refuse_logins_of_user(organisation, user, None)?;
        let event = acting
            .event_about(EventKind::DeviceRevoked, user)
            .with("devices", &devices)
            .with("sessions", &sessions);
        tx.audit(organisation, &event, acting.now())?;
        Ok(Ended { sessions, devices })
    };
    let kind = EventKind::DeviceRevoked;
    let ended = unit::act(app, organisation, by, BuiltIn::People, kind, work).await?;
    app.sessions.forget_user(user);
    Ok(ended)
}

/// Takes back the failures and waits of somebody's factors and of their password: the next answer is taken at once. Tells how many factors
/// had any.
pub async fn unlock(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    by: &By,
) -> Result<u64, AdministerFault> {
    let work = move |tx: &mut Tx, acting: &Acting| {
        tx.lock_user(organisation, user)?;
        reach::reach(tx, acting, user)?;
        let unlocked = tx.unlock_authenticators(organisation, user)?;
        let places = tx.forget_wrong_passwords(organisation, user)?;
        let event = acting
            .event_about(EventKind::PersonUnlocked, user)
            .with("factors", &unlocked)
            .with("places", &places);
        tx.audit(organisation, &event, acting.now())?;
        Ok(unlocked)
    };
    let kind = EventKind::PersonUnlocked;
    unit::act(app, organisation, by, BuiltIn::People, kind, work).await
}
