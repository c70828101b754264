//! Trusting the browser that a login was just completed in.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::id::TrustedDeviceId;
use domain::login::State;
use domain::refusal::Refusal;
use domain::token::{Token, TokenSecret};
use store::{LoginView, NewTrustedDevice, Tx};

use crate::decision::Facts;
use crate::{Answered, App, Fault, Requester, completing};

/// Takes the answer to "trust this device?". A yes gives the device's token for its cookie.
///
/// The offer is good once, for as long as the login lives, and only while the person's epoch is the one of the login (A30).
pub async fn trust(
    app: &Arc<App>,
    login: &Token,
    yes: bool,
    requester: &Requester,
) -> Answered<Option<Token>> {
    let (inner, token, asked) = (Arc::clone(app), login.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(trust_in(tx, &inner, &token, yes, &asked)?);
    Ok(app.store.write(unit).await?)
}

fn trust_in(
    tx: &mut Tx,
    app: &App,
    token: &Token,
    yes: bool,
    requester: &Requester,
) -> Result<Result<Option<Token>, Refusal>, Fault> {
    let now = requester.now;
    let Some(LoginView { login, .. }) = tx.login_view(token)? else {
        return Ok(Err(Refusal::LoginExpired));
    };
    let fits = login.state == State::Complete && login.offers_trust && now < login.expires_at;
    let Some(proved_at) = completing::second_step_at(&login.evidence).filter(|_| fits) else {
        return Ok(Err(Refusal::FormStale));
    };
    // Whatever ends trust (a new password, a factor removed) is over before this is decided, or waits until it is.
    tx.lock_user(token.organisation, login.user)?;
    let user = tx.user(token.organisation, login.user)?;
    let organisation = tx.organisation(token.organisation)?;
    let facts = Facts::read(tx, organisation, user, app)?;
    let stands = facts.may_sign_in() && facts.user.epoch == login.user_epoch;
    let days = facts.requirement(None, now).trusted_days;
    if !tx.consume_trust_offer(token.organisation, login.id, now)? {
        return Ok(Err(Refusal::FormStale));
    }
    if !yes || !stands || days == 0 {
        return Ok(Ok(None));
    }
    let (id, secret) = (
        TrustedDeviceId::draw(now, tx.random()),
        TokenSecret::draw(tx.random()),
    );
    let device = NewTrustedDevice {
        id,
        user: login.user,
        secret: &secret,
        proved_at,
        browser: &requester.browser,
    };
    tx.insert_trusted_device(token.organisation, &device, now)?;
    let event =
        Event::own(EventKind::DeviceTrusted, login.user, requester.personal()).with("days", &days);
    tx.audit(token.organisation, &event, now)?;
    Ok(Ok(Some(Token {
        organisation: token.organisation,
        id: *id.as_bytes(),
        secret,
    })))
}
