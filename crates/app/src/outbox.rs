//! The outbox: a message is a row, written with the change it belongs to and sent right after the commit.
//!
//! ```text
//! waiting ── claimed ──► handing ──┬── taken over ──► sent ── report ──► delivered | failed | expired
//!    ▲                             ├── refused ─────► failed
//!    └────────── not this time ────┤
//!                                  └── answer lost, or the node died ──► unknown: never sent again unasked
//! ```
//!
//! Whoever asked waits a moment for the answer of the mail server, so that the page can tell the truth; after that the message goes on
//! without them. For a gateway nobody waits. How one message is handed over stands in [`crate::handing`].

use std::sync::Arc;
use std::time::Duration;

use domain::id::{ChallengeId, DeliveryId, GatewayId, OrganisationId, UserId};
use domain::message::{MessageChannel, MessageSettings, Suppression};
use domain::organisation::Organisation;
use domain::phone::PhoneNumber;
use domain::time::{Span, Timestamp};
use factors::Letter;
use store::{Claimed, NewDelivery, NewSuppressed, Tx};
use text::Language;

use crate::handing::{Sent, send};
use crate::letters::Content;
use crate::{App, Fault, letters};

/// How long one attempt holds its message before another node may look at it.
pub(crate) const HELD_FOR: Span = Span::seconds(90);

/// How long somebody who asked for a message waits to hear what became of it.
const PATIENCE: Duration = Duration::from_secs(4);

/// A message to be put into the outbox.
pub(crate) struct Posting<'a> {
    /// In whose name.
    pub(crate) organisation: &'a Organisation,
    /// How it sends its messages.
    pub(crate) settings: &'a MessageSettings,
    /// To whom.
    pub(crate) user: Option<UserId>,
    /// The words.
    pub(crate) letter: &'a Letter,
    /// Their language.
    pub(crate) language: Language,
    /// What it is for: `code`, `notice`, `link`, `alarm`.
    pub(crate) purpose: &'static str,
    /// The challenge whose code it brings.
    pub(crate) challenge: Option<ChallengeId>,
    /// The gateway that is asked last, because an earlier message through it was not seen to arrive.
    pub(crate) avoid: Option<GatewayId>,
    /// After which it is of no use any more.
    pub(crate) expires_at: Timestamp,
}

/// The number that a letter goes to, where it goes to one.
pub(crate) fn number_of(letter: &Letter) -> Option<PhoneNumber> {
    MessageChannel::named(letter.channel)
        .filter(|channel| channel.is_phone())
        .and_then(|_| PhoneNumber::from_e164(&letter.to).ok())
}

/// Puts a message into the outbox, inside the unit that it belongs to.
pub(crate) fn put(
    tx: &mut Tx,
    app: &App,
    posting: &Posting<'_>,
    now: Timestamp,
) -> Result<DeliveryId, Fault> {
    let text = app.catalogue.text(posting.language);
    let id = DeliveryId::draw(now, tx.random());
    let content: Content = letters::lay_out(posting, &text, id, tx.random());
    let content = serde_json::to_vec(&content)?;
    let number = number_of(posting.letter);
    tx.insert_delivery(
        posting.organisation.id,
        &NewDelivery {
            id,
            user: posting.user,
            challenge: posting.challenge,
            channel: channel_of(posting.letter),
            purpose: posting.purpose,
            masked: &posting.letter.masked,
            country: number.as_ref().map(PhoneNumber::country),
            prefix: number.as_ref().map(PhoneNumber::prefix),
            content: &content,
            expires_at: posting.expires_at,
        },
        now,
    )?;
    Ok(id)
}

/// Writes down that a guard kept a message back. It has a row like every other, and nothing that could be sent.
pub(crate) fn put_aside(
    tx: &mut Tx,
    posting: &Posting<'_>,
    why: Suppression,
    now: Timestamp,
) -> Result<DeliveryId, Fault> {
    let id = DeliveryId::draw(now, tx.random());
    let number = number_of(posting.letter);
    tx.insert_suppressed(
        posting.organisation.id,
        &NewSuppressed {
            id,
            user: posting.user,
            challenge: posting.challenge,
            channel: channel_of(posting.letter),
            purpose: posting.purpose,
            masked: &posting.letter.masked,
            country: number.as_ref().map(PhoneNumber::country),
            prefix: number.as_ref().map(PhoneNumber::prefix),
            reason: why,
            expires_at: posting.expires_at,
        },
        now,
    )?;
    Ok(id)
}

/// What a letter travels by. A letter of another kind than we know is a mail, as letters were at first.
fn channel_of(letter: &Letter) -> MessageChannel {
    MessageChannel::named(letter.channel).unwrap_or(MessageChannel::Email)
}

/// Sends these messages now. Mail is waited for a moment, so that the page can tell what became of it. False: it is known to have failed.
///
/// What goes to a telephone is not waited for: the answer must take the same time whether a guard kept it back or not (A26). If nobody
/// takes it over, the page hears of it when it asks again.
pub(crate) async fn send_now(
    app: &Arc<App>,
    organisation: OrganisationId,
    deliveries: Vec<DeliveryId>,
    now: Timestamp,
) -> Result<bool, Fault> {
    if deliveries.is_empty() {
        return Ok(true);
    }
    let inner = Arc::clone(app);
    let sending = App::to_the_end(async move {
        let mut all = true;
        for id in deliveries {
            all &= send_in_sight(&inner, organisation, id, now).await?;
        }
        Ok(all)
    });
    // Whoever stops waiting stops nothing.
    match tokio::time::timeout(PATIENCE, sending).await {
        Ok(sent) => sent,
        Err(_) => Ok(true),
    }
}

/// Sends one message, if it waits and nobody else has it. False: somebody who waits for it is told that it failed.
async fn send_in_sight(
    app: &Arc<App>,
    organisation: OrganisationId,
    id: DeliveryId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let Some(claimed) = claim(app, organisation, id, now).await? else {
        return Ok(true);
    };
    let (Claimed::Ready(delivery) | Claimed::LeftInHand(delivery)) = &claimed;
    if delivery.channel.is_phone() && !app.sends_instantly() {
        let app = Arc::clone(app);
        App::aside(async move { tell(send(&app, claimed, now).await) });
        return Ok(true);
    }
    let sent = send(app, claimed, now).await?;
    Ok(!matches!(sent, Sent::Failed | Sent::Later))
}

async fn claim(
    app: &App,
    organisation: OrganisationId,
    id: DeliveryId,
    now: Timestamp,
) -> Result<Option<Claimed>, Fault> {
    Ok(app
        .store
        .write(move |tx| tx.claim_delivery(organisation, id, now, now + HELD_FOR))
        .await?)
}

fn tell(sent: Result<Sent, Fault>) {
    if let Err(fault) = sent {
        tracing::warn!(%fault, "a message waits in the outbox");
    }
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
    if app.sends_instantly() {
        return send_now(app, organisation, deliveries, now).await.map(drop);
    }
    let app = Arc::clone(app);
    App::aside(async move {
        for id in deliveries {
            match claim(&app, organisation, id, now).await {
                Ok(None) => {}
                Ok(Some(claimed)) => tell(send(&app, claimed, now).await),
                Err(fault) => tell(Err(fault)),
            }
        }
    });
    Ok(())
}
