//! Ends one of the person's sessions.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::SessionId;
use domain::refusal::Refusal;
use store::Tx;

use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester};

/// Which session was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// Another one, or one that was over already.
    Other,
    /// The one that asked: its person is signed out.
    This,
}

/// Ends the session called `session`.
pub async fn revoke_session(
    app: &Arc<App>,
    who: &SignedIn,
    session: SessionId,
    requester: &Requester,
) -> Answered<Revoked> {
    if session == who.session.id {
        super::sign_out(app, who, requester).await?;
        return Ok(Ok(Revoked::This));
    }
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(revoke_in(tx, &inner, &person, session, &asked)?);
    let revoked: Result<(), Refusal> = app.store.write(unit).await?;
    app.sessions.forget_user(who.user.id);
    Ok(revoked.map(|()| Revoked::Other))
}

fn revoke_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    session: SessionId,
    requester: &Requester,
) -> Result<Result<(), Refusal>, Fault> {
    let own = match OwnSession::lock(tx, app, who, requester)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if tx.remove_session(own.organisation(), own.user(), session)? {
        let event = own
            .event(EventKind::SessionRevoked, requester)
            .with("session", &session);
        tx.audit(own.organisation(), &event, requester.now)?;
    }
    Ok(Ok(()))
}
