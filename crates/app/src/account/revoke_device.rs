//! Forgets a trusted device, and ends what stands on its trust elsewhere.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::TrustedDeviceId;
use domain::refusal::Refusal;
use store::Tx;

use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester};

/// Forgets one of the person's trusted devices; one that is gone already is no fault. Sessions that skipped the second step on it end;
/// the one that asks stays, and proves the second step at its next login.
pub async fn revoke_device(
    app: &Arc<App>,
    who: &SignedIn,
    device: TrustedDeviceId,
    requester: &Requester,
) -> Answered<()> {
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(revoke_in(tx, &inner, &person, device, &asked)?);
    let revoked: Result<(), Refusal> = app.store.write(unit).await?;
    app.sessions.forget_user(who.user.id);
    Ok(revoked)
}

fn revoke_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    device: TrustedDeviceId,
    requester: &Requester,
) -> Result<Result<(), Refusal>, Fault> {
    let own = match OwnSession::lock(tx, app, who, requester)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (organisation, user) = (own.organisation(), own.user());
    if !tx.remove_trusted_device(organisation, user, device)? {
        return Ok(Ok(()));
    }
    let mut ended = 0_u64;
    for session in tx.sessions_of_user(organisation, user)? {
        if session.device == Some(device) && session.id != own.session.id {
            ended += u64::from(tx.remove_session(organisation, user, session.id)?);
        }
    }
    let event = own
        .event(EventKind::DeviceRevoked, requester)
        .with("device", &device)
        .with("sessions", &ended);
    tx.audit(organisation, &event, requester.now)?;
    Ok(Ok(()))
}
