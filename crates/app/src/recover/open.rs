//! A mailed link's button: the person goes on, and a login begins that remembers the link as its first proof.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::factor::Evidence;
use domain::id::{DeliveryId, LoginId, OrganisationId};
use domain::login::{LIVES_FOR, Purpose, State};
use domain::refusal::Refusal;
use domain::token::{Token, TokenSecret};
use store::{Login, NewLogin, Pass, PassPurpose, Tx};

use super::look::usable;
use crate::decision::Facts;
use crate::{Answered, App, Fault, Requester, completing, outbox};

/// A login that a link began.
pub struct Opened {
    /// The login, for its cookie.
    pub login: Token,
    /// What the link is for.
    pub purpose: PassPurpose,
    /// Whether a code that was to be sent could not be.
    pub delivery_failed: bool,
}

/// Begins what the link is for. The pass is spent with what it buys, so a closed window costs nobody a new link.
pub async fn open(
    app: &Arc<App>,
    organisation: OrganisationId,
    link: &str,
    requester: &Requester,
) -> Answered<Opened> {
    let Some(token) = Token::parse(link).filter(|token| token.organisation == organisation) else {
        return Ok(Err(Refusal::PassSpent));
    };
    let (inner, asked) = (Arc::clone(app), requester.clone());
    let unit = move |tx: &mut Tx| Ok(open_in(tx, &inner, &token, &asked)?);
    let opened = app.store.write(unit).await?;
    let (login, purpose, deliveries) = match opened {
        Ok(opened) => opened,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let delivery_failed = !outbox::send_now(app, organisation, deliveries, requester.now).await?;
    Ok(Ok(Opened {
        login,
        purpose,
        delivery_failed,
    }))
}

type Begun = Result<(Token, PassPurpose, Vec<DeliveryId>), Refusal>;

fn open_in(tx: &mut Tx, app: &App, token: &Token, requester: &Requester) -> Result<Begun, Fault> {
    let (now, organisation) = (requester.now, token.organisation);
    let Some((pass, facts)) = usable(tx, app, token, now)? else {
        return Ok(Err(Refusal::PassSpent));
    };
    let (opened, login) = begin_login(tx, &pass, &facts, requester)?;
    if pass.purpose == PassPurpose::Enrolment {
        return Ok(Ok((opened, pass.purpose, Vec::new())));
    }
    let proof = Evidence::pass(now, pass.channel);
    let Some(advanced) = completing::advance(tx, app, &facts, &login, vec![proof], requester)?
    else {
        return Ok(Err(Refusal::FormStale));
    };
    if advanced.state == Some(State::Refused) {
        // Nothing is left that could be proved beside that mailbox: support helps.
        let event = Event::own(EventKind::PasswordReset, pass.user, requester.personal());
        tx.audit(organisation, &event.refused(Refusal::SupportOnly), now)?;
    }
    Ok(Ok((opened, pass.purpose, advanced.deliveries)))
}

/// Begins the login of a pass, and gives the token for its cookie.
pub(super) fn begin_login(
    tx: &mut Tx,
    pass: &Pass,
    facts: &Facts,
    requester: &Requester,
) -> Result<(Token, Login), Fault> {
    let (now, organisation) = (requester.now, facts.organisation.id);
    let secret = TokenSecret::draw(tx.random());
    let login = Login {
        id: LoginId::draw(now, tx.random()),
        ..begin(pass, facts, requester)
    };
    tx.insert_login(organisation, &NewLogin::of(&login, &secret), now)?;
    let token = Token {
        organisation,
        id: *login.id.as_bytes(),
        secret,
    };
    Ok((token, login))
}

/// The login that a pass begins, before it goes anywhere.
///
/// An enrolment pass waits for the password and then signs in; the links to a password lead to one.
fn begin(pass: &Pass, facts: &Facts, requester: &Requester) -> Login {
    let now = requester.now;
    let (purpose, evidence) = match pass.purpose {
        PassPurpose::Enrolment => (
            Purpose::SignIn,
            vec![Evidence::pass(now, pass.channel.clone())],
        ),
        PassPurpose::ForgottenPassword | PassPurpose::Invitation => (Purpose::Recover, Vec::new()),
    };
    Login {
        id: LoginId::from_bytes([0; 16]),
        purpose,
        state: State::FirstProofPending,
        user: pass.user,
        session: None,
        pass: Some(pass.id),
        challenge: None,
        evidence,
        next_state: State::FirstProofPending,
        enrolling: None,
        user_epoch: facts.user.epoch,
        policy_epoch: facts.organisation.policy_epoch,
        trusted_days: 0,
        offers_trust: false,
        return_to: String::new(),
        created_at: now,
        expires_at: now + LIVES_FOR,
    }
}
