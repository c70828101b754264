//! Opens a login that asks for fresh proof inside a session: the password, then the strongest second step the person has.

use std::sync::Arc;

use domain::id::LoginId;
use domain::login::{LIVES_FOR, Purpose, State};
use domain::refusal::Refusal;
use domain::return_to::own_path;
use domain::token::{Token, TokenSecret};
use store::{Login, NewLogin, Tx};

use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester};

/// Where fresh proof leads when nothing else was asked for.
const SECURITY_PAGE: &str = "/account/security";

/// Opens the login; its token goes into the login's cookie. Completed, it puts a new session in the place of this one and leads to
/// `return_to`.
pub async fn reauthenticate(
    app: &Arc<App>,
    who: &SignedIn,
    return_to: &str,
    requester: &Requester,
) -> Answered<Token> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let return_to = own_path(return_to).unwrap_or(SECURITY_PAGE).to_owned();
    let unit = move |tx: &mut Tx| Ok(reauthenticate_in(tx, &inner, &who, &return_to, &asked)?);
    Ok(app.store.write(unit).await?)
}

fn reauthenticate_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    return_to: &str,
    requester: &Requester,
) -> Result<Result<Token, Refusal>, Fault> {
    let now = requester.now;
    let own = match OwnSession::read(tx, app, who, now)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (id, secret) = (
        LoginId::draw(now, tx.random()),
        TokenSecret::draw(tx.random()),
    );
    let login = Login {
        id,
        purpose: Purpose::Reauthenticate,
        state: State::FirstProofPending,
        user: own.user(),
        session: Some(own.session.id),
        pass: None,
        challenge: None,
        evidence: Vec::new(),
        next_state: State::FirstProofPending,
        enrolling: None,
        user_epoch: own.facts.user.epoch,
        policy_epoch: own.facts.organisation.policy_epoch,
        trusted_days: 0,
        offers_trust: false,
        return_to: return_to.to_owned(),
        created_at: now,
        expires_at: now + LIVES_FOR,
    };
    tx.insert_login(own.organisation(), &NewLogin::of(&login, &secret), now)?;
    Ok(Ok(Token {
        organisation: own.organisation(),
        id: *id.as_bytes(),
        secret,
    }))
}
