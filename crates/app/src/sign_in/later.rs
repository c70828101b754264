//! Putting an enrolment off while grace lasts.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::login::State;
use domain::policy::Step;
use domain::refusal::Refusal;
use domain::token::Token;
use store::{Login, LoginView, Tx};

use crate::completing::{self, Advanced};
use crate::decision::Facts;
use crate::{Answered, App, Fault, Requester};

/// Goes on without a second step, if today's policy still offers that.
pub async fn later(app: &Arc<App>, login: &Token, requester: &Requester) -> Answered<Advanced> {
    let (inner, token, asked) = (Arc::clone(app), login.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(later_in(tx, &inner, &token, &asked)?);
    Ok(app.store.write(unit).await?)
}

fn later_in(
    tx: &mut Tx,
    app: &App,
    token: &Token,
    requester: &Requester,
) -> Result<Result<Advanced, Refusal>, Fault> {
    let now = requester.now;
    let Some(LoginView { login, user, .. }) = tx.login_view(token)? else {
        return Ok(Err(Refusal::LoginExpired));
    };
    if login.state != State::GraceOffered || now >= login.expires_at {
        return Ok(Err(Refusal::LoginExpired));
    }
    let organisation = tx.organisation(token.organisation)?;
    let facts = Facts::read(tx, organisation, user, app)?;
    let requirement = facts.requirement(None, now);
    let step = completing::step_for(&facts, login.purpose, &requirement, &login.evidence, now);
    if !facts.may_sign_in() || !matches!(step, Step::OfferGrace { .. } | Step::Complete) {
        return Ok(Err(Refusal::FormStale));
    }
    completing::drop_challenges(tx, token.organisation, store::Holder::Login(login.id))?;
    let done = Login {
        state: State::Complete,
        enrolling: None,
        offers_trust: false,
        user_epoch: facts.user.epoch,
        policy_epoch: facts.organisation.policy_epoch,
        ..login.clone()
    };
    if !tx.save_login(token.organisation, &login, &done)? {
        return Ok(Err(Refusal::FormStale));
    }
    let session = completing::issue_for(tx, &facts, &login, &done, requester, true)?;
    tx.audit(
        token.organisation,
        &Event::own(EventKind::EnrolmentPutOff, login.user, requester.personal()),
        now,
    )?;
    Ok(Ok(Advanced {
        session,
        state: Some(State::Complete),
        ..Advanced::default()
    }))
}
