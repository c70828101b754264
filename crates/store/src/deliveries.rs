//! Deliveries: the outbox. A message is written with the change it belongs to, sealed, and wiped as soon as its fate is known.
//!
//! ```text
//! waiting ── claim ──► handing ── settle ──► sent | failed | expired | unknown ── report ──► delivered | failed | expired
//!    ▲                  │    └─ claimed again: its node died, and what it did nobody knows ─► left in hand ─► unknown
//!    └───── retry ──────┘                                              suppressed: written down, never sent
//! ```
//!
//! Each has a job under its own id, so that one node at a time holds it. A claim has a number: whoever held an earlier one can neither hand
//! the message on nor settle it. Nothing here sends, and nothing that was being handed over is ever given out to be handed over again.

mod claiming;
mod guarding;
mod log;
mod reporting;

use domain::id::{ChallengeId, DeliveryId, GatewayId, OrganisationId, UserId};
use domain::message::{MessageChannel, MessageState, Suppression};
use domain::phone::Country;
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::jobs::JobId;
use crate::keys::{Opened, Place};
use crate::statement::statements;
use crate::tx::Tx;
use crate::value::Row;

pub use claiming::{Claimed, Delivery};
pub use log::{DeliveryFilter, DeliveryState, MessageCost};
pub use reporting::{ReportOf, Reported};

pub(crate) use claiming::STATEMENTS as CLAIMING_STATEMENTS;
pub(crate) use guarding::STATEMENTS as GUARDING_STATEMENTS;
pub(crate) use log::STATEMENTS as LOG_STATEMENTS;
pub(crate) use reporting::STATEMENTS as REPORTING_STATEMENTS;

const JOB: &str = "delivery";

/// What keeps the keyed hashes of numbers without their last digits apart from all others.
const PREFIX: &str = "prefix";

statements! {
    INSERT_DELIVERY = "INSERT INTO deliveries (organisation_id, delivery_id, user_id, channel, purpose, masked, content, state, attempts,
            created_at, expires_at, challenge_id, country, prefix)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8, $9, $10, $11, $12)";
    INSERT_SUPPRESSED = "INSERT INTO deliveries (organisation_id, delivery_id, user_id, channel, purpose, masked, state, attempts,
            created_at, expires_at, settled_at, reason, challenge_id, country, prefix)
        VALUES ($1, $2, $3, $4, $5, $6, 'suppressed', 0, $7, $8, $7, $9, $10, $11, $12)";
    SETTLE_DELIVERY = "UPDATE deliveries SET
            state = CASE WHEN state = 'handing' THEN $4 ELSE state END,
            reason = CASE WHEN state = 'handing' THEN $5 ELSE reason END,
            content = CASE WHEN state = 'handing' AND $12 = CAST(1 AS BIGINT) THEN content END,
            settled_at = $6, gateway_id = COALESCE($7, gateway_id), gateway_reference = $8, parts = $9,
            price_micro = COALESCE(price_micro, $10), currency = COALESCE(currency, $11)
        WHERE organisation_id = $1 AND delivery_id = $2 AND attempts = $3 AND settled_at IS NULL
          AND (state = 'handing' OR reported_at IS NOT NULL)";
    RELEASE_DELIVERY = "UPDATE deliveries SET state = 'waiting', gateway_id = NULL
        WHERE organisation_id = $1 AND delivery_id = $2 AND attempts = $3 AND state = 'handing'";
    NAME_GATEWAY = "UPDATE deliveries SET gateway_id = $4
        WHERE organisation_id = $1 AND delivery_id = $2 AND attempts = $3 AND state = 'handing'";
}

/// A message to send.
pub struct NewDelivery<'a> {
    /// Its key.
    pub id: DeliveryId,
    /// Whom it is for.
    pub user: Option<UserId>,
    /// The challenge whose code it holds.
    pub challenge: Option<ChallengeId>,
    /// By what way it goes.
    pub channel: MessageChannel,
    /// What it is for.
    pub purpose: &'a str,
    /// Where it goes, as a page may show it.
    pub masked: &'a str,
    /// The country of the number.
    pub country: Option<Country>,
    /// The number without its last digits, in clear; a keyed hash of it is kept.
    pub prefix: Option<&'a str>,
    /// The message and its address, in clear; sealed on its way in.
    pub content: &'a [u8],
    /// When it is of no more use.
    pub expires_at: Timestamp,
}

