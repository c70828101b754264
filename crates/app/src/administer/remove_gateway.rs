//! Removes a gateway, with its settings. The delivery log keeps what went through it.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{GatewayId, OrganisationId};
use domain::role::BuiltIn;

use super::{AdministerFault, By, Reason, effect, unit};
use crate::App;

/// Removes a gateway. `confirmed` is what was typed where nothing carries some codes any more and that locks people out: the organisation's
/// name.
pub async fn remove_gateway(
    app: &Arc<App>,
    organisation: OrganisationId,
    gateway: GatewayId,
    confirmed: Option<String>,
    by: &By,
) -> Result<(), AdministerFault> {
    let kind = EventKind::GatewayRemoved;
    let inner = Arc::clone(app);
    unit::act(
        app,
        organisation,
        by,
        BuiltIn::Messages,
        kind,
        move |tx, acting| {
            let before = tx.organisation(organisation)?;
            let row = tx
                .find_gateway(organisation, gateway)?
                .ok_or(Reason::Changed)?;
            if !tx.remove_gateway(organisation, gateway)? {
                return Err(Reason::Changed.into());
            }
            effect::gateways_check(tx, &inner, acting, &before, confirmed.as_deref())?;
            let event = acting
                .event(kind)
                .with("gateway", &gateway)
                .with("driver", &row.driver);
            tx.audit(organisation, &event, acting.now())?;
            Ok(())
        },
    )
    .await?;
    app.sessions.forget_organisation(organisation);
    Ok(())
}
