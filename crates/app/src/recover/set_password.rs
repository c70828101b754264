//! The new password behind a mailed link. It ends everything that the old one had opened.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::factor::{Evidence, Identifies, Mark};
use domain::id::DeliveryId;
use domain::login::{Purpose, State};
use domain::password::Password;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::token::Token;
use store::{Login, PassPurpose, ReadTx, Tx};

use crate::decision::Facts;
use crate::{Answered, App, Fault, Requester, new_password, notices, outbox, password_check};

/// What the page for a new password shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPasswordView {
    /// Whose account: told to password managers.
    pub username: String,
    /// The fewest characters.
    pub least: u32,
    /// Whether it is the person's first password.
    pub first: bool,
}

/// A password that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordSet {
    /// Whose: the login page may fill it in.
    pub username: String,
    /// Whether it was the person's first.
    pub first: bool,
}

/// What the page for a new password shows, for a login whose proofs are complete.
pub async fn new_password(
    app: &Arc<App>,
    login: &Token,
    requester: &Requester,
) -> Answered<NewPasswordView> {
    let (inner, token, now) = (Arc::clone(app), login.clone(), requester.now);
    let unit = move |tx: &mut ReadTx| Ok(standing(tx, &inner, &token, now)?);
    let Some((_, facts)) = app.store.read(unit).await? else {
        return Ok(Err(Refusal::LoginExpired));
    };
    let least = new_password::least(&facts, now);
    Ok(Ok(NewPasswordView {
        first: !facts.user.has_password,
        username: facts.user.username,
        least,
    }))
}

/// Sets the password that was typed. `repeated` is what was typed a second time, where the page asks for that.
pub async fn set_password(
    app: &Arc<App>,
    login: &Token,
    typed: &str,
    repeated: Option<&str>,
    requester: &Requester,
) -> Answered<PasswordSet> {
    let new = match Password::parse(typed) {
        Ok(new) => new,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if repeated.is_some_and(|repeated| Password::parse(repeated).ok().as_ref() != Some(&new)) {
        return Ok(Err(Refusal::PasswordsDiffer));
    }
    let (app, token, requester) = (Arc::clone(app), login.clone(), requester.clone());
    App::to_the_end(async move { set_to_the_end(&app, token, new, requester).await }).await
}

async fn set_to_the_end(
    app: &Arc<App>,
    token: Token,
    new: Password,
    requester: Requester,
) -> Answered<PasswordSet> {
    let (now, organisation) = (requester.now, token.organisation);
    let (inner, key) = (Arc::clone(app), token.clone());
    let looked = app
        .store
        .read(move |tx| Ok(standing(tx, &inner, &key, now)?))
        .await?;
    let Some((_, facts)) = looked else {
        return Ok(Err(Refusal::LoginExpired));
    };
    if let Err(refusal) = new_password::check(&facts, &new, now) {
        return Ok(Err(refusal));
    }
    let hash = password_check::hash(app, new).await?;
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx| Ok(set_in(tx, &inner, &token, &hash, &requester)?);
    let (set, deliveries) = match app.store.write(unit).await? {
        Ok(done) => done,
        Err(refusal) => return Ok(Err(refusal)),
    };
    app.sessions.forget_user(facts.user.id);
    outbox::send_aside(app, organisation, deliveries, now).await?;
    Ok(Ok(set))
}

/// A login that may set a password, with its person: complete, in time, and nothing about the person has changed since (A20, A68).
fn standing(
    tx: &mut ReadTx,
    app: &App,
    token: &Token,
    now: Timestamp,
) -> Result<Option<(Login, Facts)>, Fault> {
    let Some(login) = tx.find_login(token)? else {
        return Ok(None);
    };
    let fits =
        login.purpose == Purpose::Recover && login.state == State::Complete && login.pass.is_some();
    if !fits || now >= login.expires_at {
        return Ok(None);
    }
    let Some(user) = tx.find_user(token.organisation, login.user)? else {
        return Ok(None);
    };
    let organisation = tx.organisation(token.organisation)?;
    let facts = Facts::read(tx, organisation, user, app)?;
    // Whom an eID may lead back is the organisation's to say: what it decided since is asked for again.
    let by_eid = login
        .evidence
        .iter()
        .filter_map(|proof| facts.profile(&proof.kind))
        .any(|profile| profile.identifies == Some(Identifies::Person));
    let stands = facts.may_sign_in()
        && facts.user.epoch == login.user_epoch
        && (!by_eid || facts.organisation.policy_epoch == login.policy_epoch);
    Ok(stands.then_some((login, facts)))
}

type Done = Result<(PasswordSet, Vec<DeliveryId>), Refusal>;

fn set_in(
    tx: &mut Tx,
    app: &App,
    token: &Token,
    hash: &str,
    requester: &Requester,
) -> Result<Done, Fault> {
    let (now, organisation) = (requester.now, token.organisation);
    // What the person has is read again under their lock: a factor that was enrolled a moment ago is asked for.
    if let Some((login, _)) = standing(tx, app, token, now)? {
        tx.lock_user(organisation, login.user)?;
    }
    let Some((login, facts)) = standing(tx, app, token, now)? else {
        return Ok(Err(Refusal::LoginExpired));
    };
    let Some(pass) = login.pass else {
        return Ok(Err(Refusal::PassSpent));
    };
    let Some(pass) = tx.consume_pass(organisation, pass, now)? else {
        return Ok(Err(Refusal::PassSpent));
    };
    let user = &facts.user;
    tx.set_password(organisation, user.id, hash, now)?;
    tx.remove_sessions_of_user(organisation, user.id, None)?;
    tx.remove_trusted_devices_of_user(organisation, user.id)?;
    tx.refuse_logins_of_user(organisation, user.id, Some(login.id))?;
    tx.remove_login(organisation, login.id)?;
    tx.spend_passes_of_user(organisation, user.id, now)?;
    password_check::forgive(tx, organisation, &user.username, requester.address)?;
    let kind = match pass.purpose {
        PassPurpose::Invitation => EventKind::InvitationAccepted,
        PassPurpose::ForgottenPassword | PassPurpose::Enrolment => EventKind::PasswordReset,
    };
    let proofs: Vec<&str> = login
        .evidence
        .iter()
        .map(|proof| proof.kind.as_str())
        .collect();
    let event = Event::own(kind, user.id, requester.personal()).with("proofs", &proofs.join(" "));
    tx.audit(organisation, &event, now)?;
    let except = came_through(&login.evidence);
    let deliveries = notices::put(tx, app, &facts.organisation, user, kind, except, requester)?;
    Ok(Ok((
        PasswordSet {
            username: user.username.clone(),
            first: !user.has_password,
        },
        deliveries,
    )))
}

/// The mailbox that the link came to.
fn came_through(evidence: &[Evidence]) -> Option<&Mark> {
    evidence.iter().find_map(|proof| {
        proof
            .channel
            .as_ref()
            .filter(|_| proof.kind == domain::factor::PASS)
    })
}
