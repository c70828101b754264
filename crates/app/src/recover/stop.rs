//! "This was not me": the link in the letter about a recovery stops it.
//!
//! ```text
//! before it was done      ─► the case ends, and nothing is issued
//! a pass nobody used yet  ─► it is spent, and the logins that it began end
//! somebody got in by it   ─► the account is suspended, until support has spoken with its owner
//! ```
//!
//! Whoever holds a mailbox or number of the person's can do no more by it than keep everybody out.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::id::{DeliveryId, OrganisationId};
use domain::recovery::{Case, OutcomeKind, State};
use domain::refusal::Refusal;
use domain::time::Span;
use domain::token::Token;
use factors::{Letter, Line};
use store::{Channel, ReadTx, Tx};

use crate::decision::Facts;
use crate::letters::{language_for, one_line};
use crate::notices;
use crate::outbox::{self, Posting};
use crate::{Answered, App, Fault, Requester, message_settings};

/// For how long after it was done a recovery can be stopped: as long as its letters are delivered.
const STOPPED_WITHIN: Span = Span::days(3);

/// How long the letter to support is of use.
const OF_USE_FOR: Span = Span::days(3);

/// What the page behind the link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopView {
    /// Whose account.
    pub username: String,
    /// Whether it was done already.
    pub done: bool,
}

/// A recovery that was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// Whether somebody had got in by it, so that the account is suspended now.
    pub suspended: bool,
}

/// Looks at the link. Nothing happens by that.
pub async fn look_at_stop(
    app: &Arc<App>,
    organisation: OrganisationId,
    link: &str,
    requester: &Requester,
) -> Answered<StopView> {
    let Some(token) = Token::parse(link).filter(|token| token.organisation == organisation) else {
        return Ok(Err(Refusal::PassSpent));
    };
    let not_before = requester.now - STOPPED_WITHIN;
    let unit = move |tx: &mut ReadTx| {
        let Some(case) = tx.find_recovery_case_by_stop(&token)? else {
            return Ok(None);
        };
        let late = case.closed_at.is_some_and(|at| at <= not_before);
        if late || matches!(case.state, State::Stopped | State::Closed) {
            return Ok(None);
        }
        let user = tx.find_user(organisation, case.user)?;
        Ok(user.map(|user| StopView {
            username: user.username,
            done: case.state == State::Acted,
        }))
    };
    Ok(app.store.read(unit).await?.ok_or(Refusal::PassSpent))
}

/// Stops the recovery: the link's button was pressed.
pub async fn stop(
    app: &Arc<App>,
    organisation: OrganisationId,
    link: &str,
    requester: &Requester,
) -> Answered<Stopped> {
    let Some(token) = Token::parse(link).filter(|token| token.organisation == organisation) else {
        return Ok(Err(Refusal::PassSpent));
    };
    let (inner, asked) = (Arc::clone(app), requester.clone());
    let unit = move |tx: &mut Tx| Ok(stop_in(tx, &inner, &token, &asked)?);
    let (user, stopped, deliveries) = match app.store.write(unit).await? {
        Ok(done) => done,
        Err(refusal) => return Ok(Err(refusal)),
    };
    app.sessions.forget_user(user);
    outbox::send_aside(app, organisation, deliveries, requester.now).await?;
    Ok(Ok(stopped))
}

type Done = Result<(domain::id::UserId, Stopped, Vec<DeliveryId>), Refusal>;

fn stop_in(tx: &mut Tx, app: &App, token: &Token, requester: &Requester) -> Result<Done, Fault> {
    let (organisation, now) = (token.organisation, requester.now);
    let Some(found) = tx.find_recovery_case_by_stop(token)? else {
        return Ok(Err(Refusal::PassSpent));
    };
    tx.lock_user(organisation, found.user)?;
    let Some(case) = tx.find_recovery_case(organisation, found.id)? else {
        return Ok(Err(Refusal::PassSpent));
    };
    if !tx.consume_recovery_stop(organisation, case.id, now - STOPPED_WITHIN, now)? {
        return Ok(Err(Refusal::PassSpent));
    }
    let own = tx.organisation(organisation)?;
    let Some(user) = tx.find_user(organisation, case.user)? else {
        return Ok(Err(Refusal::PassSpent));
    };
    let facts = Facts::read(tx, own, user, app)?;
    let suspended = undone(tx, &facts, &case, requester)?;
    let event = Event::own(EventKind::RecoveryStopped, case.user, requester.personal())
        .with("case", case.number.as_str())
        .with("done", &(case.state == State::Acted))
        .with("suspended", &suspended);
    tx.audit(organisation, &event, now)?;
    let (place, person, kind) = (&facts.organisation, &facts.user, EventKind::RecoveryStopped);
    let mut deliveries = notices::put(tx, app, place, person, kind, None, requester)?;
    deliveries.extend(told_to_support(
        tx,
        app,
        &facts,
        (&case, suspended),
        requester,
    )?);
    Ok(Ok((case.user, Stopped { suspended }, deliveries)))
}

