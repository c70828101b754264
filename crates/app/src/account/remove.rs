//! Removes an authenticator. Trusted devices go with it, whichever it was: what they once proved may be what is gone (R43, A30).

use std::sync::Arc;

use domain::audit::EventKind;
use domain::factor::FactorKind;
use domain::id::{AuthenticatorId, DeliveryId};
use domain::refusal::Refusal;
use store::{Holder, Tx};

use super::removal::{Found, find, removal};
use crate::notices::{self, Notice};
use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester, outbox};

/// An authenticator that was removed.
pub struct Removed {
    /// Its kind.
    pub kind: FactorKind,
    /// What the person called it.
    pub label: String,
    /// Whether it was the last: from now on nothing but the password protects the account.
    pub is_last: bool,
    deliveries: Vec<DeliveryId>,
}

/// Removes one of the person's authenticators, after fresh proof. The last one that is demanded stays.
pub async fn remove(
    app: &Arc<App>,
    who: &SignedIn,
    authenticator: AuthenticatorId,
    requester: &Requester,
) -> Answered<Removed> {
    let (app, who, requester) = (Arc::clone(app), who.clone(), requester.clone());
    App::to_the_end(async move {
        let (inner, person, asked) = (Arc::clone(&app), who.clone(), requester.clone());
        let unit = move |tx: &mut Tx| Ok(remove_in(tx, &inner, &person, authenticator, &asked)?);
        let removed: Result<Removed, Refusal> = app.store.write(unit).await?;
        let Ok(mut removed) = removed else {
            return Ok(removed);
        };
        app.sessions.forget_user(who.user.id);
        let deliveries = std::mem::take(&mut removed.deliveries);
        outbox::send_aside(&app, who.organisation.id, deliveries, requester.now).await?;
        Ok(Ok(removed))
    })
    .await
}

fn remove_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    authenticator: AuthenticatorId,
    requester: &Requester,
) -> Result<Result<Removed, Refusal>, Fault> {
    let now = requester.now;
    let own = match OwnSession::lock(tx, app, who, requester)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let event = own
        .event(EventKind::AuthenticatorRemoved, requester)
        .with("authenticator", &authenticator);
    if !own.is_fresh(now) {
        return own.refuse(tx, event, Refusal::FreshProofDemanded, now);
    }
    let Some(found) = find(&own.facts, authenticator) else {
        return Ok(Err(Refusal::FormStale));
    };
    let mut event = event.with("factor", &found.row.kind);
    event.personal.target = Some(found.row.label.clone());
    let is_last = match removal(&own.facts, &found, now) {
        Ok(allowed) => allowed.is_last,
        Err(refusal) => return own.refuse(tx, event, refusal, now),
    };
    let (organisation, user) = (own.organisation(), own.user());
    tx.remove_authenticator(organisation, user, authenticator)?;
    if is_last {
        tx.remove_authenticators_of_user(organisation, user)?;
        // An enrolment under way stood beside factors that are gone now.
        tx.end_challenges(organisation, Holder::Session(own.session.id))?;
    }
    let devices = tx.remove_trusted_devices_of_user(organisation, user)?;
    let epoch = tx.refresh_factor_set(organisation, user)?;
    let sessions = own.keep_alone(tx, epoch)?;
    let event = event
        .with("devices", &devices)
        .with("sessions", &sessions)
        .with("last", &is_last);
    tx.audit(organisation, &event, now)?;
    let deliveries = tell(tx, app, &own, &found, requester)?;
    Ok(Ok(Removed {
        kind: found.row.kind.clone(),
        label: found.row.label.clone(),
        is_last,
        deliveries,
    }))
}

/// Tells every mailbox, the one that the factor came through among them: it is the owner's all the same.
fn tell(
    tx: &mut Tx,
    app: &App,
    own: &OwnSession,
    found: &Found<'_>,
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    let notice = Notice {
        organisation: &own.facts.organisation,
        user: &own.facts.user,
        kind: EventKind::AuthenticatorRemoved,
        what: Some(&found.row.label),
        except: None,
    };
    notices::post(tx, app, &notice, requester)
}
