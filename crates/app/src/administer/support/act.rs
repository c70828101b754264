//! Does what was asked and approved. Whoever acts is the one who learns the pass; it is shown once and kept nowhere.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{DeliveryId, OrganisationId, PassId, RecoveryCaseId};
use domain::recovery::{Denial, Outcome, OutcomeKind, PassCode, PassShape, State, may_act};
use domain::role::BuiltIn;
use domain::time::{Span, Timestamp};
use store::{PassPurpose, Tx};

use super::{Held, demand_person};
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, people, unit};
use crate::{App, helping, links, outbox};

/// A pass to be handed over. No Debug: it holds the secret.
pub struct HandedPass {
    /// How it is handed over.
    pub shape: PassShape,
    /// The link, or the code in groups of three.
    pub written: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// What was done.
pub struct Acted {
    /// What it was.
    pub outcome: OutcomeKind,
    /// The pass, where it was one.
    pub pass: Option<HandedPass>,
    /// Until when enrolment may be put off, where it was grace.
    pub grace_until: Option<Timestamp>,
    deliveries: Vec<DeliveryId>,
}

/// Does what was approved: of any number of people who do it at the same moment, one.
pub async fn act(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    by: &By,
) -> Result<Acted, AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| act_in(tx, &inner, case, acting);
    let kind = EventKind::RecoveryActed;
    let (user, mut acted) = unit::act(app, organisation, by, BuiltIn::Support, kind, unit).await?;
    app.sessions.forget_user(user);
    let deliveries = std::mem::take(&mut acted.deliveries);
    outbox::send_aside(app, organisation, deliveries, by.now()).await?;
    Ok(acted)
}

fn act_in(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    acting: &Acting,
) -> Result<(domain::id::UserId, Acted), AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    demand_person(acting)?;
    let mut held = Held::lock(tx, app, acting, case)?;
    let rules = helping::care_of(acting.whole_organisation());
    may_act(&rules, &held.helper, &held.subject, &held.case, now).map_err(Reason::from)?;
    let Some(ask) = held.case.ask else {
        return Err(Reason::from(Denial::NotAsked).into());
    };
    let kind = ask.outcome.kind();
    let mut acted = Acted {
        outcome: kind,
        pass: None,
        grace_until: None,
        deliveries: Vec::new(),
    };
    done(tx, &mut held, ask.outcome, &mut acted, acting)?;
    if kind.ends_sessions() {
        let user = held.case.user;
        tx.remove_sessions_of_user(organisation, user, None)?;
        tx.remove_trusted_devices_of_user(organisation, user)?;
        tx.refuse_logins_of_user(organisation, user, None)?;
        tx.bump_user_epoch(organisation, user)?;
    }
    held.case.state = State::Acted;
    held.case.closed_at = Some(now);
    held.save(tx, acting)?;
    let event = held
        .event(acting, EventKind::RecoveryActed)
        .with("outcome", kind.as_str());
    tx.audit(organisation, &event, now)?;
    let about = (&held.case, EventKind::RecoveryActed);
    acted.deliveries = helping::tell(tx, app, &held.facts, about, &acting.by().letterhead())?;
    Ok((held.case.user, acted))
}

/// Does the one thing, and puts what came of it on the case.
fn done(
    tx: &mut Tx,
    held: &mut Held,
    outcome: Outcome,
    acted: &mut Acted,
    acting: &Acting,
) -> Result<(), AdministerFault> {
    let (organisation, user, now) = (acting.organisation(), held.case.user, acting.now());
    match outcome {
        Outcome::Pass { shape, minutes } => {
            let (pass, handed) = issued(tx, held, (shape, minutes), acting)?;
            held.case.pass = Some(pass);
            acted.pass = Some(handed);
        }
        Outcome::Unlock => {
            tx.unlock_authenticators(organisation, user)?;
            tx.forget_wrong_passwords(organisation, user)?;
        }
        Outcome::Grace { days } => {
            let until = now + Span::days(i64::from(days));
            let before = held.facts.user.grace_until;
            let until = before.map_or(until, |own| own.max(until));
            let event = held.event(acting, EventKind::GraceMoved);
            people::move_in(tx, acting, (user, before), until, event)?;
            acted.grace_until = Some(until);
        }
        Outcome::SwitchOff => {
            let authenticators = tx.remove_authenticators_of_user(organisation, user)?;
            tx.refresh_factor_set(organisation, user)?;
            let event = held
                .event(acting, EventKind::TwoStepSwitchedOff)
                .with("authenticators", &authenticators);
            tx.audit(organisation, &event, now)?;
        }
    }
    Ok(())
}

fn issued(
    tx: &mut Tx,
    held: &Held,
    (shape, minutes): (PassShape, u32),
    acting: &Acting,
) -> Result<(PassId, HandedPass), AdministerFault> {
    let (organisation, now) = (acting.whole_organisation(), acting.now());
    let lives_for = Span::minutes(i64::from(minutes));
    let purpose = PassPurpose::Enrolment;
    let issued = links::issue(
        tx,
        organisation,
        &held.facts.user,
        purpose,
        None,
        (lives_for, now),
    )?;
    let written = match shape {
        PassShape::Link => issued.url(organisation),
        // Nobody learns the link of a pass that has a code.
        PassShape::Code => {
            let code = PassCode::draw(tx.random());
            tx.set_pass_code(organisation.id, issued.pass(), &code)?;
            code.written()
        }
    };
    let event = held
        .event(acting, EventKind::PassIssued)
        .with("minutes", &minutes)
        .with("shape", shape.as_str());
    tx.audit(organisation.id, &event, now)?;
    let handed = HandedPass {
        shape,
        written,
        expires_at: issued.expires_at,
    };
    Ok((issued.pass(), handed))
}
