//! The outbox: a message is a row, written with the change it belongs to and sent right after the commit.

use std::sync::Arc;

use connect::mail::SendFault;
use domain::audit::{Event, EventKind};
use domain::id::{DeliveryId, OrganisationId, UserId};
use domain::organisation::Organisation;
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};
use factors::Letter;
use store::{Delivery, NewDelivery, Settlement, Tx};
use text::Language;

use crate::letters::{self, Content};
use crate::{App, Fault};

/// How long one attempt holds its message before another node may try.
pub(crate) const HELD_FOR: Span = Span::seconds(90);

/// A message to be put into the outbox.
pub(crate) struct Posting<'a> {
    /// In whose name.
    pub(crate) organisation: &'a Organisation,
    /// To whom.
    pub(crate) user: Option<UserId>,
    /// The words.
    pub(crate) letter: &'a Letter,
    /// Their language.
    pub(crate) language: Language,
    /// What it is for: `code`, `notice`, `link`.
    pub(crate) purpose: &'static str,
    /// After which it is of no use any more.
    pub(crate) expires_at: Timestamp,
}

/// Puts a message into the outbox, inside the unit that it belongs to.
pub(crate) fn put(
    tx: &mut Tx,
    app: &App,
    posting: &Posting<'_>,
    now: Timestamp,
) -> Result<DeliveryId, Fault> {
    let text = app.catalogue.text(posting.language);
    let content = serde_json::to_vec(&letters::lay_out(
        posting.letter,
        posting.organisation,
        &text,
    ))?;
    let id = DeliveryId::draw(now, tx.random());
    tx.insert_delivery(
        posting.organisation.id,
        &NewDelivery {
            id,
            user: posting.user,
            channel: posting.letter.channel,
            purpose: posting.purpose,
            masked: &posting.letter.masked,
            content: &content,
            expires_at: posting.expires_at,
        },
        now,
    )?;
    Ok(id)
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The server took it over.
    Accepted,
    /// It will be tried again.
    Later,
    /// It cannot be sent.
    Failed,
}

/// Sends these messages now and tells whether all were taken over. The person waits for a code, so the page tells the truth.
pub(crate) async fn send_now(
    app: &Arc<App>,
    organisation: OrganisationId,
    deliveries: Vec<DeliveryId>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let mut all = true;
    for id in deliveries {
        let claimed = app
            .store
            .write(move |tx| tx.claim_delivery(organisation, id, now, now + HELD_FOR))
            .await?;
        if let Some(delivery) = claimed {
            all &= send(app, delivery, now).await? == Sent::Accepted;
        }
    }
    Ok(all)
}

/// Sends these messages without anybody waiting, so that an answer takes the same time whether there was anything to send (A23, A24).
///
/// Where sending costs no waiting (the demo's outbox) they are listed before the page is answered.
pub(crate) async fn send_aside(
    app: &Arc<App>,
    organisation: OrganisationId,
    deliveries: Vec<DeliveryId>,
    now: Timestamp,
) -> Result<(), Fault> {
    if deliveries.is_empty() {
        return Ok(());
    }
    if app.mailer.as_ref().is_some_and(|mailer| mailer.instant()) {
        return send_now(app, organisation, deliveries, now).await.map(drop);
    }
    let app = Arc::clone(app);
    App::aside(async move {
        if let Err(fault) = send_now(&app, organisation, deliveries, now).await {
            tracing::warn!(%fault, "messages wait in the outbox");
        }
    });
    Ok(())
}

/// Which message is settled.
#[derive(Clone, Copy)]
pub(crate) struct Which {
    organisation: OrganisationId,
    id: DeliveryId,
    user: Option<UserId>,
}

impl Which {
    pub(crate) const fn of(delivery: &Delivery) -> Self {
        Self {
            organisation: delivery.organisation,
            id: delivery.id,
            user: delivery.user,
        }
    }
}

/// Hands one claimed message to its gateway and settles it.
pub(crate) async fn send(
    app: &Arc<App>,
    delivery: Delivery,
    now: Timestamp,
) -> Result<Sent, Fault> {
    let which = Which::of(&delivery);
    let content: Content = serde_json::from_slice(&delivery.content)?;
    let Some(mailer) = &app.mailer else {
        give_up(app, which, "no mail server is configured", now).await?;
        return Ok(Sent::Failed);
    };
    match mailer
        .send(&content.message(which.id.to_string()), now.unix_millis())
        .await
    {
        Ok(_) => {
            settle(app, which, Settled::Sent, now).await?;
            Ok(Sent::Accepted)
        }
        Err(fault) => {
            tracing::warn!(delivery = %which.id, %fault, "a message was not taken over");
            give_up_or_retry(app, &delivery, &fault, now).await
        }
    }
}

async fn give_up_or_retry(
    app: &Arc<App>,
    delivery: &Delivery,
    fault: &SendFault,
    now: Timestamp,
) -> Result<Sent, Fault> {
    let which = Which::of(delivery);
    // 5 s, 10 s, 20 s … up to ten minutes, as long as the message is of use.
    let wait = Span::seconds(5 << delivery.attempts.clamp(0, 7)).min(Span::minutes(10));
    if fault.may_retry() && now + wait < delivery.expires_at {
        app.store
            .write(move |tx| tx.retry_delivery(which.organisation, which.id, now + wait))
            .await?;
        return Ok(Sent::Later);
    }
    if matches!(fault, SendFault::Unknown(_)) {
        settle(app, which, Settled::Unknown, now).await?;
    } else {
        give_up(app, which, &fault.to_string(), now).await?;
    }
    Ok(Sent::Failed)
}

enum Settled {
    Sent,
    Failed(String),
    Unknown,
}

/// Settles a message that cannot be sent, and tells the audit log why.
pub(crate) async fn give_up(
    app: &App,
    which: Which,
    reason: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    settle(app, which, Settled::Failed(reason.to_owned()), now).await
}

async fn settle(app: &App, which: Which, settled: Settled, now: Timestamp) -> Result<(), Fault> {
    let Which {
        organisation,
        id,
        user,
    } = which;
    let unit = move |tx: &mut Tx| {
        let settlement = match &settled {
            Settled::Sent => Settlement::Sent,
            Settled::Failed(reason) => Settlement::Failed { reason },
            Settled::Unknown => Settlement::Unknown,
        };
        let first = tx.settle_delivery(organisation, id, &settlement, now)?;
        if let (true, Settled::Failed(reason)) = (first, &settled) {
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
