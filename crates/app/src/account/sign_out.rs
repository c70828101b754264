//! Signs out.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use store::{Holder, Tx};

use crate::session_check::SignedIn;
use crate::{App, Fault, Requester};

/// Ends this session. One that is over already is no fault: whoever signs out is signed out.
pub async fn sign_out(app: &Arc<App>, who: &SignedIn, requester: &Requester) -> Result<(), Fault> {
    let (person, asked) = (who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(sign_out_in(tx, &person, &asked)?);
    let () = app.store.write(unit).await?;
    app.sessions.forget_user(who.user.id);
    Ok(())
}

fn sign_out_in(tx: &mut Tx, who: &SignedIn, requester: &Requester) -> Result<(), Fault> {
    let (organisation, user, session) = (who.organisation.id, who.user.id, who.session.id);
    if tx.remove_session(organisation, user, session)? {
        tx.end_challenges(organisation, Holder::Session(session))?;
        let event = Event::own(EventKind::SignedOut, user, requester.personal());
        tx.audit(organisation, &event, requester.now)?;
    }
    Ok(())
}
