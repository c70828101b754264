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
use store::{NewGateway, Price, Tx};

use super::acting::{Acting, Administered, FieldFault, FieldWhy, NotDone};
use super::gateway_kinds::{self, GatewayForm};
use crate::session_check::SignedIn;
use crate::{App, Fault, Requester};

/// How long a page waits for a gateway to say whether it lets us in.
const PATIENCE: Duration = Duration::from_secs(5);

/// Adds a gateway of this kind.
pub async fn add_gateway(
    app: &Arc<App>,
    who: &SignedIn,
    kind: &str,
    form: GatewayForm,
    requester: &Requester,
) -> Administered<GatewayId> {
    let Some(kind) = gateway_kinds::gateway_kinds(app)
        .into_iter()
        .find(|known| known.key == kind)
    else {
        let fault = FieldFault::new("kind", FieldWhy::Choice);
        return Ok(Err(NotDone::Faults(vec![fault])));
    };
    let ready = match gateway_kinds::check(app, &kind, &form, &BTreeMap::new()) {
        Ok(ready) => ready,
        Err(faults) => return Ok(Err(faults.into())),
    };
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| {
        let event = EventKind::GatewayAdded;
        let acting = match Acting::lock(tx, &inner, &person, BuiltIn::Messages, event, &asked)? {
            Ok(acting) => acting,
            Err(not_done) => return Ok(Err(not_done)),
        };
        let id = GatewayId::draw(asked.now, tx.random());
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
        tx.insert_gateway(acting.organisation(), &new, asked.now)?;
        let event = acting
            .event(event)
            .with("gateway", &id)
            .with("driver", kind.key);
        tx.audit(acting.organisation(), &event, asked.now)?;
        Ok(Ok(id))
    };
    let added = app.store.write(unit).await?;
    if let Ok(id) = added {
        app.sessions.forget_organisation(who.organisation.id);
        look_at(app, who.organisation.id, id, requester.now).await?;
    }
    Ok(added)
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
