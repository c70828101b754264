//! Beginning an order at the eID, and cancelling one. The answer is stored before anybody hears of it.

use std::sync::Arc;

use connect::eid::Eid;
use domain::eid::{EidFault, OrderReference, Started};
use domain::time::Timestamp;
use factors::live::{Running, Then, Wanted};
use store::{HeldOrder, Tx};

use super::book::Entry;
use super::moving::{Whose, live_of};
use super::{EVERY, HELD_FOR, suspicion};
use crate::{App, Fault, asking};

/// The eID that this order is asked for. `None`: the configuration names none any more.
pub(super) async fn eid_of(app: &Arc<App>, whose: &Whose) -> Result<Option<Arc<dyn Eid>>, Fault> {
    let Some(service) = asking::factor(app, &whose.kind)?.profile().needs.service else {
        return Ok(None);
    };
    let id = whose.organisation;
    let organisation = app.store.read(move |tx| tx.organisation(id)).await?;
    Ok(app.eids.find(service, &organisation.slug).cloned())
}

/// Ends an order at the eID. What it says does not matter: an order that is gone cannot be ended.
pub(super) async fn cancel(
    app: &Arc<App>,
    whose: &Whose,
    reference: &OrderReference,
) -> Result<(), Fault> {
    if let Some(eid) = eid_of(app, whose).await?
        && let Err(fault) = eid.cancel(reference).await
    {
        tracing::debug!(%fault, "an order could not be cancelled");
    }
    Ok(())
}

/// Begins an order whose job this node holds, and writes it into the book.
pub(super) async fn begin(
    app: &Arc<App>,
    whose: &Whose,
    mut held: HeldOrder,
    order: Wanted,
) -> Result<(), Fault> {
    let answer = match eid_of(app, whose).await? {
        Some(eid) => ask_to_begin(&*eid, &order).await,
        None => Err(EidFault::Misdirected { status: 0 }),
    };
    if let Err(fault) = &answer {
        tracing::warn!(%fault, operator = fault.needs_operator(), "an order could not be begun");
    }
    let at = app.clock.now();
    held.until = at + HELD_FOR;
    let answer = Arc::new(answer);
    let (inner, own, told) = (Arc::clone(app), whose.clone(), Arc::clone(&answer));
    let unit = move |tx: &mut Tx| Ok(begun_in(tx, &inner, &own, &held, &told, at)?);
    let runs = app.store.write(unit).await;
    let reference = match answer.as_ref() {
        Ok(started) => started.reference.clone(),
        Err(_) => return runs.map(drop).map_err(Fault::from),
    };
    match runs {
        Ok(true) => {
            app.orders.write(Entry {
                held,
                reference: Some(reference),
                next_at: at + EVERY,
                asked_at: None,
                is_fault_told: false,
            });
            Ok(())
        }
        // The person left while it began, or it could not be stored: nothing stays open.
        Ok(false) => cancel(app, whose, &reference).await,
        Err(fault) => {
            cancel(app, whose, &reference).await?;
            Err(fault.into())
        }
    }
}

/// Nothing opens the app of somebody on the telephone: it opens by itself, or they do it.
async fn ask_to_begin(eid: &dyn Eid, order: &Wanted) -> Result<Started, EidFault> {
    match order {
        Wanted::Page(order) => eid.start(order).await,
        Wanted::Call(order) => Ok(Started {
            reference: eid.identify_caller(order).await?,
            app_token: String::new(),
            qr: None,
        }),
    }
}

/// Stores what the eID answered. True: the order runs.
fn begun_in(
    tx: &mut Tx,
    app: &App,
    whose: &Whose,
    held: &HeldOrder,
    answer: &Result<Started, EidFault>,
    at: Timestamp,
) -> Result<bool, Fault> {
    let live = live_of(app, &whose.kind)?;
    let organisation = whose.organisation;
    let order = tx.lock_order(organisation, whose.challenge, at)?;
    let awaited = order.filter(|order| order.is_awaited);
    let Some(challenge) = awaited.map(|order| order.challenge) else {
        tx.end_order(held)?;
        return Ok(false);
    };
    // The job is ended by a later move: its order is the one that counts.
    if live.running(&challenge.data)? != Running::Beginning || !tx.hold_order(held, held.until)? {
        tx.end_order(held)?;
        return Ok(false);
    }
    let kept = live.begun(&challenge.data, answer.as_ref(), at)?;
    let saved = tx.save_order(organisation, &challenge, &kept.data, kept.data_format)?;
    suspicion::tell(tx, app, organisation, &challenge, &kept, at)?;
    if saved && matches!(kept.then, Then::Ask) {
        return Ok(true);
    }
    tx.end_order(held)?;
    Ok(false)
}
