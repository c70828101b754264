//! Claims: one node at a time holds a message, and a message that somebody was handing over is given out as such.

use domain::id::{ChallengeId, DeliveryId, GatewayId, OrganisationId, UserId};
use domain::message::MessageChannel;
use domain::phone::Country;
use domain::time::Timestamp;

use super::{JOB, channel_of, country_of, job, place};
use crate::fault::Fault;
use crate::jobs::Job;
use crate::keys::Opened;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::Tx;
use crate::value::Row;

macro_rules! claimed_columns {
    () => {
        columns!("": delivery_id, user_id, challenge_id, channel, purpose, masked, country, gateway_id, attempts, created_at, expires_at)
    };
}

statements! {
    TAKE_IN_HAND = concat!("UPDATE deliveries SET state = 'handing', attempts = $3, handed_at = $4
        WHERE organisation_id = $1 AND delivery_id = $2 AND state = 'waiting' RETURNING ", claimed_columns!(), ", content");
    TAKE_OVER = concat!("UPDATE deliveries SET attempts = $3
        WHERE organisation_id = $1 AND delivery_id = $2 AND state = 'handing' RETURNING ", claimed_columns!());
}

/// A message that was claimed, opened. No Debug.
pub struct Delivery {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Its key.
    pub id: DeliveryId,
    /// Whom it is for.
    pub user: Option<UserId>,
    /// The challenge whose code it holds.
    pub challenge: Option<ChallengeId>,
    /// By what way it goes.
    pub channel: MessageChannel,
    /// What it is for.
    pub purpose: String,
    /// Where it goes, as a page may show it.
    pub masked: String,
    /// The country of the number.
    pub country: Option<Country>,
    /// The gateway that was named last, where it was being handed over.
    pub gateway: Option<GatewayId>,
    /// The message and its address; empty where it is not to be sent.
    pub content: Opened,
    /// How often it was claimed, this time included: the number of this claim.
    pub attempts: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is of no more use.
    pub expires_at: Timestamp,
}

/// What a claim found.
pub enum Claimed {
    /// A message to hand over.
    Ready(Delivery),
    /// A message that somebody was handing over when their node died, or was so slow that the claim ran out. Whether it went is not known: it
    /// is settled, not sent, and its content is not given out.
    LeftInHand(Delivery),
}

fn delivery_of(org: OrganisationId, row: &Row) -> Result<Delivery, Fault> {
    Ok(Delivery {
        organisation: org,
        id: row.id(0)?,
        user: row.opt_id(1)?,
        challenge: row.opt_id(2)?,
        channel: channel_of(row, 3)?,
        purpose: row.text(4)?,
        masked: row.text(5)?,
        country: country_of(row, 6)?,
        gateway: row.opt_id(7)?,
        attempts: row.int(8)?,
        created_at: row.time(9)?,
        expires_at: row.time(10)?,
        content: Opened::default(),
    })
}

impl Tx {
    /// Claims this message until this moment, if it is not settled, is due and nobody holds it.
    pub fn claim_delivery(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Claimed>, Fault> {
        match self.claim_job(org, job(delivery), JOB, now, until)? {
            Some(claimed) => self.take(&claimed, delivery, now),
            None => Ok(None),
        }
    }

    /// Claims the message that has been due longest, of whichever organisation, until this moment.
    pub fn claim_next_delivery(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Claimed>, Fault> {
        while let Some(claimed) = self.claim_next_job(JOB, now, until)? {
            let subject =
                <[u8; 16]>::try_from(claimed.subject.as_slice()).map_err(|_| Fault::Corrupt {
                    table: "jobs",
                    column: "subject",
                })?;
            let found = self.take(&claimed, DeliveryId::from_bytes(subject), now)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Takes a claimed message in hand under the number of the claim; a job whose message is settled is ended.
    fn take(
        &mut self,
        claimed: &Job,
        delivery: DeliveryId,
        now: Timestamp,
    ) -> Result<Option<Claimed>, Fault> {
        let org = claimed.organisation;
        let values = [
            (&org).into(),
            (&delivery).into(),
            claimed.attempts.into(),
            now.into(),
        ];
        if let Some(row) = self.find(&TAKE_IN_HAND, &values)? {
            let mut ready = delivery_of(org, &row)?;
            let place = place(&org, &ready.id, ready.user.as_ref());
            ready.content = self.keys().open(place, &row.blob(11)?)?;
            return Ok(Some(Claimed::Ready(ready)));
        }
        if let Some(row) = self.find(&TAKE_OVER, &values[..3])? {
            return Ok(Some(Claimed::LeftInHand(delivery_of(org, &row)?)));
        }
        self.finish_job(org, job(delivery))?;
        Ok(None)
    }
}
