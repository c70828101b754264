//! Changes a gateway: its settings, its place in the order, whether it is used. Whoever comes later than somebody else is told.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::GatewayId;
use domain::role::BuiltIn;
use store::{Gateway, Tx};

use super::acting::{Acting, Administered, NotDone, names_of_changed};
use super::add_gateway::look_at;
use super::gateway_kinds::{self, GatewayForm};
use crate::session_check::SignedIn;
use crate::{App, Fault, Requester};

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

/// Changes a gateway that was read at `version`.
pub async fn change_gateway(
    app: &Arc<App>,
    who: &SignedIn,
    gateway: GatewayId,
    version: i64,
    change: GatewayChange,
    requester: &Requester,
) -> Administered<()> {
    let looks = matches!(
        change,
        GatewayChange::Settings(_) | GatewayChange::Active(true)
    );
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let unit = move |tx: &mut Tx| {
        Ok(change_in(
            tx,
            &inner,
            &person,
            (gateway, version),
            &change,
            &asked,
        )?)
    };
    let changed = app.store.write(unit).await?;
    if changed.is_ok() {
        app.sessions.forget_organisation(who.organisation.id);
        if looks {
            look_at(app, who.organisation.id, gateway, requester.now).await?;
        }
    }
    Ok(changed)
}

fn change_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    (id, version): (GatewayId, i64),
    change: &GatewayChange,
    requester: &Requester,
) -> Administered<()> {
    let kind = EventKind::GatewayChanged;
    let acting = match Acting::lock(tx, app, who, BuiltIn::Messages, kind, requester)? {
        Ok(acting) => acting,
        Err(not_done) => return Ok(Err(not_done)),
    };
    let organisation = acting.organisation();
    let found = tx.find_gateway(organisation, id)?;
    let Some(row) = found.filter(|row| row.version == version) else {
        return Ok(Err(NotDone::Changed));
    };
    let event = acting
        .event(kind)
        .with("gateway", &id)
        .with("driver", &row.driver);
    let (event, done) = match change {
        GatewayChange::Settings(form) => match with_settings(app, &row, form) {
            Ok(after) => {
                let changed = names_of_changed(&row.settings, &after.settings);
                let saved = tx.save_gateway(organisation, &after)?;
                (event.with("changed", &changed), saved)
            }
            Err(not_done) => return Ok(Err(not_done)),
        },
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
        return Ok(Err(NotDone::Changed));
    }
    tx.audit(organisation, &event, requester.now)?;
    Ok(Ok(()))
}

/// The row with what was filled in.
fn with_settings(app: &App, row: &Gateway, form: &GatewayForm) -> Result<Gateway, NotDone> {
    let kind = gateway_kinds::gateway_kind(app, &row.driver).ok_or(NotDone::Changed)?;
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
