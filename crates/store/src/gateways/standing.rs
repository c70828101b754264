//! How gateways stand: their trouble, their balance, and the channels that the organisation can use because of that.

use std::collections::BTreeSet;

use domain::id::{GatewayId, OrganisationId};
use domain::message::MessageChannel;
use domain::time::Timestamp;

use super::{channels_of, names_of};
use crate::deliveries::Price;
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::Tx;

statements! {
    /// It changes no key, so whoever writes rows that belong to the organisation does not wait for it.
    LOCK_GATEWAYS = "UPDATE organisations SET phone_channels = phone_channels WHERE organisation_id = $1";
    WORKING_CHANNELS = "SELECT channels FROM gateways WHERE organisation_id = $1 AND state = 'active' AND trouble IS NULL";
    SET_PHONE_CHANNELS = "UPDATE organisations SET phone_channels = $2 WHERE organisation_id = $1 AND phone_channels <> $2";
    GATEWAY_TROUBLE = "SELECT trouble FROM gateways WHERE organisation_id = $1 AND gateway_id = $2";
    SET_GATEWAY_TROUBLE = "UPDATE gateways SET trouble = $3, trouble_at = $4 WHERE organisation_id = $1 AND gateway_id = $2";
    SET_GATEWAY_BALANCE = "UPDATE gateways SET balance_micro = $3, balance_currency = $4, balance_at = $5
        WHERE organisation_id = $1 AND gateway_id = $2";
}

impl Tx {
    /// Lets nobody else change the organisation's gateways before this unit ends: its channels follow from all of them.
    pub(super) fn lock_gateways(&mut self, org: OrganisationId) -> Result<(), Fault> {
        self.execute(&LOCK_GATEWAYS, &[(&org).into()]).map(|_| ())
    }

    /// Rewrites which channels by telephone the organisation can use: those of its gateways that are active and in no trouble.
    pub(super) fn refresh_phone_channels(&mut self, org: OrganisationId) -> Result<(), Fault> {
        let mut working: BTreeSet<MessageChannel> = BTreeSet::new();
        for row in self.query(&WORKING_CHANNELS, &[(&org).into()])? {
            let channels = channels_of(&row, 0)?;
            working.extend(channels.into_iter().filter(|channel| channel.is_phone()));
        }
        let names = names_of(working);
        self.execute(&SET_PHONE_CHANNELS, &[(&org).into(), (&names).into()])
            .map(|_| ())
    }

    /// Notes that something is the matter with a gateway's account, or that it is over. True: it was not known; of several who notice one
    /// trouble at once, one hears true.
    pub fn set_gateway_trouble(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
        trouble: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        // Looked at before the lock: most who come know nothing new.
        if self.is_known_trouble(org, gateway, trouble)? {
            return Ok(false);
        }
        self.lock_gateways(org)?;
        if self.is_known_trouble(org, gateway, trouble)? {
            return Ok(false);
        }
        let values = [
            (&org).into(),
            (&gateway).into(),
            trouble.into(),
            trouble.map(|_| now).into(),
        ];
        self.execute(&SET_GATEWAY_TROUBLE, &values)?;
        self.refresh_phone_channels(org)?;
        Ok(true)
    }

    /// Whether the gateway is known to stand like this, or is not there.
    fn is_known_trouble(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
        trouble: Option<&str>,
    ) -> Result<bool, Fault> {
        let found = self.find(&GATEWAY_TROUBLE, &[(&org).into(), (&gateway).into()])?;
        match found {
            Some(row) => Ok(row.opt_text(0)?.as_deref() == trouble),
            None => Ok(true),
        }
    }

    /// Notes what is left on a gateway's account. False: there is no such gateway.
    pub fn set_gateway_balance(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
        balance: Price<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [
            (&org).into(),
            (&gateway).into(),
            balance.micros.into(),
            balance.currency.into(),
            now.into(),
        ];
        Ok(self.execute(&SET_GATEWAY_BALANCE, &values)? == 1)
    }
}
