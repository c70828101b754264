//! The way back by an eID, without staff: whoever shows who they are chooses a new password; whoever gave the password already in this
//! browser, and lost everything else, enrols again.
//!
//! It is the organisation's to allow. What it opens is what a mailed link or a pass opens, and is told to every known address; a new
//! password is followed by a login as every other, so the eID stands in for one lost thing at a time.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::factor::Evidence;
use domain::id::{ChallengeId, DeliveryId};
use domain::login::{Purpose, State};
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::Token;
use factors::Form;
use store::{LoginView, PassPurpose, Tx};

use super::open::begin_login;
use crate::decision::Facts;
use crate::identifying::{self, Anybody, Identified};
use crate::{Answered, App, Fault, Requester, completing, links, notices, orders, outbox};

/// What a form of the page led to.
pub enum Recovering {
    /// The page goes on.
    Onward,
    /// The person is known, and the login of the way back has begun.
    Opened {
        /// The login, for its cookie.
        login: Token,
        /// What it leads to: a new password, or a new second step.
        purpose: PassPurpose,
    },
}

/// Takes a form of the page: a move, or the answer.
pub async fn identify(
    app: &Arc<App>,
    who: &Anybody,
    (challenge, form): (ChallengeId, Form),
    requester: &Requester,
) -> Answered<Recovering> {
    if orders::is_move(&form) {
        let moved = identifying::move_order(app, who, challenge, &form, requester).await?;
        return Ok(moved.map(|()| Recovering::Onward));
    }
    if let Err(refusal) = orders::count(app, requester) {
        return Ok(Err(refusal));
    }
    let (inner, own, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(open(tx, &inner, &own, (challenge, &form), &asked)?);
    let opened: Result<Opened, Refusal> = app.store.write(unit).await?;
    let (login, purpose, told) = match opened {
        Ok(opened) => opened,
        Err(refusal) => return Ok(Err(refusal)),
    };
    outbox::send_aside(app, who.organisation.id, told, requester.now).await?;
    Ok(Ok(Recovering::Opened { login, purpose }))
}

type Opened = (Token, PassPurpose, Vec<DeliveryId>);

fn open(
    tx: &mut Tx,
    app: &App,
    who: &Anybody,
    answer: (ChallengeId, &Form),
    requester: &Requester,
) -> Result<Result<Opened, Refusal>, Fault> {
    let Identified { facts, proof } = match identifying::identify(tx, app, who, answer, requester)?
    {
        Ok(identified) => identified,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (now, user) = (requester.now, facts.user.id);
    let password = password_of(tx, who, &facts, requester)?;
    let purpose = match &password {
        Some(_) => PassPurpose::Enrolment,
        None => PassPurpose::ForgottenPassword,
    };
    let life = Span::minutes(i64::from(facts.organisation.rules.recovery_minutes));
    let issued = links::issue(
        tx,
        &facts.organisation,
        &facts.user,
        purpose,
        None,
        (life, now),
    )?;
    let Some(pass) = tx.pass_with_id(facts.organisation.id, issued.pass())? else {
        return Err(store::Fault::Conflict.into());
    };
    let event = Event::own(EventKind::RecoveryProved, user, requester.personal())
        .with("factor", &proof.kind)
        .with("opens", purpose.as_str());
    tx.audit(facts.organisation.id, &event, now)?;
    let (token, login) = begin_login(tx, &pass, &facts, requester)?;
    if let Some(password) = password {
        let evidence = vec![Evidence::pass(now, None), password];
        let advanced = completing::advance(tx, app, &facts, &login, evidence, requester)?;
        advanced.ok_or(store::Fault::Conflict)?;
    } else {
        let organisation = facts.organisation.id;
        if !tx.consume_login(organisation, &login, State::Complete, &[proof], now)? {
            return Err(store::Fault::Conflict.into());
        }
    }
    let kind = EventKind::IdentityShown;
    let own = &facts.organisation;
    let told = notices::put(tx, app, own, &facts.user, kind, None, requester)?;
    Ok(Ok((token, purpose, told)))
}

/// The password that this person gave in this browser, where a login waits for a second step that they have not got.
fn password_of(
    tx: &mut Tx,
    who: &Anybody,
    facts: &Facts,
    requester: &Requester,
) -> Result<Option<Evidence>, Fault> {
    let Some(LoginView { login, user, .. }) = tx.login_view(&who.login)? else {
        return Ok(None);
    };
    let waits = matches!(login.state, State::FactorPending)
        || login.state == State::Refused && login.next_state == State::Refused;
    let fits = waits
        && login.purpose == Purpose::SignIn
        && user.id == facts.user.id
        && login.user_epoch == facts.user.epoch
        && requester.now < login.expires_at;
    Ok(login
        .evidence
        .into_iter()
        .find(|proof| fits && proof.kind == domain::factor::PASSWORD))
}
