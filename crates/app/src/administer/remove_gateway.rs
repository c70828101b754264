//! Removes a gateway, with its settings. The delivery log keeps what went through it.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::GatewayId;
use domain::role::BuiltIn;
use store::Tx;

use super::acting::{Acting, Administered, NotDone};
use crate::session_check::SignedIn;
use crate::{App, Requester};

/// Removes a gateway.
pub async fn remove_gateway(
    app: &Arc<App>,
    who: &SignedIn,
    gateway: GatewayId,
    requester: &Requester,
) -> Administered<()> {
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| {
        let kind = EventKind::GatewayRemoved;
        let acting = match Acting::lock(tx, &inner, &person, BuiltIn::Messages, kind, &asked)? {
            Ok(acting) => acting,
            Err(not_done) => return Ok(Err(not_done)),
        };
        let organisation = acting.organisation();
        let Some(row) = tx.find_gateway(organisation, gateway)? else {
            return Ok(Err(NotDone::Changed));
        };
        if !tx.remove_gateway(organisation, gateway)? {
            return Ok(Err(NotDone::Changed));
        }
        let event = acting
            .event(kind)
            .with("gateway", &gateway)
            .with("driver", &row.driver);
        tx.audit(organisation, &event, asked.now)?;
        Ok(Ok(()))
    };
    let removed = app.store.write(unit).await?;
    if removed.is_ok() {
        app.sessions.forget_organisation(who.organisation.id);
    }
    Ok(removed)
}
