//! Sending the code of an enrolment once more.

use std::sync::Arc;

use domain::challenge::Purpose;
use domain::id::{ChallengeId, DeliveryId};
use domain::refusal::Refusal;
use store::Tx;

use super::who::{Enroller, Who};
use crate::{Answered, App, Fault, Requester, asking, outbox};

/// Sends another code for the draft called `challenge`. `Ok(Ok(false))` says that it could not be sent.
pub async fn resend(
    app: &Arc<App>,
    who: &Who,
    challenge: ChallengeId,
    requester: &Requester,
) -> Answered<bool> {
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(resend_in(tx, &inner, &person, challenge, &asked)?);
    let resent: Result<Vec<DeliveryId>, Refusal> = app.store.write(unit).await?;
    match resent {
        Ok(deliveries) => Ok(Ok(outbox::send_now(
            app,
            who.organisation(),
            deliveries,
            requester.now,
        )
        .await?)),
        Err(refusal) => Ok(Err(refusal)),
    }
}

fn resend_in(
    tx: &mut Tx,
    app: &App,
    who: &Who,
    id: ChallengeId,
    requester: &Requester,
) -> Result<Result<Vec<DeliveryId>, Refusal>, Fault> {
    let enroller = match Enroller::read(tx, app, who, requester)? {
        Ok(enroller) => enroller,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let holder = enroller.holder();
    let found = tx.find_challenge(who.organisation(), holder, id)?;
    let Some(challenge) =
        found.filter(|found| enroller.is_fresh && found.purpose == Purpose::Enrol)
    else {
        return Ok(Err(Refusal::ChallengeGone));
    };
    asking::resend(tx, app, &enroller.facts, requester, holder, &challenge)
}
