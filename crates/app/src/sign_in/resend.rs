//! Sending the code of an open challenge once more.

use std::sync::Arc;

use domain::id::DeliveryId;
use domain::login::State;
use domain::refusal::Refusal;
use domain::token::Token;
use store::{Holder, LoginView, Tx};

use crate::decision::Facts;
use crate::{Answered, App, Fault, Requester, asking, outbox};

/// Sends another code. `Ok(Ok(false))` says that it could not be sent.
pub async fn resend(app: &Arc<App>, login: &Token, requester: &Requester) -> Answered<bool> {
    let (inner, token, asked) = (Arc::clone(app), login.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(resend_in(tx, &inner, &token, &asked)?);
    let resent: Result<Vec<DeliveryId>, Refusal> = app.store.write(unit).await?;
    match resent {
        Ok(deliveries) => Ok(Ok(outbox::send_now(
            app,
            login.organisation,
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
    token: &Token,
    requester: &Requester,
) -> Result<Result<Vec<DeliveryId>, Refusal>, Fault> {
    let Some(LoginView {
        login,
        user,
        challenge,
        ..
    }) = tx.login_view(token)?
    else {
        return Ok(Err(Refusal::LoginExpired));
    };
    if login.state != State::FactorPending || requester.now >= login.expires_at {
        return Ok(Err(Refusal::LoginExpired));
    }
    let Some(challenge) = challenge else {
        return Ok(Err(Refusal::ChallengeGone));
    };
    let organisation = tx.organisation(token.organisation)?;
    let facts = Facts::read(tx, organisation, user, app)?;
    if !facts.may_sign_in() {
        return Ok(Err(Refusal::LoginExpired));
    }
    asking::resend(
        tx,
        app,
        &facts,
        requester,
        Holder::Login(login.id),
        &challenge,
    )
}
