//! The log of messages: where each stands, without its content.

use domain::id::{ChallengeId, DeliveryId, GatewayId, OrganisationId, UserId};
use domain::message::{MessageChannel, MessageState};
use domain::phone::Country;
use domain::time::Timestamp;

use super::{Amount, Opened, amount_of, channel_of, country_of, place, state_of};
use crate::fault::Fault;
use crate::jobs::first_id_of;
use crate::phrases::columns;
use crate::statement::{Statement, statements};
use crate::tx::ReadTx;
use crate::value::{Row, Value};

macro_rules! state_columns {
    () => {
        columns!("": delivery_id, user_id, challenge_id, channel, purpose, masked, country, gateway_id, gateway_reference, state, reason,
            attempts, parts, price_micro, currency, created_at, expires_at, handed_at, settled_at, reported_at, answered_at)
    };
}

/// A page of the log. Each of the four names first what its index begins with; the planner need not choose.
macro_rules! page {
    ($where:literal) => {
        concat!(
            "SELECT ",
            state_columns!(),
            " FROM deliveries WHERE organisation_id = $1 AND delivery_id < $2",
            $where,
            " ORDER BY delivery_id DESC LIMIT $3"
        )
    };
}

statements! {
    DELIVERY_STATE = concat!("SELECT ", state_columns!(), " FROM deliveries WHERE organisation_id = $1 AND delivery_id = $2");
    LAST_DELIVERY_OF = concat!("SELECT ", state_columns!(), " FROM deliveries WHERE organisation_id = $1 AND challenge_id = $2
        ORDER BY delivery_id DESC LIMIT 1");
    DELIVERIES_PAGE = page!("");
    DELIVERIES_PAGE_OF_CHANNEL = page!(" AND channel = $4");
    DELIVERIES_PAGE_OF_STATE = page!(" AND state = $4 AND channel = COALESCE($5, channel)");
    DELIVERIES_PAGE_OF_GATEWAY = page!(" AND gateway_id = $4 AND channel = COALESCE($5, channel) AND state = COALESCE($6, state)");
    MESSAGE_COSTS = "SELECT created_at / 86400000, channel, COALESCE(currency, ''), COUNT(*), CAST(SUM(COALESCE(parts, 1)) AS BIGINT),
            CAST(SUM(COALESCE(price_micro, 0)) AS BIGINT)
        FROM deliveries WHERE organisation_id = $1 AND delivery_id >= $2
          AND (state IN ('sent', 'delivered', 'unknown') OR reported_at IS NOT NULL)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
    GATEWAY_COST = "SELECT CAST(COALESCE(SUM(price_micro), 0) AS BIGINT) FROM deliveries
        WHERE organisation_id = $1 AND gateway_id = $2 AND delivery_id >= $3";
    DELIVERY_CONTENT = "SELECT user_id, content FROM deliveries
        WHERE organisation_id = $1 AND delivery_id = $2 AND expires_at > $3 AND content IS NOT NULL";
}

/// Where a message stands, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryState {
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
    /// The gateway that has it, or had it last. It may have been removed since.
    pub gateway: Option<GatewayId>,
    /// The gateway's name for it.
    pub reference: Option<String>,
    /// Where it stands.
    pub state: MessageState,
    /// Why it failed, was kept back or is not known of.
    pub reason: Option<String>,
    /// How often it was claimed.
    pub attempts: i64,
    /// In how many parts it went.
    pub parts: Option<i64>,
    /// What it cost.
    pub price: Option<Amount>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was, or will be, of no more use.
    pub expires_at: Timestamp,
    /// When somebody took it in hand last.
    pub handed_at: Option<Timestamp>,
    /// When it was taken over, or given up.
    pub settled_at: Option<Timestamp>,
    /// When a report told what became of it.
    pub reported_at: Option<Timestamp>,
    /// When its code was typed.
    pub answered_at: Option<Timestamp>,
}

/// Which messages a page of the log shows; everything where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DeliveryFilter {
    /// Those that go this way.
    pub channel: Option<MessageChannel>,
    /// Those that stand like this.
    pub state: Option<MessageState>,
    /// Those that this gateway has, or had last.
    pub gateway: Option<GatewayId>,
    /// Those written before this one: the last of the page before.
    pub before: Option<DeliveryId>,
}

/// What the messages of one day and channel cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageCost {
    /// When the day began (UTC).
    pub day: Timestamp,
    /// By what way they went.
    pub channel: MessageChannel,
    /// In which currency the gateways count; nothing where none named a price.
    pub currency: Option<String>,
    /// How many were taken over, or may have been.
    pub messages: i64,
    /// In how many parts.
    pub parts: i64,
    /// What they cost in all, in millionths.
    pub micros: i64,
}

const DAY_MILLIS: i64 = 86_400_000;

