//! Changes a gateway: its settings, its place in the order, whether it is used. Whoever comes later than somebody else is told.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{GatewayId, OrganisationId};
use domain::role::BuiltIn;
use store::{Gateway, Tx};

use super::acting::{Acting, names_of_changed};
use super::add_gateway::look_at;
use super::gateway_kinds::{self, GatewayForm};
use super::{AdministerFault, By, Reason, effect, unit};
use crate::{App, Fault};

/// What is changed.
#[derive(Clone)]
pub enum GatewayChange {
    /// Its name, what it is used for and its settings.
    Settings(GatewayForm),
    /// Whether it is used.
    Active(bool),
    /// One place up or down.
    Place {
        /// Up.
        up: bool,
    },
}

/// Changes a gateway that was read at `version`. `confirmed` is what was typed where nothing carries some codes any more and that locks
/// people out: the organisation's name.
pub async fn change_gateway(
    app: &Arc<App>,
    organisation: OrganisationId,
    (gateway, version): (GatewayId, i64),
    change: GatewayChange,
    confirmed: Option<String>,
    by: &By,
) -> Result<(), AdministerFault> {
    let looks = matches!(
        change,
        GatewayChange::Settings(_) | GatewayChange::Active(true)
    );
    let inner = Arc::clone(app);
    let kind = EventKind::GatewayChanged;
    unit::act(
        app,
        organisation,
        by,
        BuiltIn::Messages,
        kind,
        move |tx, acting| {
            let before = tx.organisation(organisation)?;
            change_in(tx, &inner, acting, (gateway, version), &change)?;
            effect::gateways_check(tx, &inner, acting, &before, confirmed.as_deref())
        },
    )
    .await?;
    app.sessions.forget_organisation(organisation);
    if looks {
        look_at(app, organisation, gateway, by.now()).await?;
    }
    Ok(())
}

fn change_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    (id, version): (GatewayId, i64),
    change: &GatewayChange,
) -> Result<(), AdministerFault> {
    let organisation = acting.organisation();
    let row = tx
        .find_gateway(organisation, id)?
        .filter(|row| row.version == version)
        .ok_or(Reason::Changed)?;
    let event = acting
        .event(EventKind::GatewayChanged)
        .with("gateway", &id)
        .with("driver", &row.driver);
    let (event, done) = match change {
        GatewayChange::Settings(form) => {
            let after = with_settings(app, &row, form)?;
            let changed = names_of_changed(&row.settings, &after.settings);
            let saved = tx.save_gateway(organisation, &after)?;
            (event.with("changed", &changed), saved)
        }
        GatewayChange::Active(active) => {
            let after = Gateway {
                active: *active,
                ..row
            };
            let saved = tx.save_gateway(organisation, &after)?;
            (event.with("active", active), saved)
        }
        GatewayChange::Place { up } => {
            let way = if *up { "up" } else { "down" };
            (event.with("moved", way), moved(tx, &row, *up)?)
        }
    };
    if !done {
        return Err(Reason::Changed.into());
    }
    tx.audit(organisation, &event, acting.now())?;
    Ok(())
}

/// The row with what was filled in.
fn with_settings(app: &App, row: &Gateway, form: &GatewayForm) -> Result<Gateway, Reason> {
    let kind = gateway_kinds::gateway_kind(app, &row.driver).ok_or(Reason::Changed)?;
    let ready = gateway_kinds::check(app, &kind, form, &row.settings)?;
    Ok(Gateway {
        name: ready.name,
        channels: ready.channels,
        settings: ready.settings,
        ..row.clone()
    })
}

/// One place up or down; at an end it stays where it is.
fn moved(tx: &mut Tx, row: &Gateway, up: bool) -> Result<bool, Fault> {
    let all = tx.gateways_of(row.organisation)?;
    let Some(at) = all.iter().position(|other| other.id == row.id) else {
        return Ok(false);
    };
    let to = if up {
        at.saturating_sub(1)
    } else {
        (at + 1).min(all.len() - 1)
    };
    Ok(tx.move_gateway(row.organisation, row.id, to)?)
}
