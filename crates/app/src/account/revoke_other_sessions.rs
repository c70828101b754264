//! Signs the person out everywhere else.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::refusal::Refusal;
use store::Tx;

use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester};

/// Ends every session but this one, and every login that is under way; tells how many sessions there were.
pub async fn revoke_other_sessions(
    app: &Arc<App>,
    who: &SignedIn,
    requester: &Requester,
) -> Answered<u64> {
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(revoke_in(tx, &inner, &person, &asked)?);
    let revoked: Result<u64, Refusal> = app.store.write(unit).await?;
    app.sessions.forget_user(who.user.id);
    Ok(revoked)
}

fn revoke_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    requester: &Requester,
) -> Result<Result<u64, Refusal>, Fault> {
    let own = match OwnSession::lock(tx, app, who, requester)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let epoch = tx.bump_user_epoch(own.organisation(), own.user())?;
    let ended = own.keep_alone(tx, epoch)?;
    if ended > 0 {
        let event = own
            .event(EventKind::SessionRevoked, requester)
            .with("sessions", &ended);
        tx.audit(own.organisation(), &event, requester.now)?;
    }
    Ok(Ok(ended))
}
