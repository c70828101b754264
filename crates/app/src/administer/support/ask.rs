//! Asks for what is to be done, and the second person's word on it.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{ChallengeId, DeliveryId, OrganisationId, RecoveryCaseId};
use domain::recovery::{Ask, Denial, Outcome, State, may_approve, may_ask};
use domain::role::BuiltIn;
use store::Tx;

use super::second::write_to_approvers;
use super::{Held, demand_person, helper_named};
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, unit};
use crate::{App, helping, outbox};

/// Asks for something to be done. Where one person suffices it is approved with that, and waits its time.
pub async fn ask(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    outcome: Outcome,
    by: &By,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| ask_in(tx, &inner, case, outcome, acting);
    let kind = EventKind::RecoveryAsked;
    let (told, left) = unit::act(app, organisation, by, BuiltIn::Support, kind, unit).await?;
    app.orders.hurry(&left);
    outbox::send_aside(app, organisation, told, by.now()).await?;
    Ok(())
}

fn ask_in(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    outcome: Outcome,
    acting: &Acting,
) -> Result<(Vec<DeliveryId>, Vec<ChallengeId>), AdministerFault> {
    let now = acting.now();
    demand_person(acting)?;
    let mut held = Held::lock(tx, app, acting, case)?;
    may_ask(&held.helper, &held.subject, &held.case, &outcome, now).map_err(Reason::from)?;
    let rules = helping::care_of(acting.whole_organisation());
    held.case.ask = Some(Ask {
        outcome,
        by: acting.user(),
        at: now,
    });
    held.case.approver = None;
    held.case.approved_at = None;
    held.case.acts_at = None;
    held.case.state = State::Asked;
    let event = held
        .event(acting, EventKind::RecoveryAsked)
        .with("outcome", outcome.kind().as_str())
        .with("two_people", &rules.two_people);
    if !rules.two_people {
        approved(&mut held, acting);
    }
    held.save(tx, acting)?;
    tx.audit(acting.organisation(), &event, now)?;
    let left = helping::end_challenges(tx, acting.organisation(), case)?;
    let told = if rules.two_people {
        write_to_approvers(tx, app, &held, acting)?
    } else {
        told_of_waiting(tx, app, &held, acting)?
    };
    Ok((told, left))
}

/// From here on it may be done, once the waiting time is over.
fn approved(held: &mut Held, acting: &Acting) {
    let rules = helping::care_of(acting.whole_organisation());
    held.case.state = State::Approved;
    held.case.approved_at = Some(acting.now());
    held.case.acts_at = Some(acting.now() + rules.waits_for);
}

/// Tells the person of what is about to be done, where there is time to stop it.
fn told_of_waiting(
    tx: &mut Tx,
    app: &App,
    held: &Held,
    acting: &Acting,
) -> Result<Vec<DeliveryId>, AdministerFault> {
    let waits = held.case.state == State::Approved
        && held
            .case
            .acts_at
            .is_some_and(|acts_at| acts_at > acting.now());
    if !waits {
        return Ok(Vec::new());
    }
    let about = (&held.case, EventKind::RecoveryApproved);
    Ok(helping::tell(
        tx,
        app,
        &held.facts,
        about,
        &acting.by().letterhead(),
    )?)
}

/// A second person approves what was asked.
pub async fn approve(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    by: &By,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| approve_in(tx, &inner, case, acting);
    let kind = EventKind::RecoveryApproved;
    let told = unit::act(app, organisation, by, BuiltIn::Support, kind, unit).await?;
    outbox::send_aside(app, organisation, told, by.now()).await?;
    Ok(())
}

fn approve_in(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    acting: &Acting,
) -> Result<Vec<DeliveryId>, AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    demand_person(acting)?;
    let mut held = Held::lock(tx, app, acting, case)?;
    let asked_by = held.case.ask.and_then(|ask| ask.by);
    let asker = helper_named(tx, organisation, asked_by)?;
    may_approve(&held.helper, &asker, &held.subject, &held.case, now).map_err(Reason::from)?;
    held.case.approver = acting.user();
    approved(&mut held, acting);
    let event = held.event(acting, EventKind::RecoveryApproved);
    held.save(tx, acting)?;
    tx.audit(organisation, &event, now)?;
    told_of_waiting(tx, app, &held, acting)
}

/// A second person declines what was asked: the case is open again.
pub async fn decline(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    by: &By,
) -> Result<(), AdministerFault> {
    end(app, organisation, case, EventKind::RecoveryDeclined, by).await
}

/// Gives a case up.
pub async fn close(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    by: &By,
) -> Result<(), AdministerFault> {
    end(app, organisation, case, EventKind::RecoveryClosed, by).await
}

async fn end(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    kind: EventKind,
    by: &By,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| ended(tx, &inner, case, acting, kind);
    let left = unit::act_without_proof(app, organisation, by, BuiltIn::Support, kind, unit).await?;
    app.orders.hurry(&left);
    Ok(())
}

/// What only makes an account safer anybody at the desk may do, but not in a case of their own.
fn ended(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    acting: &Acting,
    kind: EventKind,
) -> Result<Vec<ChallengeId>, AdministerFault> {
    let now = acting.now();
    demand_person(acting)?;
    let mut held = Held::lock(tx, app, acting, case)?;
    if held.helper.user == Some(held.case.user) {
        return Err(Reason::from(Denial::Own).into());
    }
    if held.case.is_over(now) {
        return Err(Reason::from(Denial::Over).into());
    }
    if kind == EventKind::RecoveryDeclined {
        if held.case.standing(now) != State::Asked {
            return Err(Reason::from(Denial::NotAsked).into());
        }
        held.case.state = State::Open;
    } else {
        held.case.state = State::Closed;
        held.case.closed_at = Some(now);
    }
    let event = held.event(acting, kind);
    held.save(tx, acting)?;
    tx.audit(acting.organisation(), &event, now)?;
    Ok(helping::end_challenges(tx, acting.organisation(), case)?)
}