/// A message that a guard kept back: it is written down and goes nowhere.
pub struct NewSuppressed<'a> {
    /// Its key.
    pub id: DeliveryId,
    /// Whom it would have been for.
    pub user: Option<UserId>,
    /// The challenge whose code it would have held.
    pub challenge: Option<ChallengeId>,
    /// By what way it would have gone.
    pub channel: MessageChannel,
    /// What it would have been for.
    pub purpose: &'a str,
    /// Where it would have gone, as a page may show it.
    pub masked: &'a str,
    /// The country of the number.
    pub country: Option<Country>,
    /// The number without its last digits, in clear; a keyed hash of it is kept.
    pub prefix: Option<&'a str>,
    /// Which guard it was.
    pub reason: Suppression,
    /// When it would have been of no more use.
    pub expires_at: Timestamp,
}

/// What a message cost, or what is left on an account, as it is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price<'a> {
    /// Millionths of the currency's unit.
    pub micros: i64,
    /// ISO 4217, as in `SEK`.
    pub currency: &'a str,
}

/// A [`Price`] as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Millionths of the currency's unit.
    pub micros: i64,
    /// ISO 4217, as in `SEK`.
    pub currency: String,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement<'a> {
    /// It was taken over.
    Sent {
        /// By which gateway; nothing for mail.
        gateway: Option<GatewayId>,
        /// The gateway's name for it.
        reference: Option<&'a str>,
        /// In how many parts it goes.
        parts: Option<i64>,
        /// What it costs.
        price: Option<Price<'a>>,
        /// Whether the content is still needed: a call fetches its recording later.
        keep_content: bool,
    },
    /// It cannot be sent.
    Failed {
        /// Why, without an address or content.
        reason: &'a str,
        /// The gateway that said so last.
        gateway: Option<GatewayId>,
    },
    /// It was of no more use before anybody took it over.
    Expired,
    /// Nobody knows whether it was taken over: it is not sent again.
    Unknown {
        /// What is known, without an address or content.
        reason: &'a str,
        /// The gateway that may have it.
        gateway: Option<GatewayId>,
    },
}

impl<'a> Settlement<'a> {
    const fn state(self) -> MessageState {
        match self {
            Self::Sent { .. } => MessageState::Sent,
            Self::Failed { .. } => MessageState::Failed,
            Self::Expired => MessageState::Expired,
            Self::Unknown { .. } => MessageState::Unknown,
        }
    }

    const fn reason(self) -> Option<&'a str> {
        match self {
            Self::Failed { reason, .. } | Self::Unknown { reason, .. } => Some(reason),
            Self::Sent { .. } | Self::Expired => None,
        }
    }

    const fn gateway(self) -> Option<GatewayId> {
        match self {
            Self::Sent { gateway, .. }
            | Self::Failed { gateway, .. }
            | Self::Unknown { gateway, .. } => gateway,
            Self::Expired => None,
        }
    }
}

const fn place<'a>(
    org: &'a OrganisationId,
    delivery: &'a DeliveryId,
    user: Option<&'a UserId>,
) -> Place<'a> {
    Place {
        organisation: org,
        table: "deliveries",
        row: delivery.as_bytes(),
        user,
        column: "content",
    }
}

const fn job(delivery: DeliveryId) -> JobId {
    JobId::from_bytes(*delivery.as_bytes())
}

fn channel_of(row: &Row, column: usize) -> Result<MessageChannel, Fault> {
    MessageChannel::named(&row.text(column)?).ok_or_else(|| row.corrupt(column))
}

fn state_of(row: &Row, column: usize) -> Result<MessageState, Fault> {
    MessageState::named(&row.text(column)?).ok_or_else(|| row.corrupt(column))
}

fn country_of(row: &Row, column: usize) -> Result<Option<Country>, Fault> {
    row.opt_text(column)?
        .map(|letters| Country::parse(&letters).map_err(|_| row.corrupt(column)))
        .transpose()
}

