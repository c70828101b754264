//! Deliveries: the outbox. A message is written with the change it belongs to, sealed, and wiped as soon as its fate is known.
//!
//! ```text
//! waiting ── settle ──► sent | failed | unknown
//!    └── retry ──► waiting, later
//! ```
//!
//! Each has a job under its own id, so that one node at a time sends it. What became of it is settled once.

use domain::id::{DeliveryId, OrganisationId, UserId};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::jobs::JobId;
use crate::keys::{Opened, Place};
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

const JOB: &str = "delivery";

statements! {
    INSERT_DELIVERY = "INSERT INTO deliveries (organisation_id, delivery_id, user_id, channel, purpose, masked, content, state, attempts,
            created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8, $9)";
    ATTEMPT_DELIVERY = "UPDATE deliveries SET attempts = attempts + 1 WHERE organisation_id = $1 AND delivery_id = $2 AND state = 'waiting'
        RETURNING delivery_id, user_id, channel, purpose, masked, content, attempts, created_at, expires_at";
    SETTLE_DELIVERY = "UPDATE deliveries SET state = $3, reason = $4, settled_at = $5, content = NULL
        WHERE organisation_id = $1 AND delivery_id = $2 AND state = 'waiting'";
    DELIVERY_STATE = "SELECT delivery_id, channel, purpose, masked, state, attempts, reason, created_at, settled_at FROM deliveries
        WHERE organisation_id = $1 AND delivery_id = $2";
}

/// A message to send.
pub struct NewDelivery<'a> {
    /// Its key.
    pub id: DeliveryId,
    /// Whom it is for.
    pub user: Option<UserId>,
    /// By what way it goes (`email`, `sms`, `voice`).
    pub channel: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// Where it goes, as a page may show it.
    pub masked: &'a str,
    /// The message and its address, in clear; sealed on its way in.
    pub content: &'a [u8],
    /// When it is of no more use.
    pub expires_at: Timestamp,
}

/// A message that was claimed, opened. No Debug.
pub struct Delivery {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Its key.
    pub id: DeliveryId,
    /// Whom it is for.
    pub user: Option<UserId>,
    /// By what way it goes.
    pub channel: String,
    /// What it is for.
    pub purpose: String,
    /// Where it goes, as a page may show it.
    pub masked: String,
    /// The message and its address.
    pub content: Opened,
    /// How often it was claimed, this time included.
    pub attempts: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is of no more use.
    pub expires_at: Timestamp,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement<'a> {
    /// The gateway took it over.
    Sent,
    /// It cannot be sent.
    Failed {
        /// Why, without an address or content.
        reason: &'a str,
    },
    /// Nobody knows whether it was taken over: it is not sent again.
    Unknown,
}

impl<'a> Settlement<'a> {
    const fn state(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed { .. } => "failed",
            Self::Unknown => "unknown",
        }
    }

    const fn reason(self) -> Option<&'a str> {
        match self {
            Self::Failed { reason } => Some(reason),
            Self::Sent | Self::Unknown => None,
        }
    }
}

/// Where a message stands, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryState {
    /// Its key.
    pub id: DeliveryId,
    /// By what way it goes.
    pub channel: String,
    /// What it is for.
    pub purpose: String,
    /// Where it goes, as a page may show it.
    pub masked: String,
    /// `waiting`, `sent`, `failed` or `unknown`.
    pub state: String,
    /// How often it was claimed.
    pub attempts: i64,
    /// Why it failed.
    pub reason: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its fate was known.
    pub settled_at: Option<Timestamp>,
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

impl ReadTx {
    fn delivery_of(&self, org: OrganisationId, row: &Row) -> Result<Delivery, Fault> {
        let (id, user): (DeliveryId, Option<UserId>) = (row.id(0)?, row.opt_id(1)?);
        Ok(Delivery {
            organisation: org,
            id,
            user,
            channel: row.text(2)?,
            purpose: row.text(3)?,
            masked: row.text(4)?,
            content: self
                .keys()
                .open(place(&org, &id, user.as_ref()), &row.blob(5)?)?,
            attempts: row.int(6)?,
            created_at: row.time(7)?,
            expires_at: row.time(8)?,
        })
    }

    /// Where a message stands.
    pub fn find_delivery_state(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
    ) -> Result<Option<DeliveryState>, Fault> {
        let Some(row) = self.find(&DELIVERY_STATE, &[(&org).into(), (&delivery).into()])? else {
            return Ok(None);
        };
        Ok(Some(DeliveryState {
            id: row.id(0)?,
            channel: row.text(1)?,
            purpose: row.text(2)?,
            masked: row.text(3)?,
            state: row.text(4)?,
            attempts: row.int(5)?,
            reason: row.opt_text(6)?,
            created_at: row.time(7)?,
            settled_at: row.opt_time(8)?,
        }))
    }
}

impl Tx {
    /// Puts a message into the outbox, due now.
    pub fn insert_delivery(
        &mut self,
        org: OrganisationId,
        new: &NewDelivery<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let (keys, random) = self.keys_and_random();
        let content = keys.seal(place(&org, &new.id, new.user.as_ref()), new.content, random)?;
        let values = [
            (&org).into(),
            (&new.id).into(),
            new.user.as_ref().into(),
            new.channel.into(),
            new.purpose.into(),
            new.masked.into(),
            (&content).into(),
            now.into(),
            new.expires_at.into(),
        ];
        self.execute(&INSERT_DELIVERY, &values)?;
        self.insert_job_as(org, job(new.id), JOB, new.id.as_bytes(), now)
    }

    /// Claims this message until this moment, if it waits, is due and nobody holds it.
    pub fn claim_delivery(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Delivery>, Fault> {
        match self.claim_job(org, job(delivery), JOB, now, until)? {
            Some(_) => self.attempt(org, delivery),
            None => Ok(None),
        }
    }

    /// Claims the message that has been due longest, of whichever organisation, until this moment.
    pub fn claim_next_delivery(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Delivery>, Fault> {
        while let Some(claimed) = self.claim_next_job(JOB, now, until)? {
            let subject = <[u8; 16]>::try_from(claimed.subject).map_err(|_| Fault::Corrupt {
                table: "jobs",
                column: "subject",
            })?;
            let found = self.attempt(claimed.organisation, DeliveryId::from_bytes(subject))?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Reads a claimed message; a job whose message waits no more is ended.
    fn attempt(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
    ) -> Result<Option<Delivery>, Fault> {
        let found = self.find(&ATTEMPT_DELIVERY, &[(&org).into(), (&delivery).into()])?;
        let Some(row) = found else {
            self.finish_job(org, job(delivery))?;
            return Ok(None);
        };
        self.delivery_of(org, &row).map(Some)
    }

    /// Settles what became of a message, wipes its content and ends its job. False: it was settled already.
    pub fn settle_delivery(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
        settlement: &Settlement<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [
            (&org).into(),
            (&delivery).into(),
            settlement.state().into(),
            settlement.reason().into(),
            now.into(),
        ];
        let settled = self.execute(&SETTLE_DELIVERY, &values)? == 1;
        self.finish_job(org, job(delivery))?;
        Ok(settled)
    }

    /// Lets go of a message until it is due again. False: it was settled.
    pub fn retry_delivery(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
        run_at: Timestamp,
    ) -> Result<bool, Fault> {
        self.postpone_job(org, job(delivery), run_at)
    }
}
