//! Choosing a second step: begins a challenge of the chosen kind, in place of the one that was open.

use std::sync::Arc;

use domain::factor::FactorKind;
use domain::id::AuthenticatorId;
use domain::login::State;
use domain::policy::Step;
use domain::refusal::Refusal;
use domain::token::Token;
use store::{LoginView, Tx};

use crate::completing::{self, Advanced};
use crate::decision::Facts;
use crate::{Answered, App, Fault, Requester, outbox};

/// What was chosen.
#[derive(Clone)]
pub struct Choice {
    /// The kind of factor.
    pub kind: FactorKind,
    /// Which authenticator of that kind comes first.
    pub first: Option<AuthenticatorId>,
}

/// Begins the chosen second step. `Ok(Ok(false))` says that its code could not be sent.
pub async fn choose(
    app: &Arc<App>,
    login: &Token,
    choice: Choice,
    requester: &Requester,
) -> Answered<bool> {
    let (inner, token, asked) = (Arc::clone(app), login.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(choose_in(tx, &inner, &token, &choice, &asked)?);
    let chosen: Result<Advanced, Refusal> = app.store.write(unit).await?;
    match chosen {
        Ok(advanced) => {
            app.orders.hurry(&advanced.left);
            Ok(Ok(outbox::send_now(
                app,
                login.organisation,
                advanced.deliveries,
                requester.now,
            )
            .await?))
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}

fn choose_in(
    tx: &mut Tx,
    app: &App,
    token: &Token,
    choice: &Choice,
    requester: &Requester,
) -> Result<Result<Advanced, Refusal>, Fault> {
    let (now, organisation) = (requester.now, token.organisation);
    let Some(LoginView { login, user, .. }) = tx.login_view(token)? else {
        return Ok(Err(Refusal::LoginExpired));
    };
    if login.state != State::FactorPending || now >= login.expires_at {
        return Ok(Err(Refusal::LoginExpired));
    }
    let organisation_now = tx.organisation(organisation)?;
    let facts = Facts::read(tx, organisation_now, user, app)?;
    if !facts.may_sign_in() {
        return Ok(Err(Refusal::LoginExpired));
    }
    let requirement = facts.requirement(None, now);
    let step = completing::step_for(&facts, login.purpose, &requirement, &login.evidence, now);
    let Step::Prove(provable) = step else {
        return Ok(Err(Refusal::FormStale));
    };
    if !provable.contains(&choice.kind) {
        return Ok(Err(Refusal::FactorNotAllowed));
    }
    let mut next = login.clone();
    next.user_epoch = facts.user.epoch;
    next.policy_epoch = facts.organisation.policy_epoch;
    next.offers_trust =
        login.purpose == domain::login::Purpose::SignIn && completing::offers_trust(&requirement);
    next.trusted_days = requirement.trusted_days;
    let mut advanced = Advanced {
        state: Some(next.state),
        left: login.challenge.into_iter().collect(),
        ..Advanced::default()
    };
    let begun = completing::begin(
        tx,
        app,
        &facts,
        requester,
        &mut next,
        &choice.kind,
        choice.first,
        &mut advanced,
    )?;
    if let Err(refusal) = begun {
        return Ok(Err(refusal));
    }
    if tx.save_login(organisation, &login, &next)? {
        Ok(Ok(advanced))
    } else {
        Err(Fault::Store(store::Fault::Conflict))
    }
}