fn amount_of(row: &Row, micros: usize) -> Result<Option<Amount>, Fault> {
    let (amount, currency) = (row.opt_int(micros)?, row.opt_text(micros + 1)?);
    Ok(amount
        .zip(currency)
        .map(|(micros, currency)| Amount { micros, currency }))
}

impl Tx {
    /// Puts a message into the outbox, due now.
    pub fn insert_delivery(
        &mut self,
        org: OrganisationId,
        new: &NewDelivery<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let prefix = self.prefix_mark(org, new.prefix);
        let (keys, random) = self.keys_and_random();
        let content = keys.seal(place(&org, &new.id, new.user.as_ref()), new.content, random)?;
        let values = [
            (&org).into(),
            (&new.id).into(),
            new.user.as_ref().into(),
            new.channel.as_str().into(),
            new.purpose.into(),
            new.masked.into(),
            (&content).into(),
            now.into(),
            new.expires_at.into(),
            new.challenge.as_ref().into(),
            new.country.as_ref().map(Country::as_str).into(),
            prefix.as_ref().into(),
        ];
        self.execute(&INSERT_DELIVERY, &values)?;
        self.insert_job_as(org, job(new.id), JOB, new.id.as_bytes(), now)
    }

    /// Writes down a message that a guard kept back. It has no content and no job.
    pub fn insert_suppressed(
        &mut self,
        org: OrganisationId,
        new: &NewSuppressed<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let prefix = self.prefix_mark(org, new.prefix);
        let values = [
            (&org).into(),
            (&new.id).into(),
            new.user.as_ref().into(),
            new.channel.as_str().into(),
            new.purpose.into(),
            new.masked.into(),
            now.into(),
            new.expires_at.into(),
            new.reason.as_str().into(),
            new.challenge.as_ref().into(),
            new.country.as_ref().map(Country::as_str).into(),
            prefix.as_ref().into(),
        ];
        self.execute(&INSERT_SUPPRESSED, &values).map(|_| ())
    }

    /// Names the gateway that gets the message next and holds the claim until this moment. False: the claim is somebody else's by now, or
    /// the message is settled; then it must not be handed on.
    pub fn hand_on(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
        attempt: i64,
        gateway: Option<GatewayId>,
        until: Timestamp,
    ) -> Result<bool, Fault> {
        if !self.hold_claimed_job(org, job(delivery), attempt, until)? {
            return Ok(false);
        }
        let values = [
            (&org).into(),
            (&delivery).into(),
            attempt.into(),
            gateway.as_ref().into(),
        ];
        Ok(self.execute(&NAME_GATEWAY, &values)? == 1)
    }

    /// Settles what became of a message and ends its job; its content is wiped unless a call still needs it. What a report has said already
    /// stands. False: the claim is somebody else's by now, or it was settled already.
    pub fn settle_delivery(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
        attempt: i64,
        settlement: &Settlement<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        if !self.finish_claimed_job(org, job(delivery), attempt)? {
            return Ok(false);
        }
        let gateway = settlement.gateway();
        let (reference, parts, price, keep) = match *settlement {
            Settlement::Sent {
                reference,
                parts,
                price,
                keep_content,
                ..
            } => (reference, parts, price, keep_content),
            _ => (None, None, None, false),
        };
        let values = [
            (&org).into(),
            (&delivery).into(),
            attempt.into(),
            settlement.state().as_str().into(),
            settlement.reason().into(),
            now.into(),
            gateway.as_ref().into(),
            reference.into(),
            parts.into(),
            price.map(|price| price.micros).into(),
            price.map(|price| price.currency).into(),
            keep.into(),
        ];
        Ok(self.execute(&SETTLE_DELIVERY, &values)? == 1)
    }

    /// Lets go of a message until it is due again. False: the claim is somebody else's by now, or it is settled.
    pub fn retry_delivery(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
        attempt: i64,
        run_at: Timestamp,
    ) -> Result<bool, Fault> {
        if !self.postpone_claimed_job(org, job(delivery), attempt, run_at)? {
            return Ok(false);
        }
        let values = [(&org).into(), (&delivery).into(), attempt.into()];
        Ok(self.execute(&RELEASE_DELIVERY, &values)? == 1)
    }
}