/// Ends whatever the recovery opened. True where the account had to be suspended for that.
fn undone(tx: &mut Tx, facts: &Facts, case: &Case, requester: &Requester) -> Result<bool, Fault> {
    let (organisation, user, now) = (facts.organisation.id, case.user, requester.now);
    tx.spend_passes_of_user(organisation, user, now)?;
    tx.refuse_logins_of_user(organisation, user, None)?;
    let Some(done_at) = case.closed_at.filter(|_| case.state == State::Acted) else {
        return Ok(false);
    };
    tx.remove_sessions_of_user(organisation, user, None)?;
    tx.remove_trusted_devices_of_user(organisation, user)?;
    tx.bump_user_epoch(organisation, user)?;
    let kind = case.ask.map(|ask| ask.outcome.kind());
    if kind == Some(OutcomeKind::Grace) {
        tx.set_grace(organisation, user, None)?;
    }
    let enrolled_since = facts
        .authenticators
        .iter()
        .any(|own| own.created_at >= done_at);
    let open_to_strangers = enrolled_since || kind == Some(OutcomeKind::SwitchOff);
    let last_owner = facts.user.owner && tx.count_owners(organisation)? <= 1;
    if !open_to_strangers || last_owner || facts.user.suspended_at.is_some() {
        return Ok(false);
    }
    tx.set_suspended(organisation, user, Some(now))?;
    let event = Event::own(EventKind::UserSuspended, user, requester.personal())
        .with("suspended", &true)
        .with("because", "recovery-stopped");
    tx.audit(organisation, &event, now)?;
    Ok(true)
}

/// One letter to each who had a hand in the case.
fn told_to_support(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    (case, suspended): (&Case, bool),
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    let mut deliveries = Vec::new();
    if app.mailer.is_none() {
        return Ok(deliveries);
    }
    let asked = case.ask.and_then(|ask| ask.by);
    let mut told: Vec<_> = [case.agent, asked, case.approver]
        .into_iter()
        .flatten()
        .collect();
    told.sort_unstable();
    told.dedup();
    let organisation = &facts.organisation;
    let settings = message_settings::of(tx, app, organisation)?;
    for id in told {
        let Some(agent) = tx.find_user(organisation.id, id)? else {
            continue;
        };
        let mailbox = tx
            .addresses_of(organisation.id, id)?
            .into_iter()
            .find(|own| own.channel == Channel::Email && own.verified_at.is_some());
        let Some(mailbox) = mailbox else { continue };
        let language = language_for(agent.language.as_deref(), None, organisation);
        let text = app.catalogue.text(language);
        let mut lines = vec![
            text.with1("mail-greeting", "name", one_line(&agent.name)),
            text.with2(
                "mail-recovery-told-agent",
                "number",
                case.number.written(),
                "username",
                one_line(&facts.user.username),
            ),
        ];
        if suspended {
            lines.push(text.get("mail-recovery-told-agent-used"));
        }
        let letter = Letter {
            channel: Channel::Email.as_str(),
            to: mailbox.value,
            masked: mailbox.masked,
            subject: text.get("mail-recovery-told-agent-subject"),
            lines: lines.into_iter().map(Line::Text).collect(),
            plain: None,
        };
        let posting = Posting {
            organisation,
            settings: &settings,
            user: Some(id),
            letter: &letter,
            language,
            purpose: "notice",
            challenge: None,
            avoid: None,
            expires_at: requester.now + OF_USE_FOR,
        };
        deliveries.push(outbox::put(tx, app, &posting, requester.now)?);
    }
    Ok(deliveries)
}
