//! Adds an account at a gateway, behind those that are there, and asks the gateway whether it lets us in.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use connect::gateway::Unsent;
use domain::audit::EventKind;
use domain::id::{GatewayId, OrganisationId};
use domain::role::BuiltIn;
use domain::time::Timestamp;
use domain::token::TokenSecret;
use store::{NewGateway, Price};

use super::gateway_kinds::{self, GatewayForm};
use super::{AdministerFault, By, FieldFault, FieldWhy, Reason, unit};
use crate::{App, Fault};

/// How long a page waits for a gateway to say whether it lets us in.
const PATIENCE: Duration = Duration::from_secs(5);

/// Adds a gateway of this kind.
pub async fn add_gateway(
    app: &Arc<App>,
    organisation: OrganisationId,
    kind: &str,
    form: GatewayForm,
    by: &By,
) -> Result<GatewayId, AdministerFault> {
    let Some(kind) = gateway_kinds::gateway_kinds(app)
        .into_iter()
        .find(|known| known.key == kind)
    else {
        let fault = FieldFault::new("kind", FieldWhy::Choice);
        return Err(Reason::Faults(vec![fault]).into());
    };
    let ready =
        gateway_kinds::check(app, &kind, &form, &BTreeMap::new()).map_err(Reason::Faults)?;
    let event = EventKind::GatewayAdded;
    let id = unit::act(
        app,
        organisation,
        by,
        BuiltIn::Messages,
        event,
        move |tx, acting| {
            let id = GatewayId::draw(acting.now(), tx.random());
            let report_secret = TokenSecret::draw(tx.random());
            let new = NewGateway {
                id,
                driver: kind.key,
                name: &ready.name,
                channels: &ready.channels,
                settings: &ready.settings,
                report_secret: &report_secret,
                active: true,
            };
            tx.insert_gateway(acting.organisation(), &new, acting.now())?;
            let event = acting
                .event(event)
                .with("gateway", &id)
                .with("driver", kind.key);
            tx.audit(acting.organisation(), &event, acting.now())?;
            Ok(id)
        },
    )
    .await?;
    app.sessions.forget_organisation(organisation);
    look_at(app, organisation, id, by.now()).await?;
    Ok(id)
}

/// Asks the gateway whether it lets us in and what is left, so that the page tells at once what a person would learn from the first code
/// that did not come. What it does not answer in a moment is left to the jobs.
pub(super) async fn look_at(
    app: &Arc<App>,
    organisation: OrganisationId,
    id: GatewayId,
    now: Timestamp,
) -> Result<(), Fault> {
    let inner = Arc::clone(app);
    let looking = App::to_the_end(async move {
        let row = inner
            .store
            .read(move |tx| tx.find_gateway(organisation, id))
            .await?;
        let Some(row) = row else { return Ok(()) };
        let Ok(gateway) = inner.gateways.open(&row) else {
            return Ok(());
        };
        let at = now.unix_millis();
        if let Err(Unsent::Account { why, .. }) = gateway.check(at).await {
            let trouble = why.code();
            let noted = inner
                .store
                .write(move |tx| tx.set_gateway_trouble(organisation, id, Some(trouble), now));
            noted.await?;
        } else if let Ok(Some(left)) = gateway.balance(at).await {
            let noted = inner.store.write(move |tx| {
                let amount = Price {
                    micros: left.micros,
                    currency: &left.currency,
                };
                tx.set_gateway_balance(organisation, id, amount, now)
            });
            noted.await?;
        }
        Ok(())
    });
    match tokio::time::timeout(PATIENCE, looking).await {
        Ok(looked) => looked,
        Err(_) => Ok(()),
    }
}
