//! Sends the messages that are due.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use store::{Delivery, Settlement, Tx};

use crate::{App, Fault, outbox};

/// Messages that are under way at once. A mail server that is silent holds up no more than these.
const LANES: usize = 4;

/// Sends everything that is due at `now`, of whichever organisation, and tells how many messages were taken up.
pub async fn run_due(app: &Arc<App>, now: Timestamp) -> Result<usize, Fault> {
    let mut taken = 0;
    loop {
        let round = run_some(app, now).await?;
        if round == 0 {
            return Ok(taken);
        }
        taken += round;
    }
}

/// Sends a few messages side by side. Each is claimed at `now`, so that no claim is older than the message is long under way.
pub(super) async fn run_some(app: &Arc<App>, now: Timestamp) -> Result<usize, Fault> {
    let (one, two, three, four) = tokio::join!(
        run_one(app, now),
        run_one(app, now),
        run_one(app, now),
        run_one(app, now)
    );
    let lanes: [Result<bool, Fault>; LANES] = [one, two, three, four];
    let mut taken = 0;
    for lane in lanes {
        taken += usize::from(lane?);
    }
    Ok(taken)
}

async fn run_one(app: &Arc<App>, now: Timestamp) -> Result<bool, Fault> {
    let claimed = app
        .store
        .write(move |tx| tx.claim_next_delivery(now, now + outbox::HELD_FOR))
        .await?;
    let Some(delivery) = claimed else {
        return Ok(false);
    };
    if now >= delivery.expires_at {
        give_up(app, &delivery, "expired", now).await?;
        return Ok(true);
    }
    let key = Key::of(&delivery);
    match outbox::send(app, delivery, now).await {
        Ok(_) => Ok(true),
        // It would be unreadable the next time too.
        Err(Fault::Json(fault)) => {
            tracing::error!(delivery = %key.id, %fault, "a message in the outbox cannot be read");
            settle(app, key, "unreadable", now).await?;
            Ok(true)
        }
        Err(fault) => Err(fault),
    }
}

#[derive(Clone, Copy)]
struct Key {
    organisation: domain::id::OrganisationId,
    id: domain::id::DeliveryId,
    user: Option<domain::id::UserId>,
}

impl Key {
    const fn of(delivery: &Delivery) -> Self {
        Self {
            organisation: delivery.organisation,
            id: delivery.id,
            user: delivery.user,
        }
    }
}

async fn give_up(
    app: &App,
    delivery: &Delivery,
    reason: &'static str,
    now: Timestamp,
) -> Result<(), Fault> {
    tracing::warn!(delivery = %delivery.id, attempts = delivery.attempts, reason, "a message was given up");
    settle(app, Key::of(delivery), reason, now).await
}

/// Settles a message that cannot be sent, and tells the audit log.
async fn settle(app: &App, key: Key, reason: &'static str, now: Timestamp) -> Result<(), Fault> {
    let unit = move |tx: &mut Tx| {
        let Key {
            organisation,
            id,
            user,
        } = key;
        if tx.settle_delivery(organisation, id, &Settlement::Failed { reason }, now)? {
            let event = Event::by_operator(EventKind::DeliveryFailed, user)
                .refused(Refusal::DeliveryFailed)
                .with("delivery", &id)
                .with("reason", reason);
            tx.audit(organisation, &event, now)?;
        }
        Ok(())
    };
    Ok(app.store.write(unit).await?)
}
