//! Gives an authenticator another name.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{AuthenticatorId, DeliveryId};
use domain::refusal::Refusal;
use domain::user;
use store::Tx;

use super::removal::find;
use crate::notices::{self, Notice};
use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester, outbox};

/// Renames one of the person's authenticators.
pub async fn rename(
    app: &Arc<App>,
    who: &SignedIn,
    authenticator: AuthenticatorId,
    label: &str,
    requester: &Requester,
) -> Answered<()> {
    let Some(label) = user::label(label).map(str::to_owned) else {
        return Ok(Err(Refusal::LabelMalformed));
    };
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| {
        Ok(rename_in(
            tx,
            &inner,
            &person,
            authenticator,
            &label,
            &asked,
        )?)
    };
    let renamed: Result<Vec<DeliveryId>, Refusal> = app.store.write(unit).await?;
    match renamed {
        Ok(deliveries) => {
            outbox::send_aside(app, who.organisation.id, deliveries, requester.now).await?;
            Ok(Ok(()))
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}

fn rename_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    authenticator: AuthenticatorId,
    label: &str,
    requester: &Requester,
) -> Result<Result<Vec<DeliveryId>, Refusal>, Fault> {
    let now = requester.now;
    let own = match OwnSession::lock(tx, app, who, requester)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let event = own
        .event(EventKind::AuthenticatorRenamed, requester)
        .with("authenticator", &authenticator);
    if !own.is_fresh(now) {
        return own.refuse(tx, event, Refusal::FreshProofDemanded, now);
    }
    let Some(found) = find(&own.facts, authenticator) else {
        return Ok(Err(Refusal::FormStale));
    };
    if !found.can_be_renamed() {
        return Ok(Err(Refusal::FactorUnavailable));
    }
    if found.row.label == label {
        return Ok(Ok(Vec::new()));
    }
    if !tx.rename_authenticator(own.organisation(), own.user(), authenticator, label)? {
        return Ok(Err(Refusal::FormStale));
    }
    let mut event = event.with("factor", &found.row.kind);
    event.personal.target = Some(label.to_owned());
    tx.audit(own.organisation(), &event, now)?;
    let notice = Notice {
        organisation: &own.facts.organisation,
        user: &own.facts.user,
        kind: EventKind::AuthenticatorRenamed,
        what: Some(label),
        except: None,
    };
    Ok(Ok(notices::post(tx, app, &notice, requester)?))
}
