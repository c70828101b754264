//! Reports: what a gateway tells later about a message. A report only moves a message forwards, and one that comes twice changes nothing.

use domain::id::{DeliveryId, GatewayId, OrganisationId, UserId};
use domain::message::{MessageChannel, MessageState};
use domain::time::Timestamp;

use super::{Price, channel_of, state_of};
use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::Tx;

macro_rules! reported_columns {
    () => {
        columns!("": delivery_id, user_id, channel, state)
    };
}

// While a message is being handed over its row may not name the gateway yet; whoever knows its id was handed it.
statements! {
    DELIVERY_AT_GATEWAY = concat!("SELECT ", reported_columns!(), " FROM deliveries WHERE organisation_id = $1 AND delivery_id = $2
        AND (gateway_id = $3 OR gateway_id IS NULL AND state IN ('handing', 'unknown'))");
    DELIVERY_BY_REFERENCE = concat!("SELECT ", reported_columns!(), " FROM deliveries
        WHERE organisation_id = $1 AND gateway_id = $2 AND gateway_reference = $3 ORDER BY delivery_id DESC LIMIT 1");
    REPORT_DELIVERY = concat!("UPDATE deliveries SET state = $4, reason = $5, reported_at = $6, content = NULL,
            gateway_id = COALESCE(gateway_id, $3), price_micro = COALESCE($7, price_micro), currency = COALESCE($8, currency)
        WHERE organisation_id = $1 AND delivery_id = $2 AND state IN ('handing', 'sent', 'unknown')
          AND (gateway_id = $3 OR gateway_id IS NULL AND state IN ('handing', 'unknown'))
        RETURNING ", reported_columns!());
    REPORT_TAKEN_OVER = concat!("UPDATE deliveries SET state = 'sent', reason = NULL, gateway_id = COALESCE(gateway_id, $3)
        WHERE organisation_id = $1 AND delivery_id = $2 AND state = 'unknown' AND (gateway_id = $3 OR gateway_id IS NULL)
        RETURNING ", reported_columns!());
}

/// Which message a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportOf<'a> {
    /// It brought back our own name for it.
    Own(DeliveryId),
    /// It names it as the gateway does.
    Reference(&'a str),
}

/// A message that was reported on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Its key.
    pub id: DeliveryId,
    /// Whom it is for.
    pub user: Option<UserId>,
    /// By what way it went.
    pub channel: MessageChannel,
    /// Where it stands now.
    pub state: MessageState,
    /// Whether this report changed that.
    pub changed: bool,
}

impl Tx {
    /// Notes what a gateway reports about a message of its own: `delivered`, `failed` or `expired` end it and wipe its content, `sent`
    /// (under way) tells of an unknown one that it was taken over, and anything else changes nothing. Nothing: the gateway has no such
    /// message.
    #[allow(
        clippy::too_many_arguments,
        reason = "these are the parts of a report, and each is of another type"
    )]
    pub fn report_delivery(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
        of: &ReportOf<'_>,
        state: MessageState,
        reason: Option<&str>,
        price: Option<Price<'_>>,
        now: Timestamp,
    ) -> Result<Option<Reported>, Fault> {
        let Some(found) = self.find_reported(org, gateway, of)? else {
            return Ok(None);
        };
        let values = [
            (&org).into(),
            (&found.id).into(),
            (&gateway).into(),
            state.as_str().into(),
            reason.into(),
            now.into(),
            price.map(|price| price.micros).into(),
            price.map(|price| price.currency).into(),
        ];
        let row = match state {
            MessageState::Delivered | MessageState::Failed | MessageState::Expired => {
                self.find(&REPORT_DELIVERY, &values)?
            }
            MessageState::Sent => self.find(&REPORT_TAKEN_OVER, &values[..3])?,
            _ => None,
        };
        match row {
            Some(row) => Ok(Some(Reported {
                state: state_of(&row, 3)?,
                changed: true,
                ..found
            })),
            None => Ok(Some(found)),
        }
    }

    fn find_reported(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
        of: &ReportOf<'_>,
    ) -> Result<Option<Reported>, Fault> {
        let row = match *of {
            ReportOf::Own(id) => {
                let values = [(&org).into(), (&id).into(), (&gateway).into()];
                self.find(&DELIVERY_AT_GATEWAY, &values)?
            }
            ReportOf::Reference(reference) => {
                let values = [(&org).into(), (&gateway).into(), reference.into()];
                self.find(&DELIVERY_BY_REFERENCE, &values)?
            }
        };
        row.map(|row| {
            Ok(Reported {
                id: row.id(0)?,
                user: row.opt_id(1)?,
                channel: channel_of(&row, 2)?,
                state: state_of(&row, 3)?,
                changed: false,
            })
        })
        .transpose()
    }
}
