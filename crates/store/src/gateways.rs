//! Gateways: an organisation's accounts at the companies that carry its messages by telephone, in the order in which they are tried.
//!
//! What an account must be told (its keys and passwords, and the secret of the address for its reports) is sealed: a dump without the key
//! file is no use to whoever wants to send at the organisation's cost. The unit that changes a gateway, or notes its trouble, also rewrites
//! which channels the organisation can use, so that a page which offers factors asks no more than its organisation.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{GatewayId, OrganisationId};
use domain::message::MessageChannel;
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::deliveries::Amount;
use crate::fault::Fault;
use crate::keys::Place;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

mod standing;

pub(crate) use standing::STATEMENTS as STANDING_STATEMENTS;

macro_rules! gateway_columns {
    () => {
        columns!("": gateway_id, position, driver, name, channels, data, state, trouble, trouble_at, balance_micro, balance_currency,
            balance_at, version, created_at)
    };
}

statements! {
    INSERT_GATEWAY = "INSERT INTO gateways (organisation_id, gateway_id, position, driver, name, channels, data, state, version, created_at)
        VALUES ($1, $2, (SELECT COALESCE(MAX(last.position), 0) + 1 FROM gateways last WHERE last.organisation_id = $1),
            $3, $4, $5, $6, $7, 1, $8)";
    GATEWAYS = concat!("SELECT ", gateway_columns!(), " FROM gateways WHERE organisation_id = $1 ORDER BY position, gateway_id");
    GATEWAY_BY_ID = concat!("SELECT ", gateway_columns!(), " FROM gateways WHERE organisation_id = $1 AND gateway_id = $2");
    GATEWAY_ORGANISATIONS = "SELECT DISTINCT organisation_id FROM gateways ORDER BY organisation_id";
    SAVE_GATEWAY = "UPDATE gateways SET name = $4, channels = $5, data = $6, state = $7, trouble = NULL, trouble_at = NULL,
            version = version + 1
        WHERE organisation_id = $1 AND gateway_id = $2 AND version = $3";
    PLACE_GATEWAY = "UPDATE gateways SET position = $3 WHERE organisation_id = $1 AND gateway_id = $2";
    REMOVE_GATEWAY = "DELETE FROM gateways WHERE organisation_id = $1 AND gateway_id = $2";
}

const ACTIVE: &str = "active";
const OFF: &str = "off";

/// An account to add. It becomes the last one that is tried. No Debug: there are secrets in it.
pub struct NewGateway<'a> {
    /// Its key.
    pub id: GatewayId,
    /// Which kind of gateway it is.
    pub driver: &'a str,
    /// What the administrators call it.
    pub name: &'a str,
    /// What it is used for.
    pub channels: &'a [MessageChannel],
    /// What it must be told, in clear; sealed on its way in.
    pub settings: &'a BTreeMap<String, String>,
    /// The secret of the address for its reports; sealed on its way in.
    pub report_secret: &'a TokenSecret,
    /// Whether it is used.
    pub active: bool,
}

/// What is left on an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// How much.
    pub amount: Amount,
    /// When it was asked for.
    pub at: Timestamp,
}

/// An account at a gateway, opened. No Debug: there are secrets in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Gateway {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Its key.
    pub id: GatewayId,
    /// Its place in the order in which gateways are tried. Moving it is a method of its own.
    pub position: i64,
    /// Which kind of gateway it is. It never changes.
    pub driver: String,
    /// What the administrators call it.
    pub name: String,
    /// What it is used for.
    pub channels: Vec<MessageChannel>,
    /// What it must be told.
    pub settings: BTreeMap<String, String>,
    /// The secret of the address for its reports.
    pub report_secret: TokenSecret,
    /// Whether it is used.
    pub active: bool,
    /// What is the matter with the account, if something is; then it carries nothing until that is over.
    pub trouble: Option<String>,
    /// Since when.
    pub trouble_at: Option<Timestamp>,
    /// What is left on it, as far as it was told.
    pub balance: Option<Balance>,
    /// Rises with every save: a save names the version it was read at. Trouble and balance leave it as it is.
    pub version: i64,
    /// When it was added.
    pub created_at: Timestamp,
}

impl Gateway {
    /// What the address for its reports holds.
    pub fn report_token(&self) -> Token {
        token(self.organisation, self.id, &self.report_secret)
    }
}

fn token(organisation: OrganisationId, gateway: GatewayId, secret: &TokenSecret) -> Token {
    Token {
        organisation,
        id: *gateway.as_bytes(),
        secret: secret.clone(),
    }
}

/// What is sealed of an account.
#[derive(Serialize)]
struct Sealing<'a> {
    settings: &'a BTreeMap<String, String>,
    report_token: &'a str,
}

#[derive(Deserialize)]
struct Sealed {
    settings: BTreeMap<String, String>,
    report_token: String,
}

const fn place<'a>(org: &'a OrganisationId, gateway: &'a GatewayId) -> Place<'a> {
    Place {
        organisation: org,
        table: "gateways",
        row: gateway.as_bytes(),
        user: None,
        column: "data",
    }
}

/// Channels as a column holds them: their names between commas.
pub(crate) fn channels_of(row: &Row, column: usize) -> Result<Vec<MessageChannel>, Fault> {
    let text = row.text(column)?;
    text.split(',')
        .filter(|name| !name.is_empty())
        .map(|name| MessageChannel::named(name).ok_or_else(|| row.corrupt(column)))
        .collect()
}

fn names_of(channels: impl IntoIterator<Item = MessageChannel>) -> String {
    let ordered: BTreeSet<MessageChannel> = channels.into_iter().collect();
    let names: Vec<&str> = ordered.into_iter().map(MessageChannel::as_str).collect();
    names.join(",")
}

