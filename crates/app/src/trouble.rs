//! A gateway's trouble: that it refuses our account, or does no longer. It takes the channels away that no other gateway works for.

use std::sync::Arc;

use domain::id::{GatewayId, OrganisationId};
use domain::time::Timestamp;
use store::Tx;

use crate::alarms::{self, Alarm};
use crate::{App, Fault};

/// Notes that a gateway refuses our account; where that is new, whoever looks after messages is told.
pub(crate) async fn note(
    app: &Arc<App>,
    organisation: OrganisationId,
    row: &store::Gateway,
    why: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let (id, why) = (row.id, why.to_owned());
    let (inner, name) = (Arc::clone(app), row.name.clone());
    let unit = move |tx: &mut Tx| {
        if !tx.set_gateway_trouble(organisation, id, Some(&why), now)? {
            return Ok(());
        }
        let own = tx.organisation(organisation)?;
        let alarm = Alarm::GatewayTrouble {
            gateway: id,
            name: name.clone(),
            why: why.clone(),
        };
        Ok(alarms::raise(tx, &inner, &own, &alarm, now)?)
    };
    Ok(app.store.write(unit).await?)
}

/// Notes that a gateway works again.
pub(crate) async fn clear(
    app: &Arc<App>,
    organisation: OrganisationId,
    gateway: GatewayId,
    now: Timestamp,
) -> Result<(), Fault> {
    let unit = move |tx: &mut Tx| tx.set_gateway_trouble(organisation, gateway, None, now);
    app.store.write(unit).await?;
    Ok(())
}