fn delivery_state_of(row: &Row) -> Result<DeliveryState, Fault> {
    Ok(DeliveryState {
        id: row.id(0)?,
        user: row.opt_id(1)?,
        challenge: row.opt_id(2)?,
        channel: channel_of(row, 3)?,
        purpose: row.text(4)?,
        masked: row.text(5)?,
        country: country_of(row, 6)?,
        gateway: row.opt_id(7)?,
        reference: row.opt_text(8)?,
        state: state_of(row, 9)?,
        reason: row.opt_text(10)?,
        attempts: row.int(11)?,
        parts: row.opt_int(12)?,
        price: amount_of(row, 13)?,
        created_at: row.time(15)?,
        expires_at: row.time(16)?,
        handed_at: row.opt_time(17)?,
        settled_at: row.opt_time(18)?,
        reported_at: row.opt_time(19)?,
        answered_at: row.opt_time(20)?,
    })
}

fn cost_of(row: &Row) -> Result<MessageCost, Fault> {
    let currency = row.text(2)?;
    Ok(MessageCost {
        day: Timestamp::from_unix_millis(row.int(0)? * DAY_MILLIS),
        channel: channel_of(row, 1)?,
        currency: Some(currency).filter(|currency| !currency.is_empty()),
        messages: row.int(3)?,
        parts: row.int(4)?,
        micros: row.int(5)?,
    })
}

impl DeliveryFilter {
    /// The statement that fits, and what it gets beside the organisation, the id to begin before and the limit.
    fn statement(&self) -> (&'static Statement, Vec<Value<'_>>) {
        let channel: Value<'_> = self.channel.map(MessageChannel::as_str).into();
        let state: Value<'_> = self.state.map(MessageState::as_str).into();
        match (&self.gateway, self.state, self.channel) {
            (Some(gateway), ..) => (
                &DELIVERIES_PAGE_OF_GATEWAY,
                vec![gateway.into(), channel, state],
            ),
            (None, Some(_), _) => (&DELIVERIES_PAGE_OF_STATE, vec![state, channel]),
            (None, None, Some(_)) => (&DELIVERIES_PAGE_OF_CHANNEL, vec![channel]),
            (None, None, None) => (&DELIVERIES_PAGE, Vec::new()),
        }
    }
}

impl ReadTx {
    /// Where a message stands.
    pub fn find_delivery_state(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
    ) -> Result<Option<DeliveryState>, Fault> {
        self.find(&DELIVERY_STATE, &[(&org).into(), (&delivery).into()])?
            .as_ref()
            .map(delivery_state_of)
            .transpose()
    }

    /// Where the newest message of a challenge stands.
    pub fn last_delivery_of(
        &mut self,
        org: OrganisationId,
        challenge: ChallengeId,
    ) -> Result<Option<DeliveryState>, Fault> {
        self.find(&LAST_DELIVERY_OF, &[(&org).into(), (&challenge).into()])?
            .as_ref()
            .map(delivery_state_of)
            .transpose()
    }

    /// A page of the log, newest first.
    pub fn deliveries_page(
        &mut self,
        org: OrganisationId,
        filter: &DeliveryFilter,
        limit: u32,
    ) -> Result<Vec<DeliveryState>, Fault> {
        let last = [0xff; 16];
        let before = filter.before.as_ref().map_or(&last, DeliveryId::as_bytes);
        let (statement, more) = filter.statement();
        let mut values = vec![(&org).into(), before.into(), limit.into()];
        values.extend(more);
        self.query(statement, &values)?
            .iter()
            .map(delivery_state_of)
            .collect()
    }

    /// What messages written since then cost, by day, channel and currency.
    pub fn message_costs(
        &mut self,
        org: OrganisationId,
        since: Timestamp,
    ) -> Result<Vec<MessageCost>, Fault> {
        let first_of_then = first_id_of(since);
        self.query(&MESSAGE_COSTS, &[(&org).into(), (&first_of_then).into()])?
            .iter()
            .map(cost_of)
            .collect()
    }

    /// What the messages written since then cost at this gateway, in millionths of its currency.
    pub fn gateway_cost(
        &mut self,
        org: OrganisationId,
        gateway: GatewayId,
        since: Timestamp,
    ) -> Result<i64, Fault> {
        let first_of_then = first_id_of(since);
        let values = [(&org).into(), (&gateway).into(), (&first_of_then).into()];
        self.one(&GATEWAY_COST, &values)?.int(0)
    }

    /// The content of a message that still has it and is still of use: a gateway fetches the recording of a call.
    pub fn open_delivery_content(
        &mut self,
        org: OrganisationId,
        delivery: DeliveryId,
        now: Timestamp,
    ) -> Result<Option<Opened>, Fault> {
        let values = [(&org).into(), (&delivery).into(), now.into()];
        let Some(row) = self.find(&DELIVERY_CONTENT, &values)? else {
            return Ok(None);
        };
        let user: Option<UserId> = row.opt_id(0)?;
        self.keys()
            .open(place(&org, &delivery, user.as_ref()), &row.blob(1)?)
            .map(Some)
    }
}
