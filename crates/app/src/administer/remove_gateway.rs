//! Removes a gateway, with its settings. The delivery log keeps what went through it.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{GatewayId, OrganisationId};
use domain::role::BuiltIn;

use super::{AdministerFault, By, Reason, unit};
use crate::App;

/// Removes a gateway.
pub async fn remove_gateway(
    app: &Arc<App>,
    organisation: OrganisationId,
    gateway: GatewayId,
    by: &By,
) -> Result<(), AdministerFault> {
    let kind = EventKind::GatewayRemoved;
    unit::act(
        app,
        organisation,
        by,
        BuiltIn::Messages,
        kind,
        move |tx, acting| {
            let row = tx
                .find_gateway(organisation, gateway)?
                .ok_or(Reason::Changed)?;
            if !tx.remove_gateway(organisation, gateway)? {
                return Err(Reason::Changed.into());
            }
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