const fn state_of(active: bool) -> &'static str {
    if active { ACTIVE } else { OFF }
}

fn balance_of(row: &Row) -> Result<Option<Balance>, Fault> {
    let (micros, currency, at) = (row.opt_int(9)?, row.opt_text(10)?, row.opt_time(11)?);
    Ok(micros
        .zip(currency)
        .zip(at)
        .map(|((micros, currency), at)| Balance {
            amount: Amount { micros, currency },
            at,
        }))
}

impl ReadTx {
    fn gateway_of(&self, org: OrganisationId, row: &Row) -> Result<Gateway, Fault> {
        let id: GatewayId = row.id(0)?;
        let opened = self.keys().open(place(&org, &id), &row.blob(5)?)?;
        let sealed: Sealed = serde_json::from_slice(&opened).map_err(|_| row.corrupt(5))?;
        let token = Token::parse(&sealed.report_token).ok_or_else(|| row.corrupt(5))?;
        Ok(Gateway {
            organisation: org,
            id,
            position: row.int(1)?,
            driver: row.text(2)?,
            name: row.text(3)?,
            channels: channels_of(row, 4)?,
            settings: sealed.settings,
            report_secret: token.secret,
            active: row.text(6)? == ACTIVE,
            trouble: row.opt_text(7)?,
            trouble_at: row.opt_time(8)?,
            balance: balance_of(row)?,
            version: row.int(12)?,
            created_at: row.time(13)?,
        })
    }

    /// The organisation's gateways in the order in which they are tried, those that are off or in trouble among them.
    pub fn gateways_of(&mut self, org: OrganisationId) -> Result<Vec<Gateway>, Fault> {
        let rows = self.query(&GATEWAYS, &[(&org).into()])?;
        rows.iter().map(|row| self.gateway_of(org, row)).collect()
    }

    /// The gateway with this id.
    pub fn find_gateway(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
    ) -> Result<Option<Gateway>, Fault> {
        let row = self.find(&GATEWAY_BY_ID, &[(&org).into(), (&gateway).into()])?;
        row.map(|row| self.gateway_of(org, &row)).transpose()
    }

    /// The organisations that have a gateway.
    pub fn gateway_organisations(&mut self) -> Result<Vec<OrganisationId>, Fault> {
        self.query(&GATEWAY_ORGANISATIONS, &[])?
            .iter()
            .map(|row| row.id(0))
            .collect()
    }
}

impl Tx {
    fn seal_gateway(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
        settings: &BTreeMap<String, String>,
        report_secret: &TokenSecret,
    ) -> Result<Vec<u8>, Fault> {
        let report_token = Zeroizing::new(token(org, gateway, report_secret).expose());
        let sealing = Sealing {
            settings,
            report_token: &report_token,
        };
        let text = Zeroizing::new(serde_json::to_vec(&sealing).map_err(Fault::of_unit)?);
        let (keys, random) = self.keys_and_random();
        keys.seal(place(&org, &gateway), &text, random)
    }

    /// Adds a gateway as the last one that is tried.
    pub fn insert_gateway(
        &mut self,
        org: OrganisationId,
        new: &NewGateway<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.lock_gateways(org)?;
        let data = self.seal_gateway(org, new.id, new.settings, new.report_secret)?;
        let channels = names_of(new.channels.iter().copied());
        let values = [
            (&org).into(),
            (&new.id).into(),
            new.driver.into(),
            new.name.into(),
            (&channels).into(),
            (&data).into(),
            state_of(new.active).into(),
            now.into(),
        ];
        self.execute(&INSERT_GATEWAY, &values)?;
        self.refresh_phone_channels(org)
    }

    /// Saves the name, the channels, the settings, the report secret and whether it is used of a gateway that was read at
    /// `gateway.version`. Its trouble is forgotten: what was changed gets a new chance. False: it was changed or removed since.
    pub fn save_gateway(&mut self, org: OrganisationId, gateway: &Gateway) -> Result<bool, Fault> {
        self.lock_gateways(org)?;
        let (settings, secret) = (&gateway.settings, &gateway.report_secret);
        let data = self.seal_gateway(org, gateway.id, settings, secret)?;
        let channels = names_of(gateway.channels.iter().copied());
        let values = [
            (&org).into(),
            (&gateway.id).into(),
            gateway.version.into(),
            (&gateway.name).into(),
            (&channels).into(),
            (&data).into(),
            state_of(gateway.active).into(),
        ];
        let saved = self.execute(&SAVE_GATEWAY, &values)? == 1;
        self.refresh_phone_channels(org)?;
        Ok(saved)
    }

    /// Moves a gateway to this place among the organisation's, from 0; beyond the last it becomes the last. False: there is no such gateway.
    pub fn move_gateway(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
        to: usize,
    ) -> Result<bool, Fault> {
        self.lock_gateways(org)?;
        let rows = self.query(&GATEWAYS, &[(&org).into()])?;
        let mut order: Vec<GatewayId> =
            rows.iter().map(|row| row.id(0)).collect::<Result<_, _>>()?;
        let Some(from) = order.iter().position(|known| *known == gateway) else {
            return Ok(false);
        };
        let moved = order.remove(from);
        order.insert(to.min(order.len()), moved);
        for (position, id) in (1_i64..).zip(&order) {
            self.execute(&PLACE_GATEWAY, &[(&org).into(), id.into(), position.into()])?;
        }
        Ok(true)
    }

    /// Removes a gateway. What the log says of it stays. False: there is no such gateway.
    pub fn remove_gateway(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
    ) -> Result<bool, Fault> {
        self.lock_gateways(org)?;
        let removed = self.execute(&REMOVE_GATEWAY, &[(&org).into(), (&gateway).into()])? == 1;
        self.refresh_phone_channels(org)?;
        Ok(removed)
    }
}
