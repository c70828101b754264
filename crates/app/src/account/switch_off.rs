//! Switches two-step verification off (O3): all second factors, recovery codes and trusted devices end at once.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::DeliveryId;
use domain::refusal::Refusal;
use store::{Holder, Tx};

use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester, notices, outbox};

/// What ended. The account is protected by the password alone now, and the page says so.
pub struct SwitchedOff {
    /// How many authenticators, recovery codes among them.
    pub authenticators: u64,
    /// How many trusted devices.
    pub devices: u64,
    deliveries: Vec<DeliveryId>,
}

/// Switches two-step verification off, after fresh proof, where nothing demands it.
pub async fn switch_off(
    app: &Arc<App>,
    who: &SignedIn,
    requester: &Requester,
) -> Answered<SwitchedOff> {
    let (app, who, requester) = (Arc::clone(app), who.clone(), requester.clone());
    App::to_the_end(async move {
        let (inner, person, asked) = (Arc::clone(&app), who.clone(), requester.clone());
        let unit = move |tx: &mut Tx| Ok(switch_off_in(tx, &inner, &person, &asked)?);
        let done: Result<SwitchedOff, Refusal> = app.store.write(unit).await?;
        let Ok(mut done) = done else { return Ok(done) };
        app.sessions.forget_user(who.user.id);
        let deliveries = std::mem::take(&mut done.deliveries);
        outbox::send_aside(&app, who.organisation.id, deliveries, requester.now).await?;
        Ok(Ok(done))
    })
    .await
}

fn switch_off_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    requester: &Requester,
) -> Result<Result<SwitchedOff, Refusal>, Fault> {
    let now = requester.now;
    let own = match OwnSession::lock(tx, app, who, requester)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let event = own.event(EventKind::TwoStepSwitchedOff, requester);
    if own.facts.requirement(None, now).demanded {
        return own.refuse(tx, event, Refusal::SwitchOffDemanded, now);
    }
    if !own.is_fresh(now) {
        return own.refuse(tx, event, Refusal::FreshProofDemanded, now);
    }
    if own.facts.authenticators.is_empty() {
        return Ok(Err(Refusal::FormStale));
    }
    let (organisation, user) = (own.organisation(), own.user());
    let authenticators = tx.remove_authenticators_of_user(organisation, user)?;
    let devices = tx.remove_trusted_devices_of_user(organisation, user)?;
    tx.end_challenges(organisation, Holder::Session(own.session.id))?;
    let epoch = tx.refresh_factor_set(organisation, user)?;
    let sessions = own.keep_alone(tx, epoch)?;
    let event = event
        .with("authenticators", &authenticators)
        .with("devices", &devices)
        .with("sessions", &sessions);
    tx.audit(organisation, &event, now)?;
    let (place, person) = (&own.facts.organisation, &own.facts.user);
    let deliveries = notices::put(
        tx,
        app,
        place,
        person,
        EventKind::TwoStepSwitchedOff,
        None,
        requester,
    )?;
    Ok(Ok(SwitchedOff {
        authenticators,
        devices,
        deliveries,
    }))
}
