//! Hands out everything on record about a person to that very person (GDPR, articles 15 and 20).

use std::sync::Arc;

use domain::audit::EventKind;
use domain::refusal::Refusal;
use store::Tx;

use crate::own_session::OwnSession;
use crate::person_record::{PersonRecord, record_of};
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester};

/// What is kept of the person, after fresh proof; that it was handed out is on record. Their part of the log is read after it, by
/// [`crate::person_record::person_events`].
pub async fn export_own(
    app: &Arc<App>,
    who: &SignedIn,
    requester: &Requester,
) -> Answered<PersonRecord> {
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(export_in(tx, &inner, &person, &asked)?);
    Ok(app.store.write(unit).await?)
}

fn export_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    requester: &Requester,
) -> Result<Result<PersonRecord, Refusal>, Fault> {
    let now = requester.now;
    let own = match OwnSession::lock(tx, app, who, requester)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let event = own.event(EventKind::PersonExported, requester);
    if !own.is_fresh(now) {
        return own.refuse(tx, event, Refusal::FreshProofDemanded, now);
    }
    let Some(record) = record_of(tx, app, own.organisation(), own.user())? else {
        return Ok(Err(Refusal::SessionExpired));
    };
    tx.audit(own.organisation(), &event, now)?;
    Ok(Ok(record))
}
