//! Trusted devices and sessions: forgetting and ending. It takes power away and asks for nothing.

use app::account::{self, Revoked};
use axum::extract::Path;
use domain::id::{SessionId, TrustedDeviceId};

use super::done::Done;
use super::leave;
use crate::own::{OwnForm, SECURITY};
use crate::reply::{Answer, Reply};

/// `POST /account/security/devices/{id}/forget`.
pub(super) async fn forget_device(Path(id): Path<String>, form: OwnForm) -> Answer {
    let OwnForm { sent, who } = &form;
    let arrival = &sent.arrival;
    let Ok(device) = id.parse::<TrustedDeviceId>() else {
        return Err(arrival.status(404));
    };
    let revoked = account::revoke_device(&arrival.state.app, who, device, &arrival.requester).await;
    Ok(match arrival.settled(who, SECURITY, revoked).await? {
        Ok(()) => Done::DeviceForgotten.onward(),
        Err(_) => Reply::onward(SECURITY),
    })
}

/// `POST /account/security/sessions/{id}/end`.
pub(super) async fn end_session(Path(id): Path<String>, form: OwnForm) -> Answer {
    let OwnForm { sent, who } = &form;
    let arrival = &sent.arrival;
    let Ok(session) = id.parse::<SessionId>() else {
        return Err(arrival.status(404));
    };
    let revoked =
        account::revoke_session(&arrival.state.app, who, session, &arrival.requester).await;
    Ok(match arrival.settled(who, SECURITY, revoked).await? {
        Ok(Revoked::Other) => Done::SessionEnded.onward(),
        Ok(Revoked::This) => leave::signed_out(arrival).await?,
        Err(_) => Reply::onward(SECURITY),
    })
}

/// `POST /account/security/sessions/end-others`.
pub(super) async fn end_others(form: OwnForm) -> Answer {
    let OwnForm { sent, who } = &form;
    let arrival = &sent.arrival;
    let revoked = account::revoke_other_sessions(&arrival.state.app, who, &arrival.requester).await;
    Ok(match arrival.settled(who, SECURITY, revoked).await? {
        Ok(_) => Done::OthersEnded.onward(),
        Err(_) => Reply::onward(SECURITY),
    })
}
